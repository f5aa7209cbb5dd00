"""Where the notice's own text begins and ends among the lines of a page, on any layout.

Two steps, no selectors of single sites: boxes narrow the page down to the innermost one that holds nearly all running
text and leaves out no line that speaks like a notice; then the lines themselves (information bars, title, tools,
neighbouring pages, footers) trim what is left. Plain text has one box, so only the second step works there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.normalise.page_copies import behind_previews, without_copies
from flows.normalise.page_lines import Printout
from flows.normalise.page_rows import Row, weighed
from flows.normalise.page_title import title_parts
from flows.normalise.rules_table import rule_test

_EVIDENCE = re.compile(r"整改|巡[察视查]|监督|党[委组]")
_SIGNED_DATE = re.compile(r"^(?:20\d\d|2 ?0 ?\d ?\d|二[〇○零O]..) ?年.{1,14}日$")
_SIGNED_NAME = re.compile(r"^(?:中共.{2,40}|.{2,30}(?:党组|党委|党支部|委员会|党工委))$")
_OPENING = re.compile(r"(?:根据|按照|遵照|20\d\d年|为).{2,120}?巡[察视查]")
_DOCUMENT_NUMBER = re.compile(r"\S{1,14}[\[(]\s?20\d\d\s?[\])]\s?第?\d{1,4}号$")
"""`沧医党〔2023〕28号` alone on its line."""

_CONTACT = re.compile(r"联系|电话|地址|邮编|邮箱|附件|抄送|公开|监督")

_MOST_BEFORE_TITLE = 0.3
_MOST = 0.7
_SIGNATURE_LENGTH, _SIGNATURE_REACH = 40, 6
_LEAST_TAIL, _LEAST_LISTED = 0.15, 0.4
_LEAD_LINES = 3


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of the body, `start` to `end` (exclusive), and the document number printed above it, if any."""

    start: int
    end: int
    document_number: str | None = None


def locate_body(printout: Printout, title: str | None) -> Body:
    """The range of lines that is the notice's body, title and everything around it left out.

    A page without running text and tables of data has no body: a frame, a script or an attachment holds it.
    """
    rows = weighed(printout.lines)
    if not any(row.weight for row in rows):
        return Body(0, len(rows) if any(row.line.cell for row in rows) else 0)
    start, end = without_copies(rows, *_innermost(printout.boxes, rows), title)
    end = _without_tail(rows, start, end)
    return _without_head(rows, title, start, end)


def _innermost(parents: Sequence[int], rows: Sequence[Row]) -> tuple[int, int]:
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


def _box_spans(parents: Sequence[int], rows: Sequence[Row]) -> tuple[list[tuple[int, int]], list[int]]:
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


def _cuts_table(rows: Sequence[Row], place: int) -> bool:
    """Whether a cut before the line would tear a table of data apart."""
    if not 0 < place < len(rows):
        return False
    before, after = rows[place - 1].line.cell, rows[place].line.cell
    return before is not None and after is not None and before.table == after.table


def _speaks(row: Row) -> bool:
    """Whether a line outside the box could be part of the notice: leaving it out would lose text."""
    if row.is_linked:
        return False
    if row.weight:
        return _EVIDENCE.search(row.line.text) is not None
    if row.line.heading or not (row.is_marked or _is_signature(row)):
        return False
    return not row.is_chrome("bar", "any", "tail")


def _is_signature(row: Row) -> bool:
    if len(row.line.text) >= _SIGNATURE_LENGTH:
        return False
    return bool(_SIGNED_DATE.match(row.head) or _SIGNED_NAME.match(row.head))


def _without_tail(rows: Sequence[Row], start: int, end: int) -> int:
    """The end of the range once tools, neighbouring pages and footers are cut."""
    rest = total = sum(row.weight for row in rows[start:end])
    sentence = next((index for index in range(end - 1, start, -1) if _is_sentence(rows[index])), start)
    for index in range(start, end):
        rest -= rows[index].weight
        most = (_LEAST_TAIL if index < sentence else _LEAST_LISTED) * total
        if rest < most and rows[index].is_chrome("tail") and not _signature_follows(rows, index, end):
            end = index
            break
    while end > start and _is_no_text(rows[end - 1]):
        end -= 1
    return _behind_signature(rows, start, end)


def _is_sentence(row: Row) -> bool:
    """Whether a line can only be text and no list of other pages."""
    return row.line.cell is not None or "。" in row.line.text


def _signature_follows(rows: Sequence[Row], index: int, end: int) -> bool:
    """Whether name and date stand a few lines below: what looks like a tool (附件) belongs to the notice then."""
    below = rows[index + 1 : min(index + 1 + _SIGNATURE_REACH, end)]
    return any(
        _is_signer(name.head) and _SIGNED_DATE.match(day.head) for name, day in zip(below, below[1:], strict=False)
    )


def _is_no_text(row: Row) -> bool:
    """Whether a line at the end of the range is no text: a tool, a heading of something else, a link."""
    if row.is_chrome("any", "tail") or row.line.linked > 0.6 * len(row.line.text):
        return True
    return row.line.heading and not row.weight and not _is_signature(row)


def _behind_signature(rows: Sequence[Row], start: int, end: int) -> int:
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


def _without_head(rows: Sequence[Row], title: str | None, start: int, end: int) -> Body:
    """The range once everything up to the title, its information bar and the document number is cut."""
    top = _top(rows, start, end)
    titles = {start + index for index in title_parts([row.line for row in rows[start:top]], title)}
    text = next((index for index in range(start, end) if rows[index].weight), end)
    start = max([start, *(index for index in titles if rows[index].weight == 0 and index > text)])
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
    return Body(behind_previews(rows, boundary + 1, end), end, number)


def _is_value(rows: Sequence[Row], index: int) -> bool:
    """Whether a line is the value of a label that stands alone on the line before (`文号：` / `无`)."""
    head = rows[index].head
    if not index or len(head) > _SIGNATURE_LENGTH or head.endswith(":"):
        return False
    label = rows[index - 1]
    return label.head.endswith(":") and label.is_chrome("bar")


def _table_end(rows: Sequence[Row], index: int, end: int) -> int:
    """The last line of the table (索引号, 文号) that a line of the head stands in, or the line itself."""
    cell = rows[index].line.cell
    while cell is not None and index + 1 < end:
        following = rows[index + 1].line.cell
        if following is None or following.table != cell.table:
            break
        index += 1
    return index


def _top(rows: Sequence[Row], start: int, end: int) -> int:
    """The end of the part of the range where a title may stand: a small share of the running text lies before it."""
    most = _MOST_BEFORE_TITLE * sum(row.weight for row in rows[start:end])
    before = 0
    for index in range(start, end):
        before += rows[index].weight
        if before > most:
            return index
    return end


def _is_outline(row: Row) -> bool:
    return not row.line.linked and row.is_marked and not row.is_chrome("bar")
