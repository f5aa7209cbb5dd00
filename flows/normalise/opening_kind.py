"""Whether a page is a rectification notice at all: news of meetings, the group's own report and models are none."""

from __future__ import annotations

import re
from itertools import islice

from flows.normalise.fold import fold
from flows.normalise.records import Head, Page
from flows.normalise.rules_table import rule_pattern

_SHORTEST_NOTICE = 150
_OPENING = 1_500
_MASKED_REACH, _MOST_MASKED, _MOST_MASKED_INSIDE = 400, 1, 10
_MASK = re.compile("[某Xx×*□](?=[一-龥])")
"""`×月`, `某局`: what every masked word holds; a text without it needs no look at the rules."""

_LEAST_ANSWERS = 3
_LEAST_SENTENCES = 3
_FIRST_WORDS = 80


def is_rectification_notice(page: Page, head: Head) -> bool:
    """Whether the page publishes what an organisation did about the findings of its inspection.

    It needs an inspection (巡察, 巡视), repeated talk of rectification, and either the title of such a notice or the
    words that publish one. It is refused when it has no sentences (a list of notices), when its title is that of a
    meeting or of the group's own report, or when its names and dates are masked, as in model texts.
    """
    title = fold(head.title or "").replace(" ", "")
    text = fold(page.text)
    if len(text) < _SHORTEST_NOTICE or not _matches("act", f"{title}\n{text[:_OPENING]}"):
        return False
    answers = rule_pattern("opening_kind", "kind", "told").finditer(f"{title}\n{text}")
    if len(list(islice(answers, _LEAST_ANSWERS))) < _LEAST_ANSWERS:
        return False
    if text.count("。") < _LEAST_SENTENCES or _is_model(title, text):
        return False
    if _matches("meeting", title) or _matches("feedback", title):
        return False
    if _matches("answer", title) and _matches("document", title):
        return True
    return not _matches("feedback", text[:_FIRST_WORDS]) and _matches("publishes", text)


def _is_model(title: str, text: str) -> bool:
    beginning = f"{title}\n{text[:_MASKED_REACH]}"
    return _matches("model", title) or _masked(beginning) > _MOST_MASKED or _masked(text) > _MOST_MASKED_INSIDE


def _masked(text: str) -> int:
    return len(rule_pattern("opening_kind", "kind", "masked").findall(text)) if _MASK.search(text) else 0


def _matches(kind: str, text: str) -> bool:
    return rule_pattern("opening_kind", "kind", kind).search(text) is not None
