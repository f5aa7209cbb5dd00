"""Problems on lines of their own with neither mark, label nor look: told by what stands below each of them.

One such line proves nothing; several above the same kind of thing are headings.
"""

from __future__ import annotations

import re

from flows.normalise.layout import Layout
from flows.normalise.marks import SPOKEN
from flows.normalise.outline_evidence import cue, names_problem, problem_weight
from flows.normalise.outline_statuses import ends_in_status

_SHORTEST, _LONGEST = 5, 120
_FEWEST, _MOST, _MOST_DETAILS = 3, 0.6, 0.8
_BEGINS_ANSWER = frozenset({"answer", "status", "org", "role", "deadline", "completed_on"})
# 窗口排队时间长。(已完成)
_CLOSING_BRACKET = re.compile(r"[。;:]?[(\[][^()\[\]]{1,60}[)\]]$")
_REACH = 12
_CLOSING = " 。:;"
_OPENERS = frozenset(("(", "["))
_CLOSING_LINE, _NOT_HEADING = cue("closing_line", at_start=True), cue("not_heading")


def line_problems(layout: Layout, plain: list[int]) -> frozenset[int]:
    """The lines that are problems' headings, among segments without mark and label (`plain`)."""
    named = frozenset(index for index in plain if _names_problem(layout, index))
    stand_above = any(_begins_below(layout, index + 1) for index in named)
    answered = _answered_lines(layout, plain)
    return named.union(answered) if stand_above or answered else frozenset()


def _answered_lines(layout: Layout, plain: list[int]) -> list[int]:
    """The lines with an answer of their own; where most of those above a label state a fault, the others do too."""
    standing = [index for index in plain if _stands_above_answer(layout, index)]
    stating = [index for index in standing if _states_fault(layout, index)]
    if len(stating) < _FEWEST or sum(_explains(layout, index) for index in stating) > len(stating) * _MOST_DETAILS:
        return []
    labelled = [index for index in standing if layout.segments[index + 1].label is not None]
    return sorted({*stating, *labelled}) if len(stating) >= len(labelled) * _MOST else stating


def _words(layout: Layout, index: int) -> str:
    """The words of a line without the status that it ends in."""
    segment = layout.segments[index]
    words = layout.folded[segment.start : segment.end].rstrip(_CLOSING)
    return _CLOSING_BRACKET.sub("", words) if _ends_in_status(layout, index) else words


def _names_problem(layout: Layout, index: int) -> bool:
    before = layout.segments[index - 1].label if index else None
    return before is None and names_problem(_words(layout, index))


def _begins_below(layout: Layout, index: int) -> bool:
    """Whether a series of numbered headings begins at a segment."""
    mark = layout.segments[index].mark if index < len(layout.segments) else None
    return mark is not None and (mark.kind == "problem" or (mark.ordinal == 1 and mark.kind not in SPOKEN))


def _stands_above_answer(layout: Layout, index: int) -> bool:
    """Whether an answer begins below a line, or the line ends in a problem's status."""
    segment = layout.segments[index]
    if not _SHORTEST <= segment.end - segment.start <= _LONGEST or index + 1 >= len(layout.segments):
        return False
    if _follows_label(layout, index) or segment.cell is not None:
        return False
    below = layout.segments[index + 1]
    if below.label is not None:
        if below.label.role == "status" and _label_above(layout, index) == "answer":
            return False  # the second paragraph of an answer, above 整改状态:
        begins = below.label.role in _BEGINS_ANSWER
    else:
        begins = below.mark is not None and below.mark.ordinal == 1
    return (begins or _ends_in_status(layout, index)) and _may_be_heading(_words(layout, index))


def _may_be_heading(words: str) -> bool:
    return "。" not in words and _CLOSING_LINE.match(words) is None and _NOT_HEADING.search(words) is None


def _states_fault(layout: Layout, index: int) -> bool:
    words = _words(layout, index)
    return names_problem(words) or problem_weight(words) > 0


def _ends_in_status(layout: Layout, index: int) -> bool:
    return layout.folded[layout.segments[index].start] not in _OPENERS and ends_in_status(layout, index)


def _follows_label(layout: Layout, index: int) -> bool:
    """Whether the line is what a label on the line above introduces."""
    before = layout.segments[index - 1] if index else None
    return before is not None and before.label is not None and before.body >= before.end


def _label_above(layout: Layout, index: int) -> str | None:
    """What the next label above a line introduces."""
    for above in reversed(layout.segments[max(index - _REACH, 0) : index]):
        if above.label is not None:
            return above.label.role
    return None


def _explains(layout: Layout, index: int) -> bool:
    """Whether the line says more about the numbered problem right above it."""
    above = layout.segments[index - 1] if index else None
    if above is None or above.mark is None or above.mark.kind in SPOKEN:
        return False
    return problem_weight(layout.folded[above.body : above.end].rstrip(_CLOSING)) > 0
