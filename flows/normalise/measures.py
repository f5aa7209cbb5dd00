"""Measures: the pieces into which an answer numbers itself.

A measure runs from its marker to the next one or the end of the answer; an answer that numbers nothing is one measure.
"""

from __future__ import annotations

from typing import NamedTuple

from flows.normalise.layout import Layout
from flows.normalise.marks import SPOKEN, Mark

Piece = tuple[int, int]
_BLANKS = " \n"


class MeasurePlace(NamedTuple):
    """Where a measure stands: its marker [start, text_start), its text [text_start, end); no marker where they meet."""

    start: int
    text_start: int
    end: int
    marker_end: int


def read_row_measures(layout: Layout, rows: list[list[Piece]]) -> list[MeasurePlace]:
    """The measures of an answer in a table, row by row; a cell that numbers nothing is a measure of its own.

    A piece that goes on with the sentence of the row above (the row was cut by a page) belongs to its last measure.
    """
    found: list[MeasurePlace] = []
    previous: Mark | None = None
    for pieces in rows:
        for piece in pieces:
            marks = enumeration(layout, piece, previous)
            goes_on = found and layout.folded[found[-1].end - 1] not in "。;!?" and not marks
            if goes_on:
                found[-1] = found[-1]._replace(end=piece[1])
            else:
                found.extend(_numbered(layout, piece, marks))
            previous = marks[-1] if marks else previous
    return found


def read_measures(layout: Layout, pieces: list[Piece]) -> list[MeasurePlace]:
    """The measures of an answer that stands in one or several pieces (整改措施:… and 整改成效:…)."""
    series: list[tuple[Piece, list[Mark]]] = []
    previous: Mark | None = None
    for piece in pieces:
        marks = enumeration(layout, piece, previous)
        previous = marks[-1] if marks else previous
        if not marks and series and series[-1][1]:
            (start, _), before = series[-1]
            series[-1] = ((start, piece[1]), before)
        else:
            series.append((piece, marks))
    if not any(marks for _, marks in series):
        return [_place(layout, pieces[0][0], pieces[0][0], pieces[-1][1])] if pieces else []
    return [place for piece, marks in series for place in _numbered(layout, piece, marks)]


def enumeration(layout: Layout, piece: Piece, previous: Mark | None = None) -> list[Mark]:
    """The marks of the outermost series of a piece; a series begins at 1 or goes on from the piece before."""
    found = layout.marks_between(*piece)
    first = next((mark for mark in found if _begins(mark, previous)), None)
    if first is None:
        return []
    series = [first]
    for mark in found:
        if mark.start > first.start and mark.kind == first.kind and _goes_on(mark, series[-1]):
            series.append(mark)
    return series


def _begins(mark: Mark, previous: Mark | None) -> bool:
    if mark.ordinal == 1 or mark.kind in SPOKEN:
        return True
    return previous is not None and mark.kind == previous.kind and mark.ordinal == previous.ordinal + 1


def _goes_on(mark: Mark, last: Mark) -> bool:
    return mark.kind in SPOKEN or mark.ordinal == 1 or last.ordinal < mark.ordinal <= last.ordinal + 2


def _numbered(layout: Layout, piece: Piece, marks: list[Mark]) -> list[MeasurePlace]:
    if not marks:
        return [_place(layout, piece[0], piece[0], piece[1])]
    ends = [*(mark.start for mark in marks[1:]), piece[1]]
    return [_place(layout, mark.start, mark.end, end) for mark, end in zip(marks, ends, strict=True)]


def _place(layout: Layout, start: int, marker_end: int, end: int) -> MeasurePlace:
    folded = layout.folded
    text_start = marker_end
    while text_start < end and folded[text_start] in " \n:,":
        text_start += 1
    while end > text_start and folded[end - 1] in _BLANKS:
        end -= 1
    return MeasurePlace(start if marker_end > start else text_start, text_start, end, marker_end)
