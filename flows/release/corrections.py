"""Overrides by persons: `corrections/*.yaml`, one file a decision, applied while the program still says what it said.

    table: items
    row_id: pabcdefghijklmnop
    field: status
    expected: in_progress        what the program said when this was decided; null for nothing
    corrected: completed
    reason: 表格最后一列写明“已销号”，版面断行导致误读
    author_role: data editor     a role, never a name
    decided_on: 2026-11-22

Once the program reads something else, or the row is gone, the correction is stale: reported, not applied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import yaml

from flows import schema
from flows.errors import ConfigurationError
from flows.normalise.identifiers import identifier
from flows.release.tables import PROOF, canonical
from flows.release.values import value_from_text, value_text
from flows.validate.outcome import ERROR
from flows.validate.rules import run_rules

# item_count and the like count rows in quarantine too, which the tables of a release no longer hold.
RULES_BEFORE_QUARANTINE = frozenset({"row_count"})
_KEYS = ("table", "row_id", "field", "expected", "corrected", "reason", "author_role", "decided_on")
_TABLES = ("notices", "sections", "items", "measures", "metrics", "documents", "dates", "findings")
_EVIDENCE = PROOF | {"quote", "table"}


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision; values as text (see `values.value_text`)."""

    table: str
    row_id: str
    field: str
    expected: str | None
    corrected: str | None
    reason: str
    author_role: str
    decided_on: date

    @property
    def place(self) -> tuple[str, str, str]:
        """The value that it is about."""
        return self.table, self.row_id, self.field

    @property
    def correction_id(self) -> str:
        """Made from what was decided, so that it lasts."""
        return identifier("k", *self.place, self.expected, self.corrected, self.decided_on.isoformat())


def load_corrections(folder: Path | None) -> tuple[Correction, ...]:
    """All corrections of a folder, in the order of their files; none where there is no folder.

    Raises:
        ConfigurationError: a file cannot be read, lacks a key, or corrects what must not or cannot be corrected.
    """
    if folder is None or not folder.is_dir():
        return ()
    seen: dict[tuple[str, str, str], Path] = {}
    corrections = []
    for path in sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))):
        correction = _correction(path)
        if (other := seen.setdefault(correction.place, path)) is not path:
            raise ConfigurationError(
                "Two corrections are about the same value", where=f"{other}, {path}", remedy="keep the later decision"
            )
        corrections.append(correction)
    return tuple(corrections)


def apply_corrections(tables: Mapping[str, pa.Table], corrections: Iterable[Correction]) -> dict[str, pa.Table]:
    """The tables with every correction that still holds applied, and with `corrections` filled."""
    corrected = dict(tables)
    states: dict[tuple[str, str, str], str] = {}
    by_column: defaultdict[tuple[str, str], list[Correction]] = defaultdict(list)
    for correction in corrections:
        by_column[correction.table, correction.field].append(correction)
    for (name, field), decisions in by_column.items():
        holding = _holding(tables[name], name, field, decisions)
        values = {each.row_id: each.corrected for each in holding}
        corrected[name] = canonical(name, _overridden(corrected[name], name, field, values))
        states |= {each.place: "true" if each in holding else "stale" for each in decisions}
    rows = [_row(each, states[each.place]) for decisions in by_column.values() for each in decisions]
    table = pa.Table.from_pylist(rows, schema=schema.table("corrections").arrow_schema)
    return corrected | {"corrections": canonical("corrections", table)}


def undo_corrections(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables of a release as the program read them, each applied correction taken back."""
    read = dict(tables)
    for row in tables["corrections"].to_pylist():
        if row["applied"] == "true":
            name, field = row["table"], row["field"]
            read[name] = _overridden(read[name], name, field, {row["row_id"]: row["expected_value"]})
    return read


def refuse_contradictions(tables: Mapping[str, pa.Table]) -> None:
    """Hold corrected rows against the rules of the schema, as validation held what was read.

    Args:
        tables: the tables with corrections applied.

    Raises:
        ConfigurationError: a corrected row breaks a rule, for it was corrected in one column and not in another.
    """
    applied = {(row["table"], row["row_id"]) for row in tables["corrections"].to_pylist() if row["applied"] == "true"}
    if not applied:
        return
    for outcome in run_rules(tables):
        name = outcome.check.table
        ids = tables[name][schema.table(name).primary_key]
        broken = [row_id for row in outcome.rows if (name, row_id := ids[row].as_py()) in applied]
        if broken and outcome.check.severity == ERROR and outcome.check.rule not in RULES_BEFORE_QUARANTINE:
            raise ConfigurationError(
                f"A corrected row breaks a rule: {outcome.check.message_en}",
                where=f"{name} {broken[0]}",
                remedy="correct the other columns of the row as well",
            )


def _correction(path: Path) -> Correction:
    data = _read(path)
    unknown, missing = sorted(set(data) - set(_KEYS)), [key for key in _KEYS if key not in data]
    if unknown or missing:
        wrong = ", ".join([*(f"{key} is missing" for key in missing), *(f"{key} is unknown" for key in unknown)])
        raise ConfigurationError(f"A correction is not complete: {wrong}", where=str(path), remedy="mend the file")
    try:
        correction = Correction(
            table=str(data["table"]),
            row_id=str(data["row_id"]),
            field=str(data["field"]),
            expected=value_text(data["expected"]),
            corrected=value_text(data["corrected"]),
            reason=str(data["reason"]).strip(),
            author_role=str(data["author_role"]).strip(),
            decided_on=date.fromisoformat(str(data["decided_on"])),
        )
        _check(correction)
    except ValueError as error:
        raise ConfigurationError(f"A correction cannot be used: {error}", where=str(path), remedy="mend it") from error
    return correction


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise ConfigurationError(
            f"A correction cannot be read: {error}", where=str(path), remedy="write it as YAML in UTF-8"
        ) from error
    if not isinstance(data, dict):
        raise ConfigurationError("A correction is no mapping", where=str(path), remedy="give it keys and values")
    return data


def _check(correction: Correction) -> None:
    """Refuse what no person may change: keys, references and evidence; and values outside the schema."""
    if correction.table not in _TABLES:
        raise ValueError(f"there is no table {correction.table!r} to correct")
    described = schema.table(correction.table)
    references = {key.column for key in described.foreign_keys} | {described.primary_key, "notice_id", "row_id"}
    if correction.field not in described.column_names:
        raise ValueError(f"{correction.table} has no column {correction.field!r}")
    if correction.field in references | _EVIDENCE or correction.place[::2] == ("notices", "text"):
        raise ValueError(f"{correction.table}.{correction.field} is a key or evidence and is never corrected")
    column = described.column(correction.field)
    for value in (correction.expected, correction.corrected):
        value_from_text(value, column.arrow_type)
    if column.required and correction.corrected is None:
        raise ValueError(f"{correction.table}.{correction.field} must have a value")
    if column.enum and correction.corrected not in (None, *schema.code_list(column.enum).values):
        raise ValueError(f"{correction.corrected!r} is no code of {column.enum}")


def _holding(table: pa.Table, name: str, field: str, decisions: list[Correction]) -> list[Correction]:
    """The decisions whose row is there and still says what was expected."""
    key = schema.table(name).primary_key
    ids = pa.array([each.row_id for each in decisions], pa.string())
    rows = table.select([key, field]).filter(pc.is_in(table[key], value_set=ids)).to_pylist()
    said = {row[key]: value_text(row[field]) for row in rows}
    return [each for each in decisions if each.row_id in said and said[each.row_id] == _as_read(each, name)]


def _as_read(correction: Correction, name: str) -> str | None:
    """What was expected, in the form that the column gives it: 29 in a text column is "29"."""
    kind = schema.table(name).column(correction.field).arrow_type
    return value_text(value_from_text(correction.expected, kind))


def _overridden(table: pa.Table, name: str, field: str, values: Mapping[str, str | None]) -> pa.Table:
    """The table with these values, as text by the key of their row, in one of its columns."""
    if not values:
        return table
    key = schema.table(name).primary_key
    kind = table.schema.field(field).type
    typed = pa.array([value_from_text(value, kind) for value in values.values()], kind)
    place = pc.index_in(table[key], value_set=pa.array(list(values), pa.string()))
    column = pc.if_else(pc.is_valid(place), pc.take(typed, place), table[field])
    return table.set_column(table.column_names.index(field), table.schema.field(field), column)


def _row(correction: Correction, state: str) -> dict[str, object]:
    return {
        "correction_id": correction.correction_id,
        "table": correction.table,
        "row_id": correction.row_id,
        "field": correction.field,
        "expected_value": correction.expected,
        "corrected_value": correction.corrected,
        "reason": correction.reason,
        "author_role": correction.author_role,
        "decided_on": correction.decided_on,
        "applied": state,
    }
