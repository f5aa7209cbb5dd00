"""What the columns of a table hold: told by their headings, by the table before, or by what stands in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from statistics import mean
from typing import NamedTuple

from flows.normalise.fold import fold
from flows.normalise.layout import Layout
from flows.normalise.marks import label_roles
from flows.normalise.outline_evidence import problem_weight
from flows.normalise.records import Cell
from flows.normalise.rules_table import rule_rows
from flows.normalise.statuses import Status, read_due_status, read_status

_LONGEST_HEADING = 24
_MOST_HEADING_ROWS = 3
_MAJORITY = 0.6
_FEWEST_ROWS = 2
_SHORTEST_ANSWER = 12
"""Characters in the mean: shorter columns hold names and days."""
_NUMBER = re.compile(r"(?:问题)?\(?(?:\d{1,3}(?:[-.]\d{1,2})?|[一二三四五六七八九十]{1,3})\)?[.、]?")


class CellText(NamedTuple):
    """The segments [first, last) of one cell and what its column holds."""

    role: str
    column: int
    first: int
    last: int


Row = list[CellText]


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
    if header_status(name) is not None:
        return "tick"
    return next((role for pattern, role in _column_patterns() if pattern.search(name)), "")


def header_status(header: str) -> Status | None:
    """The status that a column is ticked for (已完成 | 正在整改, a √ below one of them), by its heading."""
    name = fold(header)
    return read_status(name, 0, len(name), firm=True)


def cell_of(layout: Layout, index: int) -> Cell:
    """The table cell of a segment; ValueError where it stands in none."""
    cell = layout.segments[index].cell
    if cell is None:
        raise ValueError(f"segment {index} stands in no table")
    return cell


def cell_text(layout: Layout, cell: CellText) -> str:
    """The folded text of a cell."""
    return layout.folded[layout.segments[cell.first].start : layout.segments[cell.last - 1].end]


def table_rows(layout: Layout, indices: Iterable[int]) -> list[Row]:
    """The rows of a table, each as its filled cells from left to right; their roles are not known yet."""
    rows: dict[int, Row] = {}
    for index in indices:
        cell = cell_of(layout, index)
        row = rows.setdefault(cell.row, [])
        if row and row[-1].column == cell.column and row[-1].last == index:
            row[-1] = row[-1]._replace(last=index + 1)
        else:
            row.append(CellText("", cell.column, index, index + 1))
    return list(rows.values())


def is_heading_row(layout: Layout, row: Row) -> bool:
    """Whether a row only names columns: most of its cells repeat their heading, or are headings by their words.

    A row that repeats headings which no table of rules knows names columns unless it holds what belongs there: in a
    table without headings the page takes the first row for one.
    """
    texts = [cell_text(layout, cell) for cell in row]
    if len(row) < 2 or max(map(len, texts)) > _LONGEST_HEADING:
        return False
    roles = {column_role(text) for text in texts if text}
    known = sum(column_role(text) != "" for text in texts)
    repeated = sum(text in fold(cell_of(layout, cell.first).header) for text, cell in zip(texts, row, strict=True))
    if known * 2 > len(row) and len(roles - {""}) > 1:
        return True
    return repeated * 2 > len(row) and (known > 0 or not any(map(_fits, row, texts)))


def holds_items(roles: Collection[str]) -> bool:
    """Whether columns or labels are those of a table of problems: a problem, and an answer or a status."""
    return "problem" in roles and not {"answer", "status", "tick"}.isdisjoint(roles)


def column_roles(layout: Layout, rows: Sequence[Row], before: Mapping[int, str]) -> dict[int, str]:
    """What each column holds.

    Args:
        layout: the text and its segments.
        rows: the rows of the table.
        before: the columns of the table right above, which a table without headings goes on with; empty for none.
    """
    roles = {cell.column: column_role(cell_of(layout, cell.first).header) for row in rows for cell in row}
    for row in rows[:_MOST_HEADING_ROWS]:
        if is_heading_row(layout, row):
            roles |= {cell.column: role for cell in row if (role := column_role(cell_text(layout, cell)))}
    if holds_items(roles.values()):
        return roles
    if before and not any(roles.values()) and set(roles) <= set(before):
        return dict(before)
    return _by_content(layout, [row for row in rows if not is_heading_row(layout, row)], roles)


def _by_content(layout: Layout, rows: Sequence[Row], roles: Mapping[int, str]) -> dict[int, str]:
    """The roles with those that the headings leave open told by what stands in the columns."""
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for row in rows:
        for cell in row:
            texts[cell.column].append(cell_text(layout, cell))
    told = dict(roles)
    if len(rows) < _FEWEST_ROWS and "problem" not in told.values():
        return told
    for column, cells in texts.items():
        if not told[column]:
            told[column] = "number" if _mostly(cells, _is_number) else "status" if _mostly(cells, _is_status) else ""
    _tell_longest(told, texts, "problem", ("", "answer", "note"), _states_problem)
    _tell_longest(told, texts, "answer", ("",), _is_long)
    return told


def _tell_longest(
    told: dict[int, str],
    texts: Mapping[int, list[str]],
    role: str,
    open_roles: tuple[str, ...],
    fits: Callable[[str], bool],
) -> None:
    """Give a role that no column has to the one that fits; of several the one with the most to say."""
    if role in told.values():
        return
    open_columns = [column for column in texts if told[column] in open_roles and _mostly(texts[column], fits)]
    if role == "problem":  # what answers a problem may speak of faults too, but stands behind it
        open_columns = open_columns[:1]
    if open_columns:
        told[max(open_columns, key=lambda column: mean(map(len, texts[column])))] = role


def _mostly(cells: Sequence[str], fits: Callable[[str], bool]) -> bool:
    return sum(map(fits, cells)) >= _MAJORITY * len(cells)


def _fits(cell: CellText, text: str) -> bool:
    """Whether the text of a cell is of the kind that its column holds."""
    fits = {"number": _is_number, "status": _is_status, "problem": _states_problem}.get(cell.role)
    return fits is not None and fits(text)


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _is_status(text: str) -> bool:
    return read_due_status(text, 0, len(text)) is not None


def _states_problem(text: str) -> bool:
    return problem_weight(text.rstrip("。;")) > 0


def _is_long(text: str) -> bool:
    return len(text) >= _SHORTEST_ANSWER
