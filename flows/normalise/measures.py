"""Measures: the pieces into which an answer numbers itself.

A measure runs from its marker to the next one or the end of the answer; an answer that numbers nothing is one measure.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.normalise.layout import Layout
from flows.normalise.marks import SPOKEN, Mark
from flows.normalise.measures_signs import sign_series

Piece = tuple[int, int]
_BLANKS = " \n"


@dataclass(slots=True)
class MeasurePlace:
    """Where a measure stands: its marker [start, marker_end), empty where it has none; its text [text_start, end)."""

    start: int
    text_start: int
    end: int
    marker_end: int


def read_row_measures(layout: Layout, rows: list[list[Piece]]) -> list[MeasurePlace]:
    """The measures of an answer in a table, row by row; each row is an answer of its own.

    A row that goes on with the sentence of the row above (it was cut by a page) belongs to the last measure above.
    """
    found: list[MeasurePlace] = []
    previous: Mark | None = None
    for row in rows:
        for pieces in _side_by_side(layout, row):
            marks = enumeration(layout, pieces[0], previous)
            if found and not marks and layout.folded[found[-1].end - 1] not in "。;!?":
                found[-1].end = pieces[-1][1]
            else:
                found += read_measures(layout, pieces, previous)
            previous = marks[-1] if marks else previous
    return found


def _side_by_side(layout: Layout, pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces of a row, those together that nothing stands between."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and layout.folded[groups[-1][-1][1] : piece[0]].isspace():
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def read_measures(layout: Layout, pieces: list[Piece], previous: Mark | None = None) -> list[MeasurePlace]:
    """The measures of an answer that stands in one or several pieces (整改措施:… and 整改成效:…).

    Args:
        layout: the text and its marks.
        pieces: places of the text, in order.
        previous: the last mark of the row above, which the first piece may go on with.
    """
    series: list[tuple[Piece, list[Mark]]] = []
    for piece in pieces:
        marks = enumeration(layout, piece, previous)
        previous = marks[-1] if marks else previous
        if not marks and series and series[-1][1]:
            (start, _), before = series[-1]
            series[-1] = ((start, piece[1]), before)
        else:
            series.append((piece, marks))
    if not any(marks for _, marks in series):
        return _numbered(layout.folded, (pieces[0][0], pieces[-1][1]), []) if pieces else []
    return [place for piece, marks in series for place in _numbered(layout.folded, piece, marks)]


def enumeration(layout: Layout, piece: Piece, previous: Mark | None = None) -> list[Mark]:
    """The marks of the outermost series of a piece; a series begins at 1 or goes on from the piece before."""
    series: list[Mark] = []
    for mark in layout.marks_between(*piece):
        if not series:
            if _begins(mark, previous):
                series.append(mark)
        elif mark.kind == series[0].kind and (
            mark.ordinal == 1 or mark.kind in SPOKEN or series[-1].ordinal < mark.ordinal <= series[-1].ordinal + 2
        ):
            series.append(mark)
    signs = sign_series(layout.signs_between(*piece), piece[0]) if layout.signs else []
    return signs if signs and (not series or signs[0].start < series[0].start) else series


def _begins(mark: Mark, previous: Mark | None) -> bool:
    if mark.ordinal == 1 or mark.kind in SPOKEN:
        return True
    return previous is not None and mark.kind == previous.kind and mark.ordinal == previous.ordinal + 1


def _numbered(folded: str, piece: Piece, marks: list[Mark]) -> list[MeasurePlace]:
    start, end = piece
    if not marks:
        return [_place(folded, start, start, end)]
    places = []
    for mark in reversed(marks):
        places.append(_place(folded, mark.start, mark.end, end))
        end = mark.start
    places.reverse()
    return places


def _place(folded: str, start: int, marker_end: int, end: int) -> MeasurePlace:
    text_start = marker_end
    while text_start < end and folded[text_start] in " \n:,":
        text_start += 1
    while end > text_start and folded[end - 1] in _BLANKS:
        end -= 1
    return MeasurePlace(start if marker_end > start else text_start, text_start, end, marker_end)
