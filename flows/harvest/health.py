"""What the registry holds and whether it works: `zhenggai sources list` and `zhenggai sources check`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.archive import Archive
from flows.clock import now
from flows.harvest.saved import find_saved_pages
from flows.harvest.sources import Source
from flows.harvest.web import WebHarvest


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """Whether a source works today.

    Attributes:
        found: notices on its list pages, and those given by address.
        problems: what is wrong, in words; empty for a healthy source.
    """

    source_id: str
    found: int
    problems: tuple[str, ...]

    @property
    def is_healthy(self) -> bool:
        """Whether a run would find something and nothing is wrong."""
        return not self.problems


def describe(source: Source) -> dict[str, str]:
    """One line of `sources list`: id, title, publisher, region, what it names, and its state."""
    if source.folder is not None:
        names = f"saved pages in {source.folder.name}"
    else:
        names = f"{len(source.list_pages)} list pages, {len(source.notices)} notices"
    states = ["enabled" if source.enabled else "disabled", "verified" if source.verified else "unverified"]
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher or "",
        "region_code": source.region_code or "",
        "names": names,
        "state": ", ".join(states),
    }


def check_source(source: Source, clock: Callable[[], datetime] = now) -> SourceHealth:
    """Look at a source without keeping anything: its list pages, and the first of its notices."""
    if source.folder is not None:
        pages = find_saved_pages(source.folder) if source.folder.exists() else []
        return SourceHealth(source.id, len(pages), () if pages else ("no saved page is there",))
    with TemporaryDirectory() as folder, Archive(Path(folder)) as archive:
        harvest = WebHarvest(source, archive, clock)
        try:
            return _look(source, harvest)
        finally:
            harvest.close()


def _look(source: Source, harvest: WebHarvest) -> SourceHealth:
    urls = list(dict.fromkeys((*source.notices, *harvest.listed_notices())))
    if urls:
        harvest.visit_notice(urls[0])
    report = harvest.tally.report(found=len(urls))
    problems = [f"{failure.url}: {failure.reason}" for failure in report.failed]
    problems += [f"{urls[0]}: the page is gone"] * report.gone
    problems += [] if urls else ["no notice is named or listed"]
    problems += [] if source.politeness.contact else ["politeness.contact is not set: say how you can be reached"]
    return SourceHealth(source.id, len(urls), tuple(problems))
