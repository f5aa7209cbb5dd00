"""Doubts in the reading itself: damaged text, dates that cannot be told, a layout that was not recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from flows.normalise.checks.findings import finding
from flows.normalise.dates_grammar import MOST_DATES, scan_points, unread_from
from flows.normalise.dates_repair import scan_damaged, unreadable_dates
from flows.normalise.fold import fold
from flows.normalise.opening import tells_of_several
from flows.normalise.page_annotations import READINGS
from flows.normalise.quantities import MOST_CANDIDATES
from flows.normalise.quantities_scan import find_candidates
from flows.normalise.records import Finding, Notice, Page

# what a wrong charset leaves
_GARBLED = ("\ufffd", "锟斤拷", "烫烫烫", "屯屯屯", "ï¿½", "â€", "鈥")
# 健全??体系: characters that a charset did not have
_UNKNOWN = re.compile(r"(?<=[\u4e00-\u9fff])\?{2,}(?=[\u4e00-\u9fff])")
# UTF-8 read as Latin-1: å¸‚å§”; the first letters of all Chinese characters of common use
_LATIN_LEADS = "äåæçèé"
_LATIN = re.compile(r"[\u00c0-\u00ff](?:[\u0080-\u00bf]{1,2}[\u00c0-\u00ff]){2,}[\u0080-\u00bf]{1,2}")
# 第察组, 第巡察组: the number of the group is gone
_GROUP = re.compile(r"第(?:巡[察视]组|[察视]组)")
# 2024年月17日, 7月日, 202年3月: one of these stands in every date that lost a number, and can be found fast
_NUMBER_GONE, _YEAR_CUT_SHORT = ("年月", "月日"), re.compile(r"年(?<=[0-9]年)(?<![0-9]{4}年)[0-9]{1,2}月")
# a last line of running text without its full stop; a contact line has none either
_BREAKS_OFF = re.compile(r"[^。！？!?\n]{6,}(?:[，,、；;的和与对在将把]|[，,][^。！？!?，,\n]{1,30}[\u4e00-\u9fff])\Z")
_CONTACT = re.compile("电话|地址|邮编|邮箱|邮政|联系|附件|责任|特此|监督|(?:党组|党委|委员会|政府|支部|工委|公司)\\Z")
_LONGEST_TAIL = 60
_BESIDE = 8
_BEFORE_UNREAD = 16
_SHORTEST_DAMAGED = 7
_SHORTEST_QUANTITY = 2  # a digit and its unit
# the page reader says this of contact lines too, which end without a full stop
_SEEN_HERE = "truncated"


def find_text_doubts(notice: Notice, page: Page) -> Iterator[Finding]:
    """At most one finding of damage a notice, one an unreadable year, one where reading stopped or found no item."""
    damaged = next(_damage(notice.text, page), None)
    if damaged:
        yield damaged
    yield from _uncertain_years(notice)
    for words in page.damage:
        if words.startswith(READINGS):
            yield finding("readings_left_out", damage=words, observed=words)
    yield from _unread_dates(notice.text)
    yield from _unread_quantities(notice.text)
    if not notice.items and not tells_of_several(notice.text):
        yield finding("layout_not_recognised", evidence=())


def _damage(text: str, page: Page) -> Iterator[Finding]:
    """Every sign of damage, the gravest first."""
    for start, end in _garbled(text):
        yield _at(text, "characters", start, end)
    if truncated := _broken_end(text.rstrip()):
        yield _at(text, "truncated", *truncated)
    folded = fold(text)
    for match in _GROUP.finditer(folded):
        yield _at(text, "group", *match.span())
    for damaged in scan_damaged(folded):
        yield _at(text, "date", damaged.start, damaged.end)
    if any(signs in folded for signs in _NUMBER_GONE) or _YEAR_CUT_SHORT.search(folded):
        for start, end in unreadable_dates(folded):
            yield _at(text, "date", start, end)
    yield from _impossible_days(text, folded)
    for words in page.damage:
        if not words.startswith((_SEEN_HERE, READINGS)):
            yield finding("text_damaged", "page", damage=words, observed=words)


def _garbled(text: str) -> Iterator[tuple[int, int]]:
    for sign in _GARBLED:
        if (place := text.find(sign)) >= 0:
            yield max(0, place - _BESIDE), place + len(sign) + _BESIDE
    if "??" in text and (unknown := _UNKNOWN.search(text)):
        yield max(0, unknown.start() - _BESIDE), unknown.end() + _BESIDE
    if any(lead in text for lead in _LATIN_LEADS) and (latin := _LATIN.search(text)):
        yield latin.span()


def _impossible_days(text: str, folded: str) -> Iterator[Finding]:
    for point in scan_points(folded):
        if point.year is not None and point.period(point.year, point.last_year) is None:
            yield _at(text, "impossible", point.start, point.end)


def _broken_end(text: str) -> tuple[int, int] | None:
    """Place of a last sentence that does not end; null where the text ends as texts do."""
    line = text.rfind("\n") + 1
    broken = _BREAKS_OFF.search(text, max(line, len(text) - _LONGEST_TAIL))
    return broken.span() if broken and not _CONTACT.search(text, line) else None


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


def _unread_dates(text: str) -> Iterator[Finding]:
    """Where the reading of dates stopped because there are too many of them."""
    folded = fold(text)
    places = [unread_from(folded)]
    if len(text) >= MOST_DATES * _SHORTEST_DAMAGED:
        places += [damaged.end for damaged in islice(scan_damaged(folded), MOST_DATES - 1, MOST_DATES)]
    place = min((place for place in places if place is not None), default=None)
    if place is not None:
        yield _at(text, "dates", max(0, place - _BEFORE_UNREAD), place)


def _unread_quantities(text: str) -> Iterator[Finding]:
    """Where the reading of quantities stopped because there are too many of them."""
    if len(text) < MOST_CANDIDATES * _SHORTEST_QUANTITY:
        return
    candidates = islice(find_candidates(fold(text)), MOST_CANDIDATES - 1, MOST_CANDIDATES + 1)
    last, unread = next(candidates, None), next(candidates, None)
    if last and unread:
        yield _at(text, "quantities", last.span.start, last.span.end)
