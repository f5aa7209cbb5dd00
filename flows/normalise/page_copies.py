"""What a page prints twice: copies for printing or for scripts, and summaries and outlines in front of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.normalise.page_rows import Row
from flows.normalise.page_title import title_parts, unspaced

_LONG = 30
_MOST_COPIES = 3
_LEAST_COPIED = 0.6
_TITLE_REACH = 10
_SUMMARY = re.compile(r"^[\[【(（]?(?:核心提示|内容提要|内容摘要|摘要|导读|提要)[\]】)）]?[::：]?\s?")
_SUMMARY_LENGTH, _SUMMARY_LINES = 24, 6
_OUTLINE_HEADING = re.compile(r"(?:目\s?录|导航|本文目录|文章目录|内容导航)$")
_ENTRY_LENGTH, _LEAST_ENTRIES = 12, 2


def without_copies(rows: Sequence[Row], start: int, end: int, title: str | None) -> tuple[int, int]:
    """The range with one copy of the text: the one below the title, else the first that is whole."""
    for _ in range(_MOST_COPIES):
        before = start, end
        start, end = _without_copy(rows, start, end, title)
        if (start, end) == before:
            break
    return start, end


def _without_copy(rows: Sequence[Row], start: int, end: int, title: str | None) -> tuple[int, int]:
    first = next((index for index in range(start, end) if rows[index].weight >= _LONG), end)
    text = rows[first].line.text if first < end else ""
    again = next((index for index in range(first + 1, end) if rows[index].line.text == text), end)
    if again == end:
        return start, end
    length = _common(rows, first, again, end)
    copied = _weight(rows, first, first + length)
    if copied < _LEAST_COPIED * _weight(rows, first, again):
        return start, end
    only_first, only_second = _weight(rows, first + length, again), _weight(rows, again + length, end)
    is_titled = [_is_titled(rows, max(start, place - _TITLE_REACH), place, title) for place in (first, again)]
    if only_first < only_second or (only_first == only_second and is_titled == [False, True]):
        return max(first + length, again - _TITLE_REACH), end
    return start, _end_of_first(rows, first + length, again, title)


def _common(rows: Sequence[Row], first: int, again: int, end: int) -> int:
    """How many lines are the same from both places on."""
    length = 0
    while (
        first + length < again
        and again + length < end
        and rows[first + length].line.text == rows[again + length].line.text
    ):
        length += 1
    return length


def _weight(rows: Sequence[Row], start: int, end: int) -> int:
    return sum(row.weight for row in rows[start:end])


def _is_titled(rows: Sequence[Row], start: int, end: int, title: str | None) -> bool:
    return bool(title_parts([row.line for row in rows[start:end]], title))


def _end_of_first(rows: Sequence[Row], start: int, again: int, title: str | None) -> int:
    """Where the first copy ends: what stands right above the second one belongs to that."""
    titles = title_parts([row.line for row in rows[start:again]], title)
    return next(
        (
            index
            for index in range(start, again)
            if index - start in titles or rows[index].line.heading or rows[index].is_chrome("bar", "any", "tail")
        ),
        again,
    )


def behind_previews(rows: Sequence[Row], start: int, end: int) -> int:
    """The start of the range once an outline and a summary that only repeat the text are cut."""
    return _behind_summary(rows, _behind_outline(rows, start, end), end)


def _behind_outline(rows: Sequence[Row], start: int, end: int) -> int:
    """The start once a list of headings in front of the text is cut, which print again further down."""
    index = start
    while index < end and (not rows[index].weight or rows[index].is_marked) and index - start < end - index:
        index += 1
    later = {row.line.folded[:_ENTRY_LENGTH]: row.line.folded for row in rows[index:end]}
    entries, place = 0, start
    while place < index:
        entry = rows[place].line.folded
        if later.get(entry[:_ENTRY_LENGTH], "").startswith(entry):
            entries += 1
        elif not _OUTLINE_HEADING.match(entry):
            break
        place += 1
    return place if entries >= _LEAST_ENTRIES else start


def _behind_summary(rows: Sequence[Row], start: int, end: int) -> int:
    """The start of the range once a summary that repeats the first words of the text is cut (核心提示, 摘要).

    Only the first sentences of the range can be one: answers further down may begin alike.
    """
    first = next((index for index in range(start, min(start + _SUMMARY_LINES, end)) if rows[index].weight), end)
    words = unspaced(_SUMMARY.sub("", rows[first].line.folded))[:_SUMMARY_LENGTH] if first < end else ""
    if len(words) < _SUMMARY_LENGTH:
        return start
    following = range(first + 1, min(first + 1 + _SUMMARY_LINES, end))
    return next((later for later in following if unspaced(rows[later].line.folded).startswith(words)), start)
