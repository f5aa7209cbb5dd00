"""The year that a date leaves out, from what stands around it (NOTICE_FORMS 3.2).

The end of a range takes the year of its start, the feedback the year of the end before it, both roll over where they
would run backwards. Later dates take the year last spoken of; where that would put an act of rectification before the
feedback or after the publication, the neighbouring year that fits is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flows.normalise.dates_grammar import Point

Period = tuple[date, date]


@dataclass(slots=True)
class YearContext:
    """What a reader knows at a place of the text: the year last spoken of, the feedback, the publication.

    Attributes:
        published_on: no act of the notice is later, except what it announces.
        year: of the last date with a month; null before any.
        floor: the feedback: no act of rectification is earlier; null until it was read.
    """

    published_on: date | None
    year: int | None = None
    floor: date | None = None
    _latest: date | None = None
    _in_range: bool = False
    _year_of_sentence: tuple[int, int] | None = None

    def resolve(
        self, point: Point, sentence: int, *, in_problem: bool = False, announced: bool = False, due: bool = False
    ) -> Period | None:
        """The days of a point whose year may be open; null where nothing says the year or no such day exists.

        Args:
            point: the date as written.
            sentence: number or offset of its sentence: a year said in the same sentence holds.
            in_problem: it stands in the words of a problem, which lie before the feedback.
            announced: a word like 拟 or 将 stands before it.
            due: 前 follows it: a term, which may lie after the publication.
        """
        if point.year is not None:
            return point.period(point.year, point.last_year)
        if point.relative is not None:
            return self._relative(point)
        if self._year_of_sentence is not None and self._year_of_sentence[0] == sentence:
            return point.period(self._year_of_sentence[1])
        return self._nearest(point, in_problem=in_problem, announced=announced, due=due)

    def fits(self, period: Period | None) -> bool:
        """Whether a reading of a damaged date lies after the dates before it and before the publication."""
        low = self.floor or self._latest or date.min
        return period is not None and low <= period[1] and period[0] <= (self.published_on or date.max)

    def note(self, point: Point, period: Period, sentence: int) -> None:
        """Remember a date that was read."""
        start, end = period
        if point.precision == "year":
            self._year_of_sentence = (sentence, start.year)
            return
        if self.floor is None:
            self._note_opening(start, end)
        self.year, self._latest = end.year, end

    def _note_opening(self, start: date, end: date) -> None:
        """The first single day after the period of the inspection is the feedback."""
        if start != end:
            self._in_range = True
        elif self._in_range:
            self.floor = end

    def _relative(self, point: Point) -> Period | None:
        base, _, shift = (point.relative or "").partition("+")
        if not shift:
            base, _, shift = base.partition("-")
            shift = f"-{shift}" if shift else "0"
        published = self.published_on.year if self.published_on else self.year
        year = published if base == "published" else self.year
        return point.period(year + int(shift)) if year is not None else None

    def _nearest(self, point: Point, *, in_problem: bool, announced: bool, due: bool) -> Period | None:
        year = self.year or (self.published_on.year if self.published_on else None)
        if year is None:
            return None
        first_choice = point.period(year)
        near = [period for shift in (0, 1, -1) if (period := point.period(year + shift))]
        if self.year is None:
            near.sort(key=lambda period: period[0], reverse=True)
        if announced:
            fitting = [period for period in near if period[1] >= (self.published_on or date.min)]
        elif in_problem:
            fitting = [period for period in near if period[0] <= (self.floor or date.max)]
        else:
            fitting = [period for period in near if self.fits(period)] or self._past(near, due=due)
        return fitting[0] if fitting else first_choice

    def _past(self, near: list[Period], *, due: bool) -> list[Period]:
        """What is told as done, though before the feedback, was done before the publication."""
        if due or self.published_on is None:
            return []
        return sorted((period for period in near if period[0] <= self.published_on), reverse=True)
