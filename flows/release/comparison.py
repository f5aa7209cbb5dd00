"""Which rows of a table were added, removed or modified: a hash join in DuckDB, in bounded memory.

Rows are compared by a 64-bit hash of all columns, so only rows that differ are ever looked at one by one. A collision
would hide a change once in 10^19 comparisons, and `composition` would still find it before anything is published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from flows.release.values import Row

_MEMORY_LIMIT = "1GB"
_DIFFERENCES = """
    SELECT coalesce(p.key, c.key) AS key, p.key IS NULL AS is_new, c.key IS NULL AS is_lost
    FROM (SELECT {key} AS key, hash({columns}) AS content FROM previous) p
    FULL JOIN (SELECT {key} AS key, hash({columns}) AS content FROM current) c ON p.key = c.key
    WHERE p.content IS DISTINCT FROM c.content OR p.key IS NULL OR c.key IS NULL
    ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class TableDifference:
    """The rows that differ, in the order of their keys; a modified row is a pair of old and new."""

    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    modified: tuple[tuple[Row, Row], ...]


class TableComparison:
    """Compares tables one after another over one database in memory, which spills to disk beyond its limit."""

    def __init__(self) -> None:
        self._connection = duckdb.connect(config={"memory_limit": _MEMORY_LIMIT, "preserve_insertion_order": "false"})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def difference(self, previous: pa.Table, current: pa.Table, key: str) -> TableDifference:
        """What differs between two tables of one schema.

        Args:
            previous: the older table; keys are unique and not null.
            current: the newer one, in the same columns.
            key: name of the key column.
        """
        if previous.equals(current):
            return TableDifference((), (), ())
        differing = self._differing_keys(previous, current, key)
        is_new, is_lost = differing.column("is_new"), differing.column("is_lost")
        keys = differing.column("key")
        both = keys.filter(pc.invert(pc.or_(is_new, is_lost)))
        return TableDifference(
            added=tuple(_rows(current, key, keys.filter(is_new))),
            removed=tuple(_rows(previous, key, keys.filter(is_lost))),
            modified=tuple(zip(_rows(previous, key, both), _rows(current, key, both), strict=True)),
        )

    def _differing_keys(self, previous: pa.Table, current: pa.Table, key: str) -> pa.Table:
        columns = ", ".join(_quoted(name) for name in current.column_names)
        self._connection.register("previous", previous)
        self._connection.register("current", current)
        return self._connection.sql(_DIFFERENCES.format(key=_quoted(key), columns=columns)).to_arrow_table()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _rows(table: pa.Table, key: str, keys: pa.ChunkedArray) -> Sequence[Row]:
    """The rows with these keys, in the order of the keys."""
    if not len(keys):
        return []
    found = table.filter(pc.is_in(table.column(key), value_set=keys.combine_chunks()))
    rows: list[Row] = found.sort_by(key).to_pylist()
    return rows
