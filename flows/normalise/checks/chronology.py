"""Days that stand in an impossible order, at the notice and at its items."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flows.normalise.checks.findings import finding
from flows.normalise.records import DateMention, Finding, Notice


def find_dates_out_of_order(notice: Notice) -> Iterator[Finding]:
    """Signed after publication or before the feedback, feedback before the inspection ended, completed after all."""
    head = notice.head
    published = head.published_at.date() if head.published_at else None
    if head.issued_on and published and head.issued_on > published:
        yield _report(notice, "signature", head.issued_on, published, f"<= {published}")
    if head.issued_on and head.feedback_on and head.issued_on < head.feedback_on:
        yield _report(notice, "issued", head.issued_on, head.feedback_on, f">= {head.feedback_on}")
    if head.feedback_on and head.inspection_end and head.feedback_on < head.inspection_end:
        yield _report(notice, "feedback", head.feedback_on, head.inspection_end, f">= {head.inspection_end}")
    for index, item in enumerate(notice.items):
        if item.completed_on and published and item.completed_on > published:
            yield finding(
                "date_order",
                "completed",
                evidence=_quotes(notice, (item.completed_on,)),
                table="items",
                index=index,
                day=item.completed_on,
                bound=published,
                expected=f"<= {published}",
                observed=str(item.completed_on),
            )


def _report(notice: Notice, variant: str, day: date, bound: date, expected: str) -> Finding:
    quotes = _quotes(notice, (day, bound))
    return finding("date_order", variant, evidence=quotes, expected=expected, observed=str(day), day=day, bound=bound)


def _quotes(notice: Notice, days: tuple[date, ...]) -> tuple[str, ...]:
    """The notice's own words for these days, the last mention of each."""
    mentions: dict[date, DateMention] = {mention.date_end: mention for mention in notice.dates}
    return tuple(mentions[day].span.of(notice.text) for day in days if day in mentions)
