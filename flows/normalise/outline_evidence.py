"""What the words of a heading say: where it ends, and how strongly it states a problem."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from flows.normalise.rules_table import rule_rows

if TYPE_CHECKING:
    from flows.normalise.layout import Layout, Segment

PLAIN, LIKELY, CERTAIN = 0, 1, 3
"""Weights: no problem, the words of a fault, the form of a problem's heading."""

LONGEST_HEADING = 240
_SECOND_SENTENCE = 160
_LONGEST_CLOSE, _LONGEST_TAIL = 40, 16
_RUN_IN_MARKS = frozenset({"is", "must", "ordinal", "circled", "bracket", "letter", "arabic"})
_CLAUSE = re.compile(r"[,。;、:]+")
_QUOTES = re.compile('[。“”‘’《》()"]')
_OPENERS, _CLOSERS = "“‘《(", "”’》)"
# 针对…的问题,修订…: the heading goes over into its answer after a comma
_WRAPPED = re.compile(r"针对|关于|对于|对[“\"]")
_GOES_OVER = re.compile(r"(?:问题|整改情况)[,:;]")
_PROBLEM_ENDS = re.compile(r"问题[”’)]*(?:[。;:]|$)")


@cache
def cue(kind: str, *, at_start: bool = False, at_end: bool = False) -> re.Pattern[str]:
    """The patterns of one kind in `rules/headings.csv` as one."""
    patterns = "|".join(f"(?:{row['pattern']})" for row in rule_rows("headings") if row["kind"] == kind)
    return re.compile(f"{'^' if at_start else ''}(?:{patterns}){'[”’)]*$' if at_end else ''}")


_PROBLEM_OPEN, _ACTION = cue("problem_open", at_start=True), cue("action", at_start=True)
_PROBLEM_CLOSE, _PROBLEM_CLOSE_OPENED = cue("problem_close"), cue("problem_close_opened")
_TOPIC_CLOSE, _NOT_FAULT = cue("topic_close"), cue("not_fault")
_PROBLEM_TAIL, _PROBLEM_WORD = cue("problem_tail", at_end=True), cue("problem_word", at_start=True)
_ENDINGS = frozenset(
    word for row in rule_rows("headings") if row["kind"] == "problem_ending" for word in row["pattern"].split("|")
)
_TAIL_BEGINNINGS = frozenset(row["pattern"][0] for row in rule_rows("headings") if row["kind"] == "problem_tail")
_ENDING_LENGTHS = tuple(sorted({len(word) for word in _ENDINGS}))


def problem_weight(title: str) -> int:
    """How strongly a heading (without its mark and its closing 。) states a problem."""
    if names_problem(title):
        return CERTAIN
    clauses = [clause for clause in _CLAUSE.split(title) if clause]
    faults = sum(map(_states_fault, clauses))
    weight = 2 if faults * 2 >= len(clauses) else LIKELY
    if not faults:
        weight = PLAIN
    return weight - bool(_ACTION.match(title))


def names_problem(title: str) -> bool:
    """Whether the heading has the form of a problem's: 关于…的问题, 对“…”的整改情况, 聚焦…方面."""
    if _PROBLEM_CLOSE.search(title, max(len(title) - _LONGEST_CLOSE, 0)):
        return True
    opened = _PROBLEM_OPEN.match(title) is not None
    return opened and (is_topic(title) or _PROBLEM_CLOSE_OPENED.search(title) is not None)


def is_topic(title: str) -> bool:
    """Whether the heading names a theme (…方面) rather than a problem."""
    return _TOPIC_CLOSE.search(title, max(len(title) - _LONGEST_CLOSE, 0)) is not None


def _states_fault(clause: str) -> bool:
    if _ends_in_fault(clause):
        return _NOT_FAULT.search(clause, max(len(clause) - _LONGEST_TAIL, 0)) is None
    return _PROBLEM_WORD.match(clause) is not None


def _ends_in_fault(clause: str) -> bool:
    words = clause.rstrip("”’)")
    if any(words[-length:] in _ENDINGS for length in _ENDING_LENGTHS):
        return True
    begins = any(character in clause for character in _TAIL_BEGINNINGS)
    return begins and _PROBLEM_TAIL.search(clause, max(len(clause) - _LONGEST_TAIL, 0)) is not None


def heading_end(layout: Layout, segment: Segment, start: int) -> int:
    """Where the heading that begins at `start` ends, its closing punctuation excluded.

    That is at the segment's end, the first 。 outside quotation marks, or the first measure that is run in.
    """
    folded = layout.folded
    limit = min(segment.end, start + LONGEST_HEADING)
    for mark in segment.inner:
        if mark.kind in _RUN_IN_MARKS and start < mark.start < limit:
            limit = mark.start
            break
    end = _sentence_end(folded, start, limit)
    if _WRAPPED.match(folded, start, end):
        end = _wrapped_end(folded, start, end, limit)
    return trimmed(folded, start, end)


def trimmed(folded: str, start: int, end: int) -> int:
    """The end of a heading without its closing punctuation."""
    while end > start and folded[end - 1] in "。,;:、 ":
        end -= 1
    return end


def _sentence_end(folded: str, start: int, limit: int) -> int:
    """The first 。 outside quotation marks and brackets; the first one at all where those never close."""
    stop = folded.find("。", start, limit)
    if stop < 0 or _QUOTES.search(folded, start, stop) is None:
        return limit if stop < 0 else stop
    depth = 0
    quoted = False
    first = limit
    for match in _QUOTES.finditer(folded, start, limit):
        mark = match.group()
        if mark == '"':
            quoted = not quoted
        elif mark in _OPENERS:
            depth += 1
        elif mark in _CLOSERS:
            depth = max(depth - 1, 0)
        elif depth == 0 and not quoted:
            return match.start()
        else:
            first = min(first, match.start())
    return first if depth or quoted else limit


def _wrapped_end(folded: str, start: int, end: int, limit: int) -> int:
    """The end of 针对…问题 and 关于…的问题, which may lie before a comma or behind a second sentence."""
    title = trimmed(folded, start, end)
    if names_problem(folded[start:title]):
        return end
    for match in _GOES_OVER.finditer(folded, start, end):
        if folded.count("“", start, match.start()) == folded.count("”", start, match.start()):
            return match.end() - 1
    later = _PROBLEM_ENDS.search(folded, end, min(limit, start + _SECOND_SENTENCE))
    return later.end() if later else end
