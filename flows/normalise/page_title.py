"""The notice's title from the page's own evidence, and which lines of the page print it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from flows.normalise.fold import fold
from flows.normalise.page_lines import PrintedLine, Printout
from flows.normalise.rules_table import rule_test

_TITLE_TAGS = ("articletitle", "pagetitle", "og:title", "dc.title", "title", "contenttitle", "twitter:title")
_TITLE_LIKE = re.compile(
    r"(?=.{0,80}(?:整改|巡[察视查]|反馈)).{6,90}(?:通报|报告|公告|公示|通告|情况|公开|说明|汇报|公布|清单|台账|成果|结果|稿\)?)\)?$"
)
_SUBJECT = re.compile(r"整改|巡[察视查]|反馈")
"""What every title of a notice speaks of."""

_SUFFIX = re.compile(r"\s?[-_|]{1,2}\s?|\s*(?:::|»|>{1,2})\s*")
_OTHER_TITLE = re.compile(
    r"(?![\d一二三四五六七八九十(])(?=.{0,70}整改).{2,60}关于.{2,60}(?:通报|报告|公告|公示|通告|情况|公开|汇报|公布)$"
)
_ORGANISATION = re.compile(r"[^:。,;]{4,40}(?:党组|党委|委员会|党工委|支部|局|院|校|公司|大学|中心)$")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_BROKEN = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
"""A blank between two characters: what is left of a line break in the middle of a title."""

_SEPARATORS = "-_|–—·:>»("
_MOST_TITLE_LINES = 4
_TOP_LINES = 200
_SHORTEST_TITLE, _LONGEST_TITLE = 8, 100


def plain(text: str) -> str:
    """A text for comparison: folded, without blanks."""
    return unspaced(fold(text))


def unspaced(folded: str) -> str:
    """A folded text without blanks."""
    return folded.replace(" ", "")


def find_title(printout: Printout) -> str | None:
    """The title: standard meta tag, the line that the title element begins with, a line that reads like a title.

    Sites declare their own name where the title belongs, and print it as the first heading: what speaks of an
    inspection comes before what does not.
    """
    first = None
    for candidate in _candidates(printout):
        if _SUBJECT.search(fold(candidate)):
            return _BROKEN.sub("", candidate)
        first = first or candidate
    return first and _BROKEN.sub("", first)


def _candidates(printout: Printout) -> Iterator[str]:
    """What may be the title, the likeliest first."""
    if declared := _declared(printout.metadata):
        yield declared
    lines = printout.lines[:_TOP_LINES]
    if printout.title:
        element = plain(printout.title)
        texts = [(line.text, unspaced(line.folded)) for line in sorted(lines, key=lambda line: not line.heading)]
        yield from (text for text, words in (*texts, *_pairs(texts)) if _is_element_title(words, element))
    yield from _title_lines([line for line in lines if line.linked < len(line.text)])
    if printout.title:
        yield _without_site(printout.title)


def _pairs(texts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbouring lines together: a title over two lines."""
    return [
        (one + other, one_words + other_words)
        for (one, one_words), (other, other_words) in pairwise(texts)
        if len(one) + len(other) < _LONGEST_TITLE
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


def _title_lines(lines: Sequence[PrintedLine]) -> Iterator[str]:
    """Lines, or two or three lines together, that read like a title; the first sentence ends the search."""
    is_chrome = rule_test("chrome", "place", "bar", "any", "tail")
    for index, line in enumerate(lines):
        text = line.text
        if len(text) > _LONGEST_TITLE or "。" in text:
            return
        if is_chrome(line.folded):
            continue
        if _TITLE_LIKE.match(unspaced(line.folded)):
            yield _whole_title(lines, index)
            continue
        for count in (2, 3):
            joined = "".join(each.text for each in lines[index : index + count])
            if "中共" in text and len(joined) < _LONGEST_TITLE and _TITLE_LIKE.match(plain(joined)):
                yield joined
                break


def _whole_title(lines: Sequence[PrintedLine], index: int) -> str:
    """The title that a line prints, with the body's name where that stands on the line before."""
    text = lines[index].text
    if index and text.startswith("关于") and _ORGANISATION.match(unspaced(lines[index - 1].folded)):
        text = lines[index - 1].text + text
    last = text.rsplit(" ", 1)[-1]
    is_repeated = plain(last) in [unspaced(line.folded) for line in lines[index + 1 : index + 9]]
    return last if is_repeated else text


def _without_site(title: str) -> str:
    """The part that reads like a title, of `…的通报_政务公告_某市交通运输局`."""
    parts = [part for part in _SUFFIX.split(title) if part.strip()]
    likely = [part for part in parts if _TITLE_LIKE.match(plain(part))]
    return (likely or parts or [title])[0].strip()


def title_parts(lines: Sequence[PrintedLine], title: str | None) -> frozenset[int]:
    """Which of the lines print the title, alone or up to four of them together, or read like another wording of it."""
    wanted = plain(title or "")
    found: set[int] = set()
    for index, line in enumerate(lines):
        if len(line.text) >= _LONGEST_TITLE:
            continue
        if "关于" in line.text and _OTHER_TITLE.match(unspaced(line.folded)):
            found.add(index)
        joined = ""
        for length, part in enumerate(lines[index : index + _MOST_TITLE_LINES], start=1):
            joined += unspaced(part.folded)
            if joined == wanted:
                found.update(range(index, index + length))
            if not wanted.startswith(joined):
                break
    return frozenset(found)
