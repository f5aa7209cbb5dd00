"""What a notice claims about itself: problems fed back, problems done, measures drawn up.

A number is such a claim by the words around it (`rules/totals.csv`). Numbers of another scope look alike:
自查27个问题, 领办7项, 上轮巡察反馈的7个问题, the subset that is published. Words of that scope before the number tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from flows.normalise.fold import fold
from flows.normalise.records import Head, Metric, Outline
from flows.normalise.rules_table import rule_rows

Claim = Literal["problems", "areas", "measures", "completed", "partial", "immediate", "rate"]

_CLAIMS: tuple[Claim, ...] = ("problems", "areas", "measures", "completed", "partial", "immediate", "rate")
_UNITS = frozenset(("1", "个", "项", "条", "类", "大类", "大项", "大方面", "方面", "件"))
_AREAS = frozenset(("类", "大类", "大项", "大方面", "方面"))
_REACH = 40
_SCOPE_REACH = 30
_OWN_CLAUSE = re.compile("反馈|指出")
_SENTENCE_REACH = 160


def _patterns(place: str) -> dict[str, re.Pattern[str]]:
    rows = [row for row in rule_rows("totals") if row["place"] == place]
    roles = {row["role"] for row in rows}
    return {role: _joined(row["pattern"] for row in rows if row["role"] == role) for role in roles}


def _joined(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))  # no groups around them: what begins with characters is found by those


_BEFORE = _patterns("before")
_AFTER = _patterns("after")
_SENTENCE = _patterns("sentence")
_CLAIMS_BEFORE = [(claim, _BEFORE[claim]) for claim in _CLAIMS if claim in _BEFORE]
_CLAIMS_AFTER = [(claim, _AFTER[claim]) for claim in _CLAIMS if claim in _AFTER]


@lru_cache(maxsize=256)  # the quantities and the totals of a notice ask the same
def claims_at(folded: str, start: int, end: int, unit: str) -> frozenset[str]:
    """What the count at this place claims about the notice itself; empty where it counts something else.

    Args:
        folded: the text in half width.
        start: where the quantity starts, its qualifier included.
        end: where it ends.
        unit: its measure word.
    """
    if unit not in _UNITS:
        return frozenset()
    said = _sentence_before(folded, start)
    if _is_foreign(said) or not _SENTENCE["own"].search(said + folded[end : end + _REACH]):
        return frozenset()
    before, after = said[-_REACH:], folded[end : end + _REACH]
    said_after = {claim for claim, pattern in _CLAIMS_AFTER if pattern.search(after)}
    claims = said_after | {claim for claim, pattern in _CLAIMS_BEFORE if pattern.search(before)}
    if unit in _AREAS and "problems" not in said_after:
        claims.add("areas")
    if "areas" in claims or "measures" in claims:
        claims.discard("problems")
    if "measures" in claims:
        claims.discard("completed")
    if _BEFORE["measures_done"].search(before):
        claims = (claims - {"completed"}) | {"partial"}
    if "problems" in claims and _BEFORE["subset"].search(before):
        claims = (claims - {"problems", "completed"}) | {"partial"}
    return frozenset(claims)


def _sentence_before(folded: str, start: int) -> str:
    said = folded[max(0, start - _SENTENCE_REACH) : start]
    return said[max(said.rfind("。"), said.rfind("\n")) + 1 :]


def _is_foreign(said: str) -> bool:
    """Whether the words before a number put it in another scope; 反馈的 in the number's own clause puts it back."""
    clause = said[max(said.rfind(","), said.rfind(";"), said.rfind(":")) + 1 :]
    if _OWN_CLAUSE.search(clause):
        return _SENTENCE["foreign"].search(clause) is not None
    return _SENTENCE["foreign"].search(said[-_SCOPE_REACH:]) is not None


def with_totals(head: Head, text: str, outline: Outline, metrics: tuple[Metric, ...]) -> Head:
    """The head with its stated counts; where problems are counted on two levels, the finer count.

    Args:
        head: what was read so far.
        text: canonical text of the notice.
        outline: unused beyond the zone that each metric already carries.
        metrics: quantities of the text, as `read_quantities` gives them.
    """
    folded = fold(text)
    claimed = [
        (claims_at(folded, metric.span.start, metric.span.end, metric.unit), metric)
        for metric in metrics
        if metric.context == "totals"
    ]
    problems = _claimed(claimed, "problems")
    most = max(problems, key=lambda metric: metric.amount, default=None)
    measures = max(_claimed(claimed, "measures"), key=lambda metric: metric.amount, default=None)
    done = [metric.amount for metric in _claimed(claimed, "completed") if _is_part(metric, most, measures)]
    return replace(
        head,
        stated_problem_count=int(most.amount) if most else None,
        stated_completed_count=int(done[0]) if done else None,
        stated_measure_count=int(measures.amount) if measures else None,
    )


def _claimed(claimed: Iterable[tuple[frozenset[str], Metric]], claim: str) -> list[Metric]:
    return [metric for claims, metric in claimed if claim in claims]


def _is_part(metric: Metric, problems: Metric | None, measures: Metric | None) -> bool:
    """Whether a count of completed items can be one of the problems; 措施103项，已完成101项 counts measures."""
    if problems is None:
        return measures is None or metric.unit != measures.unit
    return metric.amount <= problems.amount and metric.unit == problems.unit
