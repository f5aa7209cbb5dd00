"""Provisional ids: what a row says, never where it stands.

An id is a letter and 80 bits of a SHA-256 in hex: no spreadsheet takes it for a number or a date.
Equal rows under one parent are told apart by their count. `release` replaces these ids by lasting ones.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

PREFIXES = {
    "notices": "n", "sections": "s", "items": "p", "measures": "m", "metrics": "q", "documents": "d", "dates": "t",
    "findings": "f", "revisions": "r",
}  # fmt: skip
_SEPARATOR = "\x1f"
_LENGTH = 20


def identifier(prefix: str, *parts: str | None) -> str:
    """The id of a row made of these parts; a null part differs from an empty one."""
    content = _SEPARATOR.join(["\x00" if part is None else part for part in parts])
    return prefix + sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def notice_identifier(url: str) -> str:
    """The id of the notice at this canonical address, for ever."""
    return identifier(PREFIXES["notices"], url)


class IdentifierSeries:
    """Ids for the rows of one table of one notice; equal rows get different ids in the order of the text."""

    def __init__(self, table: str, notice_id: str) -> None:
        self._prefix = PREFIXES[table]
        self._notice_id = notice_id
        self._seen: Counter[tuple[str | None, ...]] = Counter()

    def next(self, *parts: str | None) -> str:
        """The id of the next row that says this."""
        count = self._seen[parts]
        self._seen[parts] += 1
        return identifier(self._prefix, self._notice_id, *parts, *([str(count)] if count else []))
