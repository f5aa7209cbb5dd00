"""Doubts in the reading itself: damaged text, dates that cannot be told, a layout that was not recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.normalise.checks.findings import finding
from flows.normalise.dates_repair import scan_damaged, unreadable_dates
from flows.normalise.fold import fold
from flows.normalise.records import Finding, Notice, Page

# what a wrong charset leaves
_GARBLED = ("\ufffd", "锟斤拷", "烫烫烫", "屯屯屯")
# UTF-8 read as Latin-1: å¸‚å§”
_LATIN = re.compile(r"(?:[\u00c0-\u00ff][\u0080-\u00bf]{1,2}){3,}")
# 第察组, 第巡察组: the number of the group is gone
_GROUP = re.compile(r"第(?:巡[察视]组|[察视]组)")
_BREAKS_OFF = re.compile(r"[^。！？!?\n]{12,}[，,、；;：:的和与对在将把]\Z")
_LONGEST_TAIL = 60
_BESIDE = 8


def find_text_doubts(notice: Notice, page: Page) -> Iterator[Finding]:
    """At most one finding of damaged text a notice, one an unreadable year, one where no item was found."""
    damaged = next(_damage(notice.text, page), None)
    if damaged:
        yield damaged
    yield from _uncertain_years(notice)
    if not notice.items:
        yield finding("layout_not_recognised", evidence=())


def _damage(text: str, page: Page) -> Iterator[Finding]:
    """Every sign of damage, the gravest first."""
    if page.damage:
        yield finding("text_damaged", "page", damage="；".join(page.damage), observed="；".join(page.damage))
    folded = fold(text)
    for sign in _GARBLED:
        if (place := text.find(sign)) >= 0:
            yield _at(text, "characters", max(0, place - _BESIDE), place + len(sign) + _BESIDE)
    if latin := _LATIN.search(text):
        yield _at(text, "characters", *latin.span())
    for damaged in scan_damaged(folded):
        yield _at(text, "date", damaged.start, damaged.end)
    for start, end in unreadable_dates(folded):
        yield _at(text, "date", start, end)
    for match in _GROUP.finditer(folded):
        yield _at(text, "group", *match.span())
    tail = max(0, len(text.rstrip()) - _LONGEST_TAIL)
    if broken := _BREAKS_OFF.search(text.rstrip(), tail):
        yield _at(text, "truncated", *broken.span())


def _at(text: str, variant: str, start: int, end: int) -> Finding:
    quote = text[start:end].strip()
    return finding("text_damaged", variant, evidence=(quote,), quote=quote, observed=quote)


def _uncertain_years(notice: Notice) -> Iterator[Finding]:
    """Damaged dates that have several readings and were left out."""
    read = {mention.span.start for mention in notice.dates}
    for damaged in scan_damaged(fold(notice.text)):
        if damaged.start not in read and len(damaged.readings) > 1:
            quote = notice.text[damaged.start : damaged.end]
            yield finding("uncertain_year", evidence=(quote,), quote=quote, observed=quote)
