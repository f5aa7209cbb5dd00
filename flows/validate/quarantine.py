"""Taking failing rows out of the tables, with everything that depends on them and with the reason for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flows import schema
from flows.normalise.identifiers import identifier
from flows.validate.messages import generated_check
from flows.validate.outcome import ERROR, Check, Outcome

TABLE = "quarantine"
LONGEST_VALUE = 200

Failures = dict[str, dict[int, list[Check]]]


@dataclass(frozen=True, slots=True)
class Separation:
    """The tables parted in two.

    Attributes:
        clean: the tables without the failing rows, in the columns of the schema.
        quarantine: a row for every rule that a row failed.
        own: rows a table that failed a rule themselves.
        dependent: rows a table that only follow a quarantined parent.
    """

    clean: dict[str, pa.Table]
    quarantine: pa.Table
    own: dict[str, int]
    dependent: dict[str, int]


def separate(tables: Mapping[str, pa.Table], outcomes: Iterable[Outcome]) -> Separation:
    """Part the rows that hold from those that failed an error, and from the dependants of these."""
    failures: Failures = {name: {} for name in tables}
    for outcome in outcomes:
        if outcome.check.severity == ERROR:
            for row in outcome.rows:
                failures[outcome.check.table].setdefault(row, []).append(outcome.check)
    own = {name: len(rows) for name, rows in failures.items()}
    _add_dependants(tables, failures)
    return Separation(
        clean={name: _without(table, failures[name]) for name, table in tables.items()},
        quarantine=_quarantine(tables, failures),
        own=own,
        dependent={name: len(rows) - own[name] for name, rows in failures.items()},
    )


def _add_dependants(tables: Mapping[str, pa.Table], failures: Failures) -> None:
    """Follow the keys from parents to children until no further row is drawn in."""
    fresh = {name: set(rows) for name, rows in failures.items() if rows}
    while fresh:
        keys = {name: _keys(tables[name], schema.table(name).primary_key, rows) for name, rows in fresh.items()}
        fresh = {}
        for child, check, row in _children(tables, keys):
            if row not in failures[child]:
                failures[child][row] = [check]
                fresh.setdefault(child, set()).add(row)


def _children(tables: Mapping[str, pa.Table], keys: Mapping[str, pa.Array]) -> Iterator[tuple[str, Check, int]]:
    """Rows that point to one of these keys: child table, the check they fail, row number."""
    for name, table in tables.items():
        described = schema.table(name)
        for key in described.foreign_keys:
            if key.table in keys:
                check = generated_check("parent_in_quarantine", described, key.column, parent=key.table)
                for row in _positions(pc.is_in(table[key.column], value_set=keys[key.table])):
                    yield name, check, row
        if described.row_reference is not None:
            yield from _referring(described, described.row_reference, table, keys)


def _referring(
    described: schema.Table, reference: schema.RowReference, table: pa.Table, keys: Mapping[str, pa.Array]
) -> Iterator[tuple[str, Check, int]]:
    """Rows that name one of these keys together with its table."""
    for parent, values in keys.items():
        check = generated_check("parent_in_quarantine", described, reference.row, parent=parent)
        named = pc.equal(table[reference.table], parent)
        for row in _positions(pc.and_(named, pc.is_in(table[reference.row], value_set=values))):
            yield described.name, check, row


def _positions(mask: pa.ChunkedArray) -> list[int]:
    positions: list[int] = pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist()
    return positions


def _keys(table: pa.Table, primary_key: str, rows: Iterable[int]) -> pa.Array:
    return pc.drop_null(table[primary_key].combine_chunks().take(pa.array(sorted(rows), pa.int64())))


def _without(table: pa.Table, failing: Mapping[int, object]) -> pa.Table:
    if not failing:
        return table
    keep = pa.array([row not in failing for row in range(table.num_rows)], pa.bool_())
    return table.filter(keep)


def _quarantine(tables: Mapping[str, pa.Table], failures: Failures) -> pa.Table:
    described = schema.table(TABLE)
    entries = [entry for name, rows in failures.items() for entry in _entries(name, tables[name], rows)]
    table = pa.Table.from_pylist(entries, schema=described.arrow_schema)
    return table.sort_by([(column, "ascending") for column in described.order_by])


def _entries(name: str, table: pa.Table, failures: Mapping[int, list[Check]]) -> Iterator[dict[str, Any]]:
    primary_key = schema.table(name).primary_key
    numbers = sorted(failures)
    rows = table.take(pa.array(numbers, pa.int64())).to_pylist() if numbers else []
    for number, row in zip(numbers, rows, strict=True):
        for check in failures[number]:
            key = row[primary_key]
            yield {
                "quarantine_id": identifier("x", name, key, str(number), check.rule, check.column),
                "table": name,
                "row_id": key,
                "notice_id": row.get("notice_id"),
                "rule": check.rule,
                "column": check.column,
                "value": printed(row.get(check.column or "")),
                "message_zh": check.message_zh,
                "message_en": check.message_en,
            }


def printed(value: object) -> str | None:
    """A value as short text: ISO dates, one line, at most `LONGEST_VALUE` characters; null stays null."""
    if value is None:
        return None
    text = value.isoformat() if isinstance(value, date) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
