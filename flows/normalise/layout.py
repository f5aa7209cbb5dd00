"""The notice as a row of segments: the pieces between which a heading, a label or a paragraph begins.

Usually a segment is a line. A line is cut where a label stands inside it, where a heading is run in,
and, on pages that print a whole notice in one line, at every heading mark and blank.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import attrgetter

from flows.normalise.marks import LINE_START, MOST_PIECES, SPOKEN, Label, Mark
from flows.normalise.marks_scan import find_candidates
from flows.normalise.measures_signs import find_signs
from flows.normalise.records import Cell, Line, Page
from flows.normalise.rules_table import rule_rows
from flows.normalise.statuses import is_status_line

_HEADING_KINDS = frozenset({"part", "comma", "paren", "problem", "pair", "triple", "arabic", "bracket"})
_RUN_IN_KINDS = frozenset({"part", "comma", "paren", "problem", "pair", "triple"})
_PART_KINDS = frozenset({"part", "comma"})
_RUN_TOGETHER_MARKS = 3
_LONG_LINE = 800
_LONGEST_BRACKET = 130
_BLANKS = " \n"
_start = attrgetter("start")
# 1.关于, (2)针对, 3.对“: a problem that begins inside a line
_PROBLEM_OPENS = re.compile(r" ?(?:关于|针对|对于|对“|反馈问题|问题)")
# in a line that holds a whole notice, a blank stands for a line break, unless it pads a number (2 0 2 4 年)
_FORMER_BREAK = re.compile(r"(?<=[。;:!?”)\]]) |(?<![0-9A-Za-z ]) (?![0-9])")


@cache
def _closing_sentence() -> re.Pattern[str]:
    """The end of a sentence before one that begins what follows the last answer."""
    cues = "|".join(
        row["pattern"] for row in rule_rows("headings") if row["kind"] in ("closing_line", "closing_ahead")
    )
    return re.compile(rf"。 ?(?={cues})")


@dataclass(slots=True)
class Segment:
    """One piece of the text. `body` is where its text begins, behind its mark and label; `inner` are further marks."""

    start: int
    end: int
    body: int
    mark: Mark | None
    label: Label | None
    cell: Cell | None
    inner: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Folded text, its segments in order, and every mark of the text in order (`mark_starts` for bisection).

    `signs` are those that set off measures without numbering anything: bullets, 措施一:.
    """

    folded: str
    segments: tuple[Segment, ...]
    marks: tuple[Mark, ...]
    mark_starts: tuple[int, ...]
    signs: tuple[Mark, ...] = ()

    def marks_between(self, start: int, end: int) -> tuple[Mark, ...]:
        """The marks that begin in [start, end)."""
        return self.marks[bisect_left(self.mark_starts, start) : bisect_left(self.mark_starts, end)]

    def signs_between(self, start: int, end: int) -> tuple[Mark, ...]:
        """The signs that begin in [start, end)."""
        first = bisect_left(self.signs, start, key=_start)
        return self.signs[first : bisect_left(self.signs, end, first, key=_start)]


def read_layout(page: Page, folded: str) -> Layout:
    """Cut the text into segments; a text of more than `MOST_PIECES` has none, as if no layout were recognised."""
    marks, labels = find_candidates(folded)
    if len(page.lines) + len(marks) + len(labels) > MOST_PIECES:
        return Layout(folded, (), (), ())
    cutter = _Cutter(folded, marks, labels)
    for line in page.lines:
        cutter.cut(line)
    segments = cutter.segments
    if len(segments) > MOST_PIECES:
        return Layout(folded, (), (), ())
    return Layout(folded, tuple(segments), tuple(marks), tuple(cutter.starts), find_signs(folded))


class _Cutter:
    """Cuts the lines of a text, which come in order. Most are whole, which is told without a look at their marks."""

    def __init__(self, folded: str, marks: list[Mark], labels: list[Label]) -> None:
        self.folded = folded
        self.segments: list[Segment] = []
        self.marks = marks
        self.starts = [mark.start for mark in marks]
        self.label_at = {label.start: label for label in labels}
        self.run_in_labels = [label for label in labels if label.before != LINE_START]
        run_in = [mark.start for mark in marks if mark.before != LINE_START and mark.kind not in SPOKEN]
        run_in += [label.start for label in self.run_in_labels]
        self.run_in = [len(folded), *sorted(run_in, reverse=True)]
        self.next_mark = 0
        self.answered_row: tuple[int, int] | None = None  # a row of a table that a label such as 整改措施 opens

    def cut(self, line: Line) -> None:
        """Add the segments of the next line."""
        (start, end), cell, _ = line
        first = self.next_mark
        last = self.next_mark = bisect_left(self.starts, end, first)
        marks = self.marks[first:last]
        if self.run_in[-1] >= end and end - start < _LONG_LINE:
            self._add(start, end, marks, cell)
            return
        while self.run_in[-1] < end:
            self.run_in.pop()
        for begin, stop in pairwise([start, *self._cuts(start, end, marks), end]):
            self._add(begin, stop, self.marks[first : (first := bisect_left(self.starts, stop, first, last))], cell)

    def _add(self, start: int, end: int, marks: list[Mark], cell: Cell | None) -> None:
        """Add one segment, unless it is blank."""
        folded = self.folded
        while start < end and folded[start] in _BLANKS:
            start += 1
        while end > start and folded[end - 1] in _BLANKS:
            end -= 1
        if start >= end:
            return
        if cell is not None and (cell.table, cell.row) == self.answered_row:
            marks = []  # what an answer numbers are measures
        mark = None
        body = start
        if marks and marks[0].start == start:
            mark = marks[0]
            del marks[0]
            body = _behind_blanks(folded, mark.end, end)
        label = self.label_at.get(body)
        if label is not None:
            label = _label_behind(folded, label, mark, end)
        elif mark is None and cell is None and is_status_line(folded, start, end):
            label = Label("status", start, start, LINE_START, None)
        if label is not None:
            body = _behind_blanks(folded, label.end, end)
            if cell is not None and body >= end and label.role != "problem":
                self.answered_row = cell.table, cell.row
        self.segments.append(Segment(start, end, body, mark, label, cell, tuple(marks)))

    def _cuts(self, begin: int, end: int, marks: list[Mark]) -> list[int]:
        """Places inside one line where a new segment begins."""
        folded = self.folded
        inner = [mark for mark in marks if mark.kind not in SPOKEN and mark.before != LINE_START]
        together = _is_run_together(inner)
        cuts = {label.start for label in self._labels_run_into(begin, end) if _cuts_here(folded, begin, label)}
        for mark in inner:
            ends_sentence = mark.before in "。;!?"
            run_in = mark.kind in _RUN_IN_KINDS or _PROBLEM_OPENS.match(folded, mark.end, end) is not None
            if (ends_sentence and run_in) or (together and mark.kind in _HEADING_KINDS and mark.before != ","):
                cuts.add(mark.start)
        if together or _is_run_together_prose(folded, begin, end):
            cuts.update(match.end() for match in _FORMER_BREAK.finditer(folded, begin, end))
        if together:
            cuts.update(match.end() for match in _closing_sentence().finditer(folded, begin, end))
        marked = {place for mark in marks for place in (mark.end, mark.end + 1)}
        return sorted(cut for cut in cuts if begin < cut < end and cut not in marked)

    def _labels_run_into(self, begin: int, end: int) -> list[Label]:
        first = bisect_left(self.run_in_labels, begin, key=_start)
        return self.run_in_labels[first : bisect_left(self.run_in_labels, end, first, key=_start)]


def _behind_blanks(folded: str, place: int, end: int) -> int:
    while place < end and folded[place] == " ":
        place += 1
    return place if place < end else end


def _label_behind(folded: str, label: Label, mark: Mark | None, end: int) -> Label | None:
    """The label, unless it is the whole heading behind a mark: 三、下一步打算 is a part of the notice, not a field."""
    if mark is not None and label.end >= end and _names_part(mark, folded[label.end - 1]):
        return None
    return label


def _names_part(mark: Mark, closing: str) -> bool:
    return mark.kind in _PART_KINDS or (mark.kind in ("paren", "pair") and closing not in ":]")


def _is_run_together(inner: list[Mark]) -> bool:
    """Whether one line holds several headings of the higher levels."""
    high = [mark for mark in inner if mark.kind in ("part", "comma", "paren", "problem")]
    return len(high) >= _RUN_TOGETHER_MARKS and any(mark.kind in ("comma", "part", "problem") for mark in high)


def _is_run_together_prose(folded: str, begin: int, end: int) -> bool:
    """Whether one line holds several paragraphs without marks, a blank behind each."""
    return end - begin >= _LONG_LINE and folded.count("。 ", begin, end) >= _RUN_TOGETHER_MARKS


def _cuts_here(folded: str, begin: int, label: Label) -> bool:
    """A label inside a line needs its colon and the end of a sentence, a blank or a bracket before it."""
    if folded[label.end - 1] not in ":]" or _is_inside_bracket(folded, begin, label.start):
        return False
    if label.role == "problem":
        return label.before in "。;!? "  # not 针对“…”问题:
    return label.before in "。;!? )]”" or (label.before == "," and label.role not in ("answer", "problem", "note"))


def _is_inside_bracket(folded: str, begin: int, place: int) -> bool:
    """整改情况(责任领导:局长;责任单位:办公室): the second label is part of the bracket."""
    reach = max(begin, place - _LONGEST_BRACKET)
    return folded.rfind("(", reach, place) > folded.rfind(")", reach, place)
