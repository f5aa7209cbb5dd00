"""Where the last answer ends: what follows it (下一步…, contact, signature, date) belongs to no item."""

from __future__ import annotations

from flows.normalise.layout import Layout
from flows.normalise.outline_evidence import cue
from flows.normalise.outline_tree import Node

_LINE_BEGINNING = 60


def answer_end(layout: Layout, items: list[Node], place: int, stop: int) -> int:
    """The first segment behind the answer of an item."""
    node = items[place]
    if node.last < stop:
        return node.last
    looks_ahead = any(_looks_ahead(layout, index) for other in items[:place] for index in other.body)
    for index in range(node.index + 1, node.last):
        if layout.segments[index].mark is None and _closes(layout, index, looks_ahead=looks_ahead):
            return index
    return node.last


def _line(layout: Layout, index: int) -> str:
    segment = layout.segments[index]
    return layout.folded[segment.start : segment.end]


def _looks_ahead(layout: Layout, index: int) -> bool:
    return cue("closing_ahead", at_start=True).match(_line(layout, index)) is not None


def _closes(layout: Layout, index: int, *, looks_ahead: bool) -> bool:
    """Whether a paragraph follows the last answer; where other answers look ahead too, 下一步 says nothing."""
    line = _line(layout, index)
    if (
        cue("closing_line", at_start=True).match(line)
        or cue("closing_word").search(line)
        or cue("signature").search(line)
    ):
        return True
    return not looks_ahead and cue("closing_ahead", at_start=True).match(line[:_LINE_BEGINNING]) is not None
