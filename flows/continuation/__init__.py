"""A notice in several parts, further pages and files: where it goes on, and how to walk there.

Harvest walks along the parts on the web or in a folder, normalise walks the same way through the archive: both by the
same functions, so that what is captured is what is read.

    links.py        what a page's markup leads to
    pager.py        what one page says about the pages that follow it
    attachments.py  the files that a page names
    walk.py         from part to part, in order, up to a bound
"""

from __future__ import annotations

from flows.continuation.attachments import MOST_ATTACHMENTS, attachments, file_endings
from flows.continuation.pager import MOST_PAGES, further_pages, pager_words
from flows.continuation.walk import Part, PartRole, walk

__all__ = [
    "MOST_ATTACHMENTS",
    "MOST_PAGES",
    "Part",
    "PartRole",
    "attachments",
    "file_endings",
    "further_pages",
    "pager_words",
    "walk",
]
