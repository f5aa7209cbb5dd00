"""Dates and periods of a notice's text, each with its place and its days.

A mention is the date itself, without 至, 截至, 于, 前, 以来; two dates joined by a range sign are one mention.
Years inside 《》 belong to a document's name and are no mentions.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

from flows.normalise.dates_grammar import Point, range_follows, scan_points
from flows.normalise.dates_repair import DamagedDate, scan_damaged
from flows.normalise.dates_rules import rule_texts
from flows.normalise.dates_years import Period, YearContext
from flows.normalise.documents import title_spans
from flows.normalise.fold import fold
from flows.normalise.places import Places
from flows.normalise.records import DateMention, Outline, Span

# 拟于6月底前: the cue stands in the same clause, at most a few words before the date
_ANNOUNCED = re.compile(rf"(?:{'|'.join(rule_texts('future_before'))})[^,。;\n]{{0,8}}\Z")
_ANNOUNCERS = frozenset("".join(rule_texts("future_before")))
_ANNOUNCED_REACH = 12
_SAME_DAY_REACH = 40
_SIGNATURE_REACH = 150  # characters from the end of the text; contact and page chrome may follow the signature
_DEADLINE_HORIZON = timedelta(days=150)


@dataclass(frozen=True, slots=True)
class _Dated:
    span: Span
    period: Period
    precision: str


def read_dates(text: str, outline: Outline, published_on: date | None) -> tuple[DateMention, ...]:
    """Every date and period of the text, in order, with the year that the text leaves out.

    Args:
        text: canonical text of the notice.
        outline: where items and measures stand.
        published_on: when the notice was published, null where nobody knows.

    A date whose year nothing tells, and one that lost characters and has more than one plausible reading, is left out;
    `flows.normalise.checks.text` reports it. Reading stops after `MOST_DATES`, so that no text takes long.
    """
    places = Places(outline)
    return tuple(
        DateMention(
            span=dated.span,
            item=places.item_at(dated.span.start),
            measure=places.measure_at(dated.span.start),
            date_start=dated.period[0],
            date_end=dated.period[1],
            precision=dated.precision,
        )
        for dated in _Reader(fold(text), places, published_on).read()
    )


def resolve_date(text: str, published_on: date | None) -> date | None:
    """The last day of the first date in a short label: 2024年6月底前 → 2024-06-30; null where it holds none.

    A range gives its end. A year that the label leaves out is the latest one that puts the day before the publication
    or a few months after it.
    """
    folded = fold(text)
    points = [point for point in scan_points(folded) if point.days_after is None]
    if not points:
        return None
    first, last = points[0], points[0]
    if len(points) > 1 and range_follows(folded, first.end, points[1].start):
        last = points[1]
    if last.year is None and last.relative is None and first.year is not None:
        last = last._replace(year=first.year)
    period = last.period(last.year, last.last_year) if last.year is not None else _nearest(last, published_on)
    return period[1] if period else None


def _nearest(point: Point, published_on: date | None) -> Period | None:
    """The latest such period that ends before the publication or soon after it."""
    if published_on is None:
        return None
    if point.relative is not None:
        return YearContext(published_on).resolve(point, 0)
    horizon = published_on + _DEADLINE_HORIZON
    periods = [period for shift in (1, 0, -1) if (period := point.period(published_on.year + shift))]
    return next((period for period in periods if period[1] <= horizon), None)


def _signed_on(folded: str) -> date | None:
    """The full date that the text ends with: the day it was signed stands in where nobody knows the publication."""
    full = [point for point in scan_points(folded) if point.precision == "day" and point.year is not None]
    if not full or full[-1].end < len(folded) - _SIGNATURE_REACH:
        return None
    period = full[-1].period(full[-1].year or 0)
    return period[1] if period else None


class _Reader:
    """One pass over the dates of one text: joins ranges, finds years, repairs what is damaged."""

    def __init__(self, folded: str, places: Places, published_on: date | None) -> None:
        self._folded = folded
        self._places = places
        self._context = YearContext(published_on or _signed_on(folded))
        sentences = folded.replace("。", "\n").replace(";", "\n").split("\n")
        self._sentence_ends = list(accumulate([len(sentence) + 1 for sentence in sentences], initial=-1))

    def read(self) -> Iterator[_Dated]:
        points = self._points()
        last_day: _Dated | None = None
        position = 0
        while position < len(points):
            point = points[position]
            following = points[position + 1] if position + 1 < len(points) else None
            if isinstance(point, Point) and point.days_after is not None:
                dated = self._same_day(point, last_day)
            elif following and range_follows(self._folded, point.end, following.start):
                dated = self._range(point, following)
                position += 1 if dated else 0
                dated = dated or self._single(point)
            else:
                dated = self._single(point)
            if dated:
                last_day = dated if dated.period[0] == dated.period[1] else None
                yield dated
            position += 1

    def _points(self) -> list[Point | DamagedDate]:
        """Dates outside 《》, damaged ones included, in order and free of overlap."""
        titles = title_spans(self._folded)
        starts = [title.start for title in titles]
        found: list[Point | DamagedDate] = [
            *scan_damaged(self._folded),
            *scan_points(self._folded),
        ]
        kept: list[Point | DamagedDate] = []
        for point in sorted(found, key=lambda each: (each.start, -each.end)):
            title = bisect_right(starts, point.start) - 1
            inside = title >= 0 and point.start < titles[title].end
            if not inside and not (kept and point.start < kept[-1].end):
                kept.append(point)
        return kept

    def _sentence(self, offset: int) -> int:
        return bisect_right(self._sentence_ends, offset)

    def _resolve(self, point: Point) -> Period | None:
        if point.year is not None:
            return point.period(point.year, point.last_year)
        before = self._folded[max(0, point.start - _ANNOUNCED_REACH) : point.start]
        return self._context.resolve(
            point,
            self._sentence(point.start),
            in_problem=self._places.zone_at(point.start) == "problem",
            announced=not _ANNOUNCERS.isdisjoint(before) and _ANNOUNCED.search(before) is not None,
            due=self._folded.startswith("前", point.end),
        )

    def _choose(self, point: Point | DamagedDate) -> Point | None:
        """The point itself, or the one reading of a damaged date that fits between the dates around it."""
        if isinstance(point, Point):
            return point
        fitting = [reading for reading in point.readings if self._context.fits(self._resolve(reading))]
        return fitting[0] if len(fitting) == 1 else None

    def _single(self, written: Point | DamagedDate) -> _Dated | None:
        point = self._choose(written)
        period = self._resolve(point) if point else None
        if point is None or period is None or period[1] < period[0]:
            return None
        self._context.note(point, period, self._sentence(point.start))
        return _Dated(Span(point.start, point.end), period, point.precision)

    def _range(self, written_first: Point | DamagedDate, written_last: Point | DamagedDate) -> _Dated | None:
        first, last = self._choose(written_first), self._choose(written_last)
        if first is None or last is None or last.days_after is not None:
            return None
        start, end = self._ends(first, last)
        if start is None or end is None or end[1] < start[0]:
            return None
        period = (start[0], end[1])
        whole = Point(first.start, last.end, first.first, last.last, "range")
        self._context.note(whole, period, self._sentence(first.start))
        return _Dated(Span(first.start, last.end), period, "range")

    def _ends(self, first: Point, last: Point) -> tuple[Period | None, Period | None]:
        """Both ends of a range; one without a year takes the other's, and rolls over where it would run backwards.

        次年 at its end is the year after its start's.
        """
        if first.year is None and first.relative is None and last.year is not None:
            end = last.period(last.year)
            start = first.period(last.year)
            return (first.period(last.year - 1) if end and (start is None or start[0] > end[1]) else start), end
        start = self._resolve(first)
        if start is not None and last.relative is not None:
            return start, replace(self._context, year=start[0].year).resolve(last, self._sentence(last.start))
        if start is None or last.year is not None:
            return start, self._resolve(last)
        end = last.period(start[0].year)
        return start, (last.period(start[0].year + 1) if end is None or end[1] < start[0] else end)

    def _same_day(self, point: Point, last_day: _Dated | None) -> _Dated | None:
        """次日, 当天 after a full date of the same sentence."""
        if last_day is None or point.start - last_day.span.end > _SAME_DAY_REACH:
            return None
        if self._sentence(point.start) != self._sentence(last_day.span.start):
            return None
        day = last_day.period[0] + timedelta(days=point.days_after or 0)
        return _Dated(Span(point.start, point.end), (day, day), "day")
