"""The index of an archive: one SQLite file that finds entries, and that the WARC files can always replace."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, fields
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

from flows.archive.entry import ArchiveEntry, Damage
from flows.clock import SHANGHAI

_BUSY_SECONDS = 60
# Raised whenever the tables below change: an index of another version is made again from the WARC files.
_VERSION = 2
_COLUMNS = tuple(field.name for field in fields(ArchiveEntry))
_VALUES = attrgetter(*_COLUMNS)
_TIME = _COLUMNS.index("fetched_at")
_ORDER = "ORDER BY url, fetched_at, warc_file, warc_offset"
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS entries ({", ".join(_COLUMNS)}, PRIMARY KEY (warc_file, warc_offset)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entries_by_url ON entries (url, fetched_at);
CREATE INDEX IF NOT EXISTS entries_by_snapshot ON entries (snapshot_sha256);
CREATE INDEX IF NOT EXISTS entries_by_source ON entries (source_id);
CREATE TABLE IF NOT EXISTS files (warc_file TEXT PRIMARY KEY, indexed_bytes INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS damage (
    warc_file, "offset", length, reason, is_repaired, PRIMARY KEY (warc_file, "offset")
);
"""


class Index:
    """Entries, damage, and how far each WARC file has been read. One thread at a time: `Archive` holds the lock.

    Raises:
        sqlite3.OperationalError: the file cannot be opened, or is locked for too long.
        sqlite3.DatabaseError: it is no index, or one of another version.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = self._connect()
        self._is_in_transaction = False
        try:
            self._prepare()
        except sqlite3.DatabaseError:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, _VERSION):
            raise sqlite3.DatabaseError(f"made by another version of this program ({version})")
        if version == 0:
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version={_VERSION}; COMMIT;")
        self._connection.execute("PRAGMA synchronous=NORMAL")

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)

    def close(self) -> None:
        """Close the file; entries written are kept."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """What is done inside is done as one, and once in the outermost of several."""
        if self._is_in_transaction:
            yield self._connection
            return
        self._is_in_transaction = True
        try:
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
        finally:
            self._is_in_transaction = False

    def add(self, entries: Iterable[ArchiveEntry], damage: Iterable[Damage], file: str, indexed_bytes: int) -> None:
        """Take in what was read of a file up to `indexed_bytes`, all or nothing."""
        marks = ", ".join("?" * len(_COLUMNS))
        with self.transaction() as transaction:
            transaction.executemany(f"INSERT OR REPLACE INTO entries VALUES ({marks})", map(_row, entries))  # noqa: S608
            transaction.executemany("INSERT OR REPLACE INTO damage VALUES (?, ?, ?, ?, ?)", map(astuple, damage))
            transaction.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (file, indexed_bytes))

    def forget(self, file: str) -> None:
        """Drop everything known of one file."""
        with self.transaction() as transaction:
            for table in ("entries", "files", "damage"):
                transaction.execute(f"DELETE FROM {table} WHERE warc_file = ?", (file,))  # noqa: S608

    def files(self) -> dict[str, int]:
        """WARC file name → how many of its bytes have been read."""
        return dict(self._connection.execute("SELECT warc_file, indexed_bytes FROM files"))

    def damage(self) -> tuple[Damage, ...]:
        """Every damaged stretch, in order of file and offset."""
        rows = self._connection.execute('SELECT * FROM damage ORDER BY warc_file, "offset"')
        return tuple(Damage(file, at, length, why, bool(repaired)) for file, at, length, why, repaired in rows)

    def add_damage(self, damage: Damage) -> None:
        """Note one damaged stretch, unless a long-running writer is in the way: the next check finds it again."""
        with suppress(sqlite3.OperationalError), self.transaction() as transaction:
            transaction.execute("INSERT OR IGNORE INTO damage VALUES (?, ?, ?, ?, ?)", astuple(damage))

    def select(self, condition: str = "1", values: Sequence[Any] = ()) -> Iterator[ArchiveEntry]:
        """Entries that meet the condition, by URL and time, as one consistent view however long the reading takes."""
        query = f"SELECT {', '.join(_COLUMNS)} FROM entries WHERE {condition} {_ORDER}"  # noqa: S608
        connection = self._connect()
        try:
            for row in connection.execute(query, values):
                yield _entry(row)
        finally:
            connection.close()

    def latest(self, url: str) -> ArchiveEntry | None:
        """The newest visit to an address that was no failure."""
        return self._one(
            "url = ? AND kind <> 'failure' ORDER BY fetched_at DESC, warc_file DESC, warc_offset DESC", url
        )

    def original(self, snapshot_sha256: str, url: str | None = None) -> ArchiveEntry | None:
        """The record that holds this payload, an undamaged one if there is one; of this address where one is given."""
        condition = "snapshot_sha256 = ? AND kind IN ('response', 'failure') AND (? IS NULL OR url = ?)"
        unharmed = (
            'NOT EXISTS (SELECT 1 FROM damage AS d WHERE d.warc_file = e.warc_file AND d."offset" = e.warc_offset)'
        )
        order = "ORDER BY kind DESC, fetched_at, warc_file, warc_offset"
        found = self._one(f"{condition} AND {unharmed} {order}", snapshot_sha256, url, url)
        return found or self._one(f"{condition} {order}", snapshot_sha256, url, url)

    def is_damaged(self, entry: ArchiveEntry) -> bool:
        """Whether the entry's own record is known to be unreadable."""
        query = 'SELECT 1 FROM damage WHERE warc_file = ? AND "offset" = ?'
        return self._connection.execute(query, (entry.warc_file, entry.warc_offset)).fetchone() is not None

    def _one(self, condition: str, *values: str | None) -> ArchiveEntry | None:
        query = f"SELECT {', '.join(_COLUMNS)} FROM entries AS e WHERE {condition} LIMIT 1"  # noqa: S608
        row = self._connection.execute(query, values).fetchone()
        return _entry(row) if row else None


def _row(entry: ArchiveEntry) -> tuple[Any, ...]:
    values = list(_VALUES(entry))
    values[_TIME] = entry.fetched_at.astimezone(UTC).isoformat()
    return tuple(values)


def _entry(row: tuple[Any, ...]) -> ArchiveEntry:
    values = list(row)
    values[_TIME] = datetime.fromisoformat(values[_TIME]).astimezone(SHANGHAI)
    return ArchiveEntry(*values)
