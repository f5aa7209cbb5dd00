"""The canonical form of a table: the schema's columns and types, its total order, one chunk, no metadata.

Equal content has one canonical form, which is why the same captures give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from flows import schema

CHANGES = "changes"
PROOF = frozenset(
    {
        "char_start",
        "char_end",
        "position",
        "text_sha256",
        "snapshot_sha256",
        "continuation_sha256",
        "extractor_version",
    }
)
"""The columns that say where a row stands and who read it: they follow from the page, and say nothing about it."""


@dataclass(frozen=True, slots=True)
class ReleaseTables:
    """The tables of one release, or of what may become one.

    Attributes:
        version: null for what is not yet a release.
        tables: by name, canonical; `changes` only in a release that is complete.
        columns: the columns that each table really has, for releases of an older schema.
    """

    version: str | None
    tables: Mapping[str, pa.Table]
    columns: Mapping[str, frozenset[str]]


def ordering(name: str) -> list[tuple[str, str]]:
    """The total order of a table, as `pyarrow.Table.sort_by` takes it; ends in the key."""
    described = schema.table(name)
    columns = [*described.order_by, *([] if described.primary_key in described.order_by else [described.primary_key])]
    return [(column, "ascending") for column in columns]


def canonical(name: str, table: pa.Table) -> pa.Table:
    """The table in canonical form; a column that it lacks is null, one that the schema lacks is left out."""
    return conform(name, table).sort_by(ordering(name)).combine_chunks()


def conform(name: str, table: pa.Table) -> pa.Table:
    """The table in the columns and types of its schema, in its own order."""
    target = schema.table(name).arrow_schema
    columns = [
        table.column(field.name).cast(field.type)
        if field.name in table.column_names
        else pa.chunked_array([pa.nulls(table.num_rows, field.type)])
        for field in target
    ]
    return pa.Table.from_arrays(columns, schema=target)


def empty(name: str) -> pa.Table:
    """The table without rows."""
    return schema.table(name).arrow_schema.empty_table()
