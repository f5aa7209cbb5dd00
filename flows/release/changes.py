"""What changed between two sets of tables: one row a changed field, or a whole row added or removed.

An added row carries its content as JSON in `new_value`, a removed one in `old_value`, so that the list alone turns the
earlier tables into the later ones (see `composition`). All columns are compared, the volatile ones too; those merely
are no reason to publish.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from flows import schema
from flows.normalise.identifiers import identifier
from flows.release.causes import CauseFinder, Origins
from flows.release.comparison import TableComparison, TableDifference
from flows.release.tables import CHANGES, ReleaseTables, canonical
from flows.release.values import Row, row_json, value_text


def find_changes(previous: ReleaseTables, current: ReleaseTables) -> pa.Table:
    """All changes from one release to the other, in the order of the schema of `changes`."""
    finder = CauseFinder(Origins.of(previous.tables, previous.columns), Origins.of(current.tables, current.columns))
    rows: list[Row] = []
    with TableComparison() as comparison:
        for name, table in current.tables.items():
            key = schema.table(name).primary_key
            difference = comparison.difference(previous.tables[name], table, key)
            rows.extend(_TableChanges(name, key, finder).rows(difference))
    for row in rows:
        row |= {"release_from": previous.version, "release_to": current.version}
        row["change_id"] = _change_id(row)
    return canonical(CHANGES, pa.Table.from_pylist(rows, schema=schema.table(CHANGES).arrow_schema))


def material(changes: pa.Table) -> pa.Table:
    """The changes that are a reason to publish.

    Volatile columns are none, and a page captured again whose notice reads the same (a new visitor count in its
    margin) is none either: both travel with the next release.
    """
    volatile = pa.array(sorted(volatile_places()), pa.string())
    places = pc.binary_join_element_wise(changes["table"], pc.fill_null(changes["field"], ""), ".")
    recaptured = pc.and_(pc.equal(changes["table"], "snapshots"), pc.equal(changes["cause"], "observed"))
    return changes.filter(pc.invert(pc.or_(pc.is_in(places, value_set=volatile), recaptured)))


def volatile_places() -> frozenset[str]:
    """Every volatile column as `table.column`."""
    return frozenset(
        f"{described.name}.{column.name}"
        for described in schema.tables()
        for column in described.columns
        if column.volatile
    )


@dataclass(frozen=True, slots=True)
class _TableChanges:
    """Turns the differences of one table into rows of `changes`."""

    name: str
    key: str
    finder: CauseFinder

    def rows(self, difference: TableDifference) -> Iterator[Row]:
        for row in difference.added:
            yield self._whole(row, "added") | {"new_value": row_json(row)}
        for row in difference.removed:
            yield self._whole(row, "removed") | {"old_value": row_json(row)}
        for old, new in difference.modified:
            yield from self._fields(old, new)

    def _whole(self, row: Row, change: str) -> Row:
        return self._place(row, change) | {"cause": self.finder.of_row(self.name, row)}

    def _fields(self, old: Row, new: Row) -> Iterator[Row]:
        for field, value in new.items():
            if value_text(old[field]) != value_text(value):
                yield self._place(new, "modified") | {
                    "field": field,
                    "old_value": value_text(old[field]),
                    "new_value": value_text(value),
                    "cause": self.finder.of_field(self.name, new, new[self.key], field),
                }

    def _place(self, row: Row, change: str) -> Row:
        return {"table": self.name, "row_id": row[self.key], "notice_id": row.get("notice_id"), "change": change}


def _change_id(row: Row) -> str:
    return identifier(
        "c", row["release_from"], row["release_to"], row["table"], row["row_id"], row["change"], row.get("field")
    )
