"""What every reader of a page format hands over: the lines as printed, and the boxes that hold them.

HTML, plain text and later PDF or DOCX readers all produce a `Printout`; everything after it is the same for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple

from flows.normalise.fold import fold, fold_lines
from flows.normalise.records import PLAIN, Cell, Look

_UNPRINTED = (
    *map(chr, (*range(0x09), *range(0x0E, 0x1C), 0x7F, 0xAD, *range(0x200B, 0x2010))),
    *map(chr, (*range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF)),
)
"""Control characters, soft hyphens, zero-width blanks and direction marks."""

_PRIVATE_BLANKS = ("\ue004", "\ue5e5")
"""Private-use characters that stand for a wide blank in old GBK pages."""


MOST_LINES = 30_000
"""Notices have some hundreds; what a page prints beyond this is left out, and the page says so."""


class PrintedLine(NamedTuple):
    """One line as a reader sees it.

    Attributes:
        text: blanks at both ends gone, inner runs of blanks one blank; never empty.
        folded: the text folded, which rules match.
        linked: how many of its characters are link text.
        box: position in `Printout.boxes` of the innermost box that holds it.
        cell: its place in a table of data, null elsewhere (tables used for layout are no tables).
        look: how it stands out.
    """

    text: str
    folded: str
    linked: int = 0
    box: int = 0
    cell: Cell | None = None
    look: Look = PLAIN

    @property
    def heading(self) -> bool:
        """Whether it is marked up as a heading."""
        return self.look.heading > 0

    def reprinted(self, text: str) -> PrintedLine:
        """The line with another text, which is no longer a link and stands out no more."""
        return PrintedLine(text, fold(text), 0, self.box, self.cell, PLAIN)


def printed_lines(
    texts: Sequence[str],
    linked: Iterable[int] = repeat(0),
    boxes: Iterable[int] = repeat(0),
    cells: Iterable[Cell | None] = repeat(None),
    looks: Iterable[Look] = repeat(PLAIN),
) -> tuple[PrintedLine, ...]:
    """Lines from their attributes one by one, `MOST_LINES` at most: all texts are folded at once."""
    texts = texts[:MOST_LINES]
    return tuple(map(PrintedLine, texts, fold_lines(texts), linked, boxes, cells, looks)) if texts else ()


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


def without_unprinted(text: str) -> str:
    """The text of a page without the characters that print nothing."""
    for mark in _UNPRINTED:
        if mark in text:
            text = text.replace(mark, "")
    for mark in _PRIVATE_BLANKS:
        if mark in text:
            text = text.replace(mark, " ")
    return text


def tidy(text: str) -> str:
    """The text of one line: runs of blanks of any kind one blank, none at the ends."""
    return " ".join(text.split())
