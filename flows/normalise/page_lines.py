"""What every reader of a page format hands over: the lines as printed, and the boxes that hold them.

HTML, plain text and later PDF or DOCX readers all produce a `Printout`; everything after it is the same for all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.normalise.records import Cell

_BLANKS = re.compile("[ \t\r\n\f\v\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ue004\ue5e5]+")
"""Every kind of blank, and the two private-use characters that stand for a wide blank in old GBK pages."""

_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line as a reader sees it.

    Attributes:
        text: blanks at both ends gone, inner runs of blanks one blank; never empty.
        linked: how many of its characters are link text.
        box: position in `Printout.boxes` of the innermost box that holds it.
        cell: its place in a table of data, null elsewhere (tables used for layout are no tables).
        heading: whether it is marked up as a heading.
    """

    text: str
    linked: int = 0
    box: int = 0
    cell: Cell | None = None
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Printout:
    """A whole page, chrome included.

    Attributes:
        lines: in reading order.
        boxes: parent of each box, by position; box 0 is the page and its own parent. Parents come before children.
        metadata: meta tags under their own names, as printed.
        title: the title element, null where the format has none.
        damage: what is wrong with the markup, in words.
    """

    lines: tuple[PrintedLine, ...]
    boxes: tuple[int, ...] = (0,)
    metadata: Mapping[str, str] = field(default_factory=dict)
    title: str | None = None
    damage: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """The text of one line: invisible characters gone, runs of blanks one blank, none at the ends."""
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip(" ")
