"""Tables that print one problem in a row, or the labels of one in rows: which cells belong to which problem.

A row without a problem goes on with the one above it (a row that a page break cut in two, or one row for each
measure); a heading that is printed again says nothing; a cell that names a theme is a section.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flows.normalise.layout import Layout
from flows.normalise.layout_columns import (
    CellText,
    Row,
    cell_text,
    column_role,
    column_roles,
    holds_items,
    is_heading_row,
    table_rows,
)
from flows.normalise.outline_evidence import is_topic
from flows.normalise.statuses import read_group_status

_SECTION_MARKS = frozenset({"part", "comma", "paren"})
_LONGEST_SECTION, _LONGEST_LABEL = 60, 12
_LABELLED_SHARE = 0.6
_FEWEST_LABELS = 2
_NOT_ANSWERS = frozenset({"problem", "number", "section", ""})


@dataclass(slots=True)
class TableItem:
    """One problem: its problem cell, its number cell, and the answering cells of each of its rows."""

    problem: CellText
    number: CellText | None
    section: CellText | None
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class ItemTable:
    """A table of problems. `segments` are all that it covers; `sections` are its headings, in order."""

    segments: range
    sections: list[CellText] = field(default_factory=list)
    items: list[TableItem] = field(default_factory=list)


def read_tables(layout: Layout) -> list[ItemTable]:
    """The tables that hold problems and their answers or statuses."""
    places: dict[int, list[int]] = defaultdict(list)
    for index, segment in enumerate(layout.segments):
        if segment.cell is not None:
            places[segment.cell.table].append(index)
    tables: list[ItemTable] = []
    roles: Mapping[int, str] = {}
    for indices in places.values():
        rows = table_rows(layout, indices)
        segments = range(indices[0], indices[-1] + 1)
        if _is_transposed(layout, rows):
            tables.append(ItemTable(segments))
            continue
        pairs = _pairs(layout, rows)
        if holds_items([cell.role for cell in pairs]):
            tables.append(_read_pairs(segments, pairs))
            continue
        roles = {} if pairs else column_roles(layout, rows, roles)
        if holds_items(roles.values()):
            tables.append(_read_rows(layout, segments, _with_roles(rows, roles), tables))
    return tables


def _with_roles(rows: Iterable[Row], roles: Mapping[int, str]) -> list[Row]:
    return [[cell._replace(role=roles.get(cell.column, "")) for cell in row] for row in rows]


def _read_rows(layout: Layout, segments: range, rows: list[Row], above: Sequence[ItemTable]) -> ItemTable:
    """A table with a problem in each row; rows before its first problem go on with the last one of the table above."""
    table = ItemTable(segments)
    section: CellText | None = None
    theme = _theme_column(rows)
    for row in rows:
        if is_heading_row(layout, row):
            continue
        heading, cells = _split_section(layout, row, theme)
        if heading is not None:
            section = heading
            table.sections.append(heading)
        problem = next((cell for cell in cells if cell.role == "problem"), None)
        number = next((cell for cell in cells if cell.role == "number"), None)
        if problem is not None:
            table.items.append(TableItem(problem, number, section))
        items = table.items or (above[-1].items if above and above[-1].segments.stop == segments.start else [])
        if items:
            items[-1].rows.append([cell for cell in cells if cell.role not in _NOT_ANSWERS])
    return table


def _theme_column(rows: Iterable[Row]) -> int | None:
    """The first of two columns of problems where it is filled less often: one theme for several problems."""
    filled = Counter(cell.column for row in rows for cell in row if cell.role == "problem")
    first, *others = sorted(filled) or [0]
    return first if others and filled[first] < filled[others[0]] else None


def _split_section(layout: Layout, row: Row, theme: int | None) -> tuple[CellText | None, Row]:
    """The heading that a row holds, if any, and the other cells."""
    if len(row) == 1 and _reads_as_section(layout, row[0]):
        return row[0], []
    problems = [cell for cell in row if cell.role == "problem"]
    if len(problems) > 1 and _reads_as_section(layout, problems[0]):
        theme = problems[0].column
    heading = next((cell for cell in row if cell.role == "section" or cell.column == theme), None)
    return heading, row if heading is None else [cell for cell in row if cell is not heading]


def _reads_as_section(layout: Layout, cell: CellText) -> bool:
    segment = layout.segments[cell.first]
    end = layout.segments[cell.last - 1].end
    if end - segment.start > _LONGEST_SECTION or cell.last - cell.first > 1:
        return False
    title = layout.folded[segment.body : end]
    marked = segment.mark is not None and segment.mark.kind in _SECTION_MARKS
    return marked or is_topic(title) or read_group_status(layout.folded, segment.body, end) is not None


def _is_transposed(layout: Layout, rows: Sequence[Row]) -> bool:
    """Whether a table prints one problem in a column: its answers stand across each other, so none of them is read."""
    labels = [_label_role(layout, row[0]) for row in rows]
    if len(rows) < _FEWEST_LABELS or not holds_items(labels) or min(map(len, rows)) <= _FEWEST_LABELS:
        return False
    return not any(_label_role(layout, cell) for row in rows for cell in row[1:])


def _pairs(layout: Layout, rows: Sequence[Row]) -> list[CellText]:
    """The cells of a table that prints labels and their values side by side, with the role of their label.

    A label that stands for a number too (问题1) gives its own cell as the number. Empty for any other table.
    """
    first = [_label_role(layout, row[0]) for row in rows]
    labelled = [role for role in first if role]
    if len(labelled) < _LABELLED_SHARE * len(rows) or len(set(labelled)) < _FEWEST_LABELS:
        return []
    if len(rows[0]) > _FEWEST_LABELS and all(_label_role(layout, cell) for cell in rows[0]):
        return []  # the heading of columns
    return list(_labelled_cells(layout, rows))


def _labelled_cells(layout: Layout, rows: Iterable[Row]) -> Iterator[CellText]:
    role = ""
    for row in rows:
        for place, cell in enumerate(row):
            label = _label_role(layout, cell) if place + 1 < len(row) else ""
            if not label:
                yield cell._replace(role=role)
                continue
            role = label
            mark = layout.segments[cell.first].mark
            if mark is not None and mark.kind == "problem":
                yield cell._replace(role="number")


def _label_role(layout: Layout, cell: CellText) -> str:
    """What a cell introduces that holds nothing but a label; "" where it is none."""
    text = cell_text(layout, cell).rstrip(": ")
    if len(text) > _LONGEST_LABEL or cell.last - cell.first > 1:
        return ""
    segment = layout.segments[cell.first]
    if segment.mark is not None and segment.mark.kind == "problem" and segment.body >= segment.end:
        return "problem"
    role = column_role(text)
    return "" if role == "tick" else role


def _read_pairs(segments: range, cells: Iterable[CellText]) -> ItemTable:
    table = ItemTable(segments)
    section: CellText | None = None
    number: CellText | None = None
    for cell in cells:
        if cell.role == "number":
            number = cell
        elif cell.role == "section":
            section = cell
            table.sections.append(cell)
        elif cell.role == "problem" and (not table.items or table.items[-1].rows):
            table.items.append(TableItem(cell, number, section))
            number = None
        elif table.items and cell.role not in _NOT_ANSWERS:
            rows = table.items[-1].rows
            rows[:] = [[*(rows[0] if rows else []), cell]]
    return table
