"""Where and when a notice was published, from the page's own evidence: the first fields of its head."""

from __future__ import annotations

import re
from datetime import datetime, time

from flows.clock import SHANGHAI
from flows.normalise.fold import fold
from flows.normalise.page_title import plain
from flows.normalise.records import Head, Page
from flows.normalise.rules_table import rule_pattern

_DATE_ORDER = ("PubDate", "DisclosureDate", "PrintedDate", "UpdateDate")
"""Published before disclosed before undescribed before updated; a date of writing is no date of publication."""

_MOMENT = re.compile(
    r"(20\d\d)\s?[-/.年]?\s?(\d{1,2})\s?[-/.月]?\s?(\d{1,2})日?(?:[\sT]{0,3}(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)
"""`2024-09-12 09:05:33`, `2023年09月21日 10:05`, `2024/6/1`, `20240601`."""

_URL_DATE = re.compile(
    r"[/_t-](20[0-3]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/_.-]|$|\d{2,}[._])"
    r"|[/_](20[0-3]\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?=[/_.]|$)"
    r"|/(20[0-3]\d)[-/](\d{1,2})[-/](\d{1,2})(?=/)"
    r"|/(20[0-3]\d)[-_](\d{2})/(\d{2})_\d{1,3}/"
)
"""`/t20240920_3318745.html`, `/show-20240517-1`; `/202406/21/`, `/2024-11-15/`; `/2024/9/13/`; `/2025_12/24_15/`."""

_SUFFIX_SEPARATOR = re.compile(r"\s*[-_|—–>»]{1,3}\s*")
_SHORTEST_SITE, _LONGEST_SITE = 3, 20
_HOLDER = re.compile(r"^(?:©|\(C\)|20\d\d)?\s*")


def read_metadata(page: Page, url: str) -> Head:
    """The head with what the page says about its publication; other fields stay at their defaults.

    Args:
        page: the page as read.
        url: where it was captured. A saved page (`file:`) takes the address that it declares itself.
    """
    return Head(
        url=_notice_url(page, url),
        title=page.title,
        publisher=_publisher(page),
        channel=" > ".join(page.breadcrumb) or page.metadata.get("ColumnName"),
        source_label=page.metadata.get("ContentSource"),
        published_at=_published_at(page, url),
    )


def _notice_url(page: Page, url: str) -> str:
    declared = page.metadata.get("Url", "")
    return declared if url.startswith("file:") and declared.startswith(("http://", "https://")) else url


def _published_at(page: Page, url: str) -> datetime | None:
    """The first moment that can be read, in the order of what its label proves; the address comes last.

    Midnight is a day without its time of day: another moment of that day is the same, told better.
    """
    moments = [moment for field in _DATE_ORDER if (moment := _moment(page.metadata.get(field, "")))]
    if moments:
        same_day = [moment for moment in moments if moment.date() == moments[0].date() and moment.time() > time.min]
        return same_day[0] if same_day else moments[0]
    for address in (url, page.metadata.get("Url", "")):
        match = _URL_DATE.search(address)
        if match and (moment := _moment("-".join(part for part in match.groups() if part))):
            return moment
    return None


def _moment(printed: str) -> datetime | None:
    """The printed moment in Shanghai; midnight where no time of day is printed."""
    match = _MOMENT.search(fold(printed))
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)
    except ValueError:
        return None


def _publisher(page: Page) -> str | None:
    """The site's name: declared, at the end of the title element, above the text, or the owner below it."""
    named = page.metadata.get("SiteName") or _from_title_element(page)
    if named:
        return named
    for field in ("SiteLine", "LogoText", "BodyLine", "Copyright", "Organiser", "OwnerLine"):
        value = page.metadata.get(field)
        if value:
            return _HOLDER.sub("", value).split(" ")[0]
    return None


def _from_title_element(page: Page) -> str | None:
    """The part of the title element that is neither the title nor a column: `…的通报_政务公告_某市交通运输局`."""
    element = page.metadata.get("TitleElement", "").replace(" ", "")
    title = plain(page.title or "")
    before, found, after = plain(element).partition(title) if title else (element, "", "")
    rest = f"{element[: len(before)]}|{element[len(element) - len(after) :]}" if found else element
    site = rule_pattern("metadata_site", "kind", "site")
    named = [part for part in _parts(rest) if plain(part) != title and site.search(plain(part))]
    if named:
        return named[-1]
    others = [part for part in _parts(rest) if plain(part) not in map(plain, page.breadcrumb)] if found else []
    return others[0] if len(others) == 1 and _SHORTEST_SITE <= len(others[0]) <= _LONGEST_SITE else None


def _parts(printed: str) -> list[str]:
    """What stands between separators, as printed."""
    cuts = [place for match in _SUFFIX_SEPARATOR.finditer(fold(printed)) for place in match.span()]
    ends = [0, *cuts, len(printed)]
    return [printed[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True) if start < end]
