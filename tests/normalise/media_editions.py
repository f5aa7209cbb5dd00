"""Editions of an invented notice as Word and PDF files, made from the page that it was printed on."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from typing import Any

from docx import Document
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.platypus import Paragraph, SimpleDocTemplate
from reportlab.platypus import Table as PrintedTable

from flows.normalise.records import Cell, Page

_FONT = "STSong-Light"
_WIDTH = 440


def docx_edition(page: Page) -> bytes:
    """A Word file that prints the title and the text of a page, its tables as tables."""
    document = Document()
    document.core_properties.title = "任免通知模板"
    document.core_properties.author = "管理员"
    document.add_paragraph(page.title or "", style="Title")
    for part in _parts(page):
        if isinstance(part, str):
            document.add_paragraph(f"　　{part}")
            continue
        table = document.add_table(len(part), len(part[0]))
        for (row, column), (height, width) in _spans(part).items():
            cell = table.cell(row, column)
            if height > 1 or width > 1:
                cell = cell.merge(table.cell(row + height - 1, column + width - 1))
            cell.text = part[row][column]
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def pdf_edition(page: Page, *, password: str | None = None) -> bytes:
    """A PDF that prints the same, lines broken, running heads and page numbers on every sheet."""
    registerFont(UnicodeCIDFont(_FONT))
    body = ParagraphStyle("body", fontName=_FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
    title = ParagraphStyle("title", body, fontSize=18, leading=28, firstLineIndent=0, alignment=TA_CENTER)
    cell = ParagraphStyle("cell", body, fontSize=10, leading=14, firstLineIndent=0)
    flow: list[Any] = [Paragraph(page.title or "", title)]
    for part in _parts(page):
        if isinstance(part, str):
            flow.append(Paragraph(_escaped(part), body))
            continue
        rows = [[Paragraph(_escaped(text), cell) for text in row] for row in part]
        flow.append(PrintedTable(rows, colWidths=_widths(part), style=_ruled(part), repeatRows=1))
    saved = BytesIO()
    template = SimpleDocTemplate(saved, pagesize=A4, encrypt=password)
    template.build(flow, onFirstPage=_running, onLaterPages=_running)
    return saved.getvalue()


def _running(canvas: Any, template: Any) -> None:
    canvas.setFont(_FONT, 9)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 36, "某某县人民政府门户网站")
    canvas.drawCentredString(A4[0] / 2, 36, f"— {template.page} —")


def _parts(page: Page) -> Iterator[str | list[list[str]]]:
    """Paragraphs, and tables as rows of texts of equal number."""
    lines = [(line.span.of(page.text), line.cell) for line in page.lines]
    for table, group in groupby(lines, key=lambda line: line[1].table if line[1] else None):
        if table is None:
            yield from (text for text, _ in group)
        else:
            yield _rows([(text, cell) for text, cell in group if cell])


def _rows(cells: list[tuple[str, Cell]]) -> list[list[str]]:
    first, last = min(cell.row for _, cell in cells), max(cell.row for _, cell in cells)
    width = 1 + max(cell.column for _, cell in cells)
    rows = [[""] * width for _ in range(first, last + 1)]
    for text, cell in cells:
        before = rows[cell.row - first][cell.column]
        rows[cell.row - first][cell.column] = f"{before}\n{text}" if before else text
    return rows


def _spans(rows: list[list[str]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Height and width of each cell: a place without text belongs to the cell before it in headings, else above it."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for row, texts in enumerate(rows):
        is_single = row == 0 or not any(texts[1:])
        for column, text in enumerate(texts):
            beside, above = owners.get((row, column - 1)), owners.get((row - 1, column))
            owner = (row, column) if text else (beside if is_single else above) or (row, column)
            owners[row, column] = owner
            height, width = spans.get(owner, (1, 1))
            spans[owner] = (max(height, row - owner[0] + 1), max(width, column - owner[1] + 1))
    return spans


def _ruled(rows: list[list[str]]) -> list[tuple[Any, ...]]:
    merged = [
        ("SPAN", (column, row), (column + width - 1, row + height - 1))
        for (row, column), (height, width) in _spans(rows).items()
    ]
    return [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP"), *merged]


def _widths(rows: list[list[str]]) -> list[float]:
    longest = [max(len(row[column]) for row in rows) ** 0.6 + 3 for column in range(len(rows[0]))]
    return [_WIDTH * each / sum(longest) for each in longest]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>")
