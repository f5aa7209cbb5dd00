"""A publisher on the web: read its list pages, visit its notices, look again at those that it no longer lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from flows.archive import Archive, ArchiveEntry
from flows.archive.entry import Role
from flows.capture import Capture
from flows.errors import ArchiveError
from flows.harvest.fetch import Fetcher
from flows.harvest.links import Link, decode_page, next_address, read_links, wanted_links
from flows.harvest.pace import HostPacer
from flows.harvest.report import HarvestReport, Tally
from flows.harvest.robots import Robots
from flows.harvest.sources import ListPage, Source

_PACER = HostPacer()


class WebHarvest:
    """One source in one run. Whatever fails is in the archive and the tally, and the rest goes on."""

    def __init__(self, source: Source, archive: Archive, clock: Callable[[], datetime]) -> None:
        self._source = source
        self._archive = archive
        self._fetcher = Fetcher(source, clock, _PACER)
        self._robots = Robots(
            archive, lambda address: self._fetcher.fetch(address, "robots"), self._fetcher.user_agent
        )
        self.tally = Tally(source.id)

    def close(self) -> None:
        """Close all connections."""
        self._fetcher.close()

    def run(self) -> HarvestReport:
        """Harvest everything that the source names now or named before."""
        listed = self.listed_notices()
        urls = dict.fromkeys((*self._source.notices, *listed, *self._known_notices()))
        for url in urls:
            self.tally.count(self.visit(url, "notice"))
        return self.tally.report(found=len(urls))

    def visit(self, url: str, role: Role) -> ArchiveEntry:
        """Ask for a page and archive what comes; only what changed is sent where the server can tell."""
        known = self._known_headers(url)
        return self._archive.store(self._fetcher.fetch(url, role, self._robots.allow, known))

    def listed_notices(self) -> list[str]:
        """Addresses of the notices on all list pages, in their order, each once."""
        links = (link for rule in self._source.list_pages for link in self._read_list(rule))
        return list(dict.fromkeys(link.url for link in links))

    def _read_list(self, rule: ListPage) -> Iterator[Link]:
        """The wanted links of one list, page after page until one brings nothing new."""
        seen: set[str] = set()
        address: str | None = rule.url
        for number in range(1, rule.max_pages + 1):
            if address is None:
                return
            capture = self._list_page(address, rule, is_first=number == 1)
            if capture is None:
                return
            page = decode_page(capture.payload, capture.media_type, self._source.encoding)
            links = read_links(page, capture.final_url, rule)
            if number == 1 and len(links) < rule.minimum_links:
                reason = f"the list has {len(links)} links, fewer than minimum_links {rule.minimum_links}"
                self.tally.fail(address, reason)
            if number > 1 and all(link.url in seen for link in links):
                return
            seen.update(link.url for link in links)
            yield from wanted_links(links, rule)
            address = next_address(page, capture.final_url, rule, number)
        if address is not None:
            self.tally.note(f"{rule.url}: the list goes on after max_pages {rule.max_pages}")

    def _list_page(self, address: str, rule: ListPage, *, is_first: bool) -> Capture | None:
        """A list page; null where it cannot be had: a failure, but not for the number after the last."""
        entry = self.visit(address, "list")
        if entry.is_gone and not is_first and rule.next_pages is not None:
            return None
        if not entry.is_readable:
            self.tally.fail(address, entry.error or f"the list page is gone: HTTP {entry.http_status}")
            return None
        try:
            return self._archive.read(entry)
        except ArchiveError as error:
            self.tally.fail(entry.url, str(error))
            return None

    def _known_headers(self, url: str) -> dict[str, str]:
        """Headers of the page as we have it; empty where we have none that can be read."""
        latest = self._archive.latest(url)
        if latest is None or not latest.is_readable:
            return {}
        try:
            return dict(self._archive.read(latest).headers)
        except ArchiveError:
            return {}

    def _known_notices(self) -> Iterator[str]:
        """Notices that earlier runs captured: a page that left its list is looked at again in each run."""
        for entry in self._archive.entries("notice", self._source.id):
            if entry.kind in ("response", "revisit"):
                yield entry.url
