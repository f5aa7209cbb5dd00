"""The evidence for what a heading is: its words, its labels, its answer, and its like elsewhere in the notice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property

from flows.normalise.layout import Layout
from flows.normalise.marks import SPOKEN
from flows.normalise.outline_evidence import CERTAIN, cue
from flows.normalise.outline_statuses import begins_with_status, ending_in_status
from flows.normalise.outline_tree import Node

MAJORITY = 0.5
_SHORT_RUN = 2
_GENERAL, _CLOSING_PART = cue("general"), cue("closing_part")
_ENOUGH, _NEARLY_ALL = 4, 0.75
_Path = tuple[str, ...]


class Claims:
    """Answers questions about the nodes of one tree; each is worked out once."""

    def __init__(self, layout: Layout, root: Node) -> None:
        self.layout = layout
        self.nodes = root.walk()
        ending = ending_in_status(layout)
        answering = ending.difference(index for index in ending if layout.segments[index].label) | _labelled(layout)
        labelled = {
            node
            for node in self.nodes
            if (node.body and not answering.isdisjoint(node.body))
            or (node.index in ending and not node.inline and node.parent is not None)
        }
        self.labelled = frozenset(labelled.union(node for node in self.nodes if _ends_spoken_answer(node, labelled)))
        self.own_labels = self._own_labels()
        self._states: dict[Node, bool] = {}

    def title(self, node: Node) -> str:
        """The folded words of the heading."""
        return self.layout.folded[node.title : node.title_end]

    def claims(self, node: Node) -> bool:
        """Whether the heading, by its words or by what follows it, is a problem's."""
        if node.kind in SPOKEN:
            return node in self.own_labels and (node.weight > 0 or self._are_all_labelled(node))
        return node.weight > 0 or node in self.own_labels

    def _are_all_labelled(self, node: Node) -> bool:
        """Whether each of a series has its own label; 一是… is then a problem, whatever its words."""
        run = [] if node.parent is None else node.parent.headings
        return len(run) > 1 and all(child in self.own_labels for child in run)

    def is_answered(self, node: Node) -> bool:
        """Whether anything stands below the heading or behind it in its line."""
        return node.runs_in or bool(node.body) or bool(node.children)

    def has_spoken(self, node: Node) -> bool:
        """Whether 一是… stands anywhere in the heading's paragraphs."""
        segments = self.layout.segments
        end = segments[max(node.last - 1, node.index)].end
        return any(mark.kind in SPOKEN for mark in self.layout.marks_between(node.start, end))

    def problem_share(self, node: Node, run: list[Node]) -> float:
        """The share of a run that claims a problem; a short run, or one below a theme, goes by its like elsewhere."""
        found = share(run, self.claims)
        if found >= MAJORITY and node.weight >= CERTAIN > max(child.weight for child in run):
            return min(found, self._vote(run[0]))  # 1.叫停不合理收费 below 关于…的问题 is a measure
        if found >= MAJORITY or not run:
            return found
        if (node.topic or node.weight > 0) and self._are_problems_elsewhere(run):
            return 1.0
        if run[0].is_styled and not self._is_general(node):
            return max(found, self._vote(run[0]))
        if not (len(run) <= _SHORT_RUN or node.topic):
            return found
        if node.is_group and run[0].kind not in SPOKEN:
            return 1.0
        return max(found, self._vote(run[0])) if found or node.topic else found

    def _vote(self, node: Node) -> float:
        """The share of all headings of its level, the whole notice over, that claim a problem."""
        claims = self._votes[node]
        return sum(claims) / len(claims)

    def _are_problems_elsewhere(self, run: list[Node]) -> bool:
        """Whether nearly all headings of the same level outside the run claim a problem."""
        claims = self._votes[run[0]]
        others = len(claims) - len(run)
        return others >= _ENOUGH and sum(claims) - sum(map(self.claims, run)) >= others * _NEARLY_ALL

    def _is_general(self, node: Node) -> bool:
        title = self.title(node)
        return _GENERAL.search(title) is not None or _CLOSING_PART.search(title) is not None

    def states_problems(self, node: Node) -> bool:
        """Whether the headings right below the node are problems, each answered by itself."""
        if not node.headings:
            return False
        if node not in self._states:
            self._states[node] = self._work_out(node)
        return self._states[node]

    def are_measures(self, node: Node, run: list[Node]) -> bool:
        """Whether the run stands behind an answer's label without labels of its own: measures, whatever they say."""
        if any(child in self.own_labels for child in run):
            return False
        before = (self.layout.segments[index].label for index in node.body if index < run[0].index)
        roles = {label.role for label in before if label is not None}
        if "answer" in roles:
            return True
        return "status" in roles and node.weight > 0 and all(child.weight < CERTAIN for child in run)

    def are_details(self, node: Node, run: list[Node]) -> bool:
        """Whether the run lists details of a problem that one answer behind the last of them answers together."""
        *others, last = run
        if not others or last not in self.labelled or not (node.weight > 0 or node.topic):
            return False
        return not any(child.body or child.children or self.has_spoken(child) for child in others)

    def _work_out(self, node: Node) -> bool:
        run = node.headings
        if any(map(self.states_problems, run)):
            return True
        if self.problem_share(node, run) < MAJORITY:
            return False
        return not self.are_measures(node, run) and not self.are_details(node, run)

    def _own_labels(self) -> frozenset[Node]:
        """The nodes whose labels are their own; a label behind the last of a list answers the heading above the list.

        Which of the two a lone label is, the other lists of the same level tell.
        """
        lists: dict[Node, list[Node]] = {}
        for node in self.nodes if self.labelled else ():
            labelled = [child for child in node.headings if child in self.labelled and not self._lists_more(child)]
            if labelled and not self._begins_behind_label(node):
                lists[node] = labelled
        sure = {_path(labelled[0]) for labelled in lists.values() if len(labelled) > 1}
        own = {child for child in self.nodes[1:] if not child.inline and begins_with_status(self.layout, child.index)}
        for node, labelled in lists.items():
            if _path(labelled[0]) in sure or not _ends_list(node, labelled):
                own.update(labelled)
        return frozenset(own)

    def _lists_more(self, node: Node) -> bool:
        """Whether the paragraph goes on with its own series: 一是…;二是…."""
        if node.kind not in SPOKEN:
            return False
        segment = self.layout.segments[node.index]
        return any(mark.kind == node.kind for mark in self.layout.marks_between(segment.start + 1, segment.end))

    def _begins_behind_label(self, node: Node) -> bool:
        """Whether the list below a heading begins behind an answer's label: 整改措施:1.… with 2. on the next line."""
        first, run = node.children[0], node.headings
        label = self.layout.segments[first.index].label
        if not first.inline or label is None or label.role != "answer":
            return False
        return run[0].kind == first.kind and run[0].ordinal > first.ordinal

    @cached_property
    def _votes(self) -> dict[Node, list[bool]]:
        """For each heading whether it and those of its level (一、 above (一) above 1.) claim a problem."""
        paths: dict[Node, _Path] = {self.nodes[0]: ()}
        counted: dict[_Path, list[bool]] = defaultdict(list)
        for node in self.nodes[1:]:
            path = paths[node] = (node.kind, *paths[node.parent or self.nodes[0]])
            if not node.inline:
                counted[path].append(self.claims(node))
        return {node: counted[path] for node, path in paths.items()}


def _labelled(layout: Layout) -> frozenset[int]:
    """The segments whose label tells that they answer a problem."""
    return frozenset(
        index
        for index, segment in enumerate(layout.segments)
        if segment.label is not None and segment.label.role in ("answer", "status")
    )


def _ends_spoken_answer(node: Node, labelled: set[Node]) -> bool:
    """Whether the label below the last of 一是…二是… is the heading's: the others have none."""
    run = node.headings
    if not run or run[-1].kind not in SPOKEN or run[-1] not in labelled:
        return False
    return len(run) == 1 or run[-2] not in labelled


def _path(node: Node) -> _Path:
    """The kinds of a node and of all that stand above it."""
    kinds = [node.kind]
    while node.parent is not None:
        node = node.parent
        kinds.append(node.kind)
    return tuple(kinds)


def _ends_list(node: Node, labelled: list[Node]) -> bool:
    """Whether the only labelled heading is the last of several, or alone below a problem without being one."""
    run = node.headings
    if labelled != run[-1:]:
        return False
    return len(run) > 1 or (node.weight > 0 and not node.topic and run[0].weight <= 0)


def share(run: list[Node], test: Callable[[Node], bool]) -> float:
    """The share of a run that passes a test, 0 of an empty one."""
    return sum(map(test, run)) / len(run) if run else 0.0
