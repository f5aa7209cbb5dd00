"""Labelled notices: each label at its place in the text, and what makes a reading of it right.

The rule leans to the other tools, which were not written for these labels.

A date is right where first and last day are; of 年底 or 月末, whose first day is a convention, the last day decides.
An end that the tool leaves open ("before …", "since …") is not held against it, nor is it to offer several periods
of which one is right.

A quantity is right where one of its numbers is the printed value, the upper value of a range (either with 万 and 亿
multiplied out or not), the amount in the base unit or the percentage, and every character of the printed unit is in
the tool's quote.

A reading must overlap the label's place. Readings inside 《…》, those of labels that are set aside, and further ones
at the place of a label that was read right count neither for nor against.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypedDict, TypeVar

from benchmarks.readings import DateReading, Period, QuantityReading, Reading
from flows.normalise.fold import fold
from flows.normalise.records import Span

_TITLE = re.compile(r"《[^《》]{1,200}》")
_NUMERALS = frozenset("0123456789.第零一二三四五六七八九十百千两")
_END_OF = re.compile("[底末]")
_SCALES = {"万": 1e4, "亿": 1e8}
_TOLERANCE = 1e-6


class DateRow(TypedDict):
    """A label of a date, as the file has it."""

    quote: str
    date_start: str
    date_end: str


class QuantityRow(TypedDict):
    """A label of a quantity, as the file has it."""

    quote: str
    value: float
    upper_value: float | None
    amount: float
    unit_text: str
    quantity_kind: str


_Row = TypeVar("_Row", DateRow, QuantityRow)


class NoticeRow(TypedDict):
    """What the file says of the notice as a whole."""

    published_at: str | None
    issued_on: str | None


class Labels(TypedDict):
    """One file of labels, as far as it is used here."""

    notice: NoticeRow
    dates: list[DateRow]
    metrics: list[QuantityRow]


@dataclass(frozen=True, slots=True)
class DateLabel:
    """One date or period that the notice states."""

    span: Span
    first: date
    last: date

    def read_right(self, reading: Reading, text: str) -> bool:
        """Whether one of the periods is this one."""
        return isinstance(reading, DateReading) and any(self._is(period, text) for period in reading.periods)

    def _is(self, period: Period, text: str) -> bool:
        first, last = period
        if _END_OF.search(self.span.of(text)):
            return last == self.last
        return bool(first or last) and first in {None, self.first} and last in {None, self.last}


@dataclass(frozen=True, slots=True)
class QuantityLabel:
    """One quantity that the notice states."""

    span: Span
    values: tuple[float, ...]
    unit: frozenset[str]
    kind: str

    def read_right(self, reading: Reading, text: str) -> bool:
        """Whether number and unit are these."""
        if not isinstance(reading, QuantityReading) or not self.unit <= set(fold(reading.span.of(text))):
            return False
        return any(abs(mine - theirs) <= _TOLERANCE * abs(mine) for mine in self.values for theirs in reading.values)


Label = DateLabel | QuantityLabel


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over notices; they add up."""

    labels: int = 0
    placed: int = 0
    right: int = 0
    wrong: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.labels + other.labels,
            self.placed + other.placed,
            self.right + other.right,
            self.wrong + other.wrong,
        )

    @property
    def precision(self) -> float:
        """Share of the readings that count and are right."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Share of the labels that were read right."""
        return self.right / max(self.labels, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.labels - self.right, 1)


def load(path: Path) -> Labels:
    """The labels of one notice."""
    labels: Labels = json.loads(path.read_text(encoding="utf-8"))
    return labels


def date_labels(labels: Labels, text: str) -> list[DateLabel]:
    """The dates at their places."""
    return [
        DateLabel(span, date.fromisoformat(row["date_start"]), date.fromisoformat(row["date_end"]))
        for row, span in _placed(labels["dates"], text)
    ]


def quantity_labels(labels: Labels, text: str) -> list[QuantityLabel]:
    """The quantities at their places."""
    return [
        QuantityLabel(
            span,
            _right_values(row),
            frozenset(fold(row["unit_text"])),
            row["quantity_kind"],
        )
        for row, span in _placed(labels["metrics"], text)
    ]


def _right_values(row: QuantityRow) -> tuple[float, ...]:
    """Every way to say the number: as printed (21.5 of 万亩, a range's end), in full (215000), amount, percentage."""
    scale = next((factor for mark, factor in _SCALES.items() if row["unit_text"].startswith(mark)), 1.0)
    percent = 100 * row["amount"] if row["quantity_kind"] == "ratio" else row["amount"]
    printed = [value for value in (row["value"], row["upper_value"]) if value is not None]
    return (*printed, *(value * scale for value in printed), row["amount"], percent)


def score(labels: Sequence[Label], readings: Iterable[Reading], text: str, aside: Sequence[Label] = ()) -> Score:
    """One tool's readings of one notice against its labels."""
    ignored = [Span(*title.span()) for title in _TITLE.finditer(text)] + [label.span for label in aside]
    counted = [reading for reading in readings if not any(_overlap(reading.span, span) for span in ignored)]
    right, used = _matched(labels, counted, text)
    wrong = sum(
        position not in used and not any(_overlap(reading.span, label.span) for label in right)
        for position, reading in enumerate(counted)
    )
    placed = sum(any(_overlap(reading.span, label.span) for reading in counted) for label in labels)
    return Score(len(labels), placed, len(right), wrong)


def _matched(labels: Sequence[Label], readings: Sequence[Reading], text: str) -> tuple[list[Label], set[int]]:
    """Labels that were read right, each by a reading of its own, and the positions of those readings."""
    right: list[Label] = []
    used: set[int] = set()
    for label in labels:
        for position, reading in enumerate(readings):
            if position in used or not _overlap(reading.span, label.span) or not label.read_right(reading, text):
                continue
            right.append(label)
            used.add(position)
            break
    return right, used


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _placed(rows: Sequence[_Row], text: str) -> Iterator[tuple[_Row, Span]]:
    """Each label at the first place after the one before it: labels stand in text order."""
    titles = [Span(*title.span()) for title in _TITLE.finditer(text)]
    cursor = 0
    for row in rows:
        places = [place for place in _places(row["quote"], text, cursor) if not any(t.holds(place) for t in titles)]
        alone = [place for place in places if not _ends_number(place, text)]
        place = next(iter(alone or places), None)
        if place:
            cursor = place.end
        yield row, place or Span(len(text), len(text))


def _places(quote: str, text: str, cursor: int) -> Iterator[Span]:
    start = text.find(quote, cursor)
    while start >= 0:
        yield Span(start, start + len(quote))
        start = text.find(quote, start + 1)


def _ends_number(place: Span, text: str) -> bool:
    """Whether the quote stands at the end of a longer number, as 1个 does in 11个."""
    return place.start > 0 and text[place.start] in _NUMERALS and text[place.start - 1] in _NUMERALS
