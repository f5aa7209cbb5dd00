"""Numbering marks and labels: what they are, how their numerals count and what their words introduce."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from flows.normalise.outline_words import composed_rows
from flows.normalise.rules_table import rule_rows

LINE_START = "\n"
NUMERALS = "一二三四五六七八九十"
_DIGITS = {numeral: value for value, numeral in enumerate(NUMERALS, 1)}
CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
SINGLES = {
    mark: value
    for marks in (CIRCLES, "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇", "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛", "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ")
    for value, mark in enumerate(marks, 1)
}
_ROMANS = {
    tens + units: 10 * ten + unit
    for ten, tens in enumerate(("", "X", "XX", "XXX"))
    for unit, units in enumerate(("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"))
    if tens + units
}

SPOKEN = frozenset({"is", "must", "ordinal"})
"""Kinds of marks that belong to running text: 一是, 一要, 第一."""

_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 4}
LETTERS = {
    letter: value
    for letters in ("甲乙丙丁戊己庚辛壬癸", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for value, letter in enumerate(letters, 1)
}
_NUMBER = re.compile(rf"\d+|[{NUMERALS}]+|{'|'.join(_WORDS)}|[{''.join(LETTERS)}]")
_PRINTED_TAIL = "、.:, "

MOST_PIECES = 20_000
"""Lines, marks and labels; a notice has under 2,000. A text with more is read without an outline."""


@dataclass(slots=True)
class Mark:
    """One candidate. `before` is the character that it follows, a line feed at the start of a line.

    `kind` is that of `rules/marks.csv`; offsets are those of the text.
    """

    kind: str
    ordinal: int
    start: int
    end: int
    before: str


@dataclass(slots=True)
class Label:
    """A label with its colon (整改措施:), or alone on its line; `note` is what its bracket says."""

    role: str
    start: int
    end: int
    before: str
    note: tuple[int, int] | None


@lru_cache(maxsize=4096)
def numeral_value(text: str) -> int:
    """The value of a Chinese numeral below 100, of digits, a circled number, a letter, 首先; 0 where there is none."""
    if text[:1] in SINGLES:
        return SINGLES[text[0]]
    found = _NUMBER.search(text)
    if found is None:
        return 0
    number = found.group()
    if number.isdigit():
        return int(number)
    if text[0] in "IVX":
        return _ROMANS.get(text.rstrip("、.: "), 0)
    if number in _WORDS or number in LETTERS:
        return _WORDS.get(number) or LETTERS[number]
    tens, ten, units = number.rpartition("十")
    if not ten:
        return _DIGITS.get(number[-1], 0)
    return _DIGITS.get(tens[-1:], 1) * 10 + _DIGITS.get(units, 0)


@lru_cache(maxsize=4096)
def printed_number(text: str) -> str:
    """A mark as a reader names it: 1. → 1, 问题1: → 问题1, (一) → (一)."""
    return text.strip().rstrip(_PRINTED_TAIL + "．：，").strip()


@cache
def label_roles() -> dict[str, str]:
    """Label → what it introduces, from `rules/labels.csv` and, composed, from `rules/labels_composed.csv`."""
    roles = {row["label"]: row["role"] for row in rule_rows("labels")}
    for word, row in composed_rows("labels_composed"):
        roles.setdefault(word, row["role"])
    return roles
