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
    f"(?:(?P<plain>{_words('plain')})|(?P<increase>{_words('increase')})|(?P<decrease>{_words('decrease')}))"
    f"(?!{_words('level')})(?:了|约|近|超过?|不足|[^0-9]{{0,8}})$"
)
_LEVEL = re.compile(f"(?:{_words('level')})[约近了]?$")
_AFTER = re.compile(rf" ?([^,.;:。、!?()\[\]\n0-9]{{2,{_SUBJECT_LENGTH}}})")
_STOP = re.compile(_words("stop"))
_LONGEST_STOP = max(map(len, _words("stop").split("|")))
_LEADING = re.compile(f"(?:{_words('lead')}|[一二三四五六七八九十]+是)+")
_TRAILING = tuple(f"{_words('lead')}|{_words('increase')}|{_words('decrease')}".split("|"))
_QUOTES = "“”\"' "


def clause_before(text: str, start: int) -> str:
    """The words between the last punctuation mark and the number that starts here."""
    return _CLAUSE_MARKS.split(text[max(0, start - _REACH) : start])[-1]


def read_change(clause: str) -> str:
    """increase, decrease or none by the verb that governs the number behind a clause.

    提高到 and 降至 give a level and so none.
    """
    found = _CHANGE.search(clause)
    if found is None or found["plain"] or _LEVEL.search(clause):
        return "none"
    return "increase" if found["increase"] else "decrease"


def read_subject(clause: str, text: str, end: int) -> str | None:
    """The noun behind the number that ends here, else the one in the clause before it; null where neither is there."""
    behind = _noun_behind(text, end)
    if behind is not None:
        return behind.strip(_QUOTES) or None
    leading = _LEADING.match(clause)
    noun = clause[leading.end() :] if leading else clause
    while noun.endswith(_TRAILING):
        noun = next(noun.removesuffix(word) for word in _TRAILING if noun.endswith(word))
    return noun.strip(_QUOTES)[-_SUBJECT_LENGTH:] or None


def _noun_behind(text: str, end: int) -> str | None:
    """The words right behind a number up to the first one that belongs to no noun."""
    behind = _AFTER.match(text, end)
    if behind is None:
        return None
    start, end = behind.span(1)
    stop = _STOP.search(text, start, end + _LONGEST_STOP)
    noun = text[start : min(end, stop.start())] if stop else behind[1]
    return noun if len(noun) >= 2 else None
