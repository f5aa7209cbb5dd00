"""Words that say how exact a number is: 约14公里, 500余宗, 不少于2次, 5天以内 (`rules/qualifiers.csv`)."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from flows.normalise.quantities_words import WordsBefore
from flows.normalise.rules_table import rule_rows

_PLACES = ("before", "between", "after", "apart", "verb")
_ROWS = {place: [row for row in rule_rows("qualifiers") if row["place"] == place] for place in _PLACES}
_CODES = {place: {row["text"]: row["qualifier"] for row in rows} for place, rows in _ROWS.items()}
_KINDS_AFTER = {row["text"]: frozenset(filter(None, row["kinds"].split("|"))) for row in _ROWS["after"]}


class Qualifier(NamedTuple):
    """How exact a number is, and how many characters before it say so."""

    code: str
    length: int = 0


class _WordBefore(NamedTuple):
    """A qualifier before a number; `is_bare` where it belongs to 百, 千 or 万 alone (上百次)."""

    text: str
    qualifier: Qualifier
    not_after: frozenset[str]
    is_bare: bool


def _words_before() -> dict[str, tuple[_WordBefore, ...]]:
    """By their last character, longest first."""
    by_last: dict[str, list[_WordBefore]] = defaultdict(list)
    for row in sorted(_ROWS["before"], key=lambda row: -len(row["text"])):
        text = row["text"]
        qualifier = Qualifier(row["qualifier"], len(text))
        not_after = frozenset(row["not_after"].split("|"))
        by_last[text[-1]].append(_WordBefore(text, qualifier, not_after, row["kinds"] == "bare"))
    return {last: tuple(words) for last, words in by_last.items()}


def _after_pattern() -> str:
    rows = sorted(_ROWS["after"], key=lambda row: -len(row["text"]))
    guards = (f"(?!{row['not_before']})" if row["not_before"] else "" for row in rows)
    return "|".join(re.escape(row["text"]) + guard for row, guard in zip(rows, guards, strict=True))


_BEFORE = _words_before()
_APART_REACH = 10
_APART = re.compile(f"(?P<word>{'|'.join(_CODES['apart'])})[^0-9,.;:。、!?\\n一二两三四五六七八九十]*$")
_VERBS = WordsBefore(_CODES["verb"])
BETWEEN_LETTERS = "".join(_CODES["between"])
BETWEEN_PATTERN = f"[{BETWEEN_LETTERS}]"
AFTER_PATTERN = f"(?:{_after_pattern()})"


def qualifier_before(text: str, start: int, *, is_bare: bool = False) -> Qualifier | None:
    """The qualifier that ends where the number starts; `is_bare` numbers (百, 千) know some of their own (上百次)."""
    if start > 1 and text[start - 1] == " ":  # 不少于 2 次
        apart = qualifier_before(text, start - 1, is_bare=is_bare)
        return apart and apart._replace(length=apart.length + 1)
    for word in _BEFORE.get(text[start - 1], ()) if start else ():
        if (is_bare or not word.is_bare) and text.endswith(word.text, 0, start):
            opens = start - word.qualifier.length
            if not opens or text[opens - 1] not in word.not_after:
                return word.qualifier
    return None


def qualifier_apart(text: str, start: int) -> str | None:
    """The code of a qualifier that its verb parts from the number: 每季度至少研究一次, 约占三成."""
    found = _APART.search(text, max(0, start - _APART_REACH), start)
    if found:
        return _CODES["apart"][found["word"]]
    length = _VERBS.length_at(text, start)
    return _CODES["verb"][text[start - length : start]] if length else None


def qualifier_of(between: str, after: str) -> str | None:
    """The code of a qualifier inside or after the number, null where there is none."""
    return _CODES["between"].get(between) or _CODES["after"].get(after)


def holds_after(word: str, kind: str) -> bool:
    """Whether a qualifier after the unit may stand with this kind of quantity: 3年多 but not 一位多卖."""
    kinds = _KINDS_AFTER[word]
    return not kinds or kind in kinds
