"""The further pages and the files of one notice, as the archive has them at one time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.archive.entry import ArchiveEntry
from flows.archive.store import Archive
from flows.capture import Capture
from flows.continuation import Part, PartRole, file_endings, walk
from flows.normalise.checks.findings import finding
from flows.normalise.records import Finding

_PICTURES = file_endings("picture")
"""A picture that nobody captured may be a logo: only one that was asked for says something of the notice."""


@dataclass(frozen=True, slots=True)
class FurtherParts:
    """What belongs to a notice beside its first page; nothing for most notices.

    Attributes:
        are_none: whether the page names no further part at all.
        pages: the further pages that are at hand, in order.
        files: the files that are at hand, in order.
        entries: every visit to them, those that failed included.
        findings: which pages are missing, and which could not be captured again.
        lacking: the same of the files, which counts where the text is not on the page.
    """

    are_none: bool
    pages: tuple[Capture, ...]
    files: tuple[Capture, ...]
    entries: tuple[ArchiveEntry, ...]
    findings: tuple[Finding, ...]
    lacking: tuple[Finding, ...]

    @property
    def digests(self) -> tuple[str, ...]:
        """The snapshots of the further parts, in order."""
        return tuple(capture.snapshot_sha256 for capture in (*self.pages, *self.files))


def further_parts_of(archive: Archive, first: Capture, until: datetime | None) -> FurtherParts:
    """The further parts of a notice as they were last seen before the next visit to its first page.

    Args:
        archive: where they are.
        first: the capture of the notice's address.
        until: when the first page was visited again; null for the latest visit.

    Raises:
        ArchiveError: the record of a further part is damaged.
    """
    visits: dict[str, list[ArchiveEntry]] = {}

    def get(url: str, _number: int, _role: PartRole) -> Capture | None:
        visits[url] = [entry for entry in archive.history(url) if until is None or entry.fetched_at < until]
        readable = [entry for entry in visits[url] if entry.is_readable]
        return archive.read(readable[-1]) if readable else None

    parts = walk(first, get)
    pages = [part for part in parts if part.role == "continuation"]
    files = [part for part in parts if part.role == "attachment"]
    return FurtherParts(
        are_none=not parts,
        pages=tuple(part.page for part in pages if part.page is not None),
        files=tuple(part.page for part in files if part.page is not None),
        entries=tuple(entry for entries in visits.values() for entry in entries),
        findings=tuple(found for part in pages for found in _doubts(part, visits.get(part.url, []))),
        lacking=tuple(found for part in files for found in _doubts(part, visits.get(part.url, []))),
    )


def _doubts(part: Part[Capture], visits: Sequence[ArchiveEntry]) -> Iterator[Finding]:
    """What a reader should know of a further part: that it is missing, or as it was at an earlier visit."""
    last = visits[-1] if visits else None
    if part.page is not None and (last is None or last.is_readable):
        return
    variant = "missing" if part.page is None else "outdated"
    if part.role == "attachment":
        if part.page is None and last is None and part.url.lower().endswith(_PICTURES):
            return
        variant = "attachment_" + variant
    why = None if last is None else last.error or f"HTTP {last.http_status}"
    yield finding("text_incomplete", variant, evidence=(part.url,), number=part.number, observed=why)
