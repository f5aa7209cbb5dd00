"""Sections, items and measures of tables that print one problem in a row."""

from __future__ import annotations

from flows.normalise.items import Block, read_answer
from flows.normalise.layout import Layout
from flows.normalise.layout_columns import CellText, cell_of, cell_text, header_status
from flows.normalise.layout_tables import ItemTable, TableItem
from flows.normalise.measures import Piece, read_row_measures
from flows.normalise.outline_drafts import Drafts, ItemDraft, MeasureDraft, SectionDraft
from flows.normalise.outline_wrappers import problem_place
from flows.normalise.statuses import Status, read_group_status
from flows.normalise.statuses_words import read_sign

_PUNCTUATION = "。;,:、 "


def add_tables(layout: Layout, tables: list[ItemTable], drafts: Drafts, parents: list[SectionDraft | None]) -> None:
    """Add what the tables hold; `parents` names for each table the section that it stands in."""
    for table, parent in zip(tables, parents, strict=True):
        sections = {cell: _section(layout, cell, parent) for cell in table.sections}
        drafts.sections.extend(sections.values())
        for item in table.items:
            _add_item(layout, item, sections[item.section] if item.section else parent, drafts)


def _place(layout: Layout, cell: CellText) -> Piece:
    return layout.segments[cell.first].start, layout.segments[cell.last - 1].end


def _section(layout: Layout, cell: CellText, parent: SectionDraft | None) -> SectionDraft:
    start, end = _place(layout, cell)
    while end > start and layout.folded[end - 1] in _PUNCTUATION:
        end -= 1
    title = min(layout.segments[cell.first].body, end)
    return SectionDraft(start, title, end, parent, read_group_status(layout.folded, title, end))


def _add_item(layout: Layout, item: TableItem, section: SectionDraft | None, drafts: Drafts) -> None:
    first = layout.segments[item.problem.first]
    title = first.body, layout.segments[item.problem.last - 1].end
    cells = [cell for row in item.rows for cell in row]
    answer = read_answer(layout, title, [Block(cell.role, *_place(layout, cell)) for cell in cells])
    answer.status = answer.status or _ticked_status(layout, cells)
    draft = ItemDraft(
        start=_start(layout, item),
        end=max(_place(layout, cell)[1] for cell in [item.problem, *cells]),
        section=section,
        number=_number(layout, item),
        heading_end=title[1],
        problem=problem_place(layout.folded, answer.title_start, answer.title_end),
        answer=answer,
    )
    drafts.items.append(draft)
    for place in read_row_measures(layout, _by_row(layout, item, answer.pieces)):
        drafts.measures.append(MeasureDraft(place, draft, section))


def _ticked_status(layout: Layout, cells: list[CellText]) -> Status | None:
    """The status whose column holds a sign: √ below 已完成."""
    for cell in cells:
        wording = read_sign(cell_text(layout, cell)) if cell.role == "tick" else None
        status = header_status(cell_of(layout, cell.first).header)
        if status is not None and wording is not None and wording.code == "completed":
            start, end = _place(layout, cell)
            return status._replace(start=start, end=end)
    return None


def _start(layout: Layout, item: TableItem) -> int:
    """At the number, unless the cell of a section stands between the number and the problem."""
    number = item.number
    if number is not None and number.last == item.problem.first:
        return layout.segments[number.first].start
    return layout.segments[item.problem.first].start


def _number(layout: Layout, item: TableItem) -> Piece:
    if item.number is not None:
        return _place(layout, item.number)
    segment = layout.segments[item.problem.first]
    return (segment.mark.start, segment.mark.end) if segment.mark else (segment.start, segment.start)


def _by_row(layout: Layout, item: TableItem, pieces: list[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for row in item.rows:
        places = [_place(layout, cell) for cell in row]
        rows.append([piece for piece in pieces if any(start <= piece[0] < end for start, end in places)])
    return rows
