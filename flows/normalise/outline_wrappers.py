"""A problem's own words: what is left of its heading without numbering, outer quotation marks and set phrases.

对“…”的整改情况, 关于…的问题, 针对“…”问题的整改落实情况, 反馈问题:… all lose their wrapper;
quotation marks inside stay.
"""

from __future__ import annotations

import re

_OPENING = re.compile(
    r"(?:针对|关于|对于|聚焦|围绕|就(?![诊医业学餐近地读职任座]))"
    r"(?:(?:市委|县委|区委|省委)?巡[察视](?:组)?(?:反馈|指出)的? ?)?"
)
_ON = re.compile(r"对(?=[“\"])|对(?:反馈的)?(?=[“\"])")
_NAMED = re.compile(r"(?:反馈|具体|存在|主要)?的?问题 ?(?:\d{1,3})?[:、]")
_CLOSING = re.compile(
    r"(?:等)?(?:方面)?(?:的|等)?(?:(?:具体|突出|反馈)?问题)?(?:的)?(?:整改(?:落实|进展|完成|工作)?(?:的)?(?:情况|措施)?|落实整改情况)?$"
)
_REFORM = re.compile(r"的?整改(?:落实|进展|完成|工作)?(?:的)?情况$")
_OF_PROBLEM = re.compile(r"(?<=[\u4e00-\u9fff”’》%])的问题$")
_CLOSING_WORDS = ("情况", "的问题")
_EXISTS = re.compile(r"(?:存在|有)[^,。;]*$")
_PUNCTUATION = "。;,:、 "
_QUOTES = re.compile("[“”‘’]")
_PAIRS = {"“": "”", "‘": "’"}
_MOST_LAYERS = 4


def problem_place(folded: str, start: int, end: int) -> tuple[int, int]:
    """Where the problem's own words stand inside its heading; the heading itself where nothing would be left."""
    first, last = _bare(folded, start, end)
    place = first, last
    for _ in range(_MOST_LAYERS):
        first, last = _without_layer(folded, *place)
        if last - first < 2 or (first, last) == place:
            break
        place = first, last
    return place


def _bare(folded: str, start: int, end: int) -> tuple[int, int]:
    while start < end and folded[start] in _PUNCTUATION:
        start += 1
    while end > start and folded[end - 1] in _PUNCTUATION:
        end -= 1
    return start, end


def _without_layer(folded: str, start: int, end: int) -> tuple[int, int]:
    text = folded[start:end]
    named = _NAMED.match(text)
    if named:
        return _bare(folded, start + named.end(), end)
    opening = _OPENING.match(text)
    opened = opening or _ON.match(text)
    first = opened.end() if opened else 0
    closing = _quoted_end(text, first)
    if closing is not None:
        return start + first + 1, start + closing
    if opening:
        return _without_opening(folded, start, end, first)
    if text.endswith(_CLOSING_WORDS):
        return _without_closing(folded, start, end)
    return start, end


def _quoted_end(text: str, first: int) -> int | None:
    """Where the quotation that begins at `first` closes, if nothing but a set phrase follows it."""
    if first >= len(text):
        return None
    opener = text[first]
    if opener == '"':
        close = text.rfind('"')
        closed = close > first and text.count('"', first, close + 1) % 2 == 0
    elif opener in _PAIRS:
        close = _matching(text, first, opener, _PAIRS[opener])
        closed = close > first
    else:
        return None
    return close if closed and close - first > 2 and _CLOSING.fullmatch(text, close + 1) else None


def _matching(text: str, first: int, opener: str, closer: str) -> int:
    close = text.find(closer, first + 1)
    if close >= 0 and text.find(opener, first + 1, close) < 0:
        return close
    depth = 0
    for match in _QUOTES.finditer(text, first):
        depth += (match[0] == opener) - (match[0] == closer)
        if depth == 0:
            return match.start()
    last = text.rfind(closer)
    return last if last > first else -1


def _without_opening(folded: str, start: int, end: int, first: int) -> tuple[int, int]:
    text = folded[start:end]
    closing = _CLOSING.search(text, first)
    if closing is None or closing.start() == len(text):
        return start, end
    return _bare(folded, start + first, start + closing.start())


def _without_closing(folded: str, start: int, end: int) -> tuple[int, int]:
    text = folded[start:end]
    reform = _REFORM.search(text)
    if reform and reform.start() > 0:
        return _bare(folded, start, start + reform.start())
    problem = _OF_PROBLEM.search(text)
    if problem and not _EXISTS.search(text[: problem.start()]):
        return start, start + problem.start()
    return start, end
