"""Headings without marks: problems that open a paragraph, or a line of their own, with nothing but words to tell.

They are looked for only where a part of the notice has no headings with marks. In order of trust:
关于…的问题 and its like; a line right above 整改情况:; a first sentence that states a fault.
"""

from __future__ import annotations

from itertools import pairwise

from flows.normalise.layout import Layout
from flows.normalise.outline_evidence import CERTAIN, cue, heading_end, is_topic, names_problem, problem_weight
from flows.normalise.outline_roles import PARAGRAPH_KINDS
from flows.normalise.outline_tree import Node

_LONGEST_PROBLEM, _LONGEST_SECTION, _LONGEST_LINE = 80, 30, 120
_SHORTEST_ANSWER = 20
_FEWEST = 2
_PROBLEM_PART, _CLOSING_PART = cue("problem_part"), cue("closing_part")
_SECTION_CUES = cue("action", at_start=True), cue("general"), _PROBLEM_PART, _CLOSING_PART


def add_unmarked(layout: Layout, root: Node) -> None:
    """Hang unnumbered problems, and in a notice without any marks its unnumbered sections, into the tree."""
    for node in root.walk():
        if node.inline or any(map(_is_heading, node.headings)) or not _may_hold_items(layout, node):
            continue
        heads = _heads(layout, node)
        if heads:
            _hang(node, heads)


def _is_heading(node: Node) -> bool:
    """Whether a mark heads more than a paragraph."""
    return node.kind not in PARAGRAPH_KINDS or node.weight > 0 or node.is_group


def _may_hold_items(layout: Layout, node: Node) -> bool:
    if node.kind == "root":
        return True
    if node.index + 1 >= node.last or node.kind in PARAGRAPH_KINDS or (node.runs_in and not node.is_styled):
        return False
    title = layout.folded[node.title : node.title_end]
    if node.topic or _PROBLEM_PART.search(title):
        return True
    if node.weight > 0:
        return _names_problem_alone(layout, node.index + 1)
    return (node.is_styled or node.kind in ("plain", "comma", "part")) and not _CLOSING_PART.search(title)


def _names_problem_alone(layout: Layout, index: int) -> bool:
    """Whether a line without mark and label is 关于…的问题 and nothing else."""
    segment = layout.segments[index]
    if segment.mark or segment.label or segment.cell:
        return False
    end = heading_end(layout, segment, segment.body)
    return segment.end - end <= _SHORTEST_ANSWER and names_problem(layout.folded[segment.body : end])


def _heads(layout: Layout, node: Node) -> list[Node]:
    first = node.index if node.kind == "root" else node.index + 1
    lines = [
        head
        for index in range(first, node.last)
        if (head := _head(layout, index)) is not None and not _follows(layout, index)
    ]
    certain = [head for head in lines if head.weight >= CERTAIN and head.title_end - head.title <= _LONGEST_LINE]
    if certain:
        return certain
    above = [head for head in lines if not head.runs_in and _stands_above_answer(layout, head, node.last)]
    if len(above) >= _FEWEST or any(head.weight > 0 for head in above):
        return above
    return _run_in(layout, node, [head for head in lines if head.runs_in])


def _head(layout: Layout, index: int) -> Node | None:
    """The segment read as a heading; null where it has a mark, a label or a place in a table."""
    segment = layout.segments[index]
    if segment.mark or segment.label or segment.cell:
        return None
    end = heading_end(layout, segment, segment.body)
    title = layout.folded[segment.body : end]
    head = Node(index, "unmarked", 0, segment.start, segment.body, end, problem_weight(title))
    head.topic = is_topic(title)
    head.runs_in = segment.end - end > _SHORTEST_ANSWER
    return head


def _follows(layout: Layout, index: int) -> bool:
    """Whether the line is what a label on the line above introduces."""
    if index == 0:
        return False
    before = layout.segments[index - 1]
    return before.label is not None and before.body >= before.end


def _stands_above_answer(layout: Layout, head: Node, last: int) -> bool:
    if head.index + 1 >= last or head.title_end - head.title > _LONGEST_LINE:
        return False
    label = layout.segments[head.index + 1].label
    return label is not None and label.role in ("answer", "status", "org", "role")


def _run_in(layout: Layout, node: Node, heads: list[Node]) -> list[Node]:
    """Paragraphs whose first sentence is a heading: problems, and in a notice without marks also sections."""
    problems = {head.index for head in heads if head.weight > 0 and head.title_end - head.title <= _LONGEST_PROBLEM}
    if len(problems) < _FEWEST:
        return []
    found = []
    for head in heads:
        if head.index in problems:
            found.append(head)
        elif node.kind == "root" and _names_section(layout, head):
            head.kind = "plain"
            found.append(head)
    return found


def _names_section(layout: Layout, head: Node) -> bool:
    title = layout.folded[head.title : head.title_end]
    if len(title) > _LONGEST_SECTION or any(character.isdigit() for character in title):
        return False
    return any(part.search(title) for part in _SECTION_CUES)


def _hang(node: Node, heads: list[Node]) -> None:
    """Make the headings children of the node, problems below the unnumbered section that they follow."""
    section = node
    node.children, node.headings = [], []
    node.body = [index for index in node.body if index < heads[0].index]
    for head, after in pairwise([*heads, None]):
        if head is None:
            continue
        head.last = node.last if after is None else after.index
        head.body = list(range(head.index + 1, head.last))
        if head.kind == "plain":
            section = head
            head.parent = node
        else:
            head.parent = section
            if section is not node:
                section.last = head.last
        head.parent.children.append(head)
        head.parent.headings.append(head)
