"""Dates that lost 年, 月 or 日 on their way to the page: 2024717日, 2024年717日, 至830日 (NOTICE_FORMS 12).

A damaged date is read where exactly one reading is a day of the calendar that fits between the dates around it;
the others stay unread and are reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from flows.normalise.dates_grammar import MOST_DATES, Point

_OPENING_CHARACTERS = 400
_LEAP_YEAR = 2000
_DAY_DIGITS = 2
# 2024717日 and 2024年717日: year, then month and day run together
_WITH_YEAR = re.compile(r"(?P<year>20[0-4]\d)年?(?P<digits>\d{2,4})日")
# 至830日, 于830日: month and day run together, in the opening only
_WITHOUT_YEAR = re.compile(r"[至到于从自,、。-](?P<digits>\d{3,4})日(?![内后前均产常止])")
# 2024年月17日, 7月日, 202年3月: a number is gone and cannot be told
_LOST = re.compile(r"年月\d{0,2}日?|月日|年\d{1,2}月(?!\d{0,2}个)")
_LOST_LEFT = {
    "年月": re.compile(r"20\d\d\Z"),
    "月日": re.compile(r"\d{1,2}\Z"),
    "年": re.compile(r"(?<!\d)[12]\d\d\Z"),
}


@dataclass(frozen=True, slots=True)
class DamagedDate:
    """A date that lost characters, with every reading of it that the calendar knows."""

    start: int
    end: int
    readings: tuple[Point, ...]


def scan_damaged(folded: str) -> Iterator[DamagedDate]:
    """Damaged dates with their readings; those without a year only in the opening, where nothing else looks so.

    Those after the first `MOST_DATES` are left out.
    """
    for match in islice(_WITH_YEAR.finditer(folded), MOST_DATES):
        if not _follows_digit(match, folded):
            yield _damaged(match.start(), match.end(), int(match["year"]), match["digits"])
    for match in _WITHOUT_YEAR.finditer(folded, 0, _OPENING_CHARACTERS):
        yield _damaged(match.start("digits"), match.end(), None, match["digits"])


def unreadable_dates(folded: str) -> Iterator[tuple[int, int]]:
    """Places of dates that lost a number for good."""
    for match in islice(_LOST.finditer(folded), MOST_DATES):
        words = match.group()
        left = _LOST_LEFT.get(words[:2], _LOST_LEFT["年"]).search(folded[max(0, match.start() - 5) : match.start()])
        if left:
            yield match.start() - len(left.group()), match.end()


def _follows_digit(match: re.Match[str], folded: str) -> bool:
    return match.start() > 0 and folded[match.start() - 1] in "0123456789第"


def _damaged(start: int, end: int, year: int | None, digits: str) -> DamagedDate:
    points = (Point(start, end, day, day, "day", year) for day in dict.fromkeys(_splits(digits)))
    return DamagedDate(start, end, tuple(point for point in points if point.period(year or _LEAP_YEAR)))


def _splits(digits: str) -> list[tuple[int, int]]:
    """Month and day of digits run together; 08 is a day only where no other reading is left: 108 is 10月8日."""
    cuts = [(digits[:width], digits[width:]) for width in (1, 2) if 0 < len(digits) - width <= _DAY_DIGITS]
    plain = [cut for cut in cuts if not cut[1].startswith("0")]
    return [(int(month), int(day)) for month, day in plain or cuts]
