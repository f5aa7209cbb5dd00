"""What a quantity counts and whether it is a change, in the words around it (`rules/quantities_wording.csv`)."""

from __future__ import annotations

import re

from flows.normalise.rules_table import rule_rows

_REACH = 24
_SUBJECT_LENGTH = 20


def _words(cue: str) -> str:
    words = [row["text"] for row in rule_rows("quantities_wording") if row["cue"] == cue]
    return "|".join(sorted(words, key=len, reverse=True))


_CLAUSE = re.compile(r"[^,.;:。、!?()\[\]\n]*$")
_CHANGE = re.compile(
    f"(?:(?P<increase>{_words('increase')})|(?P<decrease>{_words('decrease')}))"
    f"(?!{_words('level')})(?:了|约|近|超过?|不足|[^,.;:。0-9\n]{{0,8}})$"
)
_LEVEL = re.compile(f"(?:{_words('level')})(?:约|近|了)?$")
_AFTER = re.compile(rf" ?(?P<noun>(?:(?!{_words('stop')})[^,.;:。、!?()\[\]\n0-9]){{2,{_SUBJECT_LENGTH}}})")
_LEADING = re.compile(f"^(?:{_words('lead')}|[一二三四五六七八九十]+是)+")
_TRAILING = re.compile(f"(?:{_words('lead')}|{_words('increase')}|{_words('decrease')})+$")


def read_change(text: str, start: int) -> str:
    """increase, decrease or none by the verb that governs the number; 提高到 and 降至 give a level and so none."""
    clause = _CLAUSE.search(text[max(0, start - _REACH) : start])
    before = clause[0] if clause else ""
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
        return behind["noun"].strip("“”\"' ") or None
    clause = _CLAUSE.search(text[max(0, start - _REACH) : start])
    noun = _TRAILING.sub("", _LEADING.sub("", clause[0] if clause else "")).strip("“”\"' ")
    return noun[-_SUBJECT_LENGTH:] or None
