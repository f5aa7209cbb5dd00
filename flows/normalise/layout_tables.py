"""Tables that print one problem in a row: what each column holds, and which rows belong together.

A row without a problem goes on with the one above it (a row that a page break cut in two, or one row for each
measure); a heading that is printed again says nothing; a cell that names a theme is a section.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from flows.normalise.fold import fold
from flows.normalise.layout import Layout
from flows.normalise.marks import label_roles
from flows.normalise.outline_evidence import is_topic
from flows.normalise.records import Cell
from flows.normalise.rules_table import rule_rows
from flows.normalise.statuses import read_group_status

_SECTION_MARKS = frozenset({"part", "comma", "paren"})
_LONGEST_SECTION = 60


class CellText(NamedTuple):
    """The segments [first, last) of one cell and what its column holds."""

    role: str
    column: int
    first: int
    last: int


@dataclass(slots=True)
class TableItem:
    """One problem: its problem cell, its number cell, and the answering cells of each of its rows."""

    problem: CellText
    number: CellText | None
    section: CellText | None
    rows: list[list[CellText]] = field(default_factory=list)


@dataclass(slots=True)
class ItemTable:
    """A table of problems. `segments` are all that it covers; `sections` are its headings, in order."""

    segments: range
    sections: list[CellText] = field(default_factory=list)
    items: list[TableItem] = field(default_factory=list)


@cache
def _column_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["pattern"]), row["role"]) for row in rule_rows("labels_columns"))


@cache
def column_role(header: str) -> str:
    """What a column holds, by its heading; "" where the heading says nothing known."""
    name = re.sub(r"\s", "", fold(header))
    role = label_roles().get(name, "ahead")
    if role != "ahead":
        return "problem" if role == "detail" else role
    return next((role for pattern, role in _column_patterns() if pattern.search(name)), "")


def read_tables(layout: Layout) -> list[ItemTable]:
    """The tables that hold a column of problems and one of answers or statuses."""
    places: dict[int, list[int]] = defaultdict(list)
    for index, segment in enumerate(layout.segments):
        if segment.cell is not None:
            places[segment.cell.table].append(index)
    return [_read_table(layout, indices) for indices in places.values() if _holds_items(layout, indices)]


def _holds_items(layout: Layout, indices: list[int]) -> bool:
    roles = {column_role(_cell(layout, index).header) for index in indices}
    return "problem" in roles and bool(roles & {"answer", "status"})


def _cell(layout: Layout, index: int) -> Cell:
    cell = layout.segments[index].cell
    if cell is None:
        raise ValueError(f"segment {index} stands in no table")
    return cell


def _read_table(layout: Layout, indices: list[int]) -> ItemTable:
    table = ItemTable(range(indices[0], indices[-1] + 1))
    section: CellText | None = None
    for row in _rows(layout, indices):
        if _is_heading_row(layout, row):
            continue
        heading, cells = _split_section(layout, row)
        if heading is not None:
            section = heading
            table.sections.append(heading)
        problem = next((cell for cell in cells if cell.role == "problem"), None)
        number = next((cell for cell in cells if cell.role == "number"), None)
        if problem is not None:
            table.items.append(TableItem(problem, number, section))
        if table.items:
            table.items[-1].rows.append([cell for cell in cells if cell.role not in ("problem", "number", "")])
    return table


def _rows(layout: Layout, indices: list[int]) -> list[list[CellText]]:
    """The rows of a table, each as its filled cells from left to right."""
    rows: dict[int, list[CellText]] = {}
    for index in indices:
        cell = _cell(layout, index)
        row = rows.setdefault(cell.row, [])
        if row and row[-1].column == cell.column and row[-1].last == index:
            row[-1] = row[-1]._replace(last=index + 1)
        else:
            row.append(CellText(column_role(cell.header), cell.column, index, index + 1))
    return list(rows.values())


def _text(layout: Layout, cell: CellText) -> str:
    return layout.folded[layout.segments[cell.first].start : layout.segments[cell.last - 1].end]


def _is_heading_row(layout: Layout, row: list[CellText]) -> bool:
    """Whether most cells only repeat the heading of their column."""
    repeated = sum(_text(layout, cell) in fold(_cell(layout, cell.first).header) for cell in row)
    return len(row) > 1 and repeated * 2 > len(row)


def _split_section(layout: Layout, row: list[CellText]) -> tuple[CellText | None, list[CellText]]:
    """The heading that a row holds, if any, and the other cells."""
    if len(row) == 1 and _reads_as_section(layout, row[0]):
        return row[0], []
    for cell in row:
        if cell.role == "section":
            return cell, [other for other in row if other is not cell]
    problems = [cell for cell in row if cell.role == "problem"]
    if len(problems) > 1 and _reads_as_section(layout, problems[0]):
        return problems[0], [cell for cell in row if cell is not problems[0]]
    return None, row


def _reads_as_section(layout: Layout, cell: CellText) -> bool:
    segment = layout.segments[cell.first]
    end = layout.segments[cell.last - 1].end
    if end - segment.start > _LONGEST_SECTION or cell.last - cell.first > 1:
        return False
    title = layout.folded[segment.body : end]
    marked = segment.mark is not None and segment.mark.kind in _SECTION_MARKS
    return marked or is_topic(title) or read_group_status(layout.folded, segment.body, end) is not None
