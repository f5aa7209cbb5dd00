"""Whether a page is a rectification notice at all, and what it is instead: news, models and error pages are none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice

from flows.normalise.fold import fold
from flows.normalise.records import Head, Page
from flows.normalise.rules_table import rule_pattern, rule_rows

_SHORTEST_NOTICE = 150
_OPENING = 1_500
_START = 400
_MOST_MASKED = 1
_MASK = re.compile("[某Xx×*□_](?=[一-龥])")
"""`×月`, `某局`: what every masked word holds; a text without it needs no look at the rules."""

_LEAST_ANSWERS = 3
_LEAST_SENTENCES = 3
_LONGEST_QUOTE = 80


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page is not read: a code of `rules/finding_messages.csv` and the words of the page that prove it."""

    reason: str
    quote: str


@dataclass(frozen=True, slots=True)
class _Cue:
    reason: str
    place: str
    least: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Words:
    """A page as the rules see it: folded, without blanks in the title."""

    title: str
    text: str

    def at(self, place: str) -> str:
        if place == "title":
            return self.title
        return self.text if place == "text" else f"{self.title}\n{self.text[: _START if place == 'start' else None]}"


def is_rectification_notice(page: Page, head: Head) -> bool:
    """Whether the page publishes what an organisation did about the findings of its inspection."""
    return refuse(page, head) is None


def refuse(page: Page, head: Head) -> Refusal | None:
    """Why the page is no rectification notice; null where it is one.

    A notice needs an inspection (巡察, 巡视), repeated talk of rectification, and either the title of such a notice or
    the words that publish one. It is refused whatever it says where its title is that of a meeting, an announcement, a
    plan or the group's own report, or where its names and dates are masked, as in model texts.
    """
    words = _Words(fold(head.title or "").replace(" ", ""), fold(page.text))
    if _tells_of_rectification(words):
        certain = _model(words) or _first_cue("always", words)
        if certain or _is_published(words):
            return certain
    return _model(words) or _first_cue("always", words) or _first_cue("otherwise", words) or _lacking(words)


def _tells_of_rectification(words: _Words) -> bool:
    if len(words.text) < _SHORTEST_NOTICE or not _matches("act", f"{words.title}\n{words.text[:_OPENING]}"):
        return False
    told = rule_pattern("opening_kind", "kind", "told").finditer(f"{words.title}\n{words.text}")
    return len(list(islice(told, _LEAST_ANSWERS))) == _LEAST_ANSWERS and words.text.count("。") >= _LEAST_SENTENCES


def _is_published(words: _Words) -> bool:
    titled = _matches("answer", words.title) and _matches("document", words.title)
    return titled or _matches("publishes", words.text)


def _model(words: _Words) -> Refusal | None:
    """Different names and dates masked in the opening; one (某公司) may be what a real notice keeps back."""
    if not _MASK.search(words.text) and not _MASK.search(words.title):
        return None
    template = rule_pattern("opening_kind", "kind", "template").search(words.text)
    if template:
        return Refusal("model_text", template.group())
    masked = rule_pattern("opening_kind", "kind", "masked")
    masks = [match.group() for match in masked.finditer(f"{words.title}\n{words.text[:_START]}")]
    return Refusal("model_text", masks[0]) if len(set(masks)) > _MOST_MASKED else None


def _first_cue(when: str, words: _Words) -> Refusal | None:
    for cue in _cues(when):
        found = list(islice(cue.pattern.finditer(words.at(cue.place)), cue.least))
        if len(found) == cue.least:
            return Refusal(cue.reason, found[0].group().strip()[:_LONGEST_QUOTE])
    return None


@cache
def _cues(when: str) -> tuple[_Cue, ...]:
    return tuple(
        _Cue(row["reason"], row["place"], int(row["least"]), re.compile(row["pattern"], re.I))
        for row in rule_rows("opening_refusals")
        if row["when"] == when
    )


def _lacking(words: _Words) -> Refusal:
    """What a page without any other sign lacks."""
    quote = words.title or words.text.strip().partition("\n")[0][:_LONGEST_QUOTE]
    if not _matches("act", f"{words.title}\n{words.text[:_OPENING]}"):
        rectifies = _matches("answer", f"{words.title}\n{words.text[:_OPENING]}")
        return Refusal("other_rectification" if rectifies else "no_inspection", quote)
    if len(words.text) < _SHORTEST_NOTICE:
        return Refusal("too_short", quote)
    return Refusal("no_account", quote)


def _matches(kind: str, text: str) -> bool:
    return rule_pattern("opening_kind", "kind", kind).search(text) is not None
