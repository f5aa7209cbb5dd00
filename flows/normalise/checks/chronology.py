"""Days that stand in an impossible order, at the notice and at its items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from flows.normalise.checks.findings import finding
from flows.normalise.dates_grammar import range_follows
from flows.normalise.fold import fold
from flows.normalise.records import DateMention, Finding, Notice

# 于2025年3月8日召开会议, 2025年3月8日已通过验收: what follows a day that has been
_DONE = re.compile(r"(?:已|召开|举办|印发|出台|下发|通过|组织召开|开展了|完成了)[^，,。；;\n]{0,12}")
_TO_COME = re.compile("将|拟|计划|预计|力争|争取|前|待|确保|时限|期限")
_REACH = 12


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
    yield from _reversed_ranges(notice)
    if published:
        yield from _completed_too_late(notice, published)
        yield from _done_too_late(notice, max(published, head.issued_on or published))


def _reversed_ranges(notice: Notice) -> Iterator[Finding]:
    """Two full dates joined by a range sign, the later one first."""
    folded = fold(notice.text)
    for first, last in pairwise(notice.dates):
        if last.date_end < first.date_start and range_follows(folded, first.span.end, last.span.start):
            quote = notice.text[first.span.start : last.span.end]
            yield _on_item("range", first.item, quote, last.date_end, first.date_start)


def _completed_too_late(notice: Notice, published: date) -> Iterator[Finding]:
    for index, item in enumerate(notice.items):
        if item.completed_on and item.completed_on > published:
            quotes = _quotes(notice, (item.completed_on,))
            yield _on_item("completed", index, quotes[0] if quotes else "", item.completed_on, published)


def _done_too_late(notice: Notice, published: date) -> Iterator[Finding]:
    """Days after the publication that are told as past: 于2025年3月8日召开会议."""
    for mention in notice.dates:
        if mention.precision != "day" or mention.date_start <= published:
            continue
        clause = _DONE.match(notice.text, mention.span.end)
        if clause and not _TO_COME.search(notice.text[max(0, mention.span.start - _REACH) : clause.end()]):
            quote = notice.text[mention.span.start : clause.end()]
            yield _on_item("done", mention.item, quote, mention.date_start, published)


def _on_item(variant: str, item: int | None, quote: str, day: date, bound: date) -> Finding:
    return finding(
        "date_order",
        variant,
        evidence=(quote,) if quote else (),
        table="items" if item is not None else None,
        index=item,
        expected=f">= {bound}" if variant == "range" else f"<= {bound}",
        observed=str(day),
        quote=quote,
        day=day,
        bound=bound,
    )


def _report(notice: Notice, variant: str, day: date, bound: date, expected: str) -> Finding:
    quotes = _quotes(notice, (day, bound))
    return finding("date_order", variant, evidence=quotes, expected=expected, observed=str(day), day=day, bound=bound)


def _quotes(notice: Notice, days: tuple[date, ...]) -> tuple[str, ...]:
    """The notice's own words for these days, the last mention of each."""
    mentions: dict[date, DateMention] = {mention.date_end: mention for mention in notice.dates}
    return tuple(mentions[day].span.of(notice.text) for day in days if day in mentions)
