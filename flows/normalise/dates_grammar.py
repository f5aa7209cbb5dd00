"""How a date is written: from folded text to points, whose year may still be open.

Forms: 2022年3月8日, 2 0 2 4 年 5 月底, 二〇二四年三月五日, 2024-07-17, 9月, 2024年1至9月, 3月8日至15日, 2022—2024年,
2024年第二季度, 前三季度, 上半年, 5月上旬, 2022年底, 今年1月14日. Rules: DATA_MODEL (dates), NOTICE_FORMS 3.2.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from flows.normalise.dates_rules import rule_texts, rule_values

_LAST_DAY = 0
_DIGITS = {digit: str(number) for number, digits in enumerate(("〇○零", *"一二三四五六七八九")) for digit in digits}
_THIRDS = {
    "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, _LAST_DAY), "上中旬": (1, 20), "中上旬": (1, 20),
    "中下旬": (11, _LAST_DAY),
}  # fmt: skip
_HALVES = {"上": (1, 6), "下": (7, 12)}
_CENTURY = 2000

_YEAR = r"(?<!\d)(?:1 {0,2}9|2 {0,2}0) {0,2}\d {0,2}\d|[一二][九〇○零][〇○零一二三四五六七八九]{2}"
_MONTH = r"(?:1 {0,2}[0-2]|0 {0,2}[1-9]|[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3 {0,2}[01]|[12] {0,2}\d|0 {0,2}[1-9]|[1-9]|二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])"
_TO = r" ?(?:至|到|-{1,2}|~) ?"
# 2024年 and, with its 年 lost, 20249月; 2000年代 is none
_YEAR_SIGN = r" {0,3}(?:年(?!代)|(?=\d{1,2} ?月))"
_QUARTER = r"前[一二三两123]个?季度|首季度|第? ?[一二三四1-4](?: ?[、和至-] ?第?[一二三四1-4])? ?季度"


def _tail(mark: str, listed: str) -> str:
    """What may follow a year, or stand alone; `mark` keeps the group names of two uses apart."""
    day = (
        rf"(?:(?P<from_day{mark}>{_DAY}){_TO})?(?P<day{mark}>{_DAY})"
        rf" {{0,2}}(?:日|号(?![楼线文院井])|(?={_TO}\d{{1,2}}月| ?(?:[,。;\n]|\Z)))"
        rf"(?:起?{_TO}(?P<to_day{mark}>{_DAY}) {{0,2}}日)?"
    )
    month = (
        rf"(?:(?P<from_month{mark}>{_MONTH})(?:{_TO}{listed}))?(?P<month{mark}>{_MONTH}) {{0,2}}月份?(?!龄)"
        rf" {{0,2}}(?:{day}|(?P<part{mark}>(?:上中|中上|中下|[上中下])旬|[底末初](?![步级]))|(?! ?[1一] ?[次报查]))"
    )
    return (
        rf"(?:(?P<half{mark}>[上下])半年|(?P<quarter{mark}>{_QUARTER})"
        rf"|(?<![提此之])前(?P<months{mark}>\d{{1,2}}|十?[一二三四五六七八九十])个月|{month})"
    )


_STARTS = "".join(sorted({word[0] for kind in ("relative_year", "relative_day") for word in rule_texts(kind)}))
_POINT = re.compile(
    rf"(?=[\d〇○零一二三四五六七八九十上下前首第于在年{_STARTS}])(?:"
    rf"(?:(?P<year_list>(?:(?<!\d)(?:19|20)\d\d[、和及]){{1,5}}))?(?:(?P<from_year>{_YEAR}){_TO})?"
    rf"(?P<year>{_YEAR}|(?<!\d)2\d(?=年\d{{1,2}}月)){_YEAR_SIGN}"
    rf"(?: {{0,2}}{_tail('_1', '|、')}|(?P<edge>年?[底末初](?![步级中心位端数线账]))|度)?"
    rf"|(?P<from_school>(?<!\d)\d{{4}})-(?P<school>\d{{4}})学年"
    rf"|(?<![\d./-])(?P<iso>(?:19|20)\d\d(?P<sign>[-/.])\d{{1,2}}(?P=sign)\d{{1,2}})(?![\d./-])"
    rf"|(?P<relative>{'|'.join(rule_texts('relative_year'))})度?"
    rf"(?:{_tail('_2', '|、')}|(?P<edge_2>年?[底末初](?!步)))?"
    rf"|(?P<same_day>(?<=[,、;。(])(?:于|在)?(?:{'|'.join(rule_texts('relative_day'))}))"
    rf"|(?<![\d年个]){_tail('_3', '')}"
    rf"|(?<=[于在到至将争保划,、;。])(?P<year_end>年[底末])(?=前))"
)
# what may stand in a date before its first sign
_BEFORE = " 0123456789〇○零一二三四五六七八九十两至到~-、和及前上下首第半个于在将争保划,;。" + "".join(
    word for kind in ("relative_year", "relative_day") for word in rule_texts(kind)
)
# every date has one of these signs; the pattern above is tried around them only (one set opens this one: fast)
_SIGN = re.compile(rf"[年月季日天/.-](?<=[{re.escape(_BEFORE)}].)(?:(?<=[年月季日天])|(?<=\d{{4}}.)(?=\d))")
_BEFORE_SIGN, _AFTER_SIGN = 36, 24
_MORE_DAYS = re.compile(rf" ?[、和及,] ?(?P<day>{_DAY}) {{0,2}}日(?:{_TO}(?P<to_day>{_DAY}) {{0,2}}日)?")
_RANGE_SIGN = re.compile(r"(?: ?\([^()\n]{1,8}\))?起?(?: ?(?:至|到|-{1,2}|~) ?)")
_TO_SIGNS = frozenset("至到-~")
_MONTHS_BEGAN = re.compile(r"年 ?[一二三四五六七八九十]{1,2}月份?[至到~-]$")
_RELATIVE_YEARS = rule_values("relative_year")
_RELATIVE_DAYS = {word: int(days) for word, days in rule_values("relative_day").items()}
_RECURRING = rule_texts("recurring_before")

Days = tuple[tuple[int, int], tuple[int, int], str]
"""First and last (month, day), the day 0 for the end of the month, and the precision."""
MOST_DATES = 5_000
"""Dates that are read of one text; a notice has under 200. What follows them is left out, and a finding says so."""
_MOST_SIGNS = 4 * MOST_DATES


class Point(NamedTuple):
    """One date as written.

    Attributes:
        start: offset of its first character.
        end: offset after its last character.
        first: (month, day) of its first day.
        last: (month, day) of its last day, the day 0 for the end of the month.
        precision: code of `dates.precision`.
        year: the year printed, null where it is left out.
        last_year: the year of its last day where two are printed.
        relative: how a word like 今年 says the year: `published-1`, `context`; null where none does.
        days_after: for 次日 and 当天, days after the date before it; null elsewhere.
    """

    start: int
    end: int
    first: tuple[int, int]
    last: tuple[int, int]
    precision: str
    year: int | None = None
    last_year: int | None = None
    relative: str | None = None
    days_after: int | None = None

    def period(self, year: int, last_year: int | None = None) -> tuple[date, date] | None:
        """First and last day in that year; null where the calendar has no such day."""
        return _period(self.first, self.last, year, last_year or year)


@lru_cache(maxsize=1024)  # a notice names the same few months again and again
def _period(first: tuple[int, int], last: tuple[int, int], year: int, last_year: int) -> tuple[date, date] | None:
    last_month, last_day = last
    try:
        return date(year, *first), date(last_year, last_month, last_day or monthrange(last_year, last_month)[1])
    except ValueError:
        return None


@lru_cache(maxsize=4)
def scan_points(folded: str) -> tuple[Point, ...]:
    """Every date in folded text, in order, few more than `MOST_DATES`; rhythms (每年3月) are left out."""
    points = (
        point
        for start, last_sign, end in _neighbourhoods(folded)
        for match in _written(folded, start, last_sign, end)
        if not folded.endswith(_RECURRING, max(0, match.start() - 4), match.start())
        for point in _points(match, folded)
    )
    return tuple(islice(points, MOST_DATES + 1))


def unread_from(folded: str) -> int | None:
    """Where the scan stopped because there are too many dates or signs of dates; null where it did not."""
    points = scan_points(folded)
    if len(points) > MOST_DATES:
        return points[-1].end
    if len(folded) <= _MOST_SIGNS:
        return None
    sign = next(islice(_SIGN.finditer(folded), _MOST_SIGNS, None), None)
    return sign.start() if sign else None


def _written(folded: str, start: int, last_sign: int, end: int) -> Iterator[re.Match[str]]:
    """The dates of one neighbourhood; none begins behind its last sign."""
    while start <= last_sign and (match := _POINT.search(folded, start, end)):
        yield match
        start = match.end()


def _neighbourhoods(folded: str) -> Iterator[tuple[int, int, int]]:
    """Stretches of text that may hold dates, free of overlap, with the place of their last sign."""
    start = end = last = 0
    for match in islice(_SIGN.finditer(folded), _MOST_SIGNS):
        sign = match.start()
        opens = max(0, sign - _BEFORE_SIGN)
        opens += len(folded[opens:sign].rstrip(_BEFORE))
        if opens > end:
            if end:
                yield start, last, end
            start = opens
        last, end = sign, sign + 1 + _AFTER_SIGN
    if end:
        yield start, last, min(end, len(folded))


def range_follows(folded: str, start: int, end: int) -> bool:
    """Whether nothing but a range sign (至, —) stands between two points."""
    return 0 < end - start <= 16 and _RANGE_SIGN.fullmatch(folded, start, end) is not None


def _points(match: re.Match[str], folded: str) -> Iterator[Point]:
    start, kind = match.start(), match.lastgroup
    end = start + len(match.group().rstrip())
    if match["year"]:
        yield from _dated(match, start, end, folded)
    elif match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split(match["sign"]))
        yield Point(start, end, (month, day), (month, day), "day", year)
    elif match["school"]:
        yield Point(start, end, (1, 1), (12, 31), "range", int(match["from_school"]), int(match["school"]))
    elif match["same_day"]:
        word = match["same_day"].lstrip("于在")
        yield Point(end - len(word), end, (1, 1), (1, 1), "day", days_after=_RELATIVE_DAYS[word])
    elif match["relative"]:
        yield from _relative(match, start, end, folded)
    elif match["year_end"]:
        yield Point(start, end, (1, 1), (12, 31), "year")
    elif kind is not None:
        yield from _undated(match, start, end, folded)


def _dated(match: re.Match[str], start: int, end: int, folded: str) -> Iterator[Point]:
    if match["year_list"]:
        for offset, year in _listed_years(match):
            yield Point(offset, offset + 4, (1, 1), (12, 31), "year", year)
    start = match.start("from_year") if match["from_year"] else match.start("year")
    year = _year(match["year"])
    tail = _tail_at(match, "_1")
    first, last, precision = tail or ((1, 1), (12, 31), "year")
    if match["from_year"]:
        yield Point(start, end, first, last, "range", _year(match["from_year"]), year)
        return
    point = Point(start, end, first, last, precision, year)
    yield point
    yield from _more_days(point, folded)


def _relative(match: re.Match[str], start: int, end: int, folded: str) -> Iterator[Point]:
    relative = _RELATIVE_YEARS[match["relative"]]
    tail = _tail_at(match, "_2")
    if tail is None and relative.startswith("context"):
        return
    first, last, precision = tail or ((1, 1), (12, 31), "year")
    point = Point(start, end, first, last, precision, relative=relative)
    yield point
    yield from _more_days(point, folded)


def _undated(match: re.Match[str], start: int, end: int, folded: str) -> Iterator[Point]:
    tail = _tail_at(match, "_3")
    month = match["month_3"]
    bare = not (match["day_3"] or match["part_3"] or folded[end - 1] == "份" or _ends_months(folded, start))
    if tail is None or (month and not month[0].isdecimal() and bare):
        return  # 三月 without year, day or 份 is a duration as often as a month
    point = Point(start, end, *tail)
    yield point
    yield from _more_days(point, folded)


def _ends_months(folded: str, start: int) -> bool:
    """Whether a month ends a range that began with a year: 二〇二四年三月至五月."""
    return (
        folded[start - 1 : start] in _TO_SIGNS and _MONTHS_BEGAN.search(folded, max(0, start - 9), start) is not None
    )


def _more_days(point: Point, folded: str) -> Iterator[Point]:
    """The days of a chain that shares its month: 9月9日、20日."""
    end, month = point.end, point.last[0]
    if point.first[0] != month or not point.last[1] or point.precision not in ("day", "range"):
        return
    relative = "context" if point.year is None else None
    while match := _MORE_DAYS.match(folded, end):
        first, end = _number(match["day"]), match.end()
        last = _number(match["to_day"]) if match["to_day"] else first
        precision = "day" if first == last else "range"
        yield Point(match.start("day"), end, (month, first), (month, last), precision, point.year, None, relative)


def _listed_years(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The years before the last one in 2021、2022、2023年."""
    for place, year in enumerate(re.findall(r"\d{4}", match["year_list"])):
        yield match.start("year_list") + 5 * place, int(year)


def _tail_at(match: re.Match[str], mark: str) -> Days | None:
    first = _POINT.groupindex["half" + mark]
    return _read_tail(*match.groups()[first - 1 : first + 8])


@lru_cache(maxsize=1024)
def _read_tail(
    half: str | None,
    quarter: str | None,
    months: str | None,
    from_month: str | None,
    month: str | None,
    from_day: str | None,
    day: str | None,
    to_day: str | None,
    part: str | None,
) -> Days | None:
    """First and last (month, day) and precision of what follows a year; null where nothing does."""
    if half:
        first, last = _HALVES[half]
        return (first, 1), (last, _LAST_DAY), "range"
    if quarter:
        return _read_quarter(quarter)
    if months:
        return (1, 1), (min(_number(months), 12), _LAST_DAY), "range"
    if not month:
        return None
    if day:
        return _read_days(_number(month), _number(day), from_day, to_day)
    return _read_month(_number(month), from_month, part)


def _read_quarter(text: str) -> Days:
    numbers = [_number("二" if sign == "两" else sign) for sign in re.findall(r"[一二三四两1-4]", text)] or [1]
    if text.startswith("前"):
        return (1, 1), (3 * numbers[-1], _LAST_DAY), "range"
    precision = "quarter" if len(numbers) == 1 else "range"
    return (3 * numbers[0] - 2, 1), (3 * numbers[-1], _LAST_DAY), precision


def _read_days(month: int, day: int, from_day: str | None, to_day: str | None) -> Days:
    first = _number(from_day) if from_day else day
    last = _number(to_day) if to_day else day
    return (month, first), (month, last), "day" if first == last else "range"


def _read_month(month: int, from_month: str | None, part: str | None) -> Days:
    if third := _THIRDS.get(part or ""):
        return (month, third[0]), (month, third[1]), "range"
    if from_month:
        return (_number(from_month), 1), (month, _LAST_DAY), "range"
    return (month, 1), (month, _LAST_DAY), "month"


def _number(text: str) -> int:
    """1 2, 十二, 二十一, 三十 → their values up to 99."""
    text = text.replace(" ", "")
    if text.isdecimal():
        return int(text)
    tens, ten, units = text.rpartition("十")
    digits = (_DIGITS.get(tens, "1") if ten else "") + (_DIGITS.get(units, "0"))
    return int(digits)


@lru_cache(maxsize=256)
def _year(text: str) -> int:
    number = int("".join(_DIGITS.get(sign, sign) for sign in text if sign != " "))
    return number if number > 99 else _CENTURY + number
