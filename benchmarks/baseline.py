"""The plain regular expressions that an engineer would write in an hour: what a reader must at least surpass.

No outline, no context, no word lists beyond common measure words: a number before a unit is a quantity, a year with
an optional month and day is a date.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from benchmarks.readings import DateReading, QuantityReading, Text
from flows.normalise.records import Span

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"": 1.0, "万": 1e4, "亿": 1e8}
_UNITS = (
    "百分点|个百分点|平方米|立方米|平方公里|人次|批次|场次|公里|公顷|万吨|小时|分钟|个月|"
    "[元米吨亩次个项份条名件家户人台处张套座天年轮笔起宗辆部卷只艘篇场期批支所间队例]|[%％‰]"
)
# "12.5万元", "三十余份", "1,200人次"
_QUANTITY = re.compile(
    rf"(\d[\d,]{{0,15}}(?:\.\d{{1,6}})?|[零一二三四五六七八九十百千两]{{1,9}})[余多]?([万亿]?)[余多]?(?:{_UNITS})"
)
# "2023年", "2023年3月", "2023年3月8日"
_DATE = re.compile(r"((?:19|20)\d\d)年(?:(\d{1,2})月份?(?:(\d{1,2})日)?)?")
# "2023年3月8日至5月7日", "2023年3月至5月": what follows the first date
_UNTIL = re.compile(r"[至到—-](?:((?:19|20)\d\d)年)?(\d{1,2})月(?:(\d{1,2})日)?")


def quantities(text: Text) -> list[QuantityReading]:
    """Every number before a unit; a number before 月, 日 or 年 of a calendar date is left out."""
    return [
        QuantityReading(Span(*match.span()), (_number(match[1]) * _SCALES[match[2]],))
        for match in _QUANTITY.finditer(text.body)
        if not (match[0].endswith("年") and len(match[1]) == 4)
    ]


def dates(text: Text) -> list[DateReading]:
    """Every date that prints its year, and the range that it may begin."""
    return list(_dates(text.body))


def _dates(body: str) -> Iterator[DateReading]:
    for match in _DATE.finditer(body):
        year, month, day = (int(part) if part else None for part in match.groups())
        first, last = _period(year or 0, month, day)
        end = match.end()
        until = _UNTIL.match(body, end) if month else None
        if until:
            last = _period(int(until[1] or year or 0), int(until[2]), int(until[3]) if until[3] else None)[1]
            end = until.end()
        yield DateReading(Span(match.start(), end), ((first, last),))


def _period(year: int, month: int | None, day: int | None) -> tuple[date | None, date | None]:
    """First and last day of a year, month or day; both open where the calendar has no such day."""
    first_month, last_month = (month, month) if month else (1, 12)
    if not 1 <= first_month <= last_month <= 12:
        return None, None
    days = calendar.monthrange(year, last_month)[1]
    if day and not 1 <= day <= days:
        return None, None
    return date(year, first_month, day or 1), date(year, last_month, day or days)


def _number(printed: str) -> float:
    if printed[0].isdigit():
        return float(printed.replace(",", ""))
    total = digit = 0
    for character in printed:
        if character in _POWERS:
            total += (digit or 1) * _POWERS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return float(total + digit)
