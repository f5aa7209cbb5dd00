"""Provisional ids: what a row says, never where it stands.

An id is a letter and 80 bits of a SHA-256 in hex: no spreadsheet takes it for a number or a date.
Equal rows under one parent are told apart by their count. `release` replaces these ids by lasting ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256

PREFIXES = {
    "notices": "n", "sections": "s", "items": "p", "measures": "m", "metrics": "q", "documents": "d", "dates": "t",
    "findings": "f", "revisions": "r",
}  # fmt: skip
_SEPARATOR = "\x1f"
_NULL = "\x00"
_LENGTH = 20


def identifier(prefix: str, *parts: str | None) -> str:
    """The id of a row made of these parts; a null part differs from an empty one."""
    return prefix + _digest(_SEPARATOR.join([_NULL if part is None else part for part in parts]))


def notice_identifier(url: str) -> str:
    """The id of the notice at this canonical address, for ever."""
    return identifier(PREFIXES["notices"], url)


def row_identifiers(table: str, notice_id: str, contents: Sequence[str]) -> list[str]:
    """Ids for the rows of one table of one notice; equal rows get different ids in the order of the text."""
    prefix, beginning = PREFIXES[table], notice_id + _SEPARATOR
    return [prefix + _digest(beginning + content) for content in _told_apart(contents)]


def contents_under(parents: Iterable[str | None], contents: Iterable[str]) -> list[str]:
    """What rows say, told apart from the same words under other parents."""
    pairs = zip(parents, contents, strict=True)
    return [f"{_NULL if parent is None else parent}{_SEPARATOR}{content}" for parent, content in pairs]


def tree_identifiers(table: str, notice_id: str, parents: Sequence[int | None], contents: Sequence[str]) -> list[str]:
    """Ids for rows that stand under earlier rows of the same table; `parents` are positions in it."""
    ids: list[str] = []
    by_place = _told_apart(
        [f"{parent}{_SEPARATOR}{content}" for parent, content in zip(parents, contents, strict=True)]
    )
    for parent, content in zip(parents, by_place, strict=True):
        parent_id = None if parent is None else ids[parent]
        ids.append(identifier(PREFIXES[table], notice_id, parent_id, content.partition(_SEPARATOR)[2]))
    return ids


def _told_apart(contents: Sequence[str]) -> Sequence[str]:
    """The same, where a content that was there before has the number of times behind it."""
    if len(set(contents)) == len(contents):
        return contents
    seen: Counter[str] = Counter()
    distinct = []
    for content in contents:
        count = seen[content]
        seen[content] += 1
        distinct.append(f"{content}{_SEPARATOR}{count}" if count else content)
    return distinct


def _digest(content: str) -> str:
    return sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
