"""Paragraphs and tables: what the readers of PDF and Word files hand over in place of markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from flows.normalise.page_lines import PrintedLine, Printout, tidy, without_unprinted
from flows.normalise.page_tables import TableGrid

Block: TypeAlias = "str | Table"
"""A paragraph, which may hold line feeds where a line is broken on purpose, or a table."""


@dataclass(slots=True)
class TableCell:
    """One cell: `width` and `height` count the grid columns and rows that it spans."""

    blocks: list[Block] = field(default_factory=list)
    width: int = 1
    height: int = 1


@dataclass(slots=True)
class Table:
    """A table as its rows of cells; a cell spanned from above is not repeated below."""

    rows: list[list[TableCell]] = field(default_factory=list)


def print_blocks(blocks: Sequence[Block]) -> Printout:
    """The printout of the blocks, in one box."""
    grid = TableGrid()
    lines = list(_lines(blocks, grid))
    cells = grid.cells(lines)
    return Printout(tuple(PrintedLine(text, cell=cell) for (text, _), cell in zip(lines, cells, strict=True)))


def _lines(blocks: Sequence[Block], grid: TableGrid) -> Iterator[tuple[str, int | None]]:
    for block in blocks:
        if isinstance(block, Table):
            yield from _table_lines(block, grid)
            continue
        for line in without_unprinted(block).split("\n"):
            printed = tidy(line)
            if printed:
                yield printed, grid.open_cell


def _table_lines(table: Table, grid: TableGrid) -> Iterator[tuple[str, int | None]]:
    grid.open("table", {})
    for row in table.rows:
        grid.open("tr", {})
        for cell in row:
            grid.open("td", {"colspan": str(cell.width), "rowspan": str(cell.height)})
            yield from _lines(cell.blocks, grid)
            grid.close("td")
    grid.close("table")
