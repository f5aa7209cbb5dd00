"""The notice's skeleton: sections, items (a problem with its answer) and measures, each with its place.

The same mark means different things in different notices: 一、 is a part or an item, (一) a section, an item or the
title of a measure, 1. an item or a measure, 一是 a measure or a problem. So nothing is decided by the mark alone:

1. `layout` cuts the text into segments and finds every mark and label;
2. `outline_tree` finds levels by nesting and by how numbers go on;
3. `outline_roles` decides from words, labels and siblings which level holds the items;
4. `outline_prose` reads headings without marks where a part has none with marks, `layout_tables` reads tables;
5. `items` and `measures` read what stands below a problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flows.normalise.fold import fold
from flows.normalise.items import read_answer, read_blocks
from flows.normalise.layout import Layout, Segment, read_layout
from flows.normalise.layout_tables import ItemTable, read_tables
from flows.normalise.marks import SPOKEN
from flows.normalise.measures import MeasurePlace, enumeration, read_measures
from flows.normalise.outline_closing import answer_end
from flows.normalise.outline_drafts import Drafts, ItemDraft, MeasureDraft, SectionDraft, finish
from flows.normalise.outline_evidence import LIKELY, cue, problem_weight
from flows.normalise.outline_prose import add_unmarked
from flows.normalise.outline_roles import PARAGRAPH_KINDS, Roles, assign_roles
from flows.normalise.outline_tables import add_tables
from flows.normalise.outline_tree import Node, build_tree
from flows.normalise.outline_wrappers import problem_place
from flows.normalise.records import PLAIN, Line, Outline, Page
from flows.normalise.statuses import read_common_status, read_group_status

_SHORTEST_LIST = 2
_CLOSING_LINE = cue("closing_line")


def read_outline(page: Page, published_on: date | None) -> Outline:
    """Sections, items and measures of one notice, each list in text order; references are positions.

    Args:
        page: the page; spans are offsets into its text.
        published_on: resolves deadlines that leave out their year.
    """
    layout = read_layout(page, fold(page.text))
    looks = {line.span.start: line for line in page.lines if line.look is not PLAIN}
    drafts = _Reader(layout, read_tables(layout), looks).read()
    says_own = any(item.answer.status or item.answer.unknown_status for item in drafts.items)
    common = None if says_own else read_common_status(_general_text(layout.folded, drafts.items))
    return finish(drafts, page.text, published_on, common)


def _general_text(folded: str, items: list[ItemDraft]) -> str:
    """The text with what belongs to items blanked out, so that offsets stay."""
    parts, place = [], 0
    for item in sorted(items, key=lambda item: item.start):
        parts += [folded[place : item.start], "\n" * (item.end - item.start)]
        place = item.end
    return "".join([*parts, folded[place:]])


class _Reader:
    def __init__(self, layout: Layout, tables: list[ItemTable], looks: Mapping[int, Line]) -> None:
        self.layout = layout
        self.looks = looks
        self.tables = tables
        self.in_tables = frozenset(index for table in tables for index in table.segments)
        self.drafts = Drafts()
        self.sections: dict[Node, SectionDraft] = {}

    def read(self) -> Drafts:
        segments = range(len(self.layout.segments))
        root = build_tree(self.layout, segments, self.in_tables, self.looks)
        add_unmarked(self.layout, root)
        roles = assign_roles(self.layout, root)
        for node in roles.sections:
            self._add_section(node)
        ends = self._answer_ends(roles, segments)
        for node, last in zip(roles.items, ends, strict=True):
            self._add_item(node, last)
        for node in roles.measures:
            self._add_numbered(node)
        self._add_general_measures(roles, ends, segments)
        add_tables(
            self.layout, self.tables, self.drafts, [self._section_of_table(roles, table) for table in self.tables]
        )
        return self.drafts

    def _section_of_table(self, roles: Roles, table: ItemTable) -> SectionDraft | None:
        """The heading right above a table, unless the heading has a text of its own."""
        above = [node for node in roles.sections if node.index < table.segments.start]
        last = max(above, key=lambda node: node.index, default=None)
        return None if last is None or last.runs_in else self.sections[last]

    def _answer_ends(self, roles: Roles, segments: range) -> list[int]:
        """For each item the first segment behind its answer, which ends before a table of items at the latest."""
        ends = [answer_end(self.layout, roles.items, place, segments.stop) for place in range(len(roles.items))]
        tables = [table.segments.start for table in self.tables]
        return [
            min([last, *(start for start in tables if start > node.index)])
            for node, last in zip(roles.items, ends, strict=True)
        ]

    def _section_above(self, node: Node) -> SectionDraft | None:
        above = node.parent
        while above is not None and above not in self.sections:
            above = above.parent
        return None if above is None else self.sections[above]

    def _add_section(self, node: Node) -> None:
        draft = SectionDraft(node.start, self._section_title(node), node.title_end, self._section_above(node))
        draft.group_status = read_group_status(self.layout.folded, node.title, node.title_end)
        self.sections[node] = draft
        self.drafts.sections.append(draft)

    def _section_title(self, node: Node) -> int:
        """Where a section's title begins: it keeps the words of a label, (一)反馈问题:…, which no item does."""
        segment = self.layout.segments[node.index]
        if segment.label is None:
            return node.title
        return segment.mark.end if segment.mark else segment.start

    def _add_item(self, node: Node, last: int) -> None:
        segment = self.layout.segments[node.index]
        blocks = read_blocks(self.layout, node.index + 1, last, (node.title_end, segment.end))
        answer = read_answer(self.layout, (node.title, node.title_end), blocks)
        mark = segment.mark
        draft = ItemDraft(
            start=node.start,
            end=self.layout.segments[max(last - 1, node.index)].end,
            section=self._section_above(node),
            number=(mark.start, mark.end) if mark else (node.start, node.start),
            heading_end=node.title_end,
            problem=problem_place(self.layout.folded, answer.title_start, answer.title_end),
            answer=answer,
        )
        self.drafts.items.append(draft)
        places = read_measures(self.layout, answer.pieces)
        self.drafts.measures += [MeasureDraft(place, draft, draft.section) for place in places]

    def _add_numbered(self, node: Node) -> None:
        segment = self.layout.segments[node.index]
        place = MeasurePlace(segment.start, segment.body, segment.end, segment.body)
        self.drafts.measures.append(MeasureDraft(place, None, self._section_above(node)))

    def _add_general_measures(self, roles: Roles, ends: list[int], segments: range) -> None:
        """一是…二是… outside the items: measures of the section that they stand in."""
        taken = {index for node, last in zip(roles.items, ends, strict=True) for index in range(node.index, last)}
        taken.update(node.index for node in roles.measures)
        owners = {node.index: node for node in roles.sections}
        section: SectionDraft | None = None
        for index in segments:
            if index in owners:
                section = self.sections[owners[index]]
            if index not in taken and index not in self.in_tables:
                heading = owners[index].title_end if index in owners else None
                self._add_spoken(self.layout.segments[index], heading, section)

    def _add_spoken(self, segment: Segment, heading_end: int | None, section: SectionDraft | None) -> None:
        """The measures that one paragraph of a general part lists."""
        mark = segment.mark
        start = segment.start if mark is None or mark.kind in PARAGRAPH_KINDS else segment.body
        start = start if heading_end is None else heading_end
        marks = enumeration(self.layout, (start, segment.end))
        if not marks or (marks[0].kind not in SPOKEN and len(marks) < _SHORTEST_LIST and mark is not marks[0]):
            return
        if _CLOSING_LINE.match(self.layout.folded, segment.start, segment.end):
            return  # 请通过下列途径反映:1.来电 2.来信
        places = read_measures(self.layout, [(start, segment.end)])
        if not self._list_faults(places):
            self.drafts.measures += [MeasureDraft(place, None, section) for place in places]

    def _list_faults(self, places: list[MeasurePlace]) -> bool:
        """Whether a paragraph lists what was found (一是学习不深入;二是制度不健全) rather than what was done."""
        texts = (self.layout.folded[place.text_start : place.end].rstrip("。; ") for place in places)
        return len(places) > 1 and sum(problem_weight(text) > LIKELY for text in texts) * 2 > len(places)
