"""Lasting ids: a row that is still the same thing keeps the id of the previous release.

Rows arrive with provisional ids made from what they say. Where a notice was edited, renumbered or read better, its
rows are matched with those of the previous release, table by table, parents before children (`matching`); a matched
row inherits, a new one keeps its provisional id unless another row has it already. Ids are never handed on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from flows import schema
from flows.normalise.identifiers import identifier
from flows.release.matching import SameValues, SimilarText, Step, match_rows
from flows.release.tables import ordering
from flows.release.values import Row

_PLACE = ("measure_id", "item_id")
_STEPS: Mapping[str, tuple[Step, ...]] = {
    "sections": (
        SameValues(("path", "label", "title")),
        SameValues(("path", "title")),
        SameValues(("title",)),
        SimilarText(("title",), 60, within=("path",)),
        SimilarText(("path", "title"), 75),
    ),
    "items": (
        SameValues(("section_id", "number", "problem", "response")),
        SameValues(("problem", "response")),
        SameValues(("section_id", "problem")),
        SameValues(("problem",)),
        SimilarText(("problem", "response"), 60),
        SimilarText(("problem",), 60),
        SimilarText(("response",), 75),
    ),
    "measures": (
        SameValues(("item_id", "section_id", "text")),
        SameValues(("item_id", "text")),
        SameValues(("text",)),
        SimilarText(("text",), 50, within=("item_id", "section_id")),
        SimilarText(("text",), 75),
    ),
    "metrics": (
        SameValues((*_PLACE, "section_id", "quote", "subject", "as_of")),
        SameValues((*_PLACE, "quote")),
        SimilarText(("subject",), 0, within=("measure_id", "item_id", "unit", "quantity_kind", "context")),
        SameValues(("quote", "subject")),
    ),
    "documents": (
        SameValues((*_PLACE, "name", "action")),
        SameValues(("item_id", "name")),
        SameValues(("name",)),
        SimilarText(("name",), 75, within=("item_id",)),
    ),
    "dates": (
        SameValues((*_PLACE, "quote")),
        SameValues(("item_id", "quote")),
        SameValues(("quote",)),
        SimilarText(("quote",), 0, within=("measure_id", "item_id", "precision")),
    ),
    "findings": (
        SameValues(("check", "table", "row_id", "observed", "evidence")),
        SameValues(("check", "table", "row_id")),
    ),
}  # fmt: skip
_REFERENCES = ("section_id", "parent_section_id", "item_id", "measure_id", "row_id")
_Tables = Mapping[str, pa.Table]


def inherit_identity(previous: _Tables, current: _Tables) -> dict[str, pa.Table]:
    """Give the rows of today the ids that they had.

    Args:
        previous: the tables of the previous release.
        current: the tables of this run, with provisional ids.

    Returns:
        The tables of this run with lasting ids; references follow, and the order is again that of the schema.
    """
    notices = _notices_to_match(previous, current)
    if not notices:
        return dict(current)
    lasting: dict[str, str] = {}
    for name in _STEPS:
        lasting |= _lasting_ids(
            name, _of_notices(previous[name], notices), _of_notices(current[name], notices), lasting
        )
    return {name: _renamed(name, table, lasting) for name, table in current.items()}


def _notices_to_match(previous: _Tables, current: _Tables) -> pa.Array:
    """The notices of both releases in which some id is in one release only."""
    differing: set[str] = set()
    for name in _STEPS:
        key = schema.table(name).primary_key
        for one, other in ((previous[name], current[name]), (current[name], previous[name])):
            lonely = pc.invert(pc.is_in(one[key], value_set=pc.unique(other[key])))
            differing.update(pc.unique(one["notice_id"].filter(lonely)).to_pylist())
    known = set(previous["notices"]["notice_id"].to_pylist())
    return pa.array(sorted(notice for notice in differing if notice in known), pa.string())


def _of_notices(table: pa.Table, notices: pa.Array) -> pa.Table:
    return table.filter(pc.is_in(table["notice_id"], value_set=notices))


def _lasting_ids(name: str, old: pa.Table, new: pa.Table, lasting: Mapping[str, str]) -> dict[str, str]:
    """Provisional id → lasting id of the rows of one table, where they differ."""
    key = schema.table(name).primary_key
    old_rows = _by_notice(name, old)
    found: dict[str, str] = {}
    for notice, rows in _by_notice(name, _with_references(new, lasting)).items():
        before = old_rows.get(notice, [])
        pairs = match_rows(_STEPS[name], before, rows)
        used = {row[key] for row in before}
        for position, row in enumerate(rows):
            inherited = before[pairs[position]][key] if position in pairs else None
            found[row[key]] = inherited or _unused(row[key], used)
            used.add(found[row[key]])
    return {provisional: final for provisional, final in found.items() if provisional != final}


def _unused(provisional: str, used: Container[str]) -> str:
    """The provisional id, or where another row has it, the first id made from it that none has."""
    candidate, attempt = provisional, 0
    while candidate in used:
        attempt += 1
        candidate = identifier(provisional[0], provisional, str(attempt))
    return candidate


def _by_notice(name: str, table: pa.Table) -> dict[str, list[Row]]:
    """The rows of each notice in the order of its text."""
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    place = [column for column in ("position", "char_start", "char_end") if column in table.column_names]
    ordered = table.sort_by([(column, "ascending") for column in place]) if place else table
    for row in ordered.to_pylist():
        rows[row["notice_id"]].append(row)
    if name == "sections":
        for sections in rows.values():
            _add_paths(sections)
    return rows


def _add_paths(sections: list[Row]) -> None:
    """Give each section the titles above it, so that equal headings under different parents differ."""
    known = {row["section_id"]: row for row in sections}
    for row in sections:
        titles: list[str] = []
        parent = known.get(row["parent_section_id"])
        while parent is not None and len(titles) < len(sections):
            titles.append(parent["title"])
            parent = known.get(parent["parent_section_id"])
        row["path"] = "\n".join(reversed(titles))


def _renamed(name: str, table: pa.Table, lasting: Mapping[str, str]) -> pa.Table:
    if name not in _STEPS or not lasting:
        return table
    key = schema.table(name).primary_key
    return _replaced(_with_references(table, lasting), key, lasting).sort_by(ordering(name))


def _with_references(table: pa.Table, lasting: Mapping[str, str]) -> pa.Table:
    """The table with its references to other rows renamed; its own key stays."""
    for column in _REFERENCES:
        if column in table.column_names and column != _own_key(table):
            table = _replaced(table, column, lasting)
    return table


def _own_key(table: pa.Table) -> str:
    """A table's key is its first column."""
    return str(table.column_names[0])


def _replaced(table: pa.Table, column: str, lasting: Mapping[str, str]) -> pa.Table:
    values = table[column]
    found = pc.index_in(values, value_set=pa.array(list(lasting), pa.string()))
    renamed = pc.coalesce(pc.take(pa.array(list(lasting.values()), pa.string()), found), values)
    return table.set_column(table.column_names.index(column), table.schema.field(column), renamed)
