"""A notice that its site prints over several pages: where it goes on, and how to walk there.

Harvest walks along the pages on the web or in a folder, normalise walks the same way through the archive: both by the
same functions, so that what is captured is what is read.

    pager.py    what one page says about the pages that follow it
    walk.py     from page to page, in order, up to a bound
"""

from __future__ import annotations

from flows.continuation.pager import MOST_PAGES, further_pages, pager_words
from flows.continuation.walk import Part, walk

__all__ = ["MOST_PAGES", "Part", "further_pages", "pager_words", "walk"]
