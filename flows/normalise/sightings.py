"""What every visit to one address showed: each distinct content is read once, its further pages with it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from flows.archive.entry import ArchiveEntry
from flows.archive.store import Archive
from flows.errors import ArchiveError
from flows.normalise.continuation import further_pages_of
from flows.normalise.history import Sighting
from flows.normalise.notice import read_notice
from flows.normalise.records import Notice


def read_visits(
    archive: Archive, visits: Sequence[ArchiveEntry]
) -> tuple[tuple[Sighting, ...], tuple[ArchiveEntry, ...]]:
    """The sightings of an address, and the visits to the further pages that belong to them.

    One sighting a visit that arrived; a record that proves damaged is left out, and is then in `damage()`.

    Args:
        archive: where the visits are.
        visits: to one address, oldest first.
    """
    reader = _Reader(archive)
    sightings = []
    for place, entry in enumerate(visits):
        if entry.kind == "failure" or not archive.is_intact(entry):
            continue
        if entry.is_gone:
            sightings.append(Sighting(entry.fetched_at, entry.snapshot_sha256, entry.final_url, None))
            continue
        with suppress(ArchiveError):
            sightings.append(reader.read(entry, visits[place + 1 :]))
    return tuple(sightings), tuple(reader.further.values())


class _Reader:
    """Reads the visits to one address.

    Attributes:
        further: every visit to the further pages of what was read, by the place of its record.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._notices: dict[tuple[str | None, ...], Notice] = {}
        self._on_one_page: set[str | None] = set()
        self.further: dict[tuple[str, int], ArchiveEntry] = {}

    def read(self, entry: ArchiveEntry, later: Sequence[ArchiveEntry]) -> Sighting:
        """What a visit showed.

        Args:
            entry: the visit.
            later: the visits to the same address after it.

        Raises:
            ArchiveError: a record is damaged.
        """
        digest = entry.snapshot_sha256
        if digest in self._on_one_page:
            return Sighting(entry.fetched_at, digest, entry.final_url, self._notices[(digest,)])
        capture = self._archive.read(entry)
        until = next((visit.fetched_at for visit in later if visit.fetched_at > entry.fetched_at), None)
        pages = further_pages_of(self._archive, capture, until)
        self.further |= {(visit.warc_file, visit.warc_offset): visit for visit in pages.entries}
        key = (digest, *pages.digests)
        if key not in self._notices:
            self._notices[key] = read_notice(capture.payload, capture.media_type, capture.url, pages.captures)
        notice = self._notices[key]
        if pages.findings:
            notice = replace(notice, findings=(*notice.findings, *pages.findings))
        elif not pages.captures:
            self._on_one_page.add(digest)
        return Sighting(entry.fetched_at, digest, entry.final_url, notice, pages.digests)
