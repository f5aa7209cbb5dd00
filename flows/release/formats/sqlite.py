"""SQLite: one file with every table, its keys, and an index on every reference; the same rows give the same bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyarrow as pa

from flows import schema
from flows.release.formats.edition import Edition
from flows.release.values import text_table

_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_BATCH = 10_000
_PRAGMAS = ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF", "encoding = 'UTF-8'")


def write_sqlite(edition: Edition, folder: Path) -> None:
    """Write `sqlite/zhenggai.db`; dates and times are ISO 8601 text, booleans 0 and 1."""
    path = folder / "sqlite" / "zhenggai.db"
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        for described in schema.tables():
            connection.execute(_create(described))
            _fill(connection, described, edition.tables[described.name])
            for statement in _indices(described):
                connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute("VACUUM")


def _create(described: schema.Table) -> str:
    columns = [_column(described, column) for column in described.columns]
    keys = [_reference(key) for key in described.foreign_keys]
    return f"CREATE TABLE {_name(described.name)} (\n  " + ",\n  ".join([*columns, *keys]) + "\n)"


def _reference(key: schema.ForeignKey) -> str:
    parent = f"{_name(key.table)} ({_name(schema.table(key.table).primary_key)})"
    return f"FOREIGN KEY ({_name(key.column)}) REFERENCES {parent}"


def _column(described: schema.Table, column: schema.Column) -> str:
    kind = _TYPES.get(column.type, "TEXT")
    if column.name == described.primary_key:
        return f"{_name(column.name)} {kind} PRIMARY KEY NOT NULL"
    return f"{_name(column.name)} {kind}" + (" NOT NULL" if column.required else "")


def _indices(described: schema.Table) -> Iterator[str]:
    columns = {key.column for key in described.foreign_keys}
    columns |= {"notice_id", "row_id"} & set(described.column_names) - {described.primary_key}
    for column in sorted(columns):
        yield f"CREATE INDEX {_name(f'{described.name}_{column}')} ON {_name(described.name)} ({_name(column)})"


def _fill(connection: sqlite3.Connection, described: schema.Table, table: pa.Table) -> None:
    marks = ", ".join("?" * len(described.columns))
    insert = f"INSERT INTO {_name(described.name)} VALUES ({marks})"  # noqa: S608  the name is quoted, from the schema
    for batch in text_table(table).to_batches(max_chunksize=_BATCH):
        columns = [_values(column) for column in batch.columns]
        connection.executemany(insert, zip(*columns, strict=True))


def _values(column: pa.Array) -> list[object]:
    """Python values that SQLite has a type for."""
    plain = column.cast(pa.string()) if pa.types.is_date(column.type) else column
    values: list[object] = plain.to_pylist()
    return values


def _name(identifier: str) -> str:
    """An identifier in SQL: some columns are called table or check."""
    return '"' + identifier.replace('"', '""') + '"'
