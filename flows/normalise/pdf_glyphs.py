"""What stands on a PDF page: characters and ruled lines with their places, by pdfium.

A PDF holds neither lines nor paragraphs nor tables, only glyphs and strokes at coordinates (points, origin at the
bottom left). Text across the page (watermarks, stamps) is left out; a page whose text runs up or down is turned.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from math import atan2, hypot, pi
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

from flows.normalise.media import MediaNotReadableError
from flows.normalise.pdf_boxes import Box, Glyph, Glyphs
from flows.normalise.rules_table import rule_rows

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_QUARTER = pi / 2
_MOST_SLANT = 0.05
_DESCENT = 0.12
_WIDE, _WIDE_ADVANCE = "\u2e80", 0.9
_MOST_OBJECTS = 4_000
_MOST_SEGMENTS = 400
_MOST_RULES = 3_000
_SHORTEST_RULE = 4.0
_STRAIGHT = 1.0
_MOST_PAGE = 0.95
_HYPHENS = "\x02\ufffe"
_LOST = "\ufffd"


def read_glyphs(page: PdfPage, most: int, most_shapes: int) -> Glyphs:
    """The characters and rules of a page, a `pypdfium2.PdfPage`.

    Args:
        page: the page.
        most: how many characters it may have.
        most_shapes: how many drawn shapes to look at for ruled lines.

    Raises:
        MediaNotReadableError: it has more.
    """
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count > most:
            raise MediaNotReadableError("pdf", "large", f"{count} characters on one page, {most} are left to read")
        found = list(_characters(text_page.raw, count))
    finally:
        text_page.close()
    quarters = Counter(quarter for quarter, _ in found).most_common(1)
    turn = quarters[0][0] if quarters else 0
    glyphs = tuple(Glyph(each.text, each.box.turned(turn)) for quarter, each in found if quarter == turn)
    width, height = page.get_size()
    box = Box(0, 0, width, height).turned(turn)
    shapes = min(pdfium.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS, max(most_shapes, 0))
    rules = islice(_rules(page, shapes, width, height), _MOST_RULES)
    return Glyphs(glyphs, tuple(rule.turned(turn) for rule in rules), box, shapes)


@dataclass(slots=True)
class _Probe:
    """Asks pdfium where characters stand; what it fills in is made once, as a page has thousands."""

    raw: pdfium.FPDF_TEXTPAGE
    matrix: pdfium.FS_MATRIX = field(default_factory=pdfium.FS_MATRIX)
    inked: pdfium.FS_RECTF = field(default_factory=pdfium.FS_RECTF)
    x: ctypes.c_double = field(default_factory=ctypes.c_double)
    y: ctypes.c_double = field(default_factory=ctypes.c_double)

    def place(self, index: int, *, is_wide: bool) -> tuple[int, Box] | None:
        """Quarter turn and em box of a character, null where it runs aslant or has no place.

        The box stands on the baseline: pdfium's own boxes are those of the ink for some characters (一, 月), which
        lie above the line that they belong to.
        """
        raw, matrix, inked = self.raw, self.matrix, self.inked
        known = (
            pdfium.FPDFText_GetMatrix(raw, index, matrix)
            and pdfium.FPDFText_GetCharOrigin(raw, index, self.x, self.y)
            and pdfium.FPDFText_GetLooseCharBox(raw, index, inked)
        )
        a, b = matrix.a, matrix.b
        length = hypot(a, b)
        if not known or length == 0:
            return None
        turns = atan2(b, a) / _QUARTER
        if abs(turns - round(turns)) > _MOST_SLANT:
            return None
        along, up = a / length, b / length
        x, y = self.x.value, self.y.value
        size = pdfium.FPDFText_GetFontSize(raw, index) * hypot(matrix.c, matrix.d)
        width = max((inked.left - x) * along, (inked.right - x) * along)
        width += max((inked.bottom - y) * up, (inked.top - y) * up)
        width = max(width, _WIDE_ADVANCE * size if is_wide else 0.0)
        low, high = -_DESCENT * size, (1 - _DESCENT) * size
        first, last = (x - low * up, y + low * along), (x + width * along - high * up, y + width * up + high * along)
        return round(turns) % 4, _between(first, last)


def _characters(raw: pdfium.FPDF_TEXTPAGE, count: int) -> Iterator[tuple[int, Glyph]]:
    """Each printed character with the quarter turn of its text; slanted and generated ones are left out."""
    plain, probe = _plain_characters(), _Probe(raw)
    pending = ""
    for index in range(count):
        if pdfium.FPDFText_IsGenerated(raw, index) == 1:
            continue
        text = pending + _character(pdfium.FPDFText_GetUnicode(raw, index))
        pending = text if len(text) == 1 and "\ud800" <= text < "\udc00" else ""
        if pending:
            continue
        place = probe.place(index, is_wide=text >= _WIDE)
        if place is not None:
            if "\ud800" <= text[0] < "\ue000":
                text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            yield place[0], Glyph(plain.get(text, text), place[1])


def _character(code: int) -> str:
    character = chr(code) if 0 < code <= 0x10FFFF else _LOST
    if character in _HYPHENS:
        return "-"
    return unicodedata.normalize("NFKC", character) if "\u2f00" <= character <= "\u2fd5" else character


@cache
def _plain_characters() -> Mapping[str, str]:
    return {row["printed"]: row["plain"] for row in rule_rows("pdf_characters")}


def _rules(page: PdfPage, shapes: int, width: float, height: float) -> Iterator[Box]:
    """The horizontal and vertical strokes of the page's paths, edges of filled shapes among them."""
    for index in range(shapes):
        shape = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(shape) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        for box in _segments(shape):
            across, up = box.right - box.left, box.top - box.bottom
            is_rule = min(across, up) <= _STRAIGHT and max(across, up) >= _SHORTEST_RULE
            if is_rule and across < _MOST_PAGE * width and up < _MOST_PAGE * height:
                yield box


def _segments(shape: pdfium.FPDF_PAGEOBJECT) -> Iterator[Box]:
    """The boxes of the straight segments of one path, on the page."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(shape, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(shape), _MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(shape, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield _between(last, point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield _between(point, first)
        last = point


def _between(one: tuple[float, float], other: tuple[float, float]) -> Box:
    return Box(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))
