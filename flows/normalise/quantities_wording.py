"""What a quantity counts and whether it is a change, in the words around it (`rules/quantities_wording.csv`)."""

from __future__ import annotations

import re

from flows.normalise.rules_table import rule_rows

_REACH = 24
_SUBJECT_LENGTH = 20


def _words(cue: str) -> str:
    words = [row["text"] for row in rule_rows("quantities_wording") if row["cue"] == cue]
    return "|".join(sorted(words, key=len, reverse=True))


_CLAUSE_MARKS = re.compile(r"[,.;:。、!?()\[\]\n]")
_CHANGE = re.compile(
    f"(?:(?P<increase>{_words('increase')})|(?P<decrease>{_words('decrease')}))"
    f"(?!{_words('level')})(?:了|约|近|超过?|不足|[^0-9]{{0,8}})$"
)
_LEVEL = re.compile(f"(?:{_words('level')})[约近了]?$")
_AFTER = re.compile(rf" ?(?P<noun>(?:(?!{_words('stop')})[^,.;:。、!?()\[\]\n0-9]){{2,{_SUBJECT_LENGTH}}})")
_LEADING = re.compile(f"(?:{_words('lead')}|[一二三四五六七八九十]+是)+")
_TRAILING = tuple(f"{_words('lead')}|{_words('increase')}|{_words('decrease')}".split("|"))
_QUOTES = "“”\"' "


def read_change(text: str, start: int) -> str:
    """increase, decrease or none by the verb that governs the number; 提高到 and 降至 give a level and so none."""
    before = _clause_before(text, start)
    if _LEVEL.search(before):
        return "none"
    found = _CHANGE.search(before)
    if found is None:
        return "none"
    return "increase" if found["increase"] else "decrease"


def read_subject(text: str, start: int, end: int) -> str | None:
    """The noun behind the number, else the one before it, as printed; null where neither is there."""
    behind = _AFTER.match(text, end)
    if behind is not None:
        return behind["noun"].strip(_QUOTES) or None
    noun = _clause_before(text, start)
    leading = _LEADING.match(noun)
    noun = noun[leading.end() :] if leading else noun
    while noun.endswith(_TRAILING):
        noun = next(noun.removesuffix(word) for word in _TRAILING if noun.endswith(word))
    return noun.strip(_QUOTES)[-_SUBJECT_LENGTH:] or None


def _clause_before(text: str, start: int) -> str:
    """The words between the last punctuation mark and the number."""
    reach = text[max(0, start - _REACH) : start]
    for mark in _CLAUSE_MARKS.finditer(reach):
        reach = text[max(0, start - _REACH) + mark.end() : start]
    return reach
