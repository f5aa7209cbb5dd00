"""Saved pages that belong together: `a.html` and `a_1.html`, where the pager of the first names the second."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.continuation import walk

if TYPE_CHECKING:
    from flows.harvest.saved import SavedPage

_NUMBERED_NAME = re.compile(r".+[_-]\d{1,3}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a saved page stands in a notice: the address of the notice, and its number among the notice's pages."""

    notice: str
    part: int


@dataclass(frozen=True, slots=True)
class _File:
    payload: bytes
    media_type: str
    final_url: str


def further_saved_pages(pages: Iterable[SavedPage], max_bytes: int) -> dict[str, Place]:
    """The saved pages that go on with the text of another one, by address.

    Only folders that hold a file with a number behind its name are read for this.
    """
    folders: defaultdict[Path, dict[str, SavedPage]] = defaultdict(dict)
    for page in pages:
        if "html" in page.media_type:
            folders[page.path.parent][page.url] = page
    found: dict[str, Place] = {}
    for beside in folders.values():
        if any(_NUMBERED_NAME.fullmatch(page.path.stem) for page in beside.values()):
            found |= _in_one_folder(beside, max_bytes)
    return found


def _in_one_folder(beside: Mapping[str, SavedPage], max_bytes: int) -> dict[str, Place]:
    def read(url: str, _: int) -> _File | None:
        page = beside.get(url)
        with suppress(OSError):
            if page is not None and page.path.stat().st_size <= max_bytes:
                return _File(page.path.read_bytes(), page.media_type, url)
        return None

    found: dict[str, Place] = {}
    for url in sorted(beside, key=lambda url: (len(url), url)):  # a first page has the shortest name
        first = None if url in found else read(url, 1)
        if first is not None:
            parts = [part for part in walk(first, read) if part.page is not None and part.url not in found]
            found |= {part.url: Place(url, part.number) for part in parts}
    return found
