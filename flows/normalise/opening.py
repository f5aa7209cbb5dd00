"""Who was inspected by whom, when, how and to what end: the opening sentence of a notice and its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import islice

from flows.normalise.closing_signature import read_signature
from flows.normalise.fold import fold
from flows.normalise.opening_group import choose_group, committee_of, governing_committee, tier_of
from flows.normalise.opening_kind import is_rectification_notice
from flows.normalise.opening_organisation import from_opening, from_title, full_name, names_several
from flows.normalise.places import occurrences
from flows.normalise.records import DateMention, Head, Outline, Page
from flows.normalise.regions import Level, find_region, leading_place
from flows.normalise.rules_table import rule_pattern, rule_rows

__all__ = ["is_rectification_notice", "read_opening", "with_region"]

_LONGEST_OPENING = 900
_FIRST_HEADING = re.compile(r"\n(?:一、|\(一\)|1[.、])")
_LONGEST_ROUND, _MOST_ROUNDS = 24, 200
_TELLING_SENTENCES = 2
_ACT = re.compile(r"巡[察视查]")
_SENTENCE = re.compile(r"[。;\n]")
_NUMERAL = r"(?:[一二三四五六七八九十]{1,4}|\d{1,2})"
_ROUND = re.compile(
    rf"(?:(?P<term>第?{_NUMERAL}届)(?P<by>自治区党委|[省市县区州旗盟]委|党?中央|党委|党组|党工委)?"
    rf"|(?P<only>[省市县区州旗盟]委|(?:第?{_NUMERAL}师|师市|集团(?:公司)?|公司|总行|[校院局厅部])?(?:党委|党组)))"
    rf"(?:巡[察视])?(?:20\d\d年度?)?第?{_NUMERAL}轮|(?<![一-龥])第{_NUMERAL}轮(?=.{{0,6}}巡[察视])"
)
"""`八届市委第一轮`, `市委第五轮`, `第三师党委第七轮`, `十四届第五轮`."""

_BARE_LEVEL = re.compile(
    r"(?:^|[,。;:\n对向])(自治区|省|市|县|区|州|旗)(?!委)[一-龥]{2,20}?(?:党组|党委|党工委|委员会|局|院|校|公司)"
)
_BARE_NAME = re.compile(r"(?:中共)?(自治区|[省市县区州旗])")
_LEVELS: dict[str, Level] = {
    "自治区": "province",
    "省": "province",
    "市": "city",
    "州": "city",
    "县": "county",
    "区": "county",
    "旗": "county",
}


def read_opening(page: Page, head: Head, dates: Sequence[DateMention], outline: Outline) -> Head:
    """The head with the fields of the inspection filled in.

    Args:
        page: the page as read.
        head: what the page says about its publication.
        dates: dates of the text with their years resolved.
        outline: sections of the text; the opening ends where the first one begins.
    """
    beginning = fold(page.text)[:_LONGEST_OPENING]
    opening = beginning[: _opening_end(beginning, outline)]
    title = fold(head.title or "")
    group = choose_group(opening, title)
    start, end, act = _period(opening, dates)
    around = _names_around(page, head, title)
    organisation = _organisation(page, opening, title, around)
    head = replace(
        head,
        notice_kind="inspection_rectification",
        inspected_org=_as_printed(organisation, head.title, page.text, page.text[-_LONGEST_OPENING:]),
        inspecting_body=_as_printed(group, page.text, head.title),
        inspection_tier=_tier(group, opening, title, [organisation or "", *around]),
        inspection_mode=_first_code("mode", (group or "", title, opening)),
        inspection_focus=_first_code("focus", (f"{title}\n{_first_sentences(opening)}",)) or "unknown",
        inspection_round=_round(title, opening, page.text),
        inspection_start=start,
        inspection_end=end,
        feedback_on=_feedback(opening, dates, act),
    )
    return _with_region(head, beginning, around)


def tells_of_several(text: str) -> bool:
    """Whether a notice rolls up the inspection of many bodies, and so lists no problems of one."""
    return names_several(from_opening(fold(text)[:_LONGEST_OPENING]))


def _as_printed(name: str | None, *printed: str | None) -> str | None:
    """A name read from folded text with the characters of the first text that prints it."""
    for text in printed:
        place = fold(text).find(name, 0, _LONGEST_OPENING) if text and name else -1
        if text and name and place >= 0:
            return text[place : place + len(name)]
    return name


def with_region(head: Head, page: Page, address: str | None = None) -> Head:
    """The head with the area of the inspected organisation, by GB/T 2260; unchanged where it cannot be told.

    Args:
        head: with `inspected_org`.
        page: the page as read.
        address: the contact address, for bodies whose names and site name no place.
    """
    around = _names_around(page, head, fold(head.title or ""))
    return _with_region(head, fold(page.text)[:_LONGEST_OPENING], [*around, *([fold(address)] if address else [])])


def _with_region(head: Head, beginning: str, around: Sequence[str]) -> Head:
    level = _bare_level(head.inspected_org, beginning)
    region = find_region(fold(head.inspected_org or ""), level, around)
    if region is None:
        return head
    return replace(head, region_code=region.code, province=region.province, city=region.city, county=region.county)


def _opening_end(text: str, outline: Outline) -> int:
    spans = [section.span for section in outline.sections[:1]] + [item.span for item in outline.items[:1]]
    starts = [span.start for span in spans if span.start > 0]
    heading = _FIRST_HEADING.search(text, 0, _LONGEST_OPENING)
    return min([*starts, _LONGEST_OPENING, len(text), *([heading.start()] if heading else [])])


def _organisation(page: Page, opening: str, title: str, around: Sequence[str]) -> str | None:
    signature = read_signature(page.text)
    return full_name(
        from_title(title),
        from_opening(opening),
        fold(signature.issuer) if signature and signature.issuer else None,
        around,
    )


def _names_around(page: Page, head: Head, title: str) -> list[str]:
    """Names on the page that may begin with the place of a bare 市 or 县, the best first."""
    names = [from_title(title), head.publisher, *page.breadcrumb[::-1], head.source_label]
    return [fold(name) for name in names if name]


def _bare_level(organisation: str | None, opening: str) -> Level | None:
    """What area a bare short form asks for: `市交通运输局党组` a city, `县委` a county."""
    match = _BARE_NAME.match(organisation or "") or _BARE_LEVEL.search(opening)
    return _LEVELS[match[1]] if match else None


def _tier(group: str | None, opening: str, title: str, home: Sequence[str]) -> str:
    """The tier of the group's committee; the sentence's or title's committee where the group names none."""
    cities = [region.name for name in home if (place := leading_place(name)) for region in place.regions]
    cities += [region.province for name in home if (place := leading_place(name)) for region in place.regions]
    before_group = _SENTENCE.split(opening, maxsplit=1)[0].partition(group or "\n")[0]
    named = committee_of(group or "") or governing_committee(title) or governing_committee(before_group)
    return tier_of(named, cities) if named else "unknown"


def _first_code(kind: str, texts: Sequence[str]) -> str | None:
    """The first code of a kind in the order of the table, in the first text that holds any."""
    return next((code for text in texts for code, pattern in _codes(kind) if pattern.search(text)), None)


@cache
def _codes(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = [row for row in rule_rows("opening") if row["kind"] == kind]
    return tuple((row["code"], re.compile(row["pattern"])) for row in rows)


def _first_sentences(opening: str) -> str:
    """The sentences that tell of the inspection; later ones may speak of looking back at the rectification."""
    ends = [mark.end() for mark in _SENTENCE.finditer(opening)]
    return opening[: ends[_TELLING_SENTENCES - 1]] if len(ends) >= _TELLING_SENTENCES else opening


def _round(title: str, opening: str, text: str) -> str | None:
    """The round of the committee that inspected, as printed; a document's name may be the only place that says it."""
    for place in (title.replace(" ", ""), opening, text):
        found = [name for end in islice(occurrences(place, "轮"), _MOST_ROUNDS) if (name := _round_at(place, end))]
        if found:
            return max(found, key=lambda name: ("届" in name, "委" in name))
    return None


def _round_at(text: str, place: int) -> str | None:
    match = _ROUND.search(text, max(place - _LONGEST_ROUND, 0), place + 10)
    return match[0] if match and match.end() == place + 1 else None


def _period(opening: str, dates: Sequence[DateMention]) -> tuple[date | None, date | None, int]:
    """(first day, last day, offset behind it) of the inspection: the first period of the opening."""
    inside = [mention for mention in dates if mention.span.end <= len(opening)]
    ahead = [mention for mention in inside if _ACT.search(opening, mention.span.end)]
    told = [mention for mention in inside if _ACT.search(opening, _sentence_start(opening, mention.span.start))]
    for mentions in (ahead, told):
        periods = [mention for mention in mentions if mention.date_start != mention.date_end]
        if periods:
            period = min(periods, key=lambda mention: mention.precision != "range")
            return period.date_start, period.date_end, period.span.end
        since = _said_behind("begun", opening, mentions)
        if since:
            later = [mention for mention in inside if since.span.end <= mention.span.start]
            until = _said_behind("ended", opening, later)
            return since.date_start, until.date_end if until else None, (until or since).span.end
    return None, None, 0


def _sentence_start(text: str, offset: int) -> int:
    return max((mark.end() for mark in _SENTENCE.finditer(text, 0, offset)), default=0)


def _said_behind(kind: str, opening: str, mentions: Sequence[DateMention]) -> DateMention | None:
    """The first date behind which the opening says that the inspection began, or ended."""
    said = rule_pattern("opening", "kind", kind)
    return next((mention for mention in mentions if said.match(opening, mention.span.end)), None)


def _feedback(opening: str, dates: Sequence[DateMention], after: int) -> date | None:
    """The day of the feedback: the nearest date before its verb in its sentence, the inspection's period left out."""
    for code in ("first", "second"):
        for told in _told(code).finditer(opening, after):
            begin = max(_sentence_start(opening, told.start()), after)
            near = [mention for mention in dates if begin <= mention.span.start < told.start()]
            near = [mention for mention in near if mention.span.end <= told.start()]
            if near:
                return near[-1].date_start
    return None


@cache
def _told(code: str) -> re.Pattern[str]:
    return re.compile("|".join(pattern.pattern for each, pattern in _codes("told") if each == code))
