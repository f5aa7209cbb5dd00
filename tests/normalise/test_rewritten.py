"""The same problems in many forms: marks of measures, places of the status, forms of tables."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from flows.normalise.fold import fold
from flows.normalise.notice import read_notice
from flows.normalise.outline import read_outline
from flows.normalise.records import Item, Measure
from tests.normalise import rewritten
from tests.normalise.outline_reading import PUBLISHED, page_of
from tests.normalise.rewritten import Fact, answer_of, facts_of, notice_of
from tests.normalise.script_forms import in_traditional

SPOKEN = rewritten.MARKS["一是"]
_ENDS = "。;:, \n"


def _said(items: Sequence[Item], measures: Sequence[Measure]) -> list[tuple[str, str, list[str]]]:
    """What comes out: problem, status and measures of each item, less closing signs."""
    texts: list[list[str]] = [[] for _ in items]
    for measure in measures:
        if measure.item is not None:
            texts[measure.item].append(fold(measure.text).rstrip(_ENDS))
    return [(fold(item.problem), item.status, text) for item, text in zip(items, texts, strict=True)]


def _wanted(facts: Sequence[Fact], *, status: bool = True) -> list[tuple[str, str, list[str]]]:
    return [
        (
            fold(fact.problem),
            fact.code if status else "not_stated",
            [fold(text).rstrip(_ENDS) for text in fact.measures],
        )
        for fact in facts
    ]


def _without_closing(
    said: list[tuple[str, str, list[str]]], facts: Sequence[Fact]
) -> list[tuple[str, str, list[str]]]:
    """The last measure of each item cut to its own words: a closing sentence about the status belongs to it."""
    cut = []
    for (problem, status, texts), fact in zip(said, facts, strict=True):
        last = fold(fact.measures[-1]).rstrip(_ENDS)
        cut.append((problem, status, [*texts[:-1], last if texts and texts[-1].startswith(last) else ""]))
    return cut


def _read(text: str) -> list[tuple[str, str, list[str]]]:
    outline = read_outline(page_of(text), PUBLISHED)
    return _said(outline.items, outline.measures)


@pytest.mark.parametrize("heading", rewritten.HEADINGS)
@pytest.mark.parametrize("mark", rewritten.MARKS)
def test_measures_in_one_paragraph(mark: str, heading: str) -> None:
    for name in rewritten.NOTICES:
        facts = facts_of(name)
        parts = [
            f"{rewritten.HEADINGS[heading](fact)}\n整改情况：{answer_of(fact, rewritten.MARKS[mark])}"
            for fact in facts
        ]
        assert _read(notice_of(parts)) == _wanted(facts, status=False)


@pytest.mark.parametrize("between", ["。\n", "；\n"])
@pytest.mark.parametrize("mark", rewritten.LINE_MARKS)
def test_measures_line_by_line(mark: str, between: str) -> None:
    heading = rewritten.HEADINGS["number and wrapping"]
    for name in rewritten.NOTICES:
        facts = facts_of(name)
        parts = [
            f"{heading(fact)}\n整改措施：\n{answer_of(fact, rewritten.LINE_MARKS[mark], between)}" for fact in facts
        ]
        assert _read(notice_of(parts)) == _wanted(facts, status=False)


@pytest.mark.parametrize("heading", rewritten.HEADINGS)
@pytest.mark.parametrize("place", rewritten.STATUS_PLACES)
def test_places_of_a_status(place: str, heading: str) -> None:
    for name in rewritten.NOTICES:
        facts = facts_of(name)
        parts = [
            rewritten.STATUS_PLACES[place].format(
                h=rewritten.HEADINGS[heading](fact),
                n=f"{fact.number}.",
                p=fact.problem,
                a=answer_of(fact, SPOKEN),
                s=fact.status,
            )
            for fact in facts
        ]
        text = notice_of(parts)
        assert _without_closing(_read(text), facts) == _wanted(facts)
        assert _without_closing(_read(in_traditional(text)), facts) == _wanted(facts)


@pytest.mark.parametrize("columns", rewritten.COLUMNS, ids=lambda columns: "|".join(columns.values()))
def test_headings_of_columns(columns: dict[str, str]) -> None:
    for name in rewritten.NOTICES:
        facts = facts_of(name)
        page = rewritten.page_with(rewritten.plain_table(facts, columns))
        notice = read_notice(page, "text/html; charset=utf-8", "file:///notice.html")
        assert _said(notice.items, notice.measures) == _wanted(facts)
        if "organisation" in columns:
            assert [item.responsible_org for item in notice.items] == [fact.organisation for fact in facts]


@pytest.mark.parametrize("form", rewritten.TABLES)
def test_forms_of_tables(form: str) -> None:
    for name in rewritten.NOTICES:
        facts = facts_of(name)
        page = rewritten.page_with(rewritten.TABLES[form](facts))
        notice = read_notice(page, "text/html; charset=utf-8", "file:///notice.html")
        assert _said(notice.items, notice.measures) == _wanted(facts)
