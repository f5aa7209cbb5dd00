"""Word files (.docx) to printed lines: paragraphs with their automatic numbers, tables with their merged cells.

What Word keeps beside the text is left out: headers and footers, notes, deleted and hidden text. Core properties
(author, creation date) tell about the file and nothing about its publication, so they are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from flows.normalise.docx_numbering import Numbering
from flows.normalise.docx_styles import Styles, is_bold
from flows.normalise.docx_xml import child, is_on, read_parts, value
from flows.normalise.media import MediaNotReadableError
from flows.normalise.page_blocks import Block, Paragraph, Table, TableCell, print_blocks
from flows.normalise.page_emphasis import OFF, ON, Emphasis
from flows.normalise.page_lines import Printout, tidy
from flows.normalise.records import PLAIN

_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "AlternateContent", "Choice"})
_UNPRINTED = frozenset({"del", "moveFrom", "Fallback", "rt", "pPr", "rPr", "instrText", "delText", "tblPr", "trPr"})
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(payload: bytes) -> Printout:
    """The printout of a Word file.

    Raises:
        MediaNotReadableError: the file is broken, encrypted, too large, or holds no text.
    """
    document, numbering, styles = read_parts(payload, "word/document.xml", "word/numbering.xml", "word/styles.xml")
    body = child(document, "body")
    if body is None:
        raise MediaNotReadableError("docx", "broken", "no word/document.xml with a body")
    printout = print_blocks(list(_blocks(body, _Prints(Numbering(numbering, styles), Styles(styles)))))
    if not printout.lines:
        raise MediaNotReadableError("docx", "scan")
    return printout


class _Prints(NamedTuple):
    """What turns paragraphs into what is printed."""

    numbering: Numbering
    styles: Styles


def _blocks(container: Element, prints: _Prints) -> Iterator[Block]:
    """The paragraphs and tables of a body, cell or text box, in order; the text boxes of a paragraph follow it."""
    for element in container:
        if element.tag == "p":
            yield _paragraph(element, prints)
            for box in _text_boxes(element):
                yield from _blocks(box, prints)
        elif element.tag == "tbl":
            yield _table(element, prints)
        elif element.tag in _WRAPPERS:
            yield from _blocks(element, prints)


def _paragraph(paragraph: Element, prints: _Prints) -> Block:
    text, bold = Emphasis().take("".join(_characters(paragraph)))
    if not text.strip():
        return ""
    properties = child(paragraph, "pPr")
    look = prints.styles.look(properties)
    text = prints.numbering.label(properties) + text
    is_whole = look.bold or bold is None
    look = look._replace(bold=len(tidy(text)) if is_whole else len(tidy(bold or "")))
    return Paragraph(text, look) if look != PLAIN else text


def _characters(element: Element) -> Iterator[str]:
    """The printed text of a paragraph or run with marks around bold text, text boxes excepted."""
    for part in element:
        if part.tag == "t":
            yield part.text or ""
        elif part.tag in _CHARACTERS:
            yield _CHARACTERS[part.tag]
        elif part.tag in _UNPRINTED or part.tag == "txbxContent" or (part.tag == "r" and _is_hidden(part)):
            continue
        elif part.tag == "r" and is_bold(child(part, "rPr")):
            yield from (ON, *_characters(part), OFF)
        else:
            yield from _characters(part)


def _is_hidden(run: Element) -> bool:
    vanish = child(child(run, "rPr"), "vanish")
    return vanish is not None and is_on(vanish)


def _text_boxes(element: Element) -> Iterator[Element]:
    for part in element:
        if part.tag == "txbxContent":
            yield part
        elif part.tag not in _UNPRINTED:
            yield from _text_boxes(part)


def _table(element: Element, prints: _Prints) -> Table:
    """The table; a cell merged downwards spans the rows whose cells continue it."""
    table = Table()
    open_cells: dict[int, TableCell] = {}
    for row in _wrapped(element, "tr"):
        properties = child(row, "trPr")
        if child(properties, "del") is not None:
            continue
        column = _count(child(properties, "gridBefore"), 0)
        cells = [TableCell(width=column)] if column else []
        for each in _wrapped(row, "tc"):
            shape = child(each, "tcPr")
            width, merge = _count(child(shape, "gridSpan"), 1), child(shape, "vMerge")
            above = open_cells.get(column)
            if merge is not None and value(merge) != "restart" and above is not None:
                above.height += 1
            else:
                cells.append(TableCell(list(_blocks(each, prints)), width))
                open_cells.pop(column, None)
                if merge is not None:
                    open_cells[column] = cells[-1]
            column += width
        table.rows.append(cells)
    return table


def _wrapped(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, also inside content controls and tracked insertions."""
    for part in element:
        if part.tag == name:
            yield part
        elif part.tag in _WRAPPERS:
            yield from _wrapped(part, name)


def _count(element: Element | None, otherwise: int) -> int:
    text = value(element)
    return min(int(text), 60) if text.isdecimal() and len(text) < 6 and int(text) > 0 else otherwise
