"""Where the notice's own text begins and ends among the lines of a page, on any layout.

Two steps, no selectors of single sites: boxes narrow the page down to the innermost one that holds nearly all running
text and leaves out no line that speaks like a notice; then the lines themselves (information bars, title, tools,
neighbouring pages, footers) trim what is left. Plain text has one box, so only the second step works there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flows.normalise.page_lines import PrintedLine, Printout
from flows.normalise.page_title import title_parts
from flows.normalise.rules_table import rule_test

_EVIDENCE = re.compile(r"整改|巡[察视查]|监督|党[委组]")
_OUTLINE_MARK = re.compile(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,3}[.、](?!\d)|第.{1,2}方面|问题\d"
)
"""`一、`, `(一)`, `1.`, `第一方面`, `问题1`."""

_SIGNED_DATE = re.compile(r"^(?:20\d\d|2 ?0 ?\d ?\d|二[〇○零O]..) ?年.{1,14}日$")
_SIGNED_NAME = re.compile(r"^(?:中共.{2,40}|.{2,30}(?:党组|党委|党支部|委员会|党工委))$")
_OPENING = re.compile(r"(?:根据|按照|遵照|20\d\d年|为).{2,120}?巡[察视查]")
_DOCUMENT_NUMBER = re.compile(r"\S{1,14}[\[(]\s?20\d\d\s?[\])]\s?第?\d{1,4}号$")
"""`沧医党〔2023〕28号` alone on its line."""

_CONTACT = re.compile(r"联系|电话|地址|邮编|邮箱|附件|抄送|公开|监督")

_SUMMARY = re.compile(r"^[\[【(（]?(?:核心提示|内容提要|内容摘要|摘要|导读|提要)[\]】)）]?[::：]?\s?")
_SUMMARY_LENGTH, _SUMMARY_LINES = 24, 6
_MOST_BEFORE_TITLE = 0.3
_MOST = 0.7
_RUNNING_LENGTH = 15
_BAR_LENGTH = 160
_HEAD = 60
_SIGNATURE_LENGTH, _SIGNATURE_REACH = 40, 6
_LEAST_TAIL = 0.15
_LEAD_LINES = 3
_MOST_LINKED = 0.3


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of the body, `start` to `end` (exclusive), and the document number printed above it, if any."""

    start: int
    end: int
    document_number: str | None = None


class _Row(NamedTuple):
    """A line and its characters of running text."""

    line: PrintedLine
    weight: int

    @property
    def head(self) -> str:
        """The beginning of the line, folded; the whole line where it is short."""
        return _head(self.line)

    def is_chrome(self, *places: str) -> bool:
        """Whether the line belongs to the page (in one of its places) rather than to the text on it."""
        return _is_chrome(self.line, *places)


def _head(line: PrintedLine) -> str:
    return line.folded if len(line.text) < _BAR_LENGTH else line.folded[:_HEAD]


def _is_chrome(line: PrintedLine, *places: str) -> bool:
    return len(line.text) < _BAR_LENGTH and rule_test("chrome", "place", *places)(line.folded)


def locate_body(printout: Printout, title: str | None) -> Body:
    """The range of lines that is the notice's body, title and everything around it left out."""
    rows = [_Row(line, _weight(line)) for line in printout.lines]
    if not any(row.weight for row in rows):
        return Body(0, len(rows))
    start, end = _innermost(printout.boxes, rows)
    end = _without_tail(rows, start, end)
    return _without_head(rows, title, start, end)


def _weight(line: PrintedLine) -> int:
    """The characters of running text: those of a line that is no link and reads as a sentence."""
    length = len(line.text)
    weight = length - line.linked
    return weight if weight >= _RUNNING_LENGTH and line.linked <= _MOST_LINKED * length and _is_running(line) else 0


def _is_running(line: PrintedLine) -> bool:
    """Whether it reads as a sentence: with a full stop, or numbered, or at least nothing that a page prints."""
    if "。" in line.text:
        return True
    if "," not in line.folded and ";" not in line.folded:
        return False
    return _OUTLINE_MARK.match(_head(line)) is not None or not _is_chrome(line, "bar", "any", "tail")


def _is_linked(line: PrintedLine) -> bool:
    return line.linked > _MOST_LINKED * len(line.text)


def _innermost(parents: Sequence[int], rows: Sequence[_Row]) -> tuple[int, int]:
    """The line range of the innermost box that holds the text."""
    spans, weights = _box_spans(parents, rows)
    children: dict[int, list[int]] = {}
    for box, parent in enumerate(parents):
        if box and weights[box]:
            children.setdefault(parent, []).append(box)
    box, start, end = 0, 0, len(rows)
    while box in children:
        child = max(children[box], key=weights.__getitem__)
        first, last = spans[child]
        if weights[child] < _MOST * weights[box] or _cuts_table(rows, first) or _cuts_table(rows, last):
            break
        if any(_speaks(row) for row in (*rows[start:first], *rows[last:end])):
            break
        box, start, end = child, first, last
    return start, end


def _box_spans(parents: Sequence[int], rows: Sequence[_Row]) -> tuple[list[tuple[int, int]], list[int]]:
    """Line range and weight of every box, its inner boxes included."""
    count = len(parents)
    first, last, weights = [len(rows)] * count, [0] * count, [0] * count
    for index, row in enumerate(rows):
        box = row.line.box
        if first[box] > index:
            first[box] = index
        last[box] = index + 1
        weights[box] += row.weight
    for box in range(count - 1, 0, -1):
        parent = parents[box]
        if first[parent] > first[box]:
            first[parent] = first[box]
        if last[parent] < last[box]:
            last[parent] = last[box]
        weights[parent] += weights[box]
    return list(zip(first, last, strict=True)), weights


def _cuts_table(rows: Sequence[_Row], place: int) -> bool:
    """Whether a cut before the line would tear a table of data apart."""
    if not 0 < place < len(rows):
        return False
    before, after = rows[place - 1].line.cell, rows[place].line.cell
    return before is not None and after is not None and before.table == after.table


def _speaks(row: _Row) -> bool:
    """Whether a line outside the box could be part of the notice: leaving it out would lose text."""
    if _is_linked(row.line):
        return False
    if row.weight:
        return _EVIDENCE.search(row.line.text) is not None
    if row.line.heading or not (_OUTLINE_MARK.match(row.head) or _is_signature(row)):
        return False
    return not row.is_chrome("bar", "any", "tail")


def _is_signature(row: _Row) -> bool:
    if len(row.line.text) >= _SIGNATURE_LENGTH:
        return False
    return bool(_SIGNED_DATE.match(row.head) or _SIGNED_NAME.match(row.head))


def _without_tail(rows: Sequence[_Row], start: int, end: int) -> int:
    """The end of the range once tools, neighbouring pages and footers are cut."""
    rest = total = sum(row.weight for row in rows[start:end])
    for index in range(start, end):
        rest -= rows[index].weight
        if rest < _LEAST_TAIL * total and rows[index].is_chrome("tail") and not _signature_follows(rows, index, end):
            end = index
            break
    while end > start and _is_no_text(rows[end - 1]):
        end -= 1
    return _behind_signature(rows, start, end)


def _signature_follows(rows: Sequence[_Row], index: int, end: int) -> bool:
    """Whether name and date stand a few lines below: what looks like a tool (附件) belongs to the notice then."""
    below = rows[index + 1 : min(index + 1 + _SIGNATURE_REACH, end)]
    return any(
        _is_signer(name.head) and _SIGNED_DATE.match(day.head) for name, day in zip(below, below[1:], strict=False)
    )


def _is_no_text(row: _Row) -> bool:
    """Whether a line at the end of the range is no text: a tool, a heading of something else, a link."""
    if row.is_chrome("any", "tail") or row.line.linked > 0.6 * len(row.line.text):
        return True
    return row.line.heading and not row.weight and not _is_signature(row)


def _behind_signature(rows: Sequence[_Row], start: int, end: int) -> int:
    """The end of the range once short lines behind name and date of the signature that are no contact are cut."""
    for index in range(end - 1, max(start, end - 12), -1):
        row = rows[index]
        if row.weight or row.line.cell or _CONTACT.search(row.line.text):
            return end
        if _SIGNED_DATE.match(row.head):
            return index + 1 if _is_signer(rows[index - 1].head) else end
    return end


def _is_signer(head: str) -> bool:
    return len(head) < _SIGNATURE_LENGTH and rule_test("closing", "kind", "signer")(head)


def _without_head(rows: Sequence[_Row], title: str | None, start: int, end: int) -> Body:
    """The range once everything up to the title, its information bar and the document number is cut."""
    top = _top(rows, start, end)
    titles = {start + index for index in title_parts([row.line for row in rows[start:top]], title)}
    start = max([start, *(index for index in titles if rows[index].weight == 0 and _text_before(rows, start, index))])
    first = next((i for i in range(start, end) if rows[i].weight or _OPENING.match(rows[i].head)), start)
    mark = next((i for i in range(start, first) if _is_outline(rows[i])), first)
    boundary, number = start - 1, None
    for index in range(start, mark):
        row = rows[index]
        if _DOCUMENT_NUMBER.match(row.head):
            number = row.line.text
        elif not (index in titles or row.is_chrome("bar", "any", "tail") or row.line.linked or _is_value(rows, index)):
            continue
        boundary = _table_end(rows, index, mark)
    if boundary < start:
        boundary = max(start, min(mark, first - _LEAD_LINES)) - 1
    return Body(_behind_summary(rows, boundary + 1, end), end, number)


def _is_value(rows: Sequence[_Row], index: int) -> bool:
    """Whether a line is the value of a label that stands alone on the line before (`文号：` / `无`)."""
    head = rows[index].head
    if not index or len(head) > _SIGNATURE_LENGTH or head.endswith(":"):
        return False
    label = rows[index - 1]
    return label.head.endswith(":") and label.is_chrome("bar")


def _table_end(rows: Sequence[_Row], index: int, end: int) -> int:
    """The last line of the table (索引号, 文号) that a line of the head stands in, or the line itself."""
    cell = rows[index].line.cell
    while cell is not None and index + 1 < end:
        following = rows[index + 1].line.cell
        if following is None or following.table != cell.table:
            break
        index += 1
    return index


def _top(rows: Sequence[_Row], start: int, end: int) -> int:
    """The end of the part of the range where a title may stand: a small share of the running text lies before it."""
    most = _MOST_BEFORE_TITLE * sum(row.weight for row in rows[start:end])
    before = 0
    for index in range(start, end):
        before += rows[index].weight
        if before > most:
            return index
    return end


def _text_before(rows: Sequence[_Row], start: int, index: int) -> bool:
    return any(row.weight for row in rows[start:index])


def _behind_summary(rows: Sequence[_Row], start: int, end: int) -> int:
    """The start of the range once a summary that repeats the first words of the text is cut (核心提示, 摘要)."""
    for index in range(start, min(start + _SUMMARY_LINES, end)):
        words = _SUMMARY.sub("", rows[index].line.text)[:_SUMMARY_LENGTH]
        if len(words) < _SUMMARY_LENGTH:
            continue
        for later in range(index + 1, min(index + 1 + _SUMMARY_LINES, end)):
            if rows[later].line.text.startswith(words):
                return later
    return start


def _is_outline(row: _Row) -> bool:
    return not row.line.linked and _OUTLINE_MARK.match(row.head) is not None and not row.is_chrome("bar")
