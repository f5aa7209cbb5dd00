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
"""What is searched from the end; a search that would begin before the beginning begins there."""
_RUN_IN_MARKS = frozenset({"is", "must", "ordinal", "circled", "bracket", "letter", "arabic"})
_CLAUSE = re.compile(r"[,。;、:]+")
_QUOTES = re.compile('[。“”‘’《》()"]')
_OPENERS, _CLOSERS = "“‘《(", "”’》)"
# 针对…的问题,修订…: the heading goes over into its answer after a comma
_WRAPPED = re.compile(r"针对|关于|对于|对[“\"]")
_GOES_OVER = re.compile(r"(?:问题|整改情况)[,:;]")
# 加强整改不到位问题 is a fault after all
_NEGATION = re.compile(r"不(?!断)|未|没有|缺|薄弱|滞后")
_PROBLEM_ENDS = re.compile(r"问题[”’)]*(?:[。;:]|$)")


@cache
def cue(kind: str, *, at_start: bool = False, at_end: bool = False) -> re.Pattern[str]:
    """The patterns of one kind in `rules/headings.csv` as one."""
    patterns = "|".join(f"(?:{row['pattern']})" for row in rule_rows("headings") if row["kind"] == kind)
    return re.compile(f"{'^' if at_start else ''}(?:{patterns}){'[”’)]*$' if at_end else ''}")


_PROBLEM_OPEN, _ACTION = cue("problem_open", at_start=True), cue("action", at_start=True)
_PROBLEM_CLOSE, _PROBLEM_CLOSE_OPENED = cue("problem_close"), cue("problem_close_opened")
_TOPIC_CLOSE, _NOT_FAULT, _AVERTED = cue("topic_close"), cue("not_fault"), cue("averted", at_start=True)
_AVERTED_INSIDE = cue("averted")
_PROBLEM_TAIL, _PROBLEM_WORD = cue("problem_tail", at_end=True), cue("problem_word", at_start=True)


def _endings() -> dict[str, tuple[str, ...]]:
    """The words that end a clause about a fault, by their last character."""
    endings: dict[str, tuple[str, ...]] = {}
    for row in rule_rows("headings"):
        if row["kind"] == "problem_ending":
            for word in row["pattern"].split("|"):
                endings[word[-1]] = (*endings.get(word[-1], ()), word)
    return endings


_ENDINGS = _endings()


def problem_weight(title: str) -> int:
    """How strongly a heading (without its mark and its closing 。) states a problem."""
    if names_problem(title):
        return CERTAIN
    clauses = _CLAUSE.split(title)
    faults = sum(map(_states_fault, clauses))
    weight = PLAIN
    if faults:
        weight = 2 if faults * 2 >= len(clauses) - clauses.count("") else LIKELY
    return weight - (_ACTION.match(title) is not None)


def names_problem(title: str) -> bool:
    """Whether the heading has the form of a problem's: 关于…的问题, 对“…”的整改情况, 聚焦…方面."""
    if _PROBLEM_CLOSE.search(title, len(title) - _LONGEST_CLOSE):
        return True
    if _PROBLEM_OPEN.match(title) is None:
        return False
    return is_topic(title) or _PROBLEM_CLOSE_OPENED.search(title) is not None


def is_resolve(title: str) -> bool:
    """Whether a heading that ends in 问题 tells what is to be done: 加强走访,着力解决群众“急难愁盼”问题."""
    if _ACTION.match(title) is None or _NEGATION.search(title) is not None:
        return False
    return _AVERTED_INSIDE.search(_CLAUSE.split(title)[-1]) is not None


def is_topic(title: str) -> bool:
    """Whether the heading names a theme (…方面) rather than a problem."""
    return _TOPIC_CLOSE.search(title, len(title) - _LONGEST_CLOSE) is not None


def _states_fault(clause: str) -> bool:
    if _ends_in_fault(clause):
        resolved = _NOT_FAULT.search(clause, len(clause) - _LONGEST_TAIL) or _AVERTED.match(clause)
        return resolved is None
    return _PROBLEM_WORD.match(clause) is not None


def _ends_in_fault(clause: str) -> bool:
    words = clause.rstrip("”’)")
    if words.endswith(_ENDINGS.get(words[-1:], ())):
        return True
    return _PROBLEM_TAIL.search(clause, len(clause) - _LONGEST_TAIL) is not None


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
    stop = folded.find("。", start, limit)
    end = limit if stop < 0 else _sentence_end(folded, start, stop, limit)
    title = trimmed(folded, start, end)
    if _WRAPPED.match(folded, start, end) and not names_problem(folded[start:title]):
        return trimmed(folded, start, _wrapped_end(folded, start, end, limit))
    return title


def trimmed(folded: str, start: int, end: int) -> int:
    """The end of a heading without its closing punctuation."""
    while end > start and folded[end - 1] in "。,;:、 ":
        end -= 1
    return end


def _sentence_end(folded: str, start: int, stop: int, limit: int) -> int:
    """The first 。 outside quotation marks and brackets, `stop` being the first; that one where those never close."""
    if _QUOTES.search(folded, start, stop) is None:
        return stop
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
    for match in _GOES_OVER.finditer(folded, start, end):
        if folded.count("“", start, match.start()) == folded.count("”", start, match.start()):
            return match.end() - 1
    later = _PROBLEM_ENDS.search(folded, end, min(limit, start + _SECOND_SENTENCE))
    return later.end() if later else end
