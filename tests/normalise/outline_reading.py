"""Reading small invented notices: a page from a string, and an outline as plain values that a test can print."""

from __future__ import annotations

from datetime import date

from flows.normalise.outline import read_outline
from flows.normalise.records import Cell, Line, Outline, Page, Span

PUBLISHED = date(2024, 12, 1)


def page_of(text: str, cells: dict[int, Cell] | None = None) -> Page:
    """A page with one line per line of the text; `cells` places lines (by number) in tables."""
    lines, place = [], 0
    for number, line in enumerate(text.split("\n")):
        if line:
            lines.append(Line(Span(place, place + len(line)), (cells or {}).get(number)))
        place += len(line) + 1
    return Page(text, tuple(lines), None, {}, (), "utf-8")


def table_page(rows: list[list[str]], before: str = "", after: str = "") -> Page:
    """A page with a table, the first row its heading; an empty cell prints nothing, a line feed begins a new line."""
    texts, cells = [], {}
    texts += before.split("\n") if before else []
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            for line in value.split("\n") if value else []:
                cells[len(texts)] = Cell(0, row, column, rows[0][column])
                texts.append(line)
    texts += after.split("\n") if after else []
    return page_of("\n".join(texts), cells)


def read(text: str) -> Outline:
    """The outline of a notice in a string."""
    return read_outline(page_of(text), PUBLISHED)


def sections(outline: Outline) -> list[tuple[str | None, str, int]]:
    """Label, title, number of items."""
    return [(each.label, each.title, each.item_count) for each in outline.sections]


def items(outline: Outline) -> list[tuple[str | None, str, str]]:
    """Number, problem, status."""
    return [(each.number, each.problem, each.status) for each in outline.items]


def measures(outline: Outline) -> list[tuple[int | None, str | None, str]]:
    """Item, marker, text."""
    return [(each.item, each.marker, each.text) for each in outline.measures]
