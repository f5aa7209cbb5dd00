"""Invented notices for the checks: text and outline are built together, so every place is right by construction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from flows.normalise.checks import find_findings
from flows.normalise.dates import read_dates
from flows.normalise.documents import read_documents
from flows.normalise.quantities import read_quantities
from flows.normalise.records import Finding, Head, Item, Line, Measure, Notice, Outline, Page, Section, Span

PUBLISHED = datetime(2024, 9, 13, 10, 0)
HEAD = Head(url="file:///invented.html", published_at=PUBLISHED)


@dataclass
class Invented:
    """Grows a notice line by line."""

    head: Head = HEAD
    text: str = ""
    sections: list[Section] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)

    def line(self, words: str) -> Span:
        start = len(self.text)
        self.text += words + "\n"
        return Span(start, start + len(words))

    def section(self, label: str | None, title: str, *, level: int = 1, parent: int | None = None) -> int:
        span = self.line(f"{label or ''}{title}")
        self.sections.append(Section(span, level, label, title, parent, 0))
        return len(self.sections) - 1

    def item(
        self,
        problem: str = "制度执行不严",
        measures: Iterable[str] = ("完善制度。",),
        *,
        number: str | None = None,
        status: str = "completed",
        section: int | None = None,
        is_long_term: bool = False,
    ) -> int:
        heading = self.line(f"{number or ''}{problem}")
        index, start = len(self.items), len(self.text)
        for place, words in enumerate(measures):
            marker = f"{'一二三四五六七八九'[place]}是"
            at = len(self.text)
            self.text += marker + words
            self.measures.append(Measure(Span(at, len(self.text)), index, section, marker, words))
        response = Span(start, len(self.text))
        self.text += "\n"
        self.items.append(
            Item(
                span=Span(heading.start, response.end),
                section=section,
                number=number,
                problem=problem,
                problem_span=heading,
                heading=heading.of(self.text),
                status=status,
                status_text="已完成",
                is_long_term=is_long_term,
                response=response.of(self.text),
                response_span=response,
                responsible_org=None,
                responsible_role=None,
                deadline=None,
                completed_on=None,
            )  # fmt: skip
        )
        return index

    def notice(self) -> Notice:
        outline = Outline(tuple(self.sections), tuple(self.items), tuple(self.measures))
        published = self.head.published_at.date() if self.head.published_at else None
        dates = read_dates(self.text, outline, published)
        return Notice(
            head=self.head, text=self.text, sections=outline.sections, items=outline.items, measures=outline.measures,
            metrics=read_quantities(self.text, outline, dates), documents=read_documents(self.text, outline),
            dates=dates, findings=(),
        )  # fmt: skip

    def findings(self, check: str) -> tuple[Finding, ...]:
        notice = self.notice()
        return tuple(found for found in find_findings(notice, page_of(notice.text)) if found.check == check)


def page_of(text: str, damage: tuple[str, ...] = ()) -> Page:
    lines, start = [], 0
    for words in text.split("\n"):
        lines.append(Line(Span(start, start + len(words))))
        start += len(words) + 1
    return Page(text, tuple(lines), None, {}, (), "utf-8", damage)


def of_items(findings: Iterable[Finding]) -> list[int | None]:
    return [found.index if found.table == "items" else None for found in findings]


def invented(**head: object) -> Invented:
    return Invented(replace(HEAD, **head))  # type: ignore[arg-type]


def day(text: str) -> date:
    return date.fromisoformat(text)
