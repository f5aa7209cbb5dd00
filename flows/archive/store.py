"""The archive: every visit kept for ever, found in a moment, and readable after any crash."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Self

from flows.archive.entry import ArchiveEntry, Damage, Role, Visit
from flows.archive.files import WarcWriter, WriterLock, cut_torn_end, repaired_ends, warc_files
from flows.archive.index import Index
from flows.archive.members import TORN, Member, read_member, walk_members
from flows.archive.records import Record, capture_headers, entry_of, read_record, visit_records, with_charset
from flows.capture import Capture, payload_digest
from flows.errors import ArchiveError

_LARGEST_FILE_BYTES = 256 * 1024 * 1024
_INDEX = "index.sqlite"
# A reader that brings the index up to date holds the lock for a moment.
_WRITER_WAIT_SECONDS = 1.0
_LOG = logging.getLogger(__name__)


class Archive:
    """The WARC files of one folder with their index.

    Opening costs nothing; the first use brings the index up to date with the files, those copied in by hand included,
    and cuts off the torn record that a crash may have left. Methods may be called from several threads. Any number of
    processes may read while one writes.

    Args:
        folder: made when the first visit is stored, if it is not there.
        largest_file_bytes: a WARC file is closed once it is this large.
    """

    def __init__(self, folder: Path, *, largest_file_bytes: int = _LARGEST_FILE_BYTES) -> None:
        self._folder = folder
        self._lock = RLock()
        self._writer_lock = WriterLock(folder)
        self._writer = WarcWriter(folder, largest_file_bytes, _software())
        self._opened: Index | None = None
        self._syncs = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files; the archive can be used again afterwards."""
        with self._lock:
            self._writer.close()
            self._writer_lock.release()
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    # ---- reading

    @property
    def folder(self) -> Path:
        """Where the WARC files are."""
        return self._folder

    def entries(self, role: Role | None = None, source_id: str | None = None) -> Iterator[ArchiveEntry]:
        """Every visit, ordered by URL and time; only those of a role or a source where one is given."""
        condition = "(? IS NULL OR role = ?) AND (? IS NULL OR source_id = ?)"
        return self._index.select(condition, (role, role, source_id, source_id))

    def history(self, url: str) -> tuple[ArchiveEntry, ...]:
        """Every visit to one address, oldest first, failures included."""
        return tuple(self._index.select("url = ?", (url,)))

    def latest(self, url: str) -> ArchiveEntry | None:
        """The newest visit to an address that was no failure; null where there is none."""
        with self._lock:
            return self._index.latest(url)

    def current(self, role: Role = "notice") -> Iterator[ArchiveEntry]:
        """For each address the newest visit that vouches for a readable page, by URL: what there is to normalise.

        A page that is gone since keeps its place: its rows stay in the data.
        """
        newest: ArchiveEntry | None = None
        for entry in self.entries(role):
            if newest is not None and entry.url != newest.url:
                yield newest
                newest = None
            if entry.is_readable:
                newest = entry
        if newest is not None:
            yield newest

    def read(self, entry: ArchiveEntry) -> Capture:
        """The capture behind an entry; a revisit gives the payload of its original under its own URL and time.

        Raises:
            ArchiveError: the entry has no payload, or its record is damaged (which is then in `damage()`).
        """
        if entry.snapshot_sha256 is None:
            raise ArchiveError(
                "this visit brought no payload", where=entry.url, remedy=entry.error or "read an earlier one"
            )
        original = self._original(entry)
        record = self._record(original)
        headers = capture_headers(record)
        if entry != original and not entry.url.startswith("file:"):
            headers |= capture_headers(self._record(entry))
        return Capture(
            url=entry.url,
            final_url=entry.final_url,
            source_id=entry.source_id,
            fetched_at=entry.fetched_at,
            http_status=original.http_status or 200,
            headers=with_charset(headers, entry.charset),
            payload=record.payload,
            snapshot_sha256=entry.snapshot_sha256,
            warc_file=original.warc_file,
            warc_offset=original.warc_offset,
        )

    def capture(self, snapshot_sha256: str) -> Capture:
        """The first capture of a payload.

        Raises:
            ArchiveError: no record of the archive holds it, or the record is damaged.
        """
        with self._lock:
            original = self._index.original(snapshot_sha256)
        if original is None:
            raise ArchiveError(
                "no such payload in the archive", where=snapshot_sha256, remedy="give the archive it came from"
            )
        return self.read(original)

    def damage(self) -> tuple[Damage, ...]:
        """Every stretch of the files that is known to hold no readable record."""
        with self._lock:
            return self._index.damage()

    def is_intact(self, entry: ArchiveEntry) -> bool:
        """Whether the record that holds the entry's payload is there and not known to be damaged."""
        with self._lock:
            original = self._find_original(entry)
            return original is not None and not self._index.is_damaged(original)

    # ---- writing

    def store(self, visit: Visit) -> ArchiveEntry:
        """Keep one visit; it is on the disk and in the index when this returns.

        A payload equal to that of the visit before, under the same status, and an answer of 304 become a revisit.

        Raises:
            ArchiveError: the visit has no outcome, another process is writing, or the disk refuses.
        """
        if not visit.has_outcome:
            raise ArchiveError("a visit needs an answer with its status, an error, or to be gone", where=visit.url)
        with self._lock, self._all_or_found_again():
            self._begin_writing()
            original = self._unchanged_since(visit)
            file, offset = self._writer.append(lambda place: visit_records(visit, original, place), visit.fetched_at)
            if self._syncs:
                self._writer.sync()
            entry = _entry_or_damage(read_member(self._folder / file, offset), file)
            if not isinstance(entry, ArchiveEntry):
                raise ArchiveError("what was just written cannot be read back", where=file, remedy="check the disk")
            self._index.add([entry], [], file, self._writer.size)
            return entry

    @contextmanager
    def one_sync(self) -> Iterator[None]:
        """Store many visits that still exist elsewhere (saved pages) with one flush to the disk at the end of all.

        Other threads wait meanwhile, and `entries()` shows what was there before.
        """
        with self._lock, self._all_or_found_again(), self._index.transaction():
            self._syncs = False
            try:
                yield
            finally:
                self._syncs = True
                self._writer.sync()

    def rebuild_index(self) -> None:
        """Make the index again from the WARC files alone.

        Raises:
            ArchiveError: another process is writing.
        """
        with self._lock:
            self._begin_writing()
            self._writer.close()
            for name in self._index.files():
                self._index.forget(name)
            self._bring_up_to_date(self._index)

    def check(self) -> tuple[Damage, ...]:
        """Read every record again, which finds damage done since it was written, and return all damage known."""
        self.rebuild_index()
        return self.damage()

    # ---- inside

    @property
    def _index(self) -> Index:
        with self._lock:
            if self._opened is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._opened = _open_index(self._folder / _INDEX)
                self._read_what_is_new(self._opened)
            return self._opened

    def _read_what_is_new(self, index: Index) -> None:
        """Index what the files hold beyond the index, unless a writer is at work that does it itself."""
        sizes = {path.name: path.stat().st_size for path in warc_files(self._folder)}
        if sizes != index.files() and self._writer_lock.acquire(wait_seconds=0):
            try:
                self._bring_up_to_date(index)
            finally:
                self._writer_lock.release()

    @contextmanager
    def _all_or_found_again(self) -> Iterator[None]:
        """After a failure the index may know less than the files: the next visit reads what it missed."""
        try:
            yield
        except BaseException:
            self._writer.close()
            raise

    def _begin_writing(self) -> None:
        index = self._index
        if not self._writer_lock.acquire(_WRITER_WAIT_SECONDS):
            raise ArchiveError(
                "another run is writing to this archive",
                where=self._folder.name,
                remedy="wait for it to end, or give this run a data folder of its own",
            )
        if self._writer.is_idle:
            self._bring_up_to_date(index)
            self._resume_newest_file(index)

    def _resume_newest_file(self, index: Index) -> None:
        """Go on writing where the last run stopped, but never behind damage, where other WARC readers give up."""
        newest = max(warc_files(self._folder), default=None)
        damaged = {damage.warc_file for damage in index.damage() if not damage.is_repaired}
        if newest is not None and newest.name not in damaged:
            self._writer.resume(newest)

    def _bring_up_to_date(self, index: Index) -> None:
        known = index.files()
        paths = {path.name: path for path in warc_files(self._folder)}
        for name in known.keys() - paths.keys():
            index.forget(name)
        for name, path in paths.items():
            size = path.stat().st_size
            if size < known.get(name, 0):
                index.forget(name)
            if size != known.get(name):
                self._index_file(index, path, known.get(name, 0) if size > known.get(name, 0) else 0)

    def _index_file(self, index: Index, path: Path, start: int) -> None:
        """Read one file from `start` on into the index, and repair its end if it is torn."""
        entries: list[ArchiveEntry] = []
        damage = repaired_ends(path)
        for member in walk_members(path, start):
            found = _entry_or_damage(member, path.name)
            if isinstance(found, ArchiveEntry):
                entries.append(found)
            elif isinstance(found, Damage):
                damage.append(cut_torn_end(path, found) if found.reason == TORN else found)
                _LOG.warning("damaged archive: %s at byte %d: %s", path.name, found.offset, found.reason)
        index.add(entries, damage, path.name, path.stat().st_size)

    def _unchanged_since(self, visit: Visit) -> ArchiveEntry | None:
        """The response that this visit found unchanged; null where its payload has to be kept."""
        before = self._index.latest(visit.url)
        if visit.error is not None or visit.is_gone or before is None or before.snapshot_sha256 is None:
            return None
        original = self._find_original(before)
        if original is None or self._index.is_damaged(original):
            return None
        if visit.http_status == 304:
            return original
        is_same = visit.payload is not None and payload_digest(visit.payload) == before.snapshot_sha256
        return original if is_same and (visit.http_status or 200) == (original.http_status or 200) else None

    def _find_original(self, entry: ArchiveEntry) -> ArchiveEntry | None:
        """The entry whose record holds the payload; null where no file has it."""
        if entry.kind != "revisit" or entry.snapshot_sha256 is None:
            return entry
        with self._lock:
            found = self._index.original(entry.snapshot_sha256, entry.url)
            return found or self._index.original(entry.snapshot_sha256)

    def _original(self, entry: ArchiveEntry) -> ArchiveEntry:
        found = self._find_original(entry)
        if found is None:
            raise ArchiveError(
                "the record that this revisit refers to is not in the archive",
                where=f"{entry.warc_file} at byte {entry.warc_offset}",
                remedy="put the missing WARC file back and rebuild the index",
            )
        return found

    def _record(self, entry: ArchiveEntry) -> Record:
        """The record of an entry, its digest proved.

        Raises:
            ArchiveError: it cannot be read; noted as damage.
        """
        where = f"{entry.warc_file} at byte {entry.warc_offset}"
        remedy = "the next harvest captures the page again; restore the WARC file from a copy to keep this state of it"
        try:
            member = read_member(self._folder / entry.warc_file, entry.warc_offset)
        except OSError as error:
            raise ArchiveError(
                f"the WARC file cannot be read: {error.strerror}", where=where, remedy=remedy
            ) from error
        found = _record_or_damage(member, entry.warc_file)
        if isinstance(found, Record):
            return found
        with self._lock:
            self._index.add_damage(found)
        raise ArchiveError(f"damaged archive: {found.reason}", where=where, remedy=remedy)


def _open_index(path: Path) -> Index:
    """The index; one that cannot be used is thrown away, for the files replace it."""
    try:
        return Index(path)
    except sqlite3.OperationalError as error:
        raise ArchiveError(
            f"the index of the archive cannot be opened: {error}",
            where=path.parent.name,
            remedy="give write permission to the folder, or wait for the run that uses it",
        ) from error
    except sqlite3.DatabaseError as error:
        _LOG.warning("%s cannot be used (%s) and is made again from the WARC files", path.name, error)
        for part in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            part.unlink(missing_ok=True)
        return Index(path)


def _record_or_damage(member: Member | Damage, file: str) -> Record | Damage:
    if isinstance(member, Damage):
        return member
    try:
        return read_record(member.content)
    except ArchiveError as error:
        return Damage(file, member.offset, member.length, error.what, is_repaired=False)


def _entry_or_damage(member: Member | Damage, file: str) -> ArchiveEntry | Damage | None:
    record = _record_or_damage(member, file)
    if isinstance(record, Damage) or isinstance(member, Damage):
        return record if isinstance(record, Damage) else None
    try:
        return entry_of(record, file, member.offset)
    except (KeyError, ValueError) as error:
        return Damage(
            file, member.offset, member.length, f"a field of the record is wrong: {error}", is_repaired=False
        )


def _software() -> str:
    try:
        return f"zhenggai/{version('zhenggai')}"
    except PackageNotFoundError:
        return "zhenggai"
