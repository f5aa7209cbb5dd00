"""What a tool says about a text, in the one form that all tools are judged by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flows.normalise.records import Page, Span

Period = tuple[date | None, date | None]
"""First and last day; None is an end that the tool leaves open ("before …", "since …")."""


@dataclass(frozen=True, slots=True)
class DateReading:
    """One date or period: a tool that is not sure gives several periods, and any of them may be the right one."""

    span: Span
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class QuantityReading:
    """One quantity; two values where the tool reads a range."""

    span: Span
    values: tuple[float, ...]


Reading = DateReading | QuantityReading


@dataclass(frozen=True, slots=True)
class Text:
    """What every tool is given: the notice's text as our page reader hands it on, and when it was published."""

    page: Page
    published_at: datetime

    @property
    def body(self) -> str:
        """The canonical text, the base of all offsets."""
        return self.page.text
