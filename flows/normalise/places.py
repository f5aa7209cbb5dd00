"""Where an offset of the text stands in the outline: which section, item and measure hold it, and in which zone.

Every stage that reads facts inside the outline asks the same questions; asking by bisection keeps a notice of any
length linear in its facts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from flows.normalise.records import Outline, Span

Zone = Literal["general", "problem", "response"]


class _Spans:
    """Positions of spans in document order, found by an offset that they hold."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted((span.start, span.end, index) for index, span in enumerate(spans))
        self._starts = [start for start, _, _ in ordered]
        self._ends = [end for _, end, _ in ordered]
        self._indexes = [index for _, _, index in ordered]

    def last_started(self, offset: int) -> int | None:
        """The span that begins last at or before the offset, whether or not it still holds it."""
        found = bisect_right(self._starts, offset) - 1
        return self._indexes[found] if found >= 0 else None

    def holding(self, offset: int) -> int | None:
        """The span that holds the offset; spans of one kind never overlap."""
        found = bisect_right(self._starts, offset) - 1
        if found < 0 or offset >= self._ends[found]:
            return None
        return self._indexes[found]


class Place(NamedTuple):
    """Positions of what holds an offset, null where nothing does, and its zone."""

    section: int | None
    item: int | None
    measure: int | None
    zone: Zone


class Places:
    """Answers for one outline which section, item or measure an offset stands in; null where it stands outside."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._sections = _Spans(section.span for section in outline.sections)
        self._items = _Spans(item.span for item in outline.items)
        self._measures = _Spans(measure.span for measure in outline.measures)

    def at(self, offset: int) -> Place:
        """Everything that is known of the offset's place."""
        item, measure = self._items.holding(offset), self._measures.holding(offset)
        return Place(self._section(offset, item, measure), item, measure, self._zone(offset, item))

    def item_at(self, offset: int) -> int | None:
        """Position of the item whose heading or answer holds the offset."""
        return self._items.holding(offset)

    def measure_at(self, offset: int) -> int | None:
        """Position of the measure that holds the offset."""
        return self._measures.holding(offset)

    def zone_at(self, offset: int) -> Zone:
        """A finding's words (problem), an answer (response), or outside of all items (general)."""
        return self._zone(offset, self._items.holding(offset))

    def _section(self, offset: int, item: int | None, measure: int | None) -> int | None:
        if item is not None:
            return self._outline.items[item].section
        if measure is not None:
            return self._outline.measures[measure].section
        return self._sections.last_started(offset)

    def _zone(self, offset: int, index: int | None) -> Zone:
        if index is None:
            return "general"
        item = self._outline.items[index]
        if item.problem_span.start <= offset < item.problem_span.end:
            return "problem"
        before_answer = item.response_span is not None and offset < item.response_span.start
        return "problem" if before_answer else "response"


def occurrences(text: str, mark: str) -> Iterator[int]:
    """Where a character stands; finding one is several times faster than searching for a pattern."""
    place = text.find(mark)
    while place >= 0:
        yield place
        place = text.find(mark, place + 1)
