"""Words that say how exact a number is: 约14公里, 500余宗, 不少于2次, 5天以内 (`rules/qualifiers.csv`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.normalise.rules_table import rule_rows

_PLACES = ("before", "between", "after", "apart", "verb")
_ROWS = {place: [row for row in rule_rows("qualifiers") if row["place"] == place] for place in _PLACES}
_CODES = {place: {row["text"]: row["qualifier"] for row in rows} for place, rows in _ROWS.items()}
_KINDS = {(row["place"], row["text"]): row["kinds"] for rows in _ROWS.values() for row in rows}
_NOT_AFTER = {row["text"]: frozenset(row["not_after"].split("|")) for row in _ROWS["before"]}
_LENGTHS = sorted({len(text) for text in _CODES["before"]}, reverse=True)


def _after_pattern() -> str:
    rows = sorted(_ROWS["after"], key=lambda row: -len(row["text"]))
    guards = (f"(?!{row['not_before']})" if row["not_before"] else "" for row in rows)
    return "|".join(re.escape(row["text"]) + guard for row, guard in zip(rows, guards, strict=True))


_APART_REACH = 10
_APART = re.compile(
    f"(?P<word>{'|'.join(_CODES['apart'])})[^0-9,.;:。、!?\\n一二两三四五六七八九十]*$|(?P<verb>{'|'.join(_CODES['verb'])})$"
)
BETWEEN_LETTERS = "".join(_CODES["between"])
BETWEEN_PATTERN = f"[{BETWEEN_LETTERS}]"
AFTER_PATTERN = f"(?:{_after_pattern()})"


@dataclass(frozen=True, slots=True)
class Qualifier:
    """How exact a number is, and how many characters before it say so."""

    code: str
    length: int = 0


def qualifier_before(text: str, start: int, *, is_bare: bool = False) -> Qualifier | None:
    """The qualifier that ends where the number starts; `is_bare` numbers (百, 千) know some of their own (上百次)."""
    for length in _LENGTHS:
        word = text[start - length : start] if start >= length else ""
        code = _CODES["before"].get(word)
        if code is None or (start > length and text[start - length - 1] in _NOT_AFTER[word]):
            continue
        if _KINDS["before", word] != "bare" or is_bare:
            return Qualifier(code, length)
    return None


def qualifier_apart(text: str, start: int) -> str | None:
    """The code of a qualifier that its verb parts from the number: 每季度至少研究一次, 约占三成."""
    found = _APART.search(text[max(0, start - _APART_REACH) : start])
    return (_CODES["apart"] | _CODES["verb"])[found["word"] or found["verb"]] if found else None


def qualifier_of(between: str, after: str) -> str | None:
    """The code of a qualifier inside or after the number, null where there is none."""
    return _CODES["between"].get(between) or _CODES["after"].get(after)


def holds_after(word: str, kind: str) -> bool:
    """Whether a qualifier after the unit may stand with this kind of quantity: 内 only with a duration."""
    kinds = _KINDS["after", word]
    return not kinds or kinds == kind
