"""Where the notice's own text begins and ends among the lines of a page, on any layout.

Two steps, no selectors of single sites: boxes narrow the page down to the innermost one that holds nearly all running
text and leaves out no line that speaks like a notice; then the lines themselves (information bars, title, tools,
neighbouring pages, footers) trim what is left. Plain text has one box, so only the second step works there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.normalise.fold import fold
from flows.normalise.page_lines import PrintedLine, Printout
from flows.normalise.page_title import title_parts
from flows.normalise.rules_table import rule_test

_EVIDENCE = re.compile(r"整改|巡[察视查]|监督|党[委组]")
_OUTLINE_MARK = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,3}[.、]|第.{1,2}方面|问题\d)"
)
"""`一、`, `(一)`, `1.`, `第一方面`, `问题1`."""

_SIGNED = re.compile(r"(?:20\d\d|二[〇○零]..)\s?年|(?:中共.{2,40}|.{2,30}(?:党组|党委|党支部|委员会|党工委))$")
_OPENING = re.compile(r"^(?:根据|按照|遵照|20\d\d年|为).{2,120}?(?:巡[察视查])")
_DOCUMENT_NUMBER = re.compile(r"^\S{1,14}[\[(]\s?20\d\d\s?[\])]\s?第?\d{1,4}号$")
"""`沧医党〔2023〕28号` alone on its line."""

_HEAD = 60
_MOST = 0.7
_RUNNING_LENGTH = 15
_BAR_LENGTH = 160
_LEAST_TAIL = 0.15
_LEAD_LINES = 3


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of the body, `start` to `end` (exclusive), and the document number printed above it, if any."""

    start: int
    end: int
    document_number: str | None = None


def locate_body(printout: Printout, title: str | None) -> Body:
    """The range of lines that is the notice's body, title and everything around it left out."""
    lines = printout.lines
    folded = [fold(line.text if len(line.text) < _BAR_LENGTH else line.text[:_HEAD]) for line in lines]
    weights = [_weight(line, text) for line, text in zip(lines, folded, strict=True)]
    if not any(weights):
        return Body(0, len(lines))
    start, end = _innermost(printout, folded, weights)
    end = _without_tail(lines, folded, weights, start, end)
    return _without_head(lines, folded, weights, title, start, end)


def _weight(line: PrintedLine, text: str) -> int:
    """Characters of running text: 0 for links, labels, headings and chrome."""
    free = len(line.text) - line.linked
    if free < _RUNNING_LENGTH or line.linked > 0.3 * len(line.text):
        return 0
    if not any(mark in line.text for mark in "。，,；;"):
        return 0
    return 0 if len(line.text) < _BAR_LENGTH and is_chrome(text) else free


def is_chrome(text: str, places: tuple[str, ...] = ("bar", "any", "tail")) -> bool:
    """Whether a folded line belongs to the page (in one of its places) rather than to the text on it."""
    return rule_test("chrome", "place", *places)(text)


def _innermost(printout: Printout, folded: Sequence[str], weights: Sequence[int]) -> tuple[int, int]:
    """The line range of the innermost box that holds the text."""
    spans, heavy = _box_spans(printout, weights)
    children: dict[int, list[int]] = {}
    for box, parent in enumerate(printout.boxes):
        if box and heavy[box]:
            children.setdefault(parent, []).append(box)
    box = 0
    start, end = 0, len(printout.lines)
    while box in children:
        child = max(children[box], key=heavy.__getitem__)
        first, last = spans[child]
        if heavy[child] < _MOST * heavy[box] or _cuts_table(printout.lines, first, last):
            break
        if any(_speaks(printout.lines[i], folded[i], weights[i]) for i in (*range(start, first), *range(last, end))):
            break
        box, start, end = child, first, last
    return start, end


def _box_spans(printout: Printout, weights: Sequence[int]) -> tuple[list[tuple[int, int]], list[int]]:
    """Line range and weight of every box, its inner boxes included."""
    count = len(printout.boxes)
    first, last, heavy = [len(printout.lines)] * count, [0] * count, [0] * count
    for index, line in enumerate(printout.lines):
        first[line.box] = min(first[line.box], index)
        last[line.box] = index + 1
        heavy[line.box] += weights[index]
    for box in range(count - 1, 0, -1):
        parent = printout.boxes[box]
        first[parent] = min(first[parent], first[box])
        last[parent] = max(last[parent], last[box])
        heavy[parent] += heavy[box]
    return list(zip(first, last, strict=True)), heavy


def _cuts_table(lines: Sequence[PrintedLine], first: int, last: int) -> bool:
    """Whether the range would tear a table of data apart."""

    def same(one: int, other: int) -> bool:
        if not (0 <= one < len(lines) and 0 <= other < len(lines)):
            return False
        a, b = lines[one].cell, lines[other].cell
        return a is not None and b is not None and a.table == b.table

    return same(first - 1, first) or same(last - 1, last)


def _speaks(line: PrintedLine, text: str, weight: int) -> bool:
    """Whether a line outside the box could be part of the notice: leaving it out would lose text."""
    if line.linked > 0.3 * len(line.text):
        return False
    if weight:
        return _EVIDENCE.search(line.text) is not None
    if is_chrome(text) or line.heading:
        return False
    return bool(_OUTLINE_MARK.match(text)) or (len(line.text) < 40 and bool(_SIGNED.match(text)))


def _without_tail(
    lines: Sequence[PrintedLine], folded: Sequence[str], weights: Sequence[int], start: int, end: int
) -> int:
    """The end of the range once tools, neighbouring pages and footers are cut."""
    is_tail = rule_test("chrome", "place", "tail")
    rest = total = sum(weights[start:end])
    for index in range(start, end):
        rest -= weights[index]
        if rest < _LEAST_TAIL * total and len(lines[index].text) < _BAR_LENGTH and is_tail(folded[index]):
            end = index
            break
    while end > start and (_is_tool(lines[end - 1], folded[end - 1])):
        end -= 1
    return end


def _is_tool(line: PrintedLine, text: str) -> bool:
    """Whether a line at the end of the range is no text: a tool, an editor, a link."""
    if len(line.text) < _BAR_LENGTH and is_chrome(text, ("any", "tail")):
        return True
    return line.linked > 0.6 * len(line.text)


def _without_head(
    lines: Sequence[PrintedLine],
    folded: Sequence[str],
    weights: Sequence[int],
    title: str | None,
    start: int,
    end: int,
) -> Body:
    """The range once everything up to the title, its information bar and the document number is cut."""
    first = next((i for i in range(start, end) if weights[i] or _OPENING.match(folded[i])), start)
    mark = next((i for i in range(start, first) if _OUTLINE_MARK.match(folded[i]) and not lines[i].linked), first)
    titles = title_parts([line.text for line in lines[start:first]], title)
    boundary, number = start - 1, None
    for index in range(start, first):
        if _DOCUMENT_NUMBER.match(folded[index]):
            number = lines[index].text
        elif not (index - start in titles or is_chrome(folded[index]) or lines[index].linked):
            continue
        boundary = index
    if boundary < start:
        boundary = max(start, min(mark, first - _LEAD_LINES)) - 1
    return Body(boundary + 1, end, number)
