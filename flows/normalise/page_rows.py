"""The lines of a page with what they weigh: how much running text a line holds tells a notice from its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from flows.normalise.page_lines import PrintedLine
from flows.normalise.rules_table import rule_test

_OUTLINE_MARK = re.compile(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,3}[.、](?!\d)|第.{1,2}方面|问题\d"
)
"""`一、`, `(一)`, `1.`, `第一方面`, `问题1`."""

_MARK_BEGINS = frozenset("一二三四五六七八九十(第问")
MOST_LINKED = 0.3
_RUNNING_LENGTH = 15
_BAR_LENGTH = 160
_HEAD = 60


class Row(NamedTuple):
    """A line and its characters of running text."""

    line: PrintedLine
    weight: int

    @property
    def head(self) -> str:
        """The beginning of the line, folded; the whole line where it is short."""
        return _head(self.line)

    @property
    def is_linked(self) -> bool:
        """Whether much of it is link text."""
        return self.line.linked > MOST_LINKED * len(self.line.text)

    def is_chrome(self, *places: str) -> bool:
        """Whether the line belongs to the page (in one of its places) rather than to the text on it."""
        return _is_chrome(self.line, *places)

    @property
    def is_marked(self) -> bool:
        """Whether it begins with an outline mark."""
        first = self.line.folded[0]
        return (first in _MARK_BEGINS or first.isdecimal()) and _OUTLINE_MARK.match(self.head) is not None


def weighed(lines: Sequence[PrintedLine]) -> list[Row]:
    """The lines with their weights."""
    return list(map(Row, lines, map(_weight, lines)))


def _head(line: PrintedLine) -> str:
    return line.folded if len(line.text) < _BAR_LENGTH else line.folded[:_HEAD]


def _is_chrome(line: PrintedLine, *places: str) -> bool:
    return len(line.text) < _BAR_LENGTH and rule_test("chrome", "place", *places)(line.folded)


def _weight(line: PrintedLine) -> int:
    """The characters of running text: those of a line that is no link and reads as a sentence."""
    text, linked = line.text, line.linked
    weight = len(text) - linked
    if weight < _RUNNING_LENGTH or (linked and linked > MOST_LINKED * len(text)):
        return 0
    return weight if "。" in text or _is_running(line) else 0


def _is_running(line: PrintedLine) -> bool:
    """Whether a line without a full stop reads as a sentence: numbered, or at least nothing that a page prints."""
    if "," not in line.folded and ";" not in line.folded:
        return False
    return _OUTLINE_MARK.match(_head(line)) is not None or not _is_chrome(line, "bar", "any", "tail")
