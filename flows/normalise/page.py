"""From captured bytes to the canonical text of a notice: the base of every offset that the project publishes.

Canonical text: the notice's body only, one line per printed line, blank lines dropped, blanks at the ends of lines
stripped and inner runs of blanks one blank, characters otherwise as printed. The title (one line or several), the
document number above the text and everything of the site are left out; an addressee line stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from operator import add

from flows.normalise.charset import DecodedText, decode_payload
from flows.normalise.fold import fold, remember
from flows.normalise.page_annotations import without_pinyin
from flows.normalise.page_body import Body, locate_body
from flows.normalise.page_glue import unglue, without_counters
from flows.normalise.page_labels import bare_date, body_line, owner_line, read_breadcrumb, read_labels, site_line
from flows.normalise.page_lines import MOST_LINES, PrintedLine, Printout
from flows.normalise.page_markup import read_markup
from flows.normalise.page_plain import read_plain
from flows.normalise.page_title import find_title
from flows.normalise.records import PLAIN, Cell, Line, Look, Page, Span

_MARKUP = re.compile(r"<(?:!doctype|html|head|body|meta|div|p|table|br|span)\b", re.I)
_MARKUP_REACH = 2_000
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SENTENCE_END = re.compile(r"[。!?;:”’)》\].]$|\d$")
_SENTENCE_LENGTH = 40
_MOST_ALIKE = 0.6


def read_page(payload: bytes, content_type: str, url: str) -> Page:
    """The page with its chrome taken off; never raises, whatever the bytes are.

    Args:
        payload: the body as captured, HTML or plain text.
        content_type: the Content-Type header as sent, "" where there was none.
        url: where it was captured; only its ending is read, to tell plain text from HTML.
    """
    decoded = decode_payload(payload, content_type)
    printout = read_plain(decoded.text) if _is_plain(decoded.text, content_type, url) else read_markup(decoded.text)
    return page_of(printout, decoded)


def page_of(printout: Printout, decoded: DecodedText) -> Page:
    """The page of a printout, whatever format it was read from."""
    printout = without_counters(unglue(without_pinyin(printout)))
    title = find_title(printout)
    body = locate_body(printout, title)
    lines = printout.lines[body.start : body.end]
    text = "\n".join([line.text for line in lines])
    remember(text, "\n".join([line.folded for line in lines]))
    return Page(
        text=text,
        lines=_spans(_without_common_looks(lines)),
        title=title,
        metadata=_about(printout, body, title),
        breadcrumb=read_breadcrumb(printout.lines[: body.start], title),
        charset=decoded.charset,
        damage=(*printout.damage, *_cut_off(printout), *_damage(text, decoded)),
    )


def _about(printout: Printout, body: Body, title: str | None) -> dict[str, str]:
    """What the page says about itself, the title element and the unlabelled parts under names of our own."""
    above, below = printout.lines[: body.start], printout.lines[body.end :]
    found = read_labels(printout.metadata, (*above, *below))
    is_named = "SiteName" in found
    extra = {
        "PrintedDate": bare_date(above),
        "DocumentNumber": body.document_number,
        "TitleElement": printout.title,
        "LogoText": printout.metadata.get("LogoText"),
        "SiteLine": None if is_named else site_line(above),
        "OwnerLine": None if is_named else owner_line(below),
        "BodyLine": None if is_named else body_line(above, title),
    }
    return found | {name: value for name, value in extra.items() if value and name not in found}


def _is_plain(text: str, content_type: str, url: str) -> bool:
    """Plain text by its media type or name, unless it is markup all the same."""
    if _MARKUP.search(text, 0, _MARKUP_REACH):
        return False
    return content_type.lower().startswith("text/plain") or url.lower().endswith(".txt") or "<" not in text


def _spans(lines: Sequence[PrintedLine]) -> tuple[Line, ...]:
    """Lines with their places, tables numbered from 0 in the order of the text."""
    if not lines:
        return ()
    texts, _, _, _, cells, looks = zip(*lines, strict=True)
    lengths = list(map(len, texts))
    starts = list(accumulate((length + 1 for length in lengths[:-1]), initial=0))
    if any(cells):
        cells = _renumbered(cells)
    return tuple(map(Line, map(Span, starts, map(add, starts, lengths)), cells, looks))


def _renumbered(cells: Sequence[Cell | None]) -> tuple[Cell | None, ...]:
    numbers: dict[int, int] = {}
    return tuple(
        cell and Cell(numbers.setdefault(cell.table, len(numbers)), cell.row, cell.column, cell.header)
        for cell in cells
    )


def _without_common_looks(lines: Sequence[PrintedLine]) -> Sequence[PrintedLine]:
    """The lines without the looks that most of the text has: where all is bold, nothing stands out."""
    marked = [line for line in lines if line.look is not PLAIN]
    if not marked:
        return lines
    total = _MOST_ALIKE * sum([len(line.text) for line in lines])
    heading = sum(len(line.text) for line in marked if line.look.heading) <= total
    bold = sum(line.look.bold for line in marked) <= total
    centred = sum(len(line.text) for line in marked if line.look.is_centred) <= total
    if heading and bold and centred:
        return lines
    return [
        line._replace(look=Look(line.look.heading * heading, line.look.bold * bold, line.look.is_centred and centred))
        for line in lines
    ]


def _cut_off(printout: Printout) -> list[str]:
    too_long = len(printout.lines) >= MOST_LINES
    return [f"a page of more than {MOST_LINES} lines: the rest is left out"] if too_long else []


def _damage(text: str, decoded: DecodedText) -> list[str]:
    """What is wrong with the bytes or the text, in words."""
    found = []
    lost = text.count("\ufffd")
    if lost or decoded.is_lossy:
        found.append(f"mojibake: {lost} characters of the text could not be decoded as {decoded.charset}")
    if decoded.is_restored:
        found.append(f"mojibake: stored as Western letters, restored from {decoded.charset}")
    # characters of a private font are not printable, and looking for others is slower
    private = () if text.replace("\n", "").isprintable() else _PRIVATE.findall(text)
    if private:
        found.append(f"{len(private)} characters of a private font, which nobody else can read")
    last = text.rsplit("\n", 1)[-1]
    if len(last) >= _SENTENCE_LENGTH and not _SENTENCE_END.search(fold(last)):
        found.append("truncated body: the text breaks off in the middle of a sentence")
    return found
