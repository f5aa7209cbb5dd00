"""PDF files to printed lines: paragraphs joined again, ruled tables as tables, running heads and feet left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

from flows.normalise.media import MediaNotReadableError
from flows.normalise.page_blocks import Block, Table, TableCell, print_blocks
from flows.normalise.page_lines import Printout
from flows.normalise.pdf_boxes import Box, Glyph, Glyphs
from flows.normalise.pdf_lines import Measure, TextLine, column_measure, join, joined, text_lines
from flows.normalise.pdf_tables import fill_grid, find_grids

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_KIND = "pdf"
_MOST_PAGES = 100
_MOST_CHARACTERS = 40_000
_MOST_SHAPES = 8_000
"""A notice has some 20 pages and 15,000 characters; 40,000 take pdfium a second, and shapes as long."""

_LEAST_CHARACTERS = 30
_MOST_LOST = 0.3
_EDGE = 0.14
_EDGE_LINES = 2
_MOST_SHEETS = 0.6
_SAME_COLUMN = 4.0
_SAME_HEIGHT = 3.0
_PAGE_NUMBER = re.compile(r"[-—–―\s·]{0,5}第?\s?\d{1,4}\s?页?(?:\s?[/,，共]\s?共?\s?\d{1,4}\s?页?)?[-—–―\s·]{0,5}$")
"""`— 3 —`, `第3页 共5页`, `3/5`."""

_DIGITS = re.compile(r"\d{1,6}")
_UNENDED = re.compile(r"[^。；;.！!]$")
_PDFIUM = Lock()
"""pdfium may be entered by one thread at a time."""


@dataclass(frozen=True, slots=True)
class _PlacedTable:
    """A table, where it stands, and the x of its columns."""

    table: Table
    box: Box
    columns: tuple[float, ...]


_Element: TypeAlias = TextLine | _PlacedTable


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page: its elements from the top down and its own box."""

    elements: tuple[_Element, ...]
    box: Box

    @property
    def width(self) -> int:
        """Pages of one width share their margins."""
        return round(self.box.right - self.box.left)


def read_pdf(payload: bytes) -> Printout:
    """The printout of a PDF file.

    Raises:
        MediaNotReadableError: the file is broken or encrypted, has more than 100 pages or 40,000 characters,
            or holds no text (a scan).
    """
    with _PDFIUM:
        sheets = _read_sheets(payload)
    printout = print_blocks(_blocks(_without_running(sheets)))
    text = "".join(line.text for line in printout.lines)
    if len(text) < _LEAST_CHARACTERS or sum(map(_is_lost, text)) > _MOST_LOST * len(text):
        raise MediaNotReadableError(_KIND, "scan", f"{len(sheets)} pages, {len(text)} characters")
    return printout


def _is_lost(character: str) -> bool:
    """Whether a font without a character map left nothing that can be read."""
    return character == "\ufffd" or "\ue000" <= character <= "\uf8ff"


def _read_sheets(payload: bytes) -> list[_Sheet]:
    # Loading pdfium takes time that pages in HTML need not spend.
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(payload)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code in (pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY)
        raise MediaNotReadableError(_KIND, "encrypted" if is_locked else "broken", str(error)) from error
    try:
        if len(document) > _MOST_PAGES:
            raise MediaNotReadableError(_KIND, "large", f"{len(document)} pages")
        return list(_sheets(document))
    except pypdfium2.PdfiumError as error:
        raise MediaNotReadableError(_KIND, "broken", str(error)) from error
    finally:
        document.close()


def _sheets(document: PdfDocument) -> Iterator[_Sheet]:
    from flows.normalise.pdf_glyphs import read_glyphs

    left, shapes = _MOST_CHARACTERS, _MOST_SHAPES
    for page in document:
        read = read_glyphs(page, left, shapes)
        page.close()
        left -= len(read.glyphs)
        shapes -= read.shapes
        if read.glyphs:
            yield _sheet(read)


def _sheet(read: Glyphs) -> _Sheet:
    """The lines and tables of a page; the characters inside a table belong to it alone."""
    free: list[Glyph] = list(read.glyphs)
    tables = []
    for grid in find_grids(read.rules):
        inside = [glyph for glyph in free if grid.box.holds(glyph.box)]
        if not any(glyph.text.strip() for glyph in inside):
            continue
        free = [glyph for glyph in free if not grid.box.holds(glyph.box)]
        tables.append(_PlacedTable(fill_grid(grid, inside), grid.box, grid.columns))
    elements: list[_Element] = [*text_lines(free), *tables]
    elements.sort(key=lambda each: -each.box.top)
    return _Sheet(tuple(elements), read.box)


def _without_running(sheets: Sequence[_Sheet]) -> list[_Sheet]:
    """The pages without the lines that most of them repeat at an edge, and without their numbers."""
    counts = Counter(key for sheet in sheets for key in {_key(line) for line in _edge_lines(sheet)})
    repeated = {key for key, count in counts.items() if count > max(1, _MOST_SHEETS * len(sheets))}
    return [_without(sheet, repeated) for sheet in sheets]


def _without(sheet: _Sheet, repeated: set[tuple[str, int]]) -> _Sheet:
    running = {
        id(line) for line in _edge_lines(sheet) if _key(line) in repeated or (_PAGE_NUMBER.fullmatch(line.text))
    }
    return replace(sheet, elements=tuple(each for each in sheet.elements if id(each) not in running))


def _edge_lines(sheet: _Sheet) -> list[TextLine]:
    """The first and last lines of a page that stand near its edges."""
    outer = (*sheet.elements[:_EDGE_LINES], *sheet.elements[-_EDGE_LINES:])
    return [each for each in outer if isinstance(each, TextLine) and _is_outer(each, sheet)]


def _is_outer(line: TextLine, sheet: _Sheet) -> bool:
    edge = _EDGE * (sheet.box.top - sheet.box.bottom)
    return line.box.middle > sheet.box.top - edge or line.box.middle < sheet.box.bottom + edge


def _key(line: TextLine) -> tuple[str, int]:
    """What a running line says, page numbers aside, and the height that it stands at."""
    return _DIGITS.sub("#", line.text.replace(" ", "")), round(line.box.middle / _SAME_HEIGHT)


def _blocks(sheets: Sequence[_Sheet]) -> list[Block]:
    """Paragraphs and tables in order; what a page break parts is put together again."""
    measures = _measures(sheets)
    blocks: list[Block] = []
    lines: list[TextLine] = []
    width = 0
    last: _PlacedTable | None = None
    for sheet in sheets:
        for element in sheet.elements:
            if isinstance(element, TextLine):
                if lines and sheet.width != width:
                    blocks.extend(joined(lines, measures[width]))
                    lines = []
                width, last = sheet.width, None
                lines.append(element)
                continue
            if lines:
                blocks.extend(joined(lines, measures[width]))
                lines = []
            if last is not None and _goes_on(last, element):
                _append(last.table, element.table)
            else:
                blocks.append(element.table)
                last = element
    return [*blocks, *(joined(lines, measures[width]) if lines else ())]


def _measures(sheets: Sequence[_Sheet]) -> dict[int, Measure]:
    """The measure of the text on pages of each width."""
    lines: dict[int, list[TextLine]] = {}
    for sheet in sheets:
        lines.setdefault(sheet.width, []).extend(each for each in sheet.elements if isinstance(each, TextLine))
    return {width: column_measure(each, width) for width, each in lines.items() if each}


def _goes_on(table: _PlacedTable, other: _PlacedTable) -> bool:
    """Whether the second table is the rest of the first: nothing between them, the same columns."""
    if len(table.columns) != len(other.columns):
        return False
    return all(abs(one - two) < _SAME_COLUMN for one, two in zip(table.columns, other.columns, strict=True))


def _append(table: Table, rest: Table) -> None:
    """Add the rows of a table's next page: repeated headings are dropped, a row parted by the break is joined."""
    rows = rest.rows
    if rows and table.rows and [cell.blocks for cell in rows[0]] == [cell.blocks for cell in table.rows[0]]:
        rows = rows[1:]
    if rows and table.rows and _is_parted(table.rows[-1], rows[0]):
        for cell, other in zip(table.rows[-1], rows[0], strict=True):
            _join_cells(cell, other)
        rows = rows[1:]
    table.rows.extend(rows)


def _is_parted(row: Sequence[TableCell], following: Sequence[TableCell]) -> bool:
    """Whether a row goes on behind the page break: no number of its own, and only a cell broken off or a few cells."""
    if len(row) != len(following) or following[0].blocks or not row[0].blocks:
        return False
    pairs = [(one, two) for one, two in zip(row, following, strict=True) if two.blocks]
    if not all(one.blocks for one, _ in pairs):
        return False
    is_broken = any(_UNENDED.search(str(one.blocks[-1])) for one, _ in pairs)
    return is_broken or len(pairs) * 2 < sum(1 for cell in row if cell.blocks)


def _join_cells(cell: TableCell, rest: TableCell) -> None:
    if cell.blocks and rest.blocks and _UNENDED.search(str(cell.blocks[-1])):
        cell.blocks[-1] = join(str(cell.blocks[-1]), str(rest.blocks[0]))
        cell.blocks.extend(rest.blocks[1:])
    else:
        cell.blocks.extend(rest.blocks)
