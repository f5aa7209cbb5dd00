"""What every visit to one address showed: each distinct content is read once, its further parts with it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from flows.archive.entry import ArchiveEntry
from flows.archive.store import Archive
from flows.errors import ArchiveError
from flows.normalise.continuation import further_parts_of
from flows.normalise.history import Sighting
from flows.normalise.parts import read_parts
from flows.normalise.records import Notice


def read_visits(
    archive: Archive, visits: Sequence[ArchiveEntry]
) -> tuple[tuple[Sighting, ...], tuple[ArchiveEntry, ...]]:
    """The sightings of an address, and the visits to the further parts that belong to them.

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
        further: every visit to the further parts of what was read, by the place of its record.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._notices: dict[tuple[object, ...], tuple[Notice, tuple[str, ...]]] = {}
        self._alone: set[str | None] = set()
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
        if digest in self._alone:
            return Sighting(entry.fetched_at, digest, entry.final_url, self._notices[(digest,)][0])
        capture = self._archive.read(entry)
        until = next((visit.fetched_at for visit in later if visit.fetched_at > entry.fetched_at), None)
        parts = further_parts_of(self._archive, capture, until)
        self.further |= {(visit.warc_file, visit.warc_offset): visit for visit in parts.entries}
        key = (digest, *parts.digests, *parts.lacking)
        if key not in self._notices:
            notice, captures = read_parts(capture, parts.pages, parts.files, parts.lacking)
            self._notices[key] = notice, tuple(further.snapshot_sha256 for further in captures)
        notice, digests = self._notices[key]
        if parts.findings:
            notice = replace(notice, findings=(*notice.findings, *parts.findings))
        elif parts.are_none:
            self._alone.add(digest)
        return Sighting(entry.fetched_at, digest, entry.final_url, notice, digests)
