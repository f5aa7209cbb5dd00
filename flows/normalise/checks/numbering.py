"""What the numbering gives away: headings without content, skipped and repeated numbers.

Numbers may begin again at 1 anywhere. A series runs through the notice (问题1 … 问题11 across all sections) where 1 is
printed once, and inside its section where 1 comes again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import numeric

from flows.normalise.checks.findings import finding
from flows.normalise.fold import fold
from flows.normalise.numerals import read_numeral
from flows.normalise.records import Finding, Notice

_NUMBER = re.compile(r"\d{1,3}|[一二三四五六七八九十百]{1,5}")
# ①, ⑴, ❶, ㈠: a number in one character
_ENCLOSED = re.compile("[①-⑳⑴-⒇❶-❿㈠-㈩]")
_DIGITS = "〇一二三四五六七八九"
# a later part of a series that lost more than this many numbers in a row is another series
_LARGEST_GAP = 3


class _Heading(NamedTuple):
    table: str
    position: int
    parent: int | None
    number: int
    printed: str
    start: int


class _Label(NamedTuple):
    number: int
    shape: str
    is_arabic: bool


def find_numbering(notice: Notice) -> Iterator[Finding]:
    """Sections without items, and gaps and repetitions in the numbers of items and sections."""
    yield from _empty_sections(notice)
    folded = fold(notice.text)
    for series in _series(notice):
        yield from _broken(series, folded)


def whole_number(text: str) -> int | None:
    """十一 → 11, 12 → 12; null where it is no whole number."""
    numeral = read_numeral(text)
    if numeral is None or numeral.upper is not None or not numeral.value.is_integer():
        return None
    return int(numeral.value) * numeral.scale


def in_words(number: int, like: str) -> str:
    """A number below 100 in the digits of a printed label: 11 like （九） → 十一, like 9. → 11, like ⑨ → ⑪."""
    if enclosed := _ENCLOSED.search(like):
        return chr(ord(enclosed[0]) + number - int(numeric(enclosed[0])))
    if any(sign.isdecimal() for sign in like) or not 0 < number < 100:
        return str(number)
    tens, units = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[units] if units else "")


def _empty_sections(notice: Notice) -> Iterator[Finding]:
    with_items = _sections_with_items(notice)
    parents = {section.parent for section in notice.sections}
    barren = [
        (index, section)
        for index, section in enumerate(notice.sections)
        if index not in with_items and index not in parents
    ]
    if not barren:
        return
    headings = sorted(
        [section.span.start for section in notice.sections]
        + [item.span.start for item in notice.items]
        + [len(notice.text)]
    )
    for index, section in barren:
        among_items = section.parent in with_items if section.parent is not None else bool(with_items)
        following = headings[bisect_right(headings, section.span.start)]
        body = notice.text[section.span.end : following]
        if among_items and not any(sign.isalnum() for sign in body):
            yield finding(
                "section_without_items",
                evidence=(section.span.of(notice.text),),
                table="sections",
                index=index,
                title=section.span.of(notice.text),
                observed="0",
            )


def _sections_with_items(notice: Notice) -> set[int]:
    """Sections that hold items, directly or below them."""
    found: set[int] = set()
    for item in notice.items:
        section = item.section
        while section is not None and section not in found:
            found.add(section)
            section = notice.sections[section].parent
    return found


def _series(notice: Notice) -> Iterator[list[_Heading]]:
    """Headings that are numbered in one way, in the order of the text."""
    headings = [
        ("items", index, item.section, item.number, item.span.start) for index, item in enumerate(notice.items)
    ] + [
        ("sections", index, section.parent, section.label, section.span.start)
        for index, section in enumerate(notice.sections)
    ]
    series: defaultdict[object, list[_Heading]] = defaultdict(list)
    for table, index, parent, printed, start in sorted(headings, key=lambda heading: heading[4]):
        label = _read_label(printed) if printed else None
        if printed and label:
            series[table, label.shape, label.is_arabic].append(
                _Heading(table, index, parent, label.number, printed, start)
            )
    for headings_of_one_shape in series.values():
        yield from _split(headings_of_one_shape)


@lru_cache(maxsize=4096)  # the same few labels number every notice
def _read_label(printed: str) -> _Label | None:
    """The last number of a label and its shape: （九） is 9 in (#); null where it holds none."""
    folded = fold(printed)
    enclosed = _ENCLOSED.search(folded)
    if enclosed:
        return _Label(int(numeric(enclosed[0])), _block(enclosed[0]), is_arabic=True)
    numbers = _NUMBER.findall(folded)
    number = whole_number(numbers[-1]) if numbers else None
    if number is None:
        return None
    before, last, after = folded.rpartition(numbers[-1])
    return _Label(number, f"{before}#{after}".strip("、., "), last.isdecimal())


def _block(sign: str) -> str:
    """The first sign of the row that an enclosed number belongs to: ① of ⑨."""
    return chr(ord(sign) - int(numeric(sign)) + 1)


def _split(headings: list[_Heading]) -> Iterator[list[_Heading]]:
    """One series where 1 is printed once, else one series a parent."""
    if headings[0].table == "items" and sum(heading.number == 1 for heading in headings) <= 1:
        yield headings
        return
    by_parent: defaultdict[int | None, list[_Heading]] = defaultdict(list)
    for heading in headings:
        by_parent[heading.parent].append(heading)
    yield from by_parent.values()


def _broken(series: list[_Heading], folded: str) -> Iterator[Finding]:
    printed = {heading.number for heading in series}
    for before, heading in pairwise(series):
        step = heading.number - before.number
        if step == 0 and heading.number != 1 or step == 0 and heading.parent == before.parent:
            yield finding(
                "duplicate_number",
                evidence=(before.printed, heading.printed),
                table=heading.table,
                index=heading.position,
                number=heading.printed,
                expected=str(before.number + 1),
                observed=heading.printed,
            )
        elif 1 < step <= _LARGEST_GAP + 1:
            missing = [number for number in range(before.number + 1, heading.number) if number not in printed]
            numbers = [in_words(number, heading.printed) for number in missing]
            if not numbers or any(_is_printed(number, heading, folded, before.start) for number in numbers):
                continue
            yield finding(
                "numbering_gap",
                evidence=(before.printed, heading.printed),
                table=heading.table,
                index=heading.position,
                before=before.printed,
                after=heading.printed,
                missing="、".join(numbers),
                expected=str(before.number + 1),
                observed=heading.printed,
            )


def _is_printed(number: str, heading: _Heading, folded: str, start: int) -> bool:
    """Whether the number stands before the heading, marked as the heading is: then the reader missed it."""
    label = fold(heading.printed).rstrip("、., ")
    if _ENCLOSED.search(label):
        return folded.find(number, start, heading.start) >= 0
    last = list(_NUMBER.finditer(label))[-1]
    mark = re.escape(label[: last.start()]) + number + re.escape(label[last.end() :])
    close = "" if label.endswith(")") else "[、.:]"
    return re.compile(rf"[\n。;] {{0,4}}{mark}{close}").search(folded, start, heading.start) is not None
