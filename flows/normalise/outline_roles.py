"""Which headings are sections and which are items.

An item is the lowest heading that states a problem and is answered by itself; headings above it are sections.
Each decision rests on a whole run of sibling headings, so that one odd heading does not change its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flows.normalise.layout import Layout
from flows.normalise.marks import SPOKEN
from flows.normalise.outline_claims import MAJORITY, Claims, share
from flows.normalise.outline_evidence import CERTAIN, LIKELY, cue, is_resolve
from flows.normalise.outline_tree import Node

_GENERAL, _PROBLEM_PART, _CLOSING_PART = cue("general"), cue("problem_part"), cue("closing_part")
_LONGEST_SECTION_TITLE, _SHORT_SECTION_TITLE = 40, 20
PARAGRAPH_KINDS = SPOKEN | {"circled", "bracket", "letter"}
_PART_KINDS = frozenset({"part", "comma", "plain", "roman", "capital", "nth"})


@dataclass(slots=True)
class Roles:
    """The nodes that are sections and items, and the numbered paragraphs that are measures of no item, in order."""

    sections: list[Node] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    measures: list[Node] = field(default_factory=list)


def assign_roles(layout: Layout, root: Node) -> Roles:
    """Decide what each heading of the tree is."""
    assigner = _Assigner(layout, root)
    top = root.headings
    of_problems = share(top, assigner.claims.claims)
    for node in top:
        if assigner.is_direct_item(node, of_problems):
            assigner.roles.items.append(node)
        elif assigner.closes(node):
            assigner.sort_general_part(node)
        elif assigner.holds_items(node):
            assigner.roles.sections.append(node)
            assigner.sort_problem_part(node)
        elif node.kind in _PART_KINDS or node.is_styled:
            assigner.sort_general_part(node)
        else:
            assigner.sort_general_heading(node)
    return assigner.roles


class _Assigner:
    def __init__(self, layout: Layout, root: Node) -> None:
        self.layout = layout
        self.claims = Claims(layout, root)
        self.roles = Roles()

    def is_direct_item(self, node: Node, of_problems: float) -> bool:
        """Whether a heading of the top level is itself an item (notices without parts)."""
        if self.claims.states_problems(node) or not self.claims.is_answered(node):
            return False
        if node.kind == "plain" or (node.kind == "part" and node.headings):
            return False
        if node.weight >= CERTAIN or node in self.claims.own_labels:
            return True
        if node.weight <= 0 or of_problems < MAJORITY:
            return False
        title = self.claims.title(node)
        names_part = _GENERAL.search(title) or _CLOSING_PART.search(title)
        return names_part is None or node.weight > LIKELY

    def closes(self, node: Node) -> bool:
        """Whether a part behind the items speaks of what comes next; 未完 and 不足 in its headings are no problems.

        三、持续巩固整改成果 (一)盯住未完事项不放。
        """
        title = self.claims.title(node)
        if not self.roles.items or node.is_group or "问题" in title or not _CLOSING_PART.search(title):
            return False
        return (node.kind in _PART_KINDS or node.is_styled) and not any(map(self._is_certain, node.walk()))

    def holds_items(self, node: Node) -> bool:
        """Whether a heading stands above items."""
        if self.claims.states_problems(node):
            return True
        run = node.headings
        if not run or self.claims.are_measures(node, run) or self.claims.are_details(node, run):
            return False
        if node.weight > 0 and not node.topic and self.claims.problem_share(node, run) < MAJORITY:
            return False
        if any(self._is_certain(child) for child in run):
            return True
        title = self.claims.title(node)
        if not _PROBLEM_PART.search(title) or _CLOSING_PART.search(title):
            return False
        return self._are_positive(run)

    def _is_certain(self, node: Node) -> bool:
        if node in self.claims.own_labels:
            return True
        return node.weight >= CERTAIN and self.claims.claims(node) and not is_resolve(self.claims.title(node))

    def _are_positive(self, run: list[Node]) -> bool:
        """Whether headings that state no fault are answered by measures all the same: 1.加强…。一是…二是…."""
        return share(run, self.claims.has_spoken) >= MAJORITY

    def sort_problem_part(self, node: Node) -> None:
        """Sort the headings below a section that holds problems."""
        run = node.headings
        are_problems = self.claims.problem_share(node, run) >= MAJORITY or self._are_positive(run)
        for child in run:
            if self.holds_items(child):
                self.roles.sections.append(child)
                self.sort_problem_part(child)
            elif not self.claims.is_answered(child) and not node.is_group:
                self.roles.sections.append(child)
            elif child is run[-1] and self._looks_ahead(child):
                self.sort_general_heading(child)
            elif self.claims.claims(child) or (child.kind not in SPOKEN and (child.topic or are_problems)):
                self.roles.items.append(child)
            else:
                self.sort_general_heading(child)

    def _looks_ahead(self, node: Node) -> bool:
        """Whether the last heading of a part speaks of what comes next and of no problem."""
        return not self.claims.claims(node) and _CLOSING_PART.search(self.claims.title(node)) is not None

    def sort_general_part(self, node: Node) -> None:
        """A part without items: its headings are sections, its numbered sentences measures."""
        self.roles.sections.append(node)
        for child in node.headings:
            self.sort_general_heading(child)

    def sort_general_heading(self, node: Node) -> None:
        """A heading of a general part is a section where it is short and has a text of its own, else a measure."""
        if node.kind in PARAGRAPH_KINDS:
            return
        length = node.title_end - node.title
        last = self.layout.folded[self.layout.segments[node.index].end - 1]
        stands_alone = not node.runs_in and last not in "。;"
        is_short = length <= _SHORT_SECTION_TITLE and node.kind in ("comma", "paren", "pair")
        if is_short or node.is_styled or (length <= _LONGEST_SECTION_TITLE and (node.runs_in or stands_alone)):
            self.sort_general_part(node)
        else:
            self.roles.measures.append(node)
