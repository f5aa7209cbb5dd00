"""robots.txt, obeyed as RFC 9309 says and archived like every page."""

from __future__ import annotations

from collections.abc import Callable

from protego import Protego

from flows.archive import Archive, ArchiveEntry, Visit
from flows.errors import ArchiveError, HarvestError
from flows.harvest.addresses import host_of, robots_address

# A site that asks for more than this is asked to be left out of the sources, not waited for.
_LONGEST_CRAWL_DELAY_SECONDS = 60.0
# RFC 9309, section 2.5, asks readers to take at least 500 KiB.
_LARGEST_ROBOTS_BYTES = 512 * 1024


class Robots:
    """What each host allows, asked for once in a run.

    Args:
        archive: where the answers go; the last good one stands in while a host's robots.txt cannot be had.
        visit: asks for an address without asking this class.
        user_agent: who we are; the first word is what rules name.
    """

    def __init__(self, archive: Archive, visit: Callable[[str], Visit], user_agent: str) -> None:
        self._archive = archive
        self._visit = visit
        self._user_agent = user_agent
        self._rules: dict[str, Protego | str] = {}

    def allow(self, address: str) -> float:
        """The delay in seconds that the host asks for.

        Raises:
            HarvestError: the host forbids this address, or its robots.txt cannot be had (RFC 9309, section 2.3.1.4).
        """
        rules = self._rules_of(address)
        if isinstance(rules, str):
            raise HarvestError(
                f"nothing may be asked for, as robots.txt cannot be had: {rules}", where=host_of(address)
            )
        if not rules.can_fetch(address, self._user_agent):
            raise HarvestError("robots.txt forbids this page", where=host_of(address), remedy="ask the publisher")
        return min(rules.crawl_delay(self._user_agent) or 0.0, _LONGEST_CRAWL_DELAY_SECONDS)

    def _rules_of(self, address: str) -> Protego | str:
        location = robots_address(address)
        if location not in self._rules:
            self._rules[location] = self._read(self._archive.store(self._visit(location)))
        return self._rules[location]

    def _read(self, entry: ArchiveEntry) -> Protego | str:
        """The rules, empty where the host has no robots.txt; in words why they cannot be had."""
        if entry.is_readable:
            return self._parse(entry)
        if entry.http_status is not None and 400 <= entry.http_status < 500 and entry.http_status != 429:
            return Protego.parse("")
        known = [visit for visit in self._archive.history(entry.url) if visit.is_readable]
        return self._parse(known[-1]) if known else entry.error or f"HTTP {entry.http_status}"

    def _parse(self, entry: ArchiveEntry) -> Protego | str:
        try:
            payload = self._archive.read(entry).payload
        except ArchiveError as error:
            return error.what
        return Protego.parse(payload[:_LARGEST_ROBOTS_BYTES].decode("utf-8", "replace"))
