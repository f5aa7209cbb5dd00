"""The WARC files of an archive: appending to the newest, rotating by size, cutting off a torn end."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path

from flows.archive.entry import Damage
from flows.archive.members import TORN, compress_member
from flows.archive.records import warcinfo_record
from flows.errors import ArchiveError

SUFFIX = ".warc.gz"
_PREFIX = "zhenggai-"
_TORN_SUFFIX = ".torn"


def warc_files(folder: Path) -> list[Path]:
    """The WARC files of a folder, oldest name first."""
    return sorted(folder.glob(f"*{SUFFIX}"))


class WarcWriter:
    """Appends records to one file at a time; a file is named by the time of its first record and left when full.

    A file only grows while it is the newest, and never changes once another has begun.
    """

    def __init__(self, folder: Path, largest_file_bytes: int, software: str) -> None:
        self._folder = folder
        self._largest = largest_file_bytes
        self._software = software
        self._file: FileIO | None = None
        self._path = folder
        self._size = 0

    def append(self, build: Callable[[str], Sequence[bytes]], at: datetime) -> tuple[str, int]:
        """Write the records that `build` makes for their place `<file>@<offset>`, in one piece.

        Returns:
            File name and offset of the first record.

        Raises:
            ArchiveError: the disk is full or the file cannot be written; what was written in part is taken back.
        """
        file = self._open(at)
        offset = self._size
        self._write(file, b"".join(map(compress_member, build(f"{self._path.name}@{offset}"))))
        return self._path.name, offset

    @property
    def size(self) -> int:
        """Bytes written to the current file."""
        return self._size

    @property
    def is_idle(self) -> bool:
        """Whether no file is open for writing."""
        return self._file is None

    def sync(self) -> None:
        """Make everything that was written survive a loss of power."""
        if self._file is not None:
            os.fsync(self._file.fileno())

    def resume(self, path: Path) -> None:
        """Go on in a file of an earlier run, if it is one of ours and not full. Its end must be whole."""
        size = path.stat().st_size
        if self._file is None and size < self._largest and path.name.startswith(_PREFIX):
            self._path, self._size = path, size
            self._file = path.open("ab", buffering=0)

    def close(self) -> None:
        """Close the current file."""
        if self._file is not None:
            self.sync()
            self._file.close()
            self._file = None

    def _open(self, at: datetime) -> FileIO:
        if self._file is not None and self._size >= self._largest:
            self.close()
        if self._file is None:
            self._path = self._unused_name(at)
            self._file = self._path.open("xb", buffering=0)
            self._size = 0
            self._write(self._file, compress_member(warcinfo_record(self._path.name, at, self._software)))
        return self._file

    def _unused_name(self, at: datetime) -> Path:
        stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        serial = 0
        while (path := self._folder / f"{_PREFIX}{stamp}-{serial:05d}{SUFFIX}").exists():
            serial += 1
        return path

    def _write(self, file: FileIO, content: bytes) -> None:
        rest = memoryview(content)
        try:
            while rest:
                rest = rest[_write_some(file, rest) :]
        except OSError as error:
            file.truncate(file.seek(self._size))
            raise ArchiveError(
                f"the archive cannot be written: {error.strerror}",
                where=self._path.name,
                remedy="free disk space or give write permission; everything captured before is kept",
            ) from error
        self._size += len(content)


def _write_some(file: FileIO, content: memoryview) -> int:
    """As `write(2)`: how many bytes were taken, not necessarily all."""
    return file.write(content)


class WriterLock:
    """One writer at a time, across processes: a transaction held open on a file, freed when the process ends."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "writer.lock"
        self._connection: sqlite3.Connection | None = None

    def acquire(self, wait_seconds: float) -> bool:
        """Whether the lock is held now; another writer is waited for so long."""
        if self._connection is not None:
            return True
        connection = sqlite3.connect(self._path, timeout=wait_seconds, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            connection.close()
            return False
        self._connection = connection
        return True

    def release(self) -> None:
        """Let the next writer in."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def cut_torn_end(path: Path, damage: Damage) -> Damage:
    """Cut a torn record off the end of a file, its bytes kept beside it, and say so."""
    with path.open("r+b") as file:
        file.seek(damage.offset)
        kept = path.with_name(f"{path.name}.{damage.offset}{_TORN_SUFFIX}")
        kept.write_bytes(file.read())
        file.truncate(damage.offset)
    return _repaired(path.name, damage.offset, damage.length)


def repaired_ends(path: Path) -> list[Damage]:
    """Torn ends that were cut off this file before, read from the bytes kept beside it."""
    kept = sorted(path.parent.glob(f"{path.name}.*{_TORN_SUFFIX}"))
    return [_repaired(path.name, int(torn.name.split(".")[-2]), torn.stat().st_size) for torn in kept]


def _repaired(name: str, offset: int, length: int) -> Damage:
    return Damage(name, offset, length, f"{TORN}; cut off and kept beside it", is_repaired=True)
