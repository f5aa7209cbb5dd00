"""Which headings are sections and which are items.

An item is the lowest heading that states a problem and is answered by itself; headings above it are sections.
Each decision rests on a whole run of sibling headings, so that one odd heading does not change its meaning.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from flows.normalise.layout import Layout, Segment
from flows.normalise.marks import SPOKEN
from flows.normalise.outline_evidence import CERTAIN, cue
from flows.normalise.outline_tree import Node
from flows.normalise.statuses import read_group_status

_LONGEST_SECTION_TITLE = 40
_SHORT_SECTION_TITLE = 20
_MAJORITY = 0.5
_SHORT_RUN = 2
_MOSTLY_ANSWERED = 0.7


@dataclass(slots=True)
class Roles:
    """The nodes that are sections and items, in text order, and the numbered paragraphs that are measures of no item."""

    sections: list[Node] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    measures: list[Node] = field(default_factory=list)


def assign_roles(layout: Layout, root: Node) -> Roles:
    """Decide what each heading of the tree is."""
    return _Assigner(layout, root).assign()


class _Assigner:
    def __init__(self, layout: Layout, root: Node) -> None:
        self.layout = layout
        self.root = root
        self.roles = Roles()
        self.own_labels = self._own_labels()
        self.votes = self._votes()

    def assign(self) -> Roles:
        top = self.root.headings()
        share = _share(top, self._claims)
        for node in top:
            if self._is_direct_item(node, share):
                self.roles.items.append(node)
            elif self._answers_problems(node):
                self.roles.sections.append(node)
                self._problem_part(node)
            else:
                self._general_part(node)
        return self.roles

    # ---- evidence -------------------------------------------------------------------------------------------------
    def _segment(self, node: Node) -> Segment:
        return self.layout.segments[node.index]

    def _labels(self, node: Node) -> list[str]:
        labels = (self.layout.segments[index].label for index in node.body)
        return [label.role for label in labels if label is not None]

    def _is_labelled(self, node: Node) -> bool:
        return any(role in ("answer", "status") for role in self._labels(node))

    def _own_labels(self) -> frozenset[Node]:
        """The nodes whose labels are their own; a label behind the last of a list answers the heading above the list."""
        own: set[Node] = set()
        for node in self.root.walk():
            run = node.headings()
            labelled = [child for child in run if self._is_labelled(child)]
            if (
                labelled
                and labelled == run[-1:]
                and (len(run) > 1 or (node.weight > 0 and not node.topic and run[0].weight <= 0))
            ):
                continue
            own.update(child for child in labelled if child.kind not in SPOKEN or not self._lists_more(child))
        return frozenset(own)

    def _is_answered(self, node: Node) -> bool:
        return node.runs_in or bool(node.body) or bool(node.children)

    def _claims(self, node: Node) -> bool:
        """Whether the heading, by its words or by what follows it, is a problem's."""
        if node.kind in SPOKEN:
            return node.weight > 0 and node in self.own_labels and not self._lists_more(node)
        return node.weight > 0 or node in self.own_labels

    def _lists_more(self, node: Node) -> bool:
        """Whether the paragraph goes on with its series: 一是…;二是…."""
        segment = self._segment(node)
        return any(mark.kind == node.kind for mark in self.layout.marks_between(segment.start + 1, segment.end))

    def _votes(self) -> dict[tuple[str, ...], float]:
        """For each stack of kinds (一、 above (一) above 1.) the share of its headings that claim a problem."""
        counted: dict[tuple[str, ...], list[bool]] = defaultdict(list)
        for node in self.root.walk():
            if node.parent is not None and not node.inline:
                counted[_path(node)].append(self._claims(node))
        return {path: sum(claims) / len(claims) for path, claims in counted.items()}

    def _problem_share(self, node: Node, run: list[Node]) -> float:
        """How many headings of a run claim a problem; a short run below a theme goes by its like elsewhere."""
        share = _share(run, self._claims)
        if share < _MAJORITY and run and (len(run) <= _SHORT_RUN or node.topic):
            if self._is_group(node) and run[0].kind not in SPOKEN:
                return 1.0
            if share or node.topic:
                return max(share, self.votes[_path(run[0])])
        return share

    def _is_group(self, node: Node) -> bool:
        """Whether the heading gives its problems a status: (一)已整改完成的问题."""
        return read_group_status(self.layout.folded, node.title, node.title_end) is not None

    def _states_problems(self, node: Node) -> bool:
        """Whether the headings right below the node are problems, each answered by itself."""
        run = node.headings()
        if not run:
            return False
        if any(self._states_problems(child) for child in run):
            return True
        if self._problem_share(node, run) < _MAJORITY or self._are_measures(node, run):
            return False
        return not self._are_details(node, run)

    def _are_measures(self, node: Node, run: list[Node]) -> bool:
        """Whether the run stands behind an answer's label and has no labels of its own: measures, whatever they say."""
        before = (self.layout.segments[index].label for index in node.body if index < run[0].index)
        return any(label is not None and label.role == "answer" for label in before) and not any(
            child in self.own_labels for child in run
        )

    def _are_details(self, node: Node, run: list[Node]) -> bool:
        """Whether the run lists details of a problem that one answer behind the last of them answers together."""
        *others, last = run
        if not others or not self._is_labelled(last) or not (node.weight > 0 or node.topic):
            return False
        return not any(child.body or child.children or self._has_spoken(child) for child in others)

    def _is_direct_item(self, node: Node, share: float) -> bool:
        """Whether a heading of the top level is itself an item (notices without parts)."""
        if self._states_problems(node) or not self._is_answered(node):
            return False
        if node.kind == "plain" or (node.kind == "part" and node.headings()):
            return False
        title = self._title(node)
        if node.weight >= CERTAIN or node in self.own_labels:
            return True
        if cue("general").search(title) or cue("closing_part").search(title):
            return False
        return node.weight > 0 and share >= _MAJORITY

    def _answers_problems(self, node: Node) -> bool:
        """Whether a part holds items."""
        if self._states_problems(node):
            return True
        title, run = self._title(node), node.headings()
        if not run or self._are_measures(node, run) or self._are_details(node, run):
            return False
        if node.weight > 0 and not node.topic and self._problem_share(node, run) < _MAJORITY:
            return False
        if any(self._claims(child) and child.weight >= CERTAIN or child in self.own_labels for child in run):
            return True
        return (
            bool(cue("problem_part").search(title))
            and not cue("closing_part").search(title)
            and self._are_positive(run)
        )

    def _are_positive(self, run: list[Node]) -> bool:
        """Whether headings that state no fault are answered by measures all the same: 1.加强…。一是…二是…."""
        return _share(run, self._has_spoken) >= _MAJORITY

    def _has_spoken(self, node: Node) -> bool:
        end = self.layout.segments[node.last - 1].end if node.last > node.index else self._segment(node).end
        return any(mark.kind in SPOKEN for mark in self.layout.marks_between(node.start, end))

    def _title(self, node: Node) -> str:
        return self.layout.folded[node.title : node.title_end]

    # ---- decisions ------------------------------------------------------------------------------------------------
    def _problem_part(self, node: Node) -> None:
        """Sort the headings below a section that holds problems."""
        run = node.headings()
        share = self._problem_share(node, run)
        positive = share < _MAJORITY and self._are_positive(run)
        for child in run:
            if self._answers_problems(child):
                self.roles.sections.append(child)
                self._problem_part(child)
            elif not self._is_answered(child) and not self._is_group(node):
                self.roles.sections.append(child)
            elif child.kind not in SPOKEN and (self._claims(child) or child.topic or positive or share >= _MAJORITY):
                self.roles.items.append(child)
            elif self._claims(child):
                self.roles.items.append(child)
            else:
                self._general_child(child)

    def _general_part(self, node: Node) -> None:
        """A part without items: its headings are sections, its numbered sentences measures."""
        self.roles.sections.append(node)
        for child in node.headings():
            self._general_child(child)

    def _general_child(self, node: Node) -> None:
        if node.kind in SPOKEN:
            return
        stands_alone = not node.runs_in and self.layout.folded[self._segment(node).end - 1] not in "。;"
        length = node.title_end - node.title
        is_short = length <= _SHORT_SECTION_TITLE and node.kind in ("comma", "paren")
        if is_short or (length <= _LONGEST_SECTION_TITLE and (node.runs_in or stands_alone)):
            self._general_part(node)
        else:
            self.roles.measures.append(node)


def _path(node: Node) -> tuple[str, ...]:
    kinds = []
    above: Node | None = node
    while above is not None:
        kinds.append(above.kind)
        above = above.parent
    return tuple(kinds)


def _share(run: list[Node], test: object) -> float:
    return sum(map(test, run)) / len(run) if run else 0.0  # type: ignore[call-overload]
