"""Documents that a notice names: 《…》, with the verb that governs them.

Names keep their nested brackets (《关于公布〈…〉的通知》); a bracket without its partner is stepped over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from flows.normalise.fold import fold
from flows.normalise.places import Places, occurrences
from flows.normalise.records import DocumentMention, Outline, Span
from flows.normalise.rules_table import rule_rows

_LONGEST_NAME = 160
_CLAUSE_END = re.compile(r"[，,；;。：:！!？?\n]")
_CLAUSE_REACH = 40
# what joins two names under one verb: 《A》《B》和《C》, 《A》，《B》, 《A》（试行）、《B》
_JOINT = re.compile(r"(?:[（(][^（）()\n]{1,12}[）)])?[\s、，,和及与]{0,3}(?:以及|并|等)?")
_UNIFIED = str.maketrans({"与": "和", "及": "和", "〈": None, "〉": None, "《": None, "》": None, "“": None, "”": None,
                          "‘": None, "’": None, '"': None, "'": None, "、": None, ",": None})  # fmt: skip


def _actions(position: str) -> dict[str, str]:
    return {row["text"]: row["action"] for row in rule_rows("actions") if row["position"] == position}


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_BEFORE, _AFTER = _actions("before"), _actions("after")
_VERB = re.compile(_longest_first(_BEFORE))
# 《办法》已修订, 《A》（试行）等3项制度先后出台, 《A》于2024年3月经党组会审议通过后印发
_FOLLOWING = re.compile(
    r"(?:\([^()\n]{1,12}\))?(?:等[^,;。:《\n]{0,10}?)?(?:[于在][0-9年月日]{4,11})?"
    rf"(?:经[^,;。:《\n]{{1,12}}?(?=审议|研究|讨论|审定|后))?(?:{_longest_first(_actions('adverb'))}){{0,4}}+"
    rf"({_longest_first(_AFTER)})"
)
_ATTRIBUTE = re.compile(r"(?:后|过)?的[“\"]?")  # 学习新修订的《条例》: the verb that stands before it governs


def read_documents(text: str, outline: Outline) -> tuple[DocumentMention, ...]:
    """Every 《…》 of the text, in order, with its place in the outline and the action it is named for."""
    places = Places(outline)
    mentions: list[DocumentMention] = []
    folded = fold(text)
    titles = title_spans(folded)
    for span, chain_end in zip(titles, _chain_ends(folded, titles), strict=True):
        name = text[span.start + 1 : span.end - 1].strip()
        if name:
            action = _action(folded, span, chain_end, mentions[-1] if mentions else None)
            place = span.start
            mentions.append(DocumentMention(span, places.item_at(place), places.measure_at(place), name, action))
    return tuple(mentions)


@lru_cache(maxsize=4)
def title_spans(text: str) -> tuple[Span, ...]:
    """The outermost balanced 《…》 of each line, brackets included, in order; linear in the text."""
    spans: list[Span] = []
    opened: list[int] = []
    for place in sorted((*occurrences(text, "《"), *occurrences(text, "》"))):
        if text[place] == "《":
            opened.append(place)
        elif opened:
            start = opened.pop()
            if place - start >= _LONGEST_NAME:
                continue
            if text.find("\n", start, place) >= 0:
                opened.clear()
                continue
            while spans and spans[-1].start > start:
                spans.pop()
            spans.append(Span(start, place + 1))
    return tuple(spans)


def document_key(name: str) -> str:
    """One key for spellings of a document's name that differ in brackets, quotes, blanks, width, script or 和/与."""
    return "".join(unicodedata.normalize("NFKC", fold(name)).split()).translate(_UNIFIED)


def _action(text: str, span: Span, chain_end: int, previous: DocumentMention | None) -> str:
    """The action of the name before it in a chain, else of the last verb in its clause, else of the words after it."""
    start = max(0, span.start - _CLAUSE_REACH)
    if previous is not None and previous.span.end > start:
        start = previous.span.end
        if _JOINT.fullmatch(text, start, span.start):
            return previous.action
    for clause_end in _CLAUSE_END.finditer(text, start, span.start):
        start = clause_end.end()
    verbs = list(_VERB.finditer(text, start, span.start))
    if verbs:
        return _BEFORE[_governing(verbs, text, span.start)]
    following = _FOLLOWING.match(text, chain_end)
    return _AFTER[following[1]] if following else "other"


def _governing(verbs: list[re.Match[str]], text: str, name: int) -> str:
    """The last verb that is no attribute of the name; where all are, the last."""
    main = [verb for verb in verbs if not _ATTRIBUTE.fullmatch(text, verb.end(), name)]
    return (main or verbs)[-1].group()


def _chain_ends(text: str, titles: tuple[Span, ...]) -> list[int]:
    """Where the chain of names that each one belongs to ends: 《A》和《B》已印发."""
    ends: list[int] = []
    for span, after in zip(reversed(titles), (None, *reversed(titles)), strict=False):
        joined = after is not None and _JOINT.fullmatch(text, span.end, after.start)
        ends.append(ends[-1] if joined else span.end)
    return ends[::-1]
