"""The shape of the tables: all there, each with its columns and types. Rows are not looked at before this holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow as pa

from flows import schema
from flows.schema import Table
from flows.validate.outcome import Breach

REMEDY = "correct the stage that made the table, or change schemas/ (and its version) if the table is right"


def shape_breaches(tables: Mapping[str, pa.Table]) -> tuple[Breach, ...]:
    """Where the tables have not the shape of `schemas/`: missing or unknown tables, missing columns, wrong types.

    Tables that `release` makes may be absent. The order of columns and columns too many are left to the suites.
    """
    return tuple(_breaches(tables))


def _breaches(tables: Mapping[str, pa.Table]) -> Iterator[Breach]:
    for described in schema.tables():
        if described.name in tables:
            yield from _column_breaches(described, tables[described.name].schema)
        elif described.made_by == "normalise":
            yield Breach(described.name, "缺少这张表", "the table is missing", REMEDY)
    for name in sorted(set(tables) - set(schema.table_names())):
        yield Breach(name, "schemas/ 中没有这张表", "schemas/ has no such table", REMEDY)


def _column_breaches(described: Table, actual: pa.Schema) -> Iterator[Breach]:
    for column in described.columns:
        positions = actual.get_all_field_indices(column.name)
        if len(positions) != 1:
            chinese, english = ("缺少", "is missing") if not positions else ("重复", "occurs more than once")
            yield Breach(described.name, f"列 {column.name} {chinese}", f"column {column.name} {english}", REMEDY)
        elif (found := actual.field(positions[0]).type) != column.arrow_type:
            wanted = column.arrow_type
            chinese = f"列 {column.name} 的类型是 {found}，应为 {wanted}"
            english = f"column {column.name} is {found} where it must be {wanted}"
            yield Breach(described.name, chinese, english, REMEDY)
