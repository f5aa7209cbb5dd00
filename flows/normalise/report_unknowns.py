"""The words of one notice that no rule table knows: marks, units, statuses, labels, and a layout as a whole."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from flows.normalise.fold import fold
from flows.normalise.marks import label_roles
from flows.normalise.marks_scan import find_candidates
from flows.normalise.quantities_scan import find_unread
from flows.normalise.rules_table import rule_rows
from flows.normalise.statuses import read_status

# a number at the start of a line (甲、 A. (ⅰ) 1】) or a bullet (★ ●); quotation marks and brackets are none
_MARK_SHAPE = re.compile(
    r"(?:[(\[<]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[甲乙丙丁戊己庚辛壬癸]|[IVX]{1,4}|[Ⅰ-ⅿ]|[A-Za-z])"
    r"[)\]>.、:,](?![0-9])|[^\w\s《》〈〉“”‘’\"'()\[\]<>「」『』…·,。、;:!?*%+/=&#@$|~.-])"
)
_SERIES = (
    (re.compile("[0-9]+"), "1"),
    (re.compile("[一二三四五六七八九十]+"), "一"),
    (re.compile("[甲乙丙丁戊己庚辛壬癸]"), "甲"),
    (re.compile("[IVX]+|[Ⅰ-Ⅿ]"), "Ⅰ"),
    (re.compile("[ⅰ-ⅿ]"), "ⅰ"),
    (re.compile("[A-HJ-Z]"), "A"),
    (re.compile("[a-z]"), "a"),
)
_LABEL = re.compile(r"([\u4e00-\u9fff]{2,10}) ?(?:\([^()\n]{0,40}\) ?)?:")
_HEAD_LABEL = re.compile(r"(?:(?<=\n)|(?<=[ |\]]))([\u4e00-\u9fff]{2,8}) ?: ?(?=[^\s])")
_STATUS_VALUE = re.compile(r" ?([^。;\n]{2,20})(?=[。;\n]|$)")
_SHORT_ANSWER = 8
_DIGIT = re.compile("[0-9]")
_BRACKET_AT_END = re.compile(r"\(([^()]{2,10})\)[。:]?$")
_HEAD_REACH = 600


class Sighting(NamedTuple):
    """An unknown thing at a place of the text."""

    kind: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """A notice as the tables hold it.

    Attributes:
        source_id: whose layout it has.
        url: its address.
        text: its canonical text.
        facts: (start, end) of dates, documents and metrics, sorted: numbers in them are understood.
        headings: where sections and items begin.
        unstated: the items whose status the reader did not find.
        is_layout_known: whether any item was found.
    """

    source_id: str
    url: str
    text: str
    facts: Sequence[tuple[int, int]]
    headings: frozenset[int]
    unstated: Sequence[Mapping[str, Any]]
    is_layout_known: bool


def find_unknowns(notice: ReadNotice) -> Iterator[Sighting]:
    """What no rule table knows and `rules/report.csv` does not silence, kind by kind, in the order of the text."""
    if not notice.is_layout_known:
        yield Sighting("layout", notice.source_id, 0)
    folded = fold(notice.text)
    body = _body_start(folded)
    found = (
        *_marks(notice, folded),
        *_units(notice, folded),
        *_statuses(notice, folded),
        *_labels(notice, folded, body),
        *_metadata_labels(folded[:body]),
    )
    yield from (sighting for sighting in found if (sighting.kind, sighting.text) not in _silenced())


@cache
def _silenced() -> frozenset[tuple[str, str]]:
    return frozenset((row["kind"], row["text"]) for row in rule_rows("report"))


def _body_start(folded: str) -> int:
    """Where the line of the first sentence begins; what stands above it tells of the page."""
    sentence = folded.find("。", 0, _HEAD_REACH)
    return folded.rfind("\n", 0, sentence) + 1 if sentence >= 0 else 0


def _line_starts(folded: str) -> Iterator[int]:
    yield 0
    yield from (match.end() for match in re.finditer("\n", folded))


@cache
def _known_mark() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rule_rows("marks")))


def _marks(notice: ReadNotice, folded: str) -> Iterator[Sighting]:
    for start in _line_starts(folded):
        shape = _MARK_SHAPE.match(folded, start)
        if shape and not _known_mark().match(folded, start) and not _is_inside(notice.facts, start):
            yield Sighting("mark", _series(shape[0]), start)


def _series(mark: str) -> str:
    """One name for all marks of a series: 丙、 is 甲、."""
    for numeral, first in _SERIES:
        named, changed = numeral.subn(first, mark)
        if changed:
            return named
    return mark


def _is_inside(facts: Sequence[tuple[int, int]], place: int) -> bool:
    """Whether a place lies in one of the facts that begin last before it; facts overlap little."""
    found = bisect_right(facts, (place, place))
    near = facts[max(0, found - 3) : found + 1]
    return any(start <= place < end for start, end in near)


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(row["phrase"]) for row in rule_rows("set_phrases")))


def _units(notice: ReadNotice, folded: str) -> Iterator[Sighting]:
    """Words right behind Arabic digits, outside of what was read and of set phrases."""
    phrases = [match.span() for match in _phrases().finditer(folded)]
    for place, word in find_unread(folded):
        if not _is_inside(notice.facts, place) and not _is_inside(phrases, place):
            yield Sighting("unit", word, place)


def _statuses(notice: ReadNotice, folded: str) -> Iterator[Sighting]:
    """Words where a status is due: behind its label, alone behind the label of an answer, in brackets of a heading."""
    labelled = [*_labelled_statuses(folded)]
    yield from labelled
    known = {sighting.text for sighting in labelled}
    for item in notice.unstated:
        bracket = _BRACKET_AT_END.search(fold(item["heading"] or ""))
        words = item["status_text"] or (bracket[1] if bracket else "")
        if words and words not in known and read_status(words, 0, len(words)) is None:
            yield Sighting("status", words, item["char_start"])


def _labelled_statuses(folded: str) -> Iterator[Sighting]:
    for label in find_candidates(folded)[1]:
        value = _STATUS_VALUE.match(folded, label.end) if label.role in ("status", "answer") else None
        if value is None or (label.role == "answer" and not _is_alone(folded, value)):
            continue
        if read_status(folded, *value.span(1)) is None:
            yield Sighting("status", value[1].strip(), label.start)


def _is_alone(folded: str, value: re.Match[str]) -> bool:
    """Whether an answer is nothing but these few words (整改情况：已销号。) and counts nothing."""
    rest = folded[value.end() : value.end() + 2]
    return len(value[1]) <= _SHORT_ANSWER and not _DIGIT.search(value[1]) and rest.removeprefix("。")[:1] in ("", "\n")


@cache
def _is_closing_label() -> re.Pattern[str]:
    rows = [row["pattern"] for row in rule_rows("closing") if row["kind"] in ("phone", "address", "postcode")]
    return re.compile("|".join(f"(?:{pattern})" for pattern in rows))


@cache
def _metadata_names() -> frozenset[str]:
    return frozenset(row["name"] for row in rule_rows("metadata") if row["kind"] == "label")


def _is_known_label(word: str) -> bool:
    return word in label_roles() or word in _metadata_names() or _is_closing_label().search(word) is not None


def _labels(notice: ReadNotice, folded: str, body: int) -> Iterator[Sighting]:
    """某某： at the start of a line of the body, behind its mark where it has one; headings are none."""
    for start in _line_starts(folded):
        if start < body or start in notice.headings:
            continue
        mark = _known_mark().match(folded, start)
        label = _LABEL.match(folded, mark.end() if mark else start)
        if label and not _is_known_label(label[1]):
            yield Sighting("label", label[1], label.start())


def _metadata_labels(head: str) -> Iterator[Sighting]:
    """某某：… above the first sentence; without a value it is the addressee."""
    for label in _HEAD_LABEL.finditer(f"\n{head}"):
        if not _is_known_label(label[1]):
            yield Sighting("metadata_label", label[1], label.start() - 1)
