"""Levels of headings, found by nesting and by how their numbers go on, not by what the marks are supposed to mean.

A mark of a kind that is open already goes on beside the open one; a mark of a new kind goes below it. Numbers that
begin again at 1 below a problem, and numbers that fit two open levels, are settled by what the headings look like.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

from flows.normalise.layout import Layout, Segment
from flows.normalise.marks import SPOKEN, Mark
from flows.normalise.outline_evidence import (
    CERTAIN,
    PLAIN,
    cue,
    heading_end,
    is_topic,
    names_problem,
    problem_weight,
    trimmed,
)
from flows.normalise.outline_lines import line_problems
from flows.normalise.outline_looks import StyledHeading, styled_headings
from flows.normalise.records import Line
from flows.normalise.statuses import read_group_status, read_status_behind

_DEEPEST = 12
_MOST_INLINE = 200
"""Numbered pieces of one paragraph that can open a level; no line goes on with a longer series."""
_TOP = ("part", "comma", "plain")
_HIGH = frozenset({*_TOP, "roman", "capital", "nth", "square", "stem0"})
"""Kinds that 一、 may stand below; below others it is read as going on above them."""
_NEVER_NESTED = frozenset({"pair", "triple"})
_LONGEST_PLAIN_HEADING, _LONGEST_PLAIN_PROBLEM = 40, 120
_LONGEST_SECOND_SENTENCE = 60
_BEGINS_ANSWER = frozenset({"answer", "org", "role", "deadline"})
_LISTS_MEASURES = SPOKEN | {"circled", "letter"}
_CLOSERS = frozenset(")]")
_CLOSING_BRACKET = re.compile(r"[。;:]?[(\[][^()\[\]]{1,120}[)\]]$")
_SENTENCE_MARKS = frozenset("。;,:!?、")
_ACTION, _NOT_HEADING, _SIGNATURE = cue("action", at_start=True), cue("not_heading"), cue("signature")
_PROBLEM_PART = cue("problem_part")
_PARTS = cue("general"), _PROBLEM_PART, cue("closing_part")


@dataclass(slots=True, eq=False)
class Node:
    """One heading or numbered paragraph.

    Attributes:
        index: its segment; `last` is the first segment behind everything below it.
        kind: of its mark; `plain` for a heading without one, `reported` for 反馈问题:, `root` for the notice.
        inline: whether it stands inside a paragraph, where it can only be a measure or a detail.
        start: where its heading begins (its mark); `title` to `title_end` is the heading's text.
        topic: whether the heading names a theme (…方面); `is_group` whether it gives its problems a status.
        weight: how strongly the heading states a problem (outline_evidence).
        children: the nodes right below; `headings` those of them that stand at the start of a segment.
        body: its own segments without a mark, in order.
    """

    index: int
    kind: str
    ordinal: int
    start: int
    title: int
    title_end: int
    weight: int
    topic: bool = False
    is_group: bool = False
    inline: bool = False
    runs_in: bool = False
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    headings: list[Node] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    last: int = 0

    @property
    def is_styled(self) -> bool:
        """Whether only its looks make it a heading."""
        return self.kind.startswith("look")

    def walk(self) -> list[Node]:
        """This node and everything below it, in text order."""
        nodes = []
        waiting = [self]
        while waiting:
            node = waiting.pop()
            nodes.append(node)
            waiting += reversed(node.children)
        return nodes


def build_tree(
    layout: Layout,
    segments: range,
    skipped: frozenset[int] = frozenset(),
    looks: Mapping[int, Line] = MappingProxyType({}),
) -> Node:
    """The headings of some segments as a tree; the skipped ones (tables) are no part of it.

    `looks` are the lines that stand out, by their start.
    """
    builder = _Builder(layout, segments, skipped, looks)
    for index in segments:
        if index not in skipped:
            builder.add(index)
    return builder.finish()


class _Builder:
    def __init__(self, layout: Layout, segments: range, skipped: frozenset[int], looks: Mapping[int, Line]) -> None:
        self.layout = layout
        self.segments = segments
        first = layout.segments[segments.start].start if segments else 0
        self.root = Node(segments.start, "root", 0, first, first, first, 0)
        self.stack = [self.root]
        self.answered: list[Node] = []
        self.announced: int | None = None  # start of a line that only says 反馈问题, its problem on the next one
        read = [index for index in segments if index not in skipped]
        plain = _short_and_plain(layout, read)
        self.plain = dict.fromkeys(line_problems(layout, plain), "unmarked")
        self.plain.update(dict.fromkeys(_plain_headings(layout, read, plain), "plain"))
        self.styled = styled_headings(layout, read, looks) if looks else {}

    def add(self, index: int) -> None:
        segment = self.layout.segments[index]
        role = segment.label.role if segment.label else None
        node = None
        if role == "problem":
            begins = self._begins_item(index)
            if begins and segment.body >= segment.end:
                self.announced = segment.start
                return
            if begins or segment.mark:
                node = self._node(index, segment, "reported")
                node.weight = CERTAIN
        elif role is None or index in self.styled:
            node = self._heading(index, segment)
        self.announced = None
        if node is None:
            self._add_body(index, role)
        else:
            self._place(node)
        if segment.inner:
            self._add_inline(index, segment)

    def _heading(self, index: int, segment: Segment) -> Node | None:
        """The heading that a segment without a label is; null where it is text."""
        if self.announced is not None:
            node = self._node(index, segment, "reported")
            node.weight, node.start = CERTAIN, self.announced
            return node
        if segment.mark is not None:
            return self._node(index, segment, segment.mark.kind)
        if index in self.styled:
            return self._styled_node(index, segment, self.styled[index])
        return self._node(index, segment, self.plain[index]) if index in self.plain else None

    def _add_body(self, index: int, role: str | None) -> None:
        top = self.stack[-1]
        top.body.append(index)
        if role in ("answer", "status") and top.kind in SPOKEN and not top.inline:
            self._read_heading(top, self.layout.segments[top.index])

    def finish(self) -> Node:
        self._join_second_sentences()
        end = self.segments.stop
        waiting = [(self.root, end)]
        while waiting:
            node, last = waiting.pop()
            node.last = last
            for child in reversed(node.children):
                waiting.append((child, last))
                last = child.index + child.inline
        return self.root

    def _begins_item(self, index: int) -> bool:
        """Whether an unnumbered 反馈问题: begins a problem, or only says more about the heading above it."""
        top = self.stack[-1]
        if top.kind in ("root", "reported", "plain") or top.topic or top.weight <= 0 or top.body or top.runs_in:
            return True
        for later in self.layout.segments[index + 1 : self.segments.stop]:
            if later.label is not None and later.label.role == "problem":
                return True
            if later.mark is not None and later.label is None:
                return False
        return False

    def _node(self, index: int, segment: Segment, kind: str) -> Node:
        mark = segment.mark
        kind = mark.kind if mark else kind
        node = Node(index, kind, mark.ordinal if mark else 0, segment.start, segment.body, segment.end, PLAIN)
        if kind in SPOKEN:
            node.runs_in = True
        else:
            self._read_heading(node, segment)
        return node

    def _styled_node(self, index: int, segment: Segment, heading: StyledHeading) -> Node:
        node = Node(index, heading.kind, 0, segment.start, segment.start, heading.end, PLAIN)
        self._weigh(node, segment)
        return node

    def _read_heading(self, node: Node, segment: Segment) -> None:
        """Where the heading ends and what its words say; 一是… is read only where a label makes it a heading."""
        node.title_end = heading_end(self.layout, segment, segment.body)
        self._weigh(node, segment)

    def _weigh(self, node: Node, segment: Segment) -> None:
        """What the words of a heading say."""
        words = self.layout.folded[node.title : node.title_end]
        if words[-1:] in _CLOSERS:
            words = _CLOSING_BRACKET.sub("", words)
        elif (behind := read_status_behind(words, 0, len(words))) is not None:
            words = words[: behind[1]]
        node.weight = problem_weight(words)
        if 0 < node.weight < CERTAIN and self._stands_above_answer(node):
            self.answered.append(node)
        node.runs_in = segment.end - node.title_end > 2
        node.topic = is_topic(words)
        if read_group_status(words, 0, len(words)) is not None:
            node.topic, node.weight, node.is_group = True, PLAIN, True
        if node.kind == "problem" or (node.kind == "part" and "问题" in self.layout.folded[node.start : node.title]):
            node.weight = CERTAIN

    def _stands_above_answer(self, node: Node) -> bool:
        """Whether an answer begins on the line below the heading's: with its label or the first of a series."""
        if node.index + 1 >= self.segments.stop:
            return False
        below = self.layout.segments[node.index + 1]
        if below.label is not None:
            return below.label.role in _BEGINS_ANSWER
        return below.mark is not None and below.mark.ordinal == 1 and below.mark.kind in _LISTS_MEASURES

    def _join_second_sentences(self) -> None:
        """Take a few problems of two sentences (1.巡护走过场。62条轨迹雷同。) as problems as a whole.

        Where most problems go on so, the first sentence is the title and the others explain it.
        """
        going_on = [node for node in self.answered if self._goes_on_stating(node)]
        if len(going_on) * 2 > len(self.answered):
            return
        for node in going_on:
            node.title_end = trimmed(self.layout.folded, node.title, self.layout.segments[node.index].end)
            node.runs_in = False

    def _goes_on_stating(self, node: Node) -> bool:
        segment = self.layout.segments[node.index]
        if not 2 < segment.end - node.title_end <= _LONGEST_SECOND_SENTENCE:
            return False
        rest = self.layout.folded[node.title_end : segment.end].lstrip("。;:, ")
        inner = any(mark.start >= node.title_end for mark in segment.inner)
        return not inner and _ACTION.match(rest) is None

    def _add_inline(self, index: int, segment: Segment) -> None:
        """Numbered pieces inside a paragraph open a level too, so that later lines can go on with their numbers."""
        numbered = (mark for mark in segment.inner if mark.kind not in SPOKEN)
        for mark in islice(numbered, _MOST_INLINE):
            self._place(_inline_node(index, mark))

    def _place(self, node: Node) -> None:
        depth = self._depth(node)
        del self.stack[depth:]
        parent = node.parent = self.stack[-1]
        parent.children.append(node)
        if not node.inline:
            parent.headings.append(node)
        self.stack.append(node)

    def _depth(self, node: Node) -> int:
        """The number of open levels above the node: beside the open one of its kind that it goes on from best."""
        stack, kind = self.stack, node.kind
        best, least = 0, _DEEPEST
        for depth in range(len(stack) - 1, 0, -1):
            above = stack[depth]
            if above.kind != kind:
                continue
            if not node.ordinal or kind in _NEVER_NESTED:
                return depth
            if node.ordinal == 1:
                nests = len(stack) < _DEEPEST and self._nests(node, above)
                return self._new_level(node) if nests else depth
            cost = _cost(node, above)
            if cost == 0:
                return depth
            if cost < least:
                best, least = depth, cost
        return best or self._new_level(node)

    def _new_level(self, node: Node) -> int:
        depth = len(self.stack)
        if node.kind in _TOP and not node.inline:
            while depth > 1 and self.stack[depth - 1].kind not in _HIGH:
                depth -= 1
            return 1 if node.kind == "plain" else depth
        if node.kind not in SPOKEN:
            while depth > 1 and self._is_passed_over(node, self.stack[depth - 1]):
                depth -= 1
        return depth

    @staticmethod
    def _is_passed_over(node: Node, above: Node) -> bool:
        """Whether an open level holds none of this kind: (一)统一思想。召开会议… no problems without marks."""
        return above.kind in SPOKEN or above.inline or (node.kind == "unmarked" and above.runs_in)

    def _nests(self, node: Node, above: Node) -> bool:
        """Whether a series that begins again stands below the open one of its kind."""
        if above.inline:
            return False
        if node.inline or (above.weight > 0 >= node.weight) or self._awaits_answer(above):
            return True
        if node.weight > 0:
            return False
        labels = (self.layout.segments[index].label for index in above.body)
        return any(label is not None and label.role == "answer" for label in labels)

    def _awaits_answer(self, above: Node) -> bool:
        """Whether the line right above is a bare label (整改措施:), so that what follows is the answer."""
        last = self.layout.segments[above.body[-1]] if above.body and above is self.stack[-1] else None
        return last is not None and last.label is not None and last.label.role == "answer" and last.body >= last.end


def _inline_node(index: int, mark: Mark) -> Node:
    return Node(index, mark.kind, mark.ordinal, mark.start, mark.end, mark.end, -1, inline=True)


def _cost(node: Node, above: Node) -> int:
    """How badly a number goes on with an open one: first of all by the look of the headings."""
    unlike = (node.weight > 0) != (above.weight > 0) or node.inline > above.inline
    return 2 * unlike + (node.ordinal != above.ordinal + 1)


def _short_and_plain(layout: Layout, segments: list[int]) -> list[int]:
    """The lines without mark and label that are short enough for a heading."""
    return [
        index
        for index in segments
        for segment in [layout.segments[index]]
        if segment.mark is None and segment.label is None and segment.end - segment.start <= _LONGEST_PLAIN_PROBLEM
    ]


def _plain_headings(layout: Layout, segments: list[int], plain: list[int]) -> frozenset[int]:
    """Short lines without a mark that name a part of the notice; they count only where there are several."""
    found = [index for index in plain if _is_plain_heading(layout, layout.segments[index])]
    if len(found) == 1 and not _names_lone_part(layout, segments, found[0]):
        return frozenset()
    return frozenset(found)


def _names_lone_part(layout: Layout, segments: list[int], index: int) -> bool:
    """Whether the only such line says that the answers follow, in a notice whose other parts have no marks."""
    segment = layout.segments[index]
    if not _PROBLEM_PART.search(layout.folded[segment.start : segment.end]):
        return False
    marks = (layout.segments[other].mark for other in segments)
    return not any(mark is not None and mark.kind in _TOP for mark in marks)


def _is_plain_heading(layout: Layout, segment: Segment) -> bool:
    if not 4 <= segment.end - segment.start <= _LONGEST_PLAIN_HEADING:
        return False
    line = layout.folded[segment.start : segment.end]
    if line[-1] in _SENTENCE_MARKS or "。" in line or names_problem(line):
        return False
    if _NOT_HEADING.search(line) or _SIGNATURE.search(line):
        return False
    return any(part.search(line) for part in _PARTS)
