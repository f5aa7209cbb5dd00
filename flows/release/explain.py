"""Where a row comes from: its quote inside the text, the page, the capture, and what became of the row since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.dataset as ds

from flows import schema
from flows.archive.store import Archive
from flows.errors import ArchiveError, ReleaseError
from flows.normalise.capture_page import read_capture
from flows.release.reading import earlier_releases, table_path, version_of
from flows.release.tables import CHANGES, conform
from flows.release.values import Row, value_text
from flows.release.wording import code_label, edit_in_words, field_label

_CONTEXT = 80
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote with the text around it, line breaks shown as spaces."""

    before: str
    quote: str
    after: str
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class CaptureReference:
    """The archived page.

    Attributes:
        is_archived: null where no archive was given.
        holds_quote: of a notice on several pages: whether the row's quote stands on this one; null elsewhere.
    """

    snapshot_sha256: str
    fetched_at: str
    warc_file: str
    warc_offset: int
    is_archived: bool | None
    url: str | None = None
    part: int | None = None
    holds_quote: bool | None = None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of the row; `field` is null where the whole row came or went."""

    release: str
    change: str
    field: str | None
    old_value: str | None
    new_value: str | None
    cause: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one row.

    Attributes:
        release: the release that the row was found in.
        is_current: false where the row is no longer in the release that was asked.
        first_release: the earliest release at hand that has the row.
        further: the captures of the notice's further pages, where its site prints it on several.
    """

    release: str
    is_current: bool
    first_release: str
    table: str
    row_id: str
    row: Row
    evidence: Evidence | None
    title: str | None
    url: str | None
    capture: CaptureReference | None
    history: tuple[HistoryEntry, ...]
    further: tuple[CaptureReference, ...] = ()

    def in_words(self) -> str:
        """The explanation for a terminal."""
        described = schema.table(self.table)
        gone = "" if self.is_current else " (no longer in the latest release)"
        lines = [f"{described.title_zh} {self.table} {self.row_id}, release {self.release}{gone}"]
        lines += [f"  {name}: {_short(value)}" for name, value in self.row.items() if value is not None]
        if self.evidence:
            quote = f"{self.evidence.before}【{_short(self.evidence.quote)}】{self.evidence.after}"
            lines += ["", f"characters {self.evidence.char_start} to {self.evidence.char_end}:", f"  …{quote}…"]
        lines += ["", f"notice: {self.title or '—'}", f"page: {self.url or '—'}"] if self.url else []
        lines += _capture_lines(self.capture)
        for page in self.further:
            lines += ["", f"page {page.part}: {page.url}", *_capture_lines(page)]
        lines += ["", f"in the data since release {self.first_release}"]
        lines += [f"  {_entry_in_words(self.table, entry)}" for entry in self.history]
        return "\n".join(lines)


def explain_row(release: Path, row_id: str, archive: Archive | None = None) -> Explanation:
    """Explain a row of any table; one that was removed is explained from the release before.

    Args:
        release: a release folder; its predecessors beside it give the history.
        row_id: the primary key of the row.
        archive: to say whether the capture is there.

    Raises:
        ReleaseError: no release at hand ever had a row of that id.
    """
    releases = earlier_releases(release)
    history = [entry for each in releases for entry in _changes_of(each, row_id)]
    found_in, table, row = _find(releases, row_id)
    notice = _notice_of(found_in, row)
    capture, *further = _captures(found_in, row, notice, archive) or (None,)
    return Explanation(
        release=version_of(found_in),
        is_current=found_in == releases[-1],
        first_release=_first_release(releases, found_in, table, row_id, history),
        table=table,
        row_id=row_id,
        row={name: value for name, value in row.items() if name != "text" or table != "notices"},
        evidence=_evidence(row, notice),
        title=notice.get("title"),
        url=notice.get("url") or row.get("url"),
        capture=capture,
        history=tuple(history),
        further=tuple(each for each in further if each is not None),
    )


def _find(releases: tuple[Path, ...], row_id: str) -> tuple[Path, str, Row]:
    """The newest release that has the row, its table, and the row."""
    for release in reversed(releases):
        for described in schema.tables():
            if rows := _rows(release, described.name, described.primary_key, row_id):
                return release, described.name, rows[0]
    raise ReleaseError(
        "No row has this id",
        where=row_id,
        remedy="ids are in the first column of every table; check for typing errors",
    )


def _rows(release: Path, name: str, column: str, value: str | None) -> list[Row]:
    """The rows of a table with this value; only the columns' statistics and matching row groups are read."""
    path = table_path(release, name)
    if value is None or not path.exists():
        return []
    rows: list[Row] = conform(name, ds.dataset(path).to_table(filter=pc.field(column) == value)).to_pylist()
    return rows


def _changes_of(release: Path, row_id: str) -> list[HistoryEntry]:
    columns = ("change", "field", "old_value", "new_value", "cause")
    rows = _rows(release, CHANGES, "row_id", row_id)
    return [HistoryEntry(version_of(release), *(row[name] for name in columns)) for row in rows]


def _first_release(
    releases: tuple[Path, ...], found_in: Path, table: str, row_id: str, history: list[HistoryEntry]
) -> str:
    if history and history[0].change == "added":
        return history[0].release
    key = schema.table(table).primary_key
    earliest = (each for each in releases if _rows(each, table, key, row_id))
    return version_of(next(earliest, found_in))


def _notice_of(release: Path, row: Row) -> Row:
    rows = _rows(release, "notices", "notice_id", row.get("notice_id"))
    return rows[0] if rows else {}


def _evidence(row: Row, notice: Row) -> Evidence | None:
    start, end, text = row.get("char_start"), row.get("char_end"), notice.get("text")
    if start is None or end is None or text is None:
        return None
    before, after = text[max(start - _CONTEXT, 0) : start], text[end : end + _CONTEXT]
    return Evidence(before.replace("\n", " "), row["quote"], after.replace("\n", " "), start, end)


def _captures(release: Path, row: Row, notice: Row, archive: Archive | None) -> list[CaptureReference | None]:
    """The capture that a row was read from, then those of the notice's further pages."""
    source = row if row.get("snapshot_sha256") else notice
    digests = [source.get("snapshot_sha256"), *(source.get("continuation_sha256") or "").split()]
    captures = [_capture(release, digest, archive) for digest in digests]
    quote = row.get("quote")
    if len(captures) == 1 or archive is None or quote is None:
        return captures
    return [each and replace(each, holds_quote=_holds(archive, each, quote)) for each in captures]


def _holds(archive: Archive, capture: CaptureReference, quote: str) -> bool | None:
    """Whether the archived page prints the quote by itself; null where it cannot be read."""
    try:
        page = archive.capture(capture.snapshot_sha256)
    except ArchiveError:
        return None
    return quote in read_capture(page.payload, page.media_type, page.url).text


def _capture(release: Path, digest: str | None, archive: Archive | None) -> CaptureReference | None:
    rows = _rows(release, "snapshots", "snapshot_sha256", digest)
    if not rows:
        return None
    snapshot = rows[0]
    return CaptureReference(
        snapshot_sha256=snapshot["snapshot_sha256"],
        fetched_at=value_text(snapshot["fetched_at"]) or "",
        warc_file=snapshot["warc_file"],
        warc_offset=snapshot["warc_offset"],
        is_archived=None if archive is None else _is_archived(archive, snapshot["snapshot_sha256"]),
        url=snapshot["url"],
        part=snapshot["part"],
    )


def _is_archived(archive: Archive, digest: str) -> bool:
    try:
        return archive.capture(digest).snapshot_sha256 == digest
    except ArchiveError:
        return False


def _capture_lines(capture: CaptureReference | None) -> list[str]:
    if capture is None:
        return []
    there = {None: "", True: ", in the archive", False: ", NOT in the archive"}[capture.is_archived]
    quoted = ["the quote stands on this page"] if capture.holds_quote else []
    return [
        *quoted,
        f"captured: {capture.fetched_at} in {capture.warc_file} at byte {capture.warc_offset}{there}",
        f"sha256 of the page: {capture.snapshot_sha256}",
    ]


def _entry_in_words(table: str, entry: HistoryEntry) -> str:
    what = f"{entry.release} {code_label('change_kind', entry.change)}"
    cause = code_label("change_cause", entry.cause)
    if entry.field is None:
        return f"{what}: {cause}"
    old, new = edit_in_words(entry.old_value or "∅", entry.new_value or "∅")
    return f"{what} {field_label(table, entry.field)}: {_short(old)} → {_short(new)}: {cause}"


def _short(value: object) -> str:
    text = " ".join((value_text(value) or "").split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 4 :]}"
