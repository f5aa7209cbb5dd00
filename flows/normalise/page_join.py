"""One page from the several pages that a site prints one notice on.

The further pages repeat what stands around the text: what the first page prints above and below its text is left out
of them, in that order, and so are titles and pagers. Their text goes behind that of the first page, and the whole is
read as if it had been one page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from flows.capture import Capture
from flows.continuation import pager_words
from flows.normalise.charset import DecodedText, decode_payload
from flows.normalise.fold import fold
from flows.normalise.page import page_of
from flows.normalise.page_annotations import without_pinyin
from flows.normalise.page_body import locate_body
from flows.normalise.page_glue import unglue, without_counters
from flows.normalise.page_lines import PrintedLine, Printout
from flows.normalise.page_markup import read_markup
from flows.normalise.page_title import find_title, plain, title_parts
from flows.normalise.records import Page
from flows.normalise.rules_table import rule_test

_LONGEST_BAR = 160
_LONGEST_PAGER = 120
_SHORTEST_CUT = 15
_TITLE_REACH = 8
_REACH = 20
_FINAL = "。！？；：”’）)》】…!?;:"
_NEVER_FIRST = "，、；：。！？）”’》】%,;:.!?)"
"""Characters that no line begins with: what they begin goes on with the line before."""

_NUMERALS = "一二三四五六七八九十"
_MARK = rf"(?:[{_NUMERALS}]{{1,3}}[、是]|\([{_NUMERALS}\d]{{1,3}}\)|\d{{1,3}}[.、](?!\d)|[①-⑳]|第.{{1,2}}方面|问题\d)"
_DATE = r"(?:20\d\d|二[〇○零O]..) ?年.{1,14}日$"
_OWN_LINE = re.compile(
    rf"{_MARK}|\S{{2,8}}:|{_DATE}|中共[^。]{{2,40}}$|附件|\[|\([^()]{{2,40}}\)$|第[{_NUMERALS}]{{1,2}},"
)
"""What begins a line of its own: a mark of the outline, a label, a signature, a line in brackets."""

_HEADING = re.compile(
    rf"{_MARK}[^。]{{2,45}}|(?:{_MARK}|对|针对|关于|反馈|在).{{4,120}}(?:问题|情况|方面|整改|落实)|\S{{2,8}}:[^。,]{{0,40}}"
)
"""What ends without a mark all the same: a heading, a line with a label."""

_SIGNED_DATE = re.compile(_DATE)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the first page prints around its text, for comparison, and the title."""

    above: tuple[str, ...]
    below: tuple[str, ...]
    title: str | None


def read_joined(payload: bytes, content_type: str, further: Sequence[Capture]) -> Page:
    """The page of a notice that goes on on further pages; a page of another text is left out, and `damage` says so.

    Args:
        payload: the body of the page that the notice is known by.
        content_type: its Content-Type header as sent.
        further: the other pages, in order.
    """
    decoded = decode_payload(payload, content_type)
    printout = _printout(decoded)
    title = find_title(printout)
    body = locate_body(printout, title)
    end = _before_pager(printout.lines) or body.end
    frame = _Frame(_plain(printout.lines[: body.start]), _plain(printout.lines[end:][::-1]), title)
    box = _common_box(printout.boxes, [line.box for line in printout.lines[body.start : end]])
    texts = [printout.lines[:end]]
    damage = list(printout.damage)
    for capture in further:
        other = _printout(decode_payload(capture.payload, capture.media_type))
        if not _is_of_the_notice(other, printout, title):
            damage.append(f"what stands at {capture.url} is another page, so that the text is not complete")
            continue
        text = _text_of(other, frame)
        if text and not any(_ends_with(known, text) for known in texts):
            texts.append(tuple(line._replace(box=box) for line in text))
            damage += other.damage
    whole = (*_joined(texts), *printout.lines[end:])
    return page_of(replace(printout, lines=whole, damage=tuple(dict.fromkeys(damage))), decoded)


def _printout(decoded: DecodedText) -> Printout:
    return without_counters(unglue(without_pinyin(read_markup(decoded.text))))


def _plain(lines: Sequence[PrintedLine]) -> tuple[str, ...]:
    return tuple(plain(line.text) for line in lines)


def _is_of_the_notice(other: Printout, first: Printout, title: str | None) -> bool:
    """Whether a page says that it is of the same text: by the title element, its title or a line that prints it."""
    if other.title is None or other.title == first.title or title is None:
        return True
    wanted, own = plain(title), plain(find_title(other) or "")
    return own.startswith(wanted) or wanted in plain(other.title) or wanted in _plain(other.lines)


def _ends_with(known: Sequence[PrintedLine], text: Sequence[PrintedLine]) -> bool:
    """Whether a page that was read before has this text: some sites answer with it for a number that is none."""
    return _plain(known[-len(text) :]) == _plain(text)


def _text_of(other: Printout, frame: _Frame) -> tuple[PrintedLine, ...]:
    """The lines of a further page that are the notice's text."""
    located = locate_body(other, frame.title)
    texts = _plain(other.lines)
    start = _behind(texts, frame.above)
    end = _before_pager(other.lines)
    if end is None and (below := _behind(texts[::-1], frame.below)):
        end = len(texts) - below
    return _trimmed(other.lines[located.start if start is None else start : end or located.end], frame.title)


def _before_pager(lines: Sequence[PrintedLine]) -> int | None:
    """Where the pager below the text begins, all of its lines together; null where none is printed."""
    end = next((index for index in range(len(lines) - 1, 0, -1) if _is_pager(lines[index])), 0)
    while end and (_is_pager(lines[end - 1]) or _is_page_number(lines, end - 1)):
        end -= 1
    sentences = [index for index, line in enumerate(lines) if "。" in line.text]
    return end if end and sum(index < end for index in sentences) * 2 >= len(sentences) else None


def _behind(texts: Sequence[str], frame: Sequence[str]) -> int | None:
    """How many of the lines are the frame's, in its order, lines of its own between them; null where none is.

    Running text ends the search, as do many lines that the frame does not have.
    """
    found, place = None, 0
    for index, text in enumerate(texts):
        if text in frame[place:]:
            place, found = frame.index(text, place) + 1, index + 1
        elif "。" in text or index >= (found or 0) + _REACH:
            break
    return found


def _trimmed(lines: Sequence[PrintedLine], title: str | None) -> tuple[PrintedLine, ...]:
    """The lines without pagers, titles and tools at both ends."""
    titles = title_parts(lines[:_TITLE_REACH], title)
    start, end = 0, len(lines)
    while start < end and (start in titles or _is_around(lines[start], "bar", "any", "tail")):
        start += 1
    while start < end and _is_around(lines[end - 1], "any", "tail"):
        end -= 1
    return tuple(lines[start:end])


def _is_around(line: PrintedLine, *places: str) -> bool:
    """Whether a line belongs to the page and not to the text on it; a signature's date does not."""
    head = line.folded[:_LONGEST_BAR]
    if _SIGNED_DATE.match(head):
        return False
    return _is_pager(line) or (len(line.text) < _LONGEST_BAR and rule_test("chrome", "place", *places)(head))


def _is_pager(line: PrintedLine) -> bool:
    """Whether a line prints a pager and nothing else: `上一页 1 2 [3] 下一页`, `共3页`, `[1] [2]`."""
    text = line.folded
    if len(text) > _LONGEST_PAGER or not _pager_line().fullmatch(text):
        return False
    return len(re.findall(r"\d+", text)) > 1 or re.search(r"[^\d\s]", text) is not None


def _is_page_number(lines: Sequence[PrintedLine], index: int) -> bool:
    """Whether a line is a number of a pager: a link, or a number that the lines around it count (this page's own)."""
    own, *around = [line.text.strip("[]") for line in (lines[index], lines[index - 1], lines[index + 1])]
    if not own.isdecimal() or len(own) > 2:
        return False
    return bool(lines[index].linked) or any(near.isdecimal() and abs(int(near) - int(own)) == 1 for near in around)


@cache
def _pager_line() -> re.Pattern[str]:
    words = sorted({*map(fold, pager_words("next")), *map(fold, pager_words("other"))}, key=len, reverse=True)
    spelled = "|".join(re.escape(word) for word in words if len(word) > 1 or word.isalpha())
    return re.compile(rf"(?:{spelled}|[\d\s\[\]()…·|/<>«»‹›:,.-])+", re.I)


def _joined(texts: Sequence[Sequence[PrintedLine]]) -> list[PrintedLine]:
    """The lines of all pages, a paragraph that a page break cuts in one line."""
    lines: list[PrintedLine] = []
    for page, text in enumerate(texts):
        following = list(_with_tables_of(text, page))
        if lines and following and _is_cut(lines[-1], following[0]):
            cut = lines.pop()
            following[0] = cut.reprinted(cut.text + following[0].text)
        lines += following
    return lines


def _with_tables_of(text: Sequence[PrintedLine], page: int) -> Iterator[PrintedLine]:
    """The lines with the tables of each page told apart."""
    for line in text:
        yield line._replace(cell=replace(line.cell, table=line.cell.table + page * 1_000_000)) if line.cell else line


def _is_cut(last: PrintedLine, following: PrintedLine) -> bool:
    """Whether the page break stands inside a paragraph: the line has no end, and no other line begins behind it."""
    if last.cell or following.cell or last.text[-1] in _FINAL:
        return False
    if following.text[0] in _NEVER_FIRST:
        return True
    if len(last.text) < _SHORTEST_CUT or last.heading or _HEADING.fullmatch(last.folded):
        return False
    return not _OWN_LINE.match(following.folded)


def _common_box(parents: Sequence[int], boxes: Sequence[int]) -> int:
    """The innermost box that holds all of these."""
    common: list[int] = []
    for number, box in enumerate(dict.fromkeys(boxes)):
        path = [box]
        while path[-1]:
            path.append(parents[path[-1]])
        common = path if number == 0 else [each for each in common if each in set(path)]
    return common[0] if common else 0
