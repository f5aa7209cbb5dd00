"""The notice's title from the page's own evidence, and which lines of the page print it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from flows.normalise.fold import fold
from flows.normalise.page_lines import Printout

_TITLE_TAGS = ("articletitle", "pagetitle", "og:title", "dc.title", "title", "contenttitle", "twitter:title")
_TITLE_LIKE = re.compile(
    r"(?=.{0,80}(?:整改|巡[察视查]|反馈)).{6,90}(?:通报|报告|公告|公示|通告|情况|公开|说明|稿\)?)\)?$"
)
_SUFFIX = re.compile(r"\s?[-_|]{1,2}\s?|\s*(?:::|»|>{1,2})\s*")
_MOST_TITLE_LINES = 3


def plain(text: str) -> str:
    """A text for comparison: folded, without blanks."""
    return fold(text).replace(" ", "")


def find_title(printout: Printout) -> str | None:
    """The title: standard meta tag, heading, a line that the title element begins with, a line that reads like one."""
    declared = _declared(printout.metadata)
    if declared:
        return declared
    element = plain(printout.title or "")
    texts = [line.text for line in printout.lines[:200]]
    headings = [line.text for line in printout.lines[:200] if line.heading]
    for text in (*headings, *texts):
        if len(text) >= 8 and plain(text) in element and not element.endswith(plain(text)) or plain(text) == element:
            return text
    for candidate in (*_title_lines(headings), *_title_lines(texts)):
        return candidate
    return _without_site(printout.title) if printout.title else None


def _declared(metadata: Mapping[str, str]) -> str | None:
    lower = {name.lower(): value for name, value in metadata.items()}
    for name in _TITLE_TAGS:
        value = lower.get(name)
        if value and len(value) >= 4:
            return _without_site(value) if name in ("og:title", "title", "twitter:title") else value
    return None


def _title_lines(texts: Sequence[str]) -> list[str]:
    """Lines, or two lines together, that read like the title of a notice."""
    found = []
    for index, text in enumerate(texts):
        if len(text) > 100 or "。" in text:
            break
        words = text.rsplit(" ", 1)[-1]
        if _TITLE_LIKE.match(plain(text)):
            found.append(text if plain(words) not in map(plain, texts[index + 1 : index + 9]) else words)
        elif index and _TITLE_LIKE.match(plain(texts[index - 1] + text)) and "中共" in texts[index - 1]:
            found.append(texts[index - 1] + text)
    return found


def _without_site(title: str) -> str:
    """The part that reads like a title, of `…的通报_政务公告_某市交通运输局`."""
    parts = [part for part in _SUFFIX.split(title) if part.strip()]
    likely = [part for part in parts if _TITLE_LIKE.match(plain(part))]
    return (likely or parts or [title])[0].strip()


def title_parts(texts: Sequence[str], title: str | None) -> frozenset[int]:
    """Which of the lines print the title, alone or two or three of them together."""
    wanted = plain(title or "")
    found: set[int] = set()
    for index in range(len(texts)):
        joined = ""
        for length in range(1, _MOST_TITLE_LINES + 1):
            if index + length > len(texts):
                break
            joined += plain(texts[index + length - 1])
            if joined and (joined == wanted or (len(joined) < 100 and _TITLE_LIKE.match(joined) and length == 1)):
                found.update(range(index, index + length))
                break
    return frozenset(found)
