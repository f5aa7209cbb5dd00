"""Glyphs to printed lines, and printed lines back to the paragraphs that a typesetter broke."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from flows.normalise.pdf_boxes import Box, Glyph

_SAME_LINE = 0.5
_OVERPRINT = 0.5
_LATIN_GAP, _WIDE_GAP = 0.22, 0.9
_WIDE = "\u2e80"
_WORD = re.compile(r"[!-~]{1,40}")
_NO_LINE_START = "、。，；：？！）》”’】%％…·.,;:!?)]}"
_SENTENCE_END = re.compile(r"[。！？；：!?;:][”’」）)]?$")
_MARK = re.compile(
    r"[一二三四五六七八九十]{1,3}[、是]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[.．、](?!\d)|[①-⑳]|第.{1,3}方面"
)
"""`一、`, `一是`, `(三)`, `2.`, `③`, `第二方面` at the beginning of a line."""

_INDENT, _DEEPEST_INDENT, _SLACK = 1.2, 5.0, 1.3
_LEAST_INDENTED = _LEAST_FULL = 0.1
_PARAGRAPH_GAP = 1.7
_LARGER = 1.15
_CENTRED = 1.5


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line; `size` is the usual height of its characters in points, about one em."""

    text: str
    box: Box
    size: float


@dataclass(frozen=True, slots=True)
class Measure:
    """The page's column, in points.

    Attributes:
        left: where its lines begin, indents apart.
        right: where its full lines end.
        size: of its ordinary text.
        pitch: from line to line.
        is_indented: whether its paragraphs begin with an indent.
    """

    left: float
    right: float
    size: float
    pitch: float
    is_indented: bool


def text_lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """The lines of some glyphs from the top down, each from left to right."""
    rows: list[list[Glyph]] = []
    middle = floor = 0.0
    for glyph in sorted(glyphs, key=lambda each: (-each.box.middle, each.box.left)):
        if not rows or glyph.box.middle < floor:
            rows.append([])
            middle = glyph.box.middle
            floor = middle - _SAME_LINE * max(glyph.box.top - glyph.box.bottom, 1.0)
        rows[-1].append(glyph)
    lines = (_line(sorted(row, key=lambda each: each.box.left)) for row in rows)
    return [line for line in lines if line.text.strip()]


def _line(row: Sequence[Glyph]) -> TextLine:
    printed = [glyph for glyph in row if not glyph.text.isspace()] or list(row)
    size = median(glyph.box.top - glyph.box.bottom for glyph in printed)
    text, before = "", None
    for glyph in row:
        if before is not None:
            if glyph.text == before.text and glyph.box.left - before.box.left < _OVERPRINT * _width(before):
                continue
            text += _gap(before, glyph, size)
        text += glyph.text
        before = glyph
    box = Box(
        printed[0].box.left,
        min(glyph.box.bottom for glyph in printed),
        max(glyph.box.right for glyph in printed),
        max(glyph.box.top for glyph in printed),
    )
    return TextLine(text.strip(), box, size)


def _width(glyph: Glyph) -> float:
    return glyph.box.right - glyph.box.left


def _gap(before: Glyph, glyph: Glyph, size: float) -> str:
    """A blank where the distance between two characters shows one."""
    if before.text.isspace() or glyph.text.isspace():
        return ""
    is_wide = before.text >= _WIDE or glyph.text >= _WIDE
    return " " if glyph.box.left - before.box.right > (_WIDE_GAP if is_wide else _LATIN_GAP) * size else ""


def column_measure(lines: Sequence[TextLine], width: float) -> Measure:
    """The measure of the column on pages of some width: the outermost beginnings and ends that several lines share.

    Where no two lines end together, the right margin is taken to be as wide as the left one.
    """
    size = median(line.size for line in lines)
    lefts = sorted(line.box.left for line in lines)
    shared = max(2, len(lines) // 20)
    left = next((x for x, later in zip(lefts, lefts[shared - 1 :], strict=False) if later - x < size / 2), lefts[0])
    steps = [one.box.middle - two.box.middle for one, two in zip(lines, lines[1:], strict=False)]
    pitch = median([step for step in steps if step > 0] or [size * 1.5])
    rights = sorted(line.box.right for line in lines)
    right = rights[int(0.985 * (len(rights) - 1))]
    if sum(1 for x in rights if abs(right - x) < _SLACK * size) < max(2, _LEAST_FULL * len(lines)):
        right = max(right, width - left)
    indented = sum(1 for x in lefts if _INDENT * size < x - left < _DEEPEST_INDENT * size)
    return Measure(
        left,
        right=right,
        size=size,
        pitch=pitch,
        is_indented=indented > _LEAST_INDENTED * len(lines),
    )


def joined(lines: Sequence[TextLine], measure: Measure) -> list[str]:
    """The paragraphs of the lines of a column."""
    paragraphs: list[str] = []
    before: TextLine | None = None
    for line in lines:
        if before is not None and _continues(before, line, measure):
            paragraphs[-1] = join(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
        before = line
    return paragraphs


def cell_paragraphs(lines: Sequence[TextLine], width: float) -> list[str]:
    """The paragraphs of the lines of a table cell of some width in points, however they are aligned."""
    paragraphs: list[str] = []
    before: TextLine | None = None
    for line in lines:
        if before is not None and _fills(before, line, width):
            paragraphs[-1] = join(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
        before = line
    return paragraphs


def _fills(before: TextLine, line: TextLine, width: float) -> bool:
    """Whether a line of a cell was broken at the cell's edge."""
    used = before.box.right - before.box.left
    return not _begins_part(before, line) and _is_full(used, width - before.size, before, line)


def join(text: str, following: str) -> str:
    """Two parts of one paragraph: Chinese and numbers without a blank, Latin words with one."""
    is_words = text[-1:].isascii() and text[-1:].isalpha() and following[:1].isascii() and following[:1].isalpha()
    return f"{text} {following}" if is_words else text + following


def _continues(before: TextLine, line: TextLine, measure: Measure) -> bool:
    """Whether a line goes on with the paragraph of the line before."""
    if _is_large(before, measure) or _is_large(line, measure):
        return abs(before.size - line.size) < 1 and _is_heading(before, line, measure)
    if before.box.left - measure.left > _DEEPEST_INDENT * measure.size:
        return False
    if line.box.left - measure.left > _INDENT * measure.size:
        return False
    if 0 < _PARAGRAPH_GAP * measure.pitch < before.box.middle - line.box.middle:
        return False
    if not measure.is_indented and _begins_part(before, line):
        return False
    return _is_full(before.box.right - measure.left, measure.right - measure.left, before, line)


def _begins_part(before: TextLine, line: TextLine) -> bool:
    """Whether the line begins with an outline mark where the one before ends a sentence."""
    return _SENTENCE_END.search(before.text) is not None and _MARK.match(line.text) is not None


def _is_full(used: float, width: float, before: TextLine, line: TextLine) -> bool:
    """Whether the next line's first word did not fit any more: then the line was broken and not ended."""
    word = _WORD.match(line.text)
    need = len(word[0]) / 2 if word else 1 + sum(1 for mark in line.text[1:3] if mark in _NO_LINE_START)
    return used + (need + _SLACK) * before.size > width


def _is_large(line: TextLine, measure: Measure) -> bool:
    return line.size > _LARGER * measure.size


def _is_heading(before: TextLine, line: TextLine, measure: Measure) -> bool:
    """Whether two large lines are one heading: centred alike, or the first one full."""
    is_centred = abs(before.box.centre - line.box.centre) < _CENTRED * line.size
    return is_centred or _is_full(before.box.right - measure.left, measure.right - measure.left, before, line)
