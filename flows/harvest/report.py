"""What a harvest of one source brought, as values that flows, tables and people can read."""

from __future__ import annotations

from dataclasses import dataclass

from flows.archive import ArchiveEntry


@dataclass(frozen=True, slots=True)
class HarvestFailure:
    """One page that could not be captured, and why, in words. `url` is the list page where a list is too short."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class HarvestReport:
    """The outcome of one source in one run.

    Attributes:
        found: notices that the source names, on its list pages and by address, those of earlier runs included.
        captured: new or changed pages; the further pages of a notice count like its first.
        unchanged: pages that are as they were.
        gone: pages that no longer exist (404, 410, or a saved page that left its folder).
        failed: everything that went wrong, list pages included; what a server did is in the archive too.
        notes: what a maintainer should look at though nothing failed.
    """

    source_id: str
    found: int = 0
    captured: int = 0
    unchanged: int = 0
    gone: int = 0
    failed: tuple[HarvestFailure, ...] = ()
    notes: tuple[str, ...] = ()


class Tally:
    """Counts outcomes while a source is being harvested."""

    def __init__(self, source_id: str) -> None:
        self._source_id = source_id
        self._counts = {"captured": 0, "unchanged": 0, "gone": 0}
        self._failed: list[HarvestFailure] = []
        self._notes: list[str] = []

    def count(self, entry: ArchiveEntry) -> None:
        """Take in the outcome of one notice."""
        if entry.error is not None:
            self.fail(entry.url, entry.error)
        elif entry.is_gone:
            self._counts["gone"] += 1
        else:
            self._counts["unchanged" if entry.kind == "revisit" else "captured"] += 1

    def fail(self, url: str, reason: str) -> None:
        """Take in a failure."""
        self._failed.append(HarvestFailure(url, reason))

    def note(self, text: str) -> None:
        """Take in a remark."""
        self._notes.append(text)

    def report(self, found: int) -> HarvestReport:
        """The finished report."""
        return HarvestReport(
            self._source_id, found, **self._counts, failed=tuple(self._failed), notes=tuple(self._notes)
        )
