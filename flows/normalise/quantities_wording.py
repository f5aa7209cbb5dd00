"""What a quantity counts and whether it is a change, in the words around it (`rules/quantities_wording.csv`)."""

from __future__ import annotations

import re

from flows.normalise.quantities_words import WordsBefore
from flows.normalise.rules_table import rule_rows

_REACH = 24
_SUBJECT_LENGTH = 20


def _words(cue: str) -> list[str]:
    words = [row["text"] for row in rule_rows("quantities_wording") if row["cue"] == cue]
    return sorted(words, key=len, reverse=True)


def _one_of(cue: str) -> str:
    return "|".join(_words(cue))


_NO_CLAUSE = r",.;:。、!?()\[\]\n"
_CLAUSE = re.compile(f"[^{_NO_CLAUSE}]*")
_AT_NUMBER = "(?=(?:了|约|近|超过?|不足)?$)"
_CHANGE = re.compile(
    f"(?P<plain>{_one_of('plain')})"
    f"|(?P<increase>{_one_of('increase')}|(?:{_one_of('increase_direct')}){_AT_NUMBER})"
    f"|(?P<decrease>{_one_of('decrease')}|(?:{_one_of('decrease_direct')}){_AT_NUMBER})"
)
_VERBS = [word for cue in ("increase", "decrease", "increase_direct", "decrease_direct") for word in _words(cue)]
_CHANGE_OPENERS = frozenset(word[0] for word in _VERBS)
_CHANGED_NOUN = re.compile(f"(?!{_one_of('level')})[^0-9]{{0,12}}")  # 压减非刚性支出
_LEVEL = re.compile(f"(?:{_one_of('level')})[约近了]?$")
_LEADING = re.compile(f"(?:{_one_of('lead')}|[一二三四五六七八九十]+是)++")
_LEADING_OPENERS = frozenset("一二三四五六七八九十").union(word[0] for word in _words("lead"))
_TRAILING = WordsBefore(_words("lead") + _words("plain") + _VERBS)
_QUOTES = "“”\"' "


def _noun_pattern() -> re.Pattern[str]:
    """The words behind a number up to the first that belongs to no noun (`stop`); most of those are one character."""
    short = "".join(word for word in _words("stop") if len(word) == 1)
    long = [word for word in _words("stop") if len(word) > 1 and word[0] not in short]
    openers = "".join({word[0] for word in long})
    plain = f"[^{_NO_CLAUSE}0-9{short}{openers}]*+"
    return re.compile(f" ?({plain}(?:(?!{'|'.join(long)})[{openers}]{plain})*+)")


_NOUN = _noun_pattern()


def clause_before(text: str, start: int) -> str:
    """The words between the last punctuation mark and the number that starts here."""
    window = text[max(0, start - _REACH) : start]
    return window[len(window) - _CLAUSE.match(window[::-1]).end() :]  # type: ignore[union-attr]  # it may be empty


def read_change(clause: str) -> str:
    """increase, decrease or none by the verb that governs the number behind a clause.

    提高到 and 降至 give a level and so none.
    """
    if _CHANGE_OPENERS.isdisjoint(clause):
        return "none"
    verbs = list(_CHANGE.finditer(clause))
    if not verbs or verbs[-1]["plain"] or _LEVEL.search(clause):
        return "none"
    if not _CHANGED_NOUN.fullmatch(clause, verbs[-1].end()):
        return "none"
    return "increase" if verbs[-1]["increase"] else "decrease"


def read_subject(clause: str, text: str, end: int) -> str | None:
    """The noun behind the number that ends here, else the one in the clause before it; null where neither is there."""
    behind = _NOUN.match(text, end, end + _SUBJECT_LENGTH + 2)  # it always matches; two more show a stop word there
    noun = behind[1][:_SUBJECT_LENGTH] if behind else ""
    return (noun.strip(_QUOTES) or None) if len(noun) >= 2 else _noun_before(clause)


def _noun_before(clause: str) -> str | None:
    """The last words of a clause without the verbs around them: 共召开党组会议 → 党组会议."""
    leading = _LEADING.match(clause) if clause[:1] in _LEADING_OPENERS else None
    start, end = leading.end() if leading else 0, len(clause)
    while start < end and (length := _TRAILING.length_at(clause, end)):
        end -= length
    return clause[start : max(start, end)].strip(_QUOTES)[-_SUBJECT_LENGTH:] or None
