"""Dates that lost 年, 月 or 日 on their way to the page: 2024717日, 2024年717日, 至830日 (NOTICE_FORMS 12).

A damaged date is read where exactly one reading is a day of the calendar that fits between the dates around it;
the others stay unread and are reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flows.normalise.dates_grammar import Point

_OPENING_CHARACTERS = 400
# 2024717日 and 2024年717日: year, then month and day run together
_WITH_YEAR = re.compile(r"(?<!\d)(?P<year>20[0-4]\d)年?(?P<digits>\d{2,4})日")
# 至830日, 于830日: month and day run together, in the opening only
_WITHOUT_YEAR = re.compile(r"(?<=[至到于从自,、。-])(?P<year>)(?P<digits>\d{3,4})日(?![内后前均产常止])")
# 2024年月17日, 2024年7月日, 202年3月: a number is gone and cannot be told
_UNREADABLE = re.compile(
    r"(?<!\d)20\d\d年月\d{0,2}日?|(?<!\d)(?:20\d\d年)?\d{1,2}月日|(?<![\d第])[12]\d\d年\d{1,2}月(?!\d*个)"
)


@dataclass(frozen=True, slots=True)
class DamagedDate:
    """A date that lost characters, with every reading of it that the calendar knows."""

    start: int
    end: int
    readings: tuple[Point, ...]


def scan_damaged(folded: str) -> Iterator[DamagedDate]:
    """Damaged dates with their readings; those without a year only in the opening, where nothing else looks so."""
    for match in _WITH_YEAR.finditer(folded):
        yield _damaged(match)
    for match in _WITHOUT_YEAR.finditer(folded, 0, _OPENING_CHARACTERS):
        yield _damaged(match)


def unreadable_dates(folded: str) -> Iterator[tuple[int, int]]:
    """Places of dates that lost a number for good."""
    for match in _UNREADABLE.finditer(folded):
        yield match.span()


def _damaged(match: re.Match[str]) -> DamagedDate:
    year = int(match["year"]) if match["year"] else None
    days = dict.fromkeys(_splits(match["digits"]))
    points = (Point(match.start(), match.end(), day, day, "day", year) for day in days)
    return DamagedDate(match.start(), match.end(), tuple(point for point in points if point.period(year or 2000)))


def _splits(digits: str) -> Iterator[tuple[int, int]]:
    for width in (1, 2):
        month, day = digits[:width], digits[width:]
        if day and not day.startswith("0") or len(day) == 2:
            yield int(month), int(day)
