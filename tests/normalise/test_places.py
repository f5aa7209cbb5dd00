from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flows.normalise.places import Places
from flows.normalise.records import Item, Measure, Outline, Section, Span


def section(start: int, end: int) -> Section:
    return Section(Span(start, end), 1, "一、", "题", None, 1)


def item(start: int, end: int, section_index: int | None, response: Span | None) -> Item:
    return Item(
        span=Span(start, end), section=section_index, number=None, problem="问题", problem_span=Span(start, start + 4),
        heading="问题", status="not_stated", status_text=None, is_long_term=False, response="", response_span=response,
        responsible_org=None, responsible_role=None, deadline=None, completed_on=None,
    )  # fmt: skip


OUTLINE = Outline(
    sections=(section(0, 5), section(50, 55)),
    items=(item(60, 100, 1, Span(70, 100)), item(100, 140, 1, None)),
    measures=(Measure(Span(10, 20), None, 0, "一是", "措施"), Measure(Span(75, 90), 0, 1, "一是", "措施")),
)


def test_an_offset_is_placed() -> None:
    places = Places(OUTLINE)
    assert [places.item_at(offset) for offset in (59, 60, 99, 100, 139, 140)] == [None, 0, 0, 1, 1, None]
    assert [places.measure_at(offset) for offset in (9, 10, 19, 20, 75, 90)] == [None, 0, 0, None, 1, None]
    assert [places.at(offset).section for offset in (0, 15, 49, 50, 80, 200)] == [0, 0, 0, 1, 1, 1]


def test_the_zone_tells_a_fault_from_an_achievement() -> None:
    places = Places(OUTLINE)
    assert [places.zone_at(offset) for offset in (15, 65, 70, 101, 110, 150)] == [
        "general", "problem", "response", "problem", "response", "general",
    ]  # fmt: skip


def test_an_empty_outline_holds_nothing() -> None:
    places = Places(Outline((), (), ()))
    assert (places.at(3).section, places.item_at(3), places.measure_at(3)) == (None, None, None)
    assert places.zone_at(3) == "general"


@given(st.lists(st.integers(1, 30), max_size=20), st.integers(-5, 700))
def test_bisection_agrees_with_a_plain_search(lengths: list[int], offset: int) -> None:
    starts = [sum(lengths[:index]) + index for index in range(len(lengths))]
    measures = tuple(
        Measure(Span(start, start + length), None, None, None, "")
        for start, length in zip(starts, lengths, strict=True)
    )
    expected = next((n for n, measure in enumerate(measures) if measure.span.start <= offset < measure.span.end), None)
    assert Places(Outline((), (), measures)).measure_at(offset) == expected
