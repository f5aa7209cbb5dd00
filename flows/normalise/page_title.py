"""The notice's title from the page's own evidence, and which lines of the page print it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from flows.normalise.fold import fold
from flows.normalise.page_lines import Printout
from flows.normalise.rules_table import rule_test

_TITLE_TAGS = ("articletitle", "pagetitle", "og:title", "dc.title", "title", "contenttitle", "twitter:title")
_TITLE_LIKE = re.compile(
    r"(?=.{0,80}(?:整改|巡[察视查]|反馈)).{6,90}(?:通报|报告|公告|公示|通告|情况|公开|说明|汇报|公布|清单|台账|成果|结果|稿\)?)\)?$"
)
_SUFFIX = re.compile(r"\s?[-_|]{1,2}\s?|\s*(?:::|»|>{1,2})\s*")
_OTHER_TITLE = re.compile(
    r"(?![\d一二三四五六七八九十(])(?=.{0,70}整改).{2,60}关于.{2,60}(?:通报|报告|公告|公示|通告|情况|公开|汇报|公布)$"
)
_ORGANISATION = re.compile(r"[^:。,;]{4,40}(?:党组|党委|委员会|党工委|支部|局|院|校|公司|大学|中心)$")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_SEPARATORS = "-_|–—·:>»("
_MOST_TITLE_LINES = 4
_TOP_LINES = 200
_SHORTEST_TITLE, _LONGEST_TITLE = 8, 100


def plain(text: str) -> str:
    """A text for comparison: folded, without blanks."""
    return fold(text).replace(" ", "")


def find_title(printout: Printout) -> str | None:
    """The title: standard meta tag, the line that the title element begins with, a line that reads like a title."""
    declared = _declared(printout.metadata)
    if declared:
        return declared
    lines = printout.lines[:_TOP_LINES]
    texts = [line.text for line in sorted(lines, key=lambda line: not line.heading)]
    if printout.title:
        for text in (*texts, *_pairs(texts)):
            if _is_element_title(plain(text), plain(printout.title)):
                return text
    free = [line.text for line in lines if line.linked < len(line.text)]
    for candidate in _title_lines(free):
        return candidate
    return _without_site(printout.title) if printout.title else None


def _pairs(texts: Sequence[str]) -> list[str]:
    """Neighbouring lines together: a title over two lines."""
    return [
        one + other for one, other in zip(texts, texts[1:], strict=False) if len(one) + len(other) < _LONGEST_TITLE
    ]


def _is_element_title(line: str, element: str) -> bool:
    """Whether the title element is this line, or this line and the site's name behind or before a separator."""
    if len(line) < _SHORTEST_TITLE or line not in element:
        return False
    rest = element.replace(line, "", 1)
    return not rest or rest[0] in _SEPARATORS or (element.endswith(line) and rest[-1] in _SEPARATORS)


def _declared(metadata: Mapping[str, str]) -> str | None:
    lower = {name.lower(): value for name, value in metadata.items()}
    for name in _TITLE_TAGS:
        value = " ".join(_MARKUP.sub("", lower.get(name, "")).split())
        if value and len(value) >= 4:
            return _without_site(value) if name in ("og:title", "title", "twitter:title") else value
    return None


def _title_lines(texts: Sequence[str]) -> list[str]:
    """Lines, or two or three lines together, that read like a title; the first sentence ends the search."""
    is_chrome = rule_test("chrome", "place", "bar", "any", "tail")
    found = []
    for index, text in enumerate(texts):
        if len(text) > _LONGEST_TITLE or "。" in text:
            break
        if is_chrome(fold(text)):
            continue
        if _TITLE_LIKE.match(plain(text)):
            if index and plain(text).startswith("关于") and _ORGANISATION.match(plain(texts[index - 1])):
                text = texts[index - 1] + text
            last = text.rsplit(" ", 1)[-1]
            repeated = plain(last) in map(plain, texts[index + 1 : index + 9])
            found.append(last if repeated else text)
            continue
        for count in (2, 3):
            joined = "".join(texts[index : index + count])
            if "中共" in text and len(joined) < _LONGEST_TITLE and _TITLE_LIKE.match(plain(joined)):
                found.append(joined)
                break
    return found


def _without_site(title: str) -> str:
    """The part that reads like a title, of `…的通报_政务公告_某市交通运输局`."""
    parts = [part for part in _SUFFIX.split(title) if part.strip()]
    likely = [part for part in parts if _TITLE_LIKE.match(plain(part))]
    return (likely or parts or [title])[0].strip()


def title_parts(texts: Sequence[str], title: str | None) -> frozenset[int]:
    """Which of the lines print the title, alone or up to four of them together, or read like another wording of it."""
    wanted = plain(title or "")
    found: set[int] = set()
    for index, text in enumerate(texts):
        if len(text) >= _LONGEST_TITLE:
            continue
        if "关于" in text and _OTHER_TITLE.match(plain(text)):
            found.add(index)
        joined = ""
        for length, part in enumerate(texts[index : index + _MOST_TITLE_LINES], start=1):
            joined += plain(part)
            if joined == wanted:
                found.update(range(index, index + length))
            if not wanted.startswith(joined):
                break
    return frozenset(found)
