"""The grammar of a status: which parts a phrase consists of, and what they say together.

Nobody can list all wordings (基本整改到位并持续推进), so `rules/statuses_words.csv` lists their parts. A phrase is a
status only if it consists of such parts and of nothing else, so that 已完成制度修订 is none.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from flows.normalise.outline_words import alternation
from flows.normalise.rules_table import rule_rows

LONGEST = 40
"""Characters: a status is a phrase, a longer text is an answer."""

_SIGNS = ",、;。.:!/|()[]“”‘’\"'- ~"
# 于2024年3月底前, 2024.8.15, 6月底: the day of a status says nothing of the status itself
_MONTH = r"\d{1,2}月(?:\d{1,2}日|[上中下]旬|底|初|份)?"
_DATE = rf"\d{{4}}[./-]\d{{1,2}}(?:[./-]\d{{1,2}})?|(?:\d{{4}}年)?{_MONTH}|\d{{4}}年(?:底|末)?"
_DAY = rf"[于在至]?(?:{_DATE})(?:以前|之前|前)?"
_SAY_NOTHING = frozenset({"plain", "before", "and", "yes", "no"})
_SHARE = r"(?:达)?\d{1,2}(?:\.\d+)?%"


class Wording(NamedTuple):
    """What a phrase says.

    Attributes:
        code: of `schemas/codelists/item_status.csv`.
        is_long_term: whether the work goes on for good.
        is_firm: whether it says so wherever it stands; 加快推进 and 取得成效 are a status only where one is due.
        day: place of a date inside the phrase, null where there is none.
    """

    code: str
    is_long_term: bool
    is_firm: bool
    day: tuple[int, int] | None


@cache
def _parts() -> dict[str, frozenset[str]]:
    parts: dict[str, set[str]] = {}
    for row in rule_rows("statuses_words"):
        for word in row["words"].split():
            parts.setdefault(word, set()).add(row["part"])
    return {word: frozenset(of) for word, of in parts.items()}


@cache
def _token() -> re.Pattern[str]:
    return re.compile(rf"(?P<day>{_DAY})|(?P<word>{alternation(_parts())})|(?P<share>{_SHARE})|[{re.escape(_SIGNS)}]")


FIRST_CHARACTERS = frozenset({word[0] for word in _parts()} | set(_SIGNS) | set("0123456789于在"))
"""What a status can begin with: most phrases are told apart by this character."""

LAST_CHARACTERS = frozenset(word[-1] for word, of in _parts().items() if not of & _SAY_NOTHING)
"""What the words of a status can end with."""


@lru_cache(maxsize=4096)
def read_wording(phrase: str) -> Wording | None:
    """What a folded phrase says as a status, null where it says anything else.

    A notice, and its neighbours, say the same few again and again, so the last ones are kept.
    """
    clauses: list[set[str]] = [set()]
    place, day = 0, None
    while place < len(phrase):
        token = _token().match(phrase, place)
        if token is None:
            return None
        place = token.end()
        word = token["word"]
        if token["day"]:
            day = token.span()
        elif token["share"]:
            clauses[-1].add("partly")
        elif word is None or "and" in _parts()[word]:
            clauses.append(set())
        else:
            clauses[-1] |= _parts()[word]
    return _together(clauses, day)


def read_sign(cell: str) -> Wording | None:
    """What a cell says that holds a sign or a single word: √, 否."""
    parts = _parts().get(cell.strip(), frozenset())
    code = "completed" if "yes" in parts else "not_completed" if "no" in parts else None
    return None if code is None else Wording(code, False, True, None)


def status_run(heading: str, end: int) -> int:
    """Where the words of a status that end at `end` begin; `end` where there are none."""
    start = end
    previous = 0
    for token in _token().finditer(heading, 0, end):
        if token.start() != previous:
            start = end
        if token["word"] and "plain" not in _parts()[token["word"]]:
            start = min(start, token.start())
        previous = token.end()
    return start if previous == end else end


def _together(clauses: list[set[str]], day: tuple[int, int] | None) -> Wording | None:
    """The first clause that says how far the work is decides; any may say that it goes on."""
    said = [code for clause in clauses if (code := _clause_code(clause)) is not None]
    is_long_term = any("long" in clause or "lasting" in clause for clause in clauses)
    if said:
        keeps = any("keep" in clause and _clause_code(clause) is None for clause in clauses)
        return Wording(said[0][0], is_long_term or keeps, said[0][1], day)
    return Wording("in_progress", True, False, day) if is_long_term else None


def _clause_code(parts: set[str]) -> tuple[str, bool] | None:
    """Code of a clause and whether it is firm, null where it says nothing or only that work goes on for good."""
    works = not parts.isdisjoint({"done", "act"})
    result = "gain" in parts
    if "not" in parts:
        return ("not_completed", True) if works or result or not parts.isdisjoint({"begin", "move"}) else None
    if "partly" in parts and works:
        return "partially_completed", True
    if result and not parts.isdisjoint({"degree", "partly"}):
        return "partially_completed", False
    if "now" in parts and (works or "move" in parts):
        return "in_progress", True
    if "begin" in parts and "done" not in parts and not parts.isdisjoint({"already", "act", "now"}):
        return "in_progress", "already" in parts or "now" in parts
    if "done" in parts or ("already" in parts and "act" in parts and "lasting" not in parts):
        return "completed", True
    goes_on = "move" in parts and ("already" in parts or "manner" in parts)
    if "lasting" not in parts and (goes_on or ("manner" in parts and "act" in parts)):
        return "in_progress", False
    return None
