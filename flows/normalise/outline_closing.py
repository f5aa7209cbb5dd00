"""Where the last answer ends: what follows it (下一步…, contact, signature, date) belongs to no item."""

from __future__ import annotations

from flows.normalise.layout import Layout
from flows.normalise.outline_evidence import cue
from flows.normalise.outline_tree import Node

_FIELDS = frozenset({"status", "org", "role", "deadline", "completed_on"})
_LINE_BEGINNING = 60
_FEWEST_OTHERS = 4
"""Answers of one paragraph each that tell the last one to be of one paragraph too."""


def answer_end(layout: Layout, items: list[Node], place: int, stop: int) -> int:
    """The first segment behind the answer of an item."""
    node = items[place]
    if node.last < stop:
        return node.last
    behind = _behind_fields(layout, node)
    others = items[:place]
    if behind is not None and others and not any(_behind_fields(layout, other) is not None for other in others):
        return behind
    last = _last_of_one_paragraph(layout, node, others)
    looks_ahead = any(_looks_ahead(layout, index) for other in others for index in other.body)
    for index in range(node.index + 1, last):
        if layout.segments[index].mark is None and _closes(layout, index, looks_ahead=looks_ahead):
            return index
    return last


def _behind_fields(layout: Layout, node: Node) -> int | None:
    """The first paragraph behind a field (整改状态:…) that ends a labelled answer; null where there is none."""
    answered = False
    for index in range(node.index + 1, node.last):
        segment, before = layout.segments[index], layout.segments[index - 1].label
        ends_field = before is not None and before.role in _FIELDS and before.end < layout.segments[index - 1].end
        if answered and ends_field and segment.label is None and segment.mark is None:
            return index
        answered = answered or (segment.label is not None and segment.label.role == "answer")
    return None


def _last_of_one_paragraph(layout: Layout, node: Node, others: list[Node]) -> int:
    """The first segment behind an answer of one paragraph if all others are of one; behind all of it if not."""
    second = _second_paragraph(layout, node)
    if second is None or len(others) < _FEWEST_OTHERS:
        return node.last
    return second if all(_second_paragraph(layout, other) is None for other in others) else node.last


def _second_paragraph(layout: Layout, node: Node) -> int | None:
    """The first paragraph without mark and label that follows another one of the answer; null where there is none."""
    answered = node.runs_in
    for index in range(node.index + 1, node.last):
        segment = layout.segments[index]
        if segment.label is None and segment.mark is None and answered:
            return index
        answered = answered or segment.label is None or segment.body < segment.end
    return None


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
