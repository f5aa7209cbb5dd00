"""A publisher on the web: read its list pages, visit its notices, look again at those that it no longer lists."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial

from flows.archive import Archive, ArchiveEntry
from flows.archive.entry import Role
from flows.capture import Capture
from flows.continuation import PartRole, walk
from flows.errors import ArchiveError
from flows.harvest.fetch import Fetcher
from flows.harvest.links import Link, next_address, read_links, wanted_links
from flows.harvest.pace import HostPacer
from flows.harvest.report import HarvestReport, Tally
from flows.harvest.robots import Robots
from flows.harvest.sources import ListPage, Source
from flows.page_text import decode_page

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
        self._further_parts: set[str] = set()
        self._files_asked_for: set[str] = set()
        self.tally = Tally(source.id)

    def close(self) -> None:
        """Close all connections."""
        self._fetcher.close()

    def run(self) -> HarvestReport:
        """Harvest everything that the source names now or named before."""
        listed = self.listed_notices()
        urls = dict.fromkeys((*self._source.notices, *listed, *self._known_notices()))
        self._further_parts = self._known_further_parts(urls)
        found = 0
        for url in urls:
            if url not in self._further_parts:
                self.visit_notice(url)
                found += 1
        return self.tally.report(found)

    def visit_notice(self, url: str) -> None:
        """Ask for a notice, for the pages that it goes on at and for the files that it names."""
        entry = self.visit(url, "notice")
        self.tally.count(entry)
        first = self._capture(entry)
        if first is not None:
            walk(first, partial(self._further_part, url))

    def visit(self, url: str, role: Role, continues: str | None = None, part: int | None = None) -> ArchiveEntry:
        """Ask for a page and archive what comes; only what changed is sent where the server can tell."""
        latest = self._archive.latest(url)
        known = self._capture(latest) if latest is not None else None
        visit = self._fetcher.fetch(url, role, self._robots.allow, dict(known.headers) if known else {})
        return self._archive.store(replace(visit, continues=continues, part=part))

    def _further_part(self, notice: str, url: str, part: int, role: PartRole) -> Capture | None:
        """A further part of a notice; null where it cannot be had, which the archive and the tally tell.

        A file that several pages of a site name is asked for once in a run.
        """
        self._further_parts.add(url)
        if url in self._files_asked_for:
            return None
        if role == "attachment":
            self._files_asked_for.add(url)
        entry = self.visit(url, role, notice, part)
        self.tally.count(entry)
        return self._capture(entry)

    def _capture(self, entry: ArchiveEntry) -> Capture | None:
        """What a visit brought; null where nothing can be read."""
        if entry.is_readable:
            with suppress(ArchiveError):  # a damaged record shows when the archive is read
                return self._archive.read(entry)
        return None

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

    def _known_further_parts(self, notices: Container[str]) -> set[str]:
        """Addresses that earlier runs found to be further parts of these notices, though a list may name them."""
        roles: tuple[PartRole, ...] = ("continuation", "attachment")
        further = (entry for role in roles for entry in self._archive.entries(role, self._source.id))
        return {entry.url for entry in further if entry.continues in notices and entry.continues != entry.url}

    def _known_notices(self) -> Iterator[str]:
        """Notices that earlier runs captured: a page that left its list is looked at again in each run."""
        for entry in self._archive.entries("notice", self._source.id):
            if entry.kind in ("response", "revisit"):
                yield entry.url
