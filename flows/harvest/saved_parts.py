"""Saved files that belong together: `a.html` and `a_1.html`, which its pager names, or `a.pdf`, which it links."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.continuation import PartRole, walk

if TYPE_CHECKING:
    from flows.harvest.saved import SavedPage

_NUMBERED_NAME = re.compile(r".+[_-]\d{1,3}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a saved file stands in a notice: the address of the notice, its number among the parts, what it is."""

    notice: str
    part: int
    role: PartRole


@dataclass(frozen=True, slots=True)
class _File:
    payload: bytes
    media_type: str
    final_url: str


def further_saved_parts(pages: Sequence[SavedPage], max_bytes: int) -> dict[str, Place]:
    """The saved files that are part of a notice which another one begins, by address.

    Pages are read for this where a file could be such a part: it has a number behind its name, or is no page.
    """
    html = [page for page in pages if "html" in page.media_type]
    has_files = any(_is_file(page) for page in pages)
    numbered = {page.path.parent for page in html if _NUMBERED_NAME.fullmatch(page.path.stem)}
    readable = [page for page in html if has_files or page.path.parent in numbered]
    return _parts(readable, {page.url: page for page in pages}, max_bytes) if readable else {}


def _is_file(page: SavedPage) -> bool:
    return "html" not in page.media_type and page.media_type != "text/plain"


def _parts(readable: Sequence[SavedPage], everything: Mapping[str, SavedPage], max_bytes: int) -> dict[str, Place]:
    def read(url: str, _: int = 1, role: PartRole = "continuation") -> _File | None:
        page = everything.get(url)
        if page is None or (role == "attachment") != _is_file(page):
            return None
        with suppress(OSError):
            if page.path.stat().st_size <= max_bytes:
                payload = b"" if role == "attachment" else page.path.read_bytes()
                return _File(payload, page.media_type, url)
        return None

    found: dict[str, Place] = {}
    for page in sorted(readable, key=lambda page: (len(page.url), page.url)):  # a first page has the shortest name
        first = None if page.url in found else read(page.url)
        if first is not None:
            parts = [part for part in walk(first, read) if part.page is not None and part.url not in found]
            found |= {part.url: Place(page.url, part.number, part.role) for part in parts}
    return found
