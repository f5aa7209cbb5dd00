"""Tables to grids: which column a cell really stands in, and whether the table holds data or only layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flows.normalise.records import Cell

_WIDEST, _TALLEST = 60, 2_000
"""A table wider than this is no table for readers; spans beyond it are ignored, which bounds the work per row."""
_HEADING_LENGTH = 24
_ARTICLE_SHARE, _ARTICLE_LENGTH, _ARTICLE_LINES = 0.6, 400, 8


@dataclass(slots=True)
class _GridCell:
    table: int
    row: int
    column: int
    width: int
    height: int
    parent: int | None
    texts: list[str] = field(default_factory=list)
    length: int = 0
    lines: int = 0


@dataclass(slots=True)
class _Table:
    parent: int | None
    row: int = -1
    column: int = 0
    taken: dict[int, int] = field(default_factory=dict)
    cells: list[int] = field(default_factory=list)


@dataclass(slots=True)
class TableGrid:
    """Follows table tags in order and places every cell on its table's grid (spans resolved, as HTML 4.9.12 does)."""

    tables: list[_Table] = field(default_factory=list)
    placed: list[_GridCell] = field(default_factory=list)
    open_tables: list[int] = field(default_factory=list)
    open_cell: int | None = None

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Enter `table`, `tr`, `td` or `th`."""
        if name == "table":
            self.tables.append(_Table(self.open_cell))
            self.open_tables.append(len(self.tables) - 1)
        elif not self.open_tables:
            return
        elif name == "tr":
            self._next_row(self.tables[self.open_tables[-1]])
        else:
            width, height = (
                (1, 1)
                if not attributes
                else (_span(attributes.get("colspan"), _WIDEST), _span(attributes.get("rowspan"), _TALLEST))
            )
            self._place(width, height)

    def close(self, name: str) -> None:
        """Leave `table`, `td` or `th`."""
        if not self.open_tables:
            return
        if name == "table":
            self.open_cell = self.tables[self.open_tables.pop()].parent
        elif self.open_cell is not None:
            self.open_cell = self.tables[self.open_tables[-1]].parent

    def _next_row(self, table: _Table) -> None:
        table.row += 1
        table.column = 0
        table.taken = {column: left - 1 for column, left in table.taken.items() if left > 1}

    def _place(self, width: int, height: int) -> None:
        index = self.open_tables[-1]
        table = self.tables[index]
        while table.column in table.taken:
            table.column += 1
        self.placed.append(_GridCell(index, max(table.row, 0), table.column, width, height, table.parent))
        self.open_cell = len(self.placed) - 1
        table.cells.append(self.open_cell)
        if height > 1:
            table.taken.update(dict.fromkeys(range(table.column, min(table.column + width, _WIDEST)), height))
        table.column += width

    def cells(self, lines: Sequence[tuple[str, int | None]]) -> list[Cell | None]:
        """The cell of each line (text, open cell when it was printed), null outside tables of data."""
        if not self.placed:
            return [None] * len(lines)
        for text, place in lines:
            if place is not None:
                self.placed[place].texts.append(text)
        for cell in reversed(self.placed):
            cell.length += sum(map(len, cell.texts))
            cell.lines += len(cell.texts)
            if cell.parent is not None:
                self.placed[cell.parent].length += cell.length
                self.placed[cell.parent].lines += cell.lines
        resolved = self._resolved()
        return [None if place is None else resolved[place] for _, place in lines]

    def _resolved(self) -> list[Cell | None]:
        """For each placed cell the cell of the innermost table of data around it; parents come before children."""
        headings = [self._headings(table) if self._holds_data(table) else None for table in self.tables]
        resolved: list[Cell | None] = []
        for cell in self.placed:
            names = headings[cell.table]
            if names is not None:
                resolved.append(Cell(cell.table, cell.row, cell.column, names.get(cell.column, "")))
            else:
                resolved.append(None if cell.parent is None else resolved[cell.parent])
        return resolved

    def _holds_data(self, table: _Table) -> bool:
        """Two columns and two rows at least, and no cell that holds the article."""
        cells = [self.placed[index] for index in table.cells]
        filled = [cell for cell in cells if cell.length]
        if len({cell.column for cell in filled}) < 2 or len({cell.row for cell in filled}) < 2:
            return False
        longest = max(filled, key=lambda cell: cell.length)
        if longest.length <= _ARTICLE_SHARE * sum(cell.length for cell in filled):
            return True
        return longest.length <= _ARTICLE_LENGTH and longest.lines < _ARTICLE_LINES

    def _headings(self, table: _Table) -> dict[int, str]:
        """Heading of each grid column: the first row of several short cells, and the rows that its tall cells span."""
        rows: dict[int, list[_GridCell]] = {}
        for index in table.cells:
            rows.setdefault(self.placed[index].row, []).append(self.placed[index])
        for number, row in rows.items():
            named = [cell for cell in row if cell.texts]
            if len(named) < 2:
                continue
            if max(sum(map(len, cell.texts)) for cell in named) > _HEADING_LENGTH:
                return {}
            last = number + min(max(cell.height for cell in named), 3)
            top = [cell for between in range(number, last) for cell in rows.get(between, ())]
            return {
                column: "".join(cell.texts)
                for cell in top
                if cell.texts
                for column in range(cell.column, cell.column + cell.width)
            }
        return {}


def _span(value: str | None, most: int) -> int:
    return min(int(value), most) if value and value.isdigit() and int(value) > 0 else 1
