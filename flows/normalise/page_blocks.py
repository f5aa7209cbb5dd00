"""Paragraphs and tables: what the readers of PDF and Word files hand over in place of markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from flows.normalise.page_lines import Printout, printed_lines, tidy, without_unprinted
from flows.normalise.page_tables import TableGrid
from flows.normalise.records import PLAIN, Look

Block: TypeAlias = "str | Paragraph | Table"
"""A paragraph, which may hold line feeds where a line is broken on purpose, or a table."""


class Paragraph(NamedTuple):
    """A paragraph that stands out."""

    text: str
    look: Look


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
    cells = grid.cells([(text, place) for text, place, _ in lines])
    return Printout(printed_lines([text for text, _, _ in lines], cells=cells, looks=[look for _, _, look in lines]))


def _lines(blocks: Sequence[Block], grid: TableGrid) -> Iterator[tuple[str, int | None, Look]]:
    for block in blocks:
        if isinstance(block, Table):
            yield from _table_lines(block, grid)
            continue
        text, look = (block, PLAIN) if isinstance(block, str) else block
        for line in without_unprinted(text).split("\n"):
            printed = tidy(line)
            if printed:
                yield printed, grid.open_cell, look


def _table_lines(table: Table, grid: TableGrid) -> Iterator[tuple[str, int | None, Look]]:
    grid.open("table", {})
    for row in table.rows:
        grid.open("tr", {})
        for cell in row:
            grid.open("td", {"colspan": str(cell.width), "rowspan": str(cell.height)})
            yield from _lines(cell.blocks, grid)
            grid.close("td")
    grid.close("table")
