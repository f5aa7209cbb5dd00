"""Statuses in brackets: before a problem, behind it, or behind its answer, where a bracket is as good as a label.

1.【已完成】关于…的问题; (1)值班有空岗。(已完成整改); 【整改进度：已办结】 below an answer.
"""

from __future__ import annotations

import re

from flows.normalise.layout import Layout
from flows.normalise.marks import label_roles
from flows.normalise.statuses import read_status

_OPENERS, _CLOSERS = frozenset(("(", "[")), (")", "]", ")。", "]。", ");", "];")
# [整改进度:已办结] or (已完成整改,长期坚持), at an end of a paragraph
_OPENING = re.compile(r"[(\[]([^()\[\]\n]{2,60})[)\]]")
_CLOSING = re.compile(r"[(\[]([^()\[\]\n]{2,60})[)\]][。;]?$")
_LONGEST = 64


def begins_with_status(layout: Layout, index: int) -> bool:
    """Whether the words of a segment begin with a status in brackets."""
    segment = layout.segments[index]
    if layout.folded[segment.body : segment.body + 1] not in _OPENERS:
        return False
    return _is_status(_OPENING.match(layout.folded, segment.body, segment.end))


def ends_in_status(layout: Layout, index: int) -> bool:
    """Whether a segment ends in a status in brackets, which may be all of it."""
    segment = layout.segments[index]
    if not layout.folded.endswith(_CLOSERS, segment.body, segment.end):
        return False
    return _is_status(_CLOSING.search(layout.folded, max(segment.body, segment.end - _LONGEST), segment.end))


def ending_in_status(layout: Layout) -> frozenset[int]:
    """All segments that end in a status in brackets."""
    folded = layout.folded
    return frozenset(
        index
        for index, segment in enumerate(layout.segments)
        if folded.endswith(_CLOSERS, segment.body, segment.end) and ends_in_status(layout, index)
    )


def _is_status(bracket: re.Match[str] | None) -> bool:
    if bracket is None:
        return False
    words = bracket[1]
    label, colon, said = words.partition(":")
    if colon and label_roles().get(label.strip()) == "status":
        return True
    said = said if colon else words
    return read_status(said, 0, len(said)) is not None
