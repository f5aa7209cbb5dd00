"""Percentages against the two numbers that stand beside them: 应办64件，办结60件，办结率92.5%.

Three forms are computed: a rate or share after its parts, a share of the number before it (占3106万元的74.64%), and a
change between two numbers (由246.8元降至219.6元，降幅11%). A percentage is right if it is any plausible relation of
the numbers in its sentence, rounded or cut at the printed decimals; it is reported only where the form says which two
numbers it relates, or where it lies close to their ratio.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from flows.normalise.checks.findings import finding
from flows.normalise.fold import fold
from flows.normalise.records import Finding, Metric, Notice
from flows.normalise.rules_table import rule_rows

_PARTS = frozenset({"count", "money", "length", "area", "mass", "volume"})
_SENTENCE_REACH = 120
_MOST_PARTS = 16
MOST_PERCENTAGES = 500
"""Percentages that are computed of one notice; a notice has under 100. The others are not, and a finding says so."""
_SENTENCE_ENDS = "。;\n"
_FORM_REACH = 32  # the longest words before a percentage that tell its form
_OF_THE_NUMBER_BEFORE = re.compile(r"的(?:仅|约)?\Z")
_LINKS_PARTS = re.compile(r"占|为|达|完成|相当于")
# 其中查实168笔, 在拦截的业务中查实168笔
_AMONG = re.compile(r"其中|[在从][^,。;]{2,20}中")
_FROM = re.compile(r"[由从自]\Z|[由从自][^,。;]{1,14}\Z")
_BETWEEN_LEVELS = re.compile(r"[^,。;]{0,8}[降减压升增提缩涨调扩][^,。;]{0,4}[至到为]?[^,。;]{0,2}\Z")
# a share that is this far from the ratio of its numbers speaks of other numbers
_NAMED_DISTANCE = 0.35
_UNNAMED_DISTANCE = 0.08
# a plan may be overfulfilled: 6795公里任务已完成6805公里
_OVERFULFILLED = 1.5
_PEOPLE = frozenset({"人", "名", "位"})


def _names(kind: str) -> str:
    return "|".join(row["pattern"] for row in rule_rows("checks") if row["kind"] == kind)


_RATE = re.compile(rf"(?P<stem>[^,。;]{{0,8}})(?:{_names('rate_name')})[^,。;率]{{0,5}}\Z")
_SHARE = re.compile(rf"(?:{_names('share_name')})[^,。;的]{{0,4}}\Z")
_SHARE_NAMED = re.compile(rf"(?:{_names('rate_name')})[^,。;率]{{0,5}}\Z|{_SHARE.pattern}")
_CHANGE = re.compile(rf"(?:{_names('change_name')})[^,。;]{{0,2}}\Z")
_NO_SHARE = re.compile(_names("not_a_share"))
_DECIMALS = re.compile(r"\.(\d+)")


_Expected = tuple[str, float, Metric]
"""Form of the percentage, what it should be, and where its numbers begin."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """A percentage, its sentence up to it, the exact quantities in that text, and those of its item before them.

    Attributes:
        scale: 100, or 1000 in per mille.
        decimals: how many are printed.
    """

    metric: Metric
    printed: str
    start: int
    before: str
    parts: tuple[Metric, ...]
    earlier: tuple[Metric, ...]
    scale: int
    decimals: int

    @property
    def countable(self) -> list[Metric]:
        """The quantities that a share may be of."""
        return [part for part in self.parts if part.quantity_kind in _PARTS]

    def agrees(self, ratio: float) -> bool:
        """Whether the printed number is that ratio, rounded or cut at its decimals."""
        unit = 10**self.decimals
        exact = ratio * self.scale * unit
        stated = round(self.metric.value * unit)
        return stated in (math.floor(exact + 0.5 + 1e-6), math.floor(exact + 1e-6))

    def words(self, ratio: float) -> str:
        """The ratio as the notice would print it."""
        decimals = max(self.decimals, 1)
        return f"{math.floor(ratio * self.scale * 10**decimals + 0.5) / 10**decimals:.{decimals}f}" + (
            "‰" if self.scale == 1000 else "%"
        )


def find_ratios(notice: Notice) -> Iterator[Finding]:
    """Percentages that their own numbers contradict."""
    folded = fold(notice.text)
    metrics = notice.metrics
    places = [place for place, metric in enumerate(metrics) if metric.quantity_kind == "ratio" and _is_exact(metric)]
    for place in places[:MOST_PERCENTAGES]:
        start = _sentence_start(folded, metrics[place].span.start)
        form = _form(folded[start : metrics[place].span.start])
        if form is None:
            continue
        stated = _stated(folded, metrics, place, start)
        expected = form(stated, folded)
        if expected is not None:
            yield _report(notice, stated, *expected)
    if len(places) > MOST_PERCENTAGES:
        quote = metrics[places[MOST_PERCENTAGES - 1]].span.of(notice.text)
        yield finding("text_damaged", "ratios", evidence=(quote,), quote=quote, observed=quote)


def _is_exact(metric: Metric) -> bool:
    return metric.qualifier == "exact" and metric.upper_value is None


def _sentence_start(folded: str, place: int) -> int:
    reach = max(0, place - _SENTENCE_REACH)
    return max(reach, *[folded.rfind(sign, reach, place) + 1 for sign in _SENTENCE_ENDS])


def _stated(folded: str, metrics: Sequence[Metric], place: int, start: int) -> _Stated:
    metric = metrics[place]
    item = metric.item
    exact = [
        part
        for part in metrics[max(0, place - _MOST_PARTS) : place]
        if part.item == item and part.qualifier == "exact" and part.upper_value is None and part.amount > 0
    ]
    parts = tuple([part for part in exact if part.span.start >= start])
    earlier = tuple(exact[: len(exact) - len(parts)]) if item is not None else ()
    printed = metric.span.of(folded)
    decimals = _DECIMALS.search(printed)
    return _Stated(
        metric,
        printed,
        start,
        before=folded[start : metric.span.start],
        parts=parts,
        earlier=earlier,
        scale=1000 if "‰" in printed else 100,
        decimals=len(decimals[1]) if decimals else 0,
    )


def _form(before: str) -> Callable[[_Stated, str], _Expected | None] | None:
    """The form of a percentage by the words before it; null where they relate it to no other numbers."""
    words = before[-_FORM_REACH:]
    if _CHANGE.search(words):
        return _change
    if _OF_THE_NUMBER_BEFORE.search(words):
        return _share_of_last
    return _share_of_first if _SHARE_NAMED.search(words) else None


def _change(stated: _Stated, folded: str) -> _Expected | None:
    """由A降至B，降幅Z%: Z is the difference over A; in percentage points the difference itself."""
    if len(stated.parts) < 2:
        return None
    first, last = stated.parts[-2:]
    lead, link = folded[stated.start : first.span.start], folded[first.span.end : last.span.start]
    if first.unit != last.unit or not _FROM.search(lead) or not _BETWEEN_LEVELS.fullmatch(link):
        return None
    difference = abs(last.amount - first.amount)
    if first.quantity_kind == "ratio":
        if "百分点" not in stated.printed or stated.agrees(difference):
            return None
        return "change", difference, first
    if "百分点" in stated.printed or stated.agrees(difference / first.amount):
        return None
    return "change", difference / first.amount, first


def _share_of_last(stated: _Stated, folded: str) -> _Expected | None:
    """A，占B的Z%: Z is A over the number right before it."""
    parts = stated.countable
    whole = parts[-1] if parts and stated.metric.span.start - parts[-1].span.end <= 3 else None
    if whole is None or "百分点" in stated.printed:
        return None
    same = [part for part in parts[:-1] if _comparable(part, whole)]
    if not same or any(stated.agrees(part.amount / whole.amount) for part in same):
        return None
    part = same[-1]
    linked = _LINKS_PARTS.search(folded, part.span.end, whole.span.start)
    ratio = part.amount / whole.amount
    return ("share", ratio, part) if linked and abs(ratio - stated.metric.amount) <= _NAMED_DISTANCE else None


def _share_of_first(stated: _Stated, _folded: str) -> _Expected | None:
    """A，B，办结率Z% and A中有B，占Z%: Z is B over A, or what is left of A."""
    parts = stated.countable
    reach = max(0, len(stated.before) - _FORM_REACH)
    name = _RATE.search(stated.before, reach) or _SHARE.search(stated.before, reach)
    if name is None or not parts or "百分点" in stated.printed:
        return None
    last = parts[-1].span.end
    if _NO_SHARE.search(stated.before, max(0, last - stated.start)):
        return None
    if any(stated.agrees(ratio) for ratio in (*_relations(parts), *_relations_to_the_problem(stated, parts))):
        return None
    pair = (
        _whole_and_part(stated, parts, name) if len(parts) > 1 else _part_of_what_went_before(stated, parts[0], name)
    )
    if pair is None:
        return None
    whole, part = pair
    ratio = part.amount / whole.amount
    if _counts_the_rest(stated, name, whole, part):
        ratio = 1 - ratio
    named = _comparable(whole, part) and _shares_a_word(stated, name, part)
    distance = abs(ratio - stated.metric.amount)
    return ("share", ratio, whole) if distance <= (_NAMED_DISTANCE if named else _UNNAMED_DISTANCE) else None


def _relations(parts: Sequence[Metric]) -> Iterator[float]:
    """Every ratio that a percentage may mean: part of whole, rest of whole, whole of part, all parts of the first."""
    for first, last in combinations(parts, 2):
        yield last.amount / first.amount
        yield first.amount / last.amount
        yield 1 - last.amount / first.amount
        yield last.amount / (first.amount + last.amount)
    yield sum(part.amount for part in parts[1:]) / parts[0].amount


def _relations_to_the_problem(stated: _Stated, parts: Sequence[Metric]) -> Iterator[float]:
    """Shares of a number that the problem gave (32个项目仅落地11个): one of the numbers or two of them together."""
    for whole in stated.earlier:
        same = [part.amount for part in (*stated.earlier, *parts) if part is not whole and _comparable(part, whole)]
        for amount in (*same, *(first + last for first, last in combinations(same, 2))):
            yield amount / whole.amount


def _whole_and_part(stated: _Stated, parts: Sequence[Metric], name: re.Match[str]) -> tuple[Metric, Metric] | None:
    """The part is the last number that shares a word with the rate, the whole the nearest number that can hold it.

    Null where neither words nor units relate any two.
    """
    for place in range(len(parts) - 1, 0, -1):
        part = parts[place]
        for whole in reversed(parts[:place]):
            if _can_hold(stated, whole, part) and _shares_a_word(stated, name, part):
                return whole, part
    is_share = "stem" not in name.groupdict()
    return (parts[-2], parts[-1]) if is_share or _can_hold(stated, parts[-2], parts[-1]) else None


def _part_of_what_went_before(stated: _Stated, part: Metric, name: re.Match[str]) -> tuple[Metric, Metric] | None:
    """拦截业务672笔。在拦截的业务中查实168笔，查实率25%: the whole stands in the sentence before."""
    before_part = stated.before[: part.span.start - stated.start]
    if not _AMONG.search(before_part) or not _shares_a_word(stated, name, part):
        return None
    near = [whole for whole in stated.earlier if stated.start - whole.span.end <= _SENTENCE_REACH]
    wholes = [whole for whole in near if whole.unit == part.unit and whole.amount >= part.amount]
    return (wholes[-1], part) if wholes else None


def _can_hold(stated: _Stated, whole: Metric, part: Metric) -> bool:
    """Whether the part may be counted in the whole: of its unit, or said to be among it (14个支部中书记13名)."""
    if whole.amount * _OVERFULFILLED < part.amount:
        return False
    between = stated.before[whole.span.end - stated.start : part.span.start - stated.start]
    return _comparable(whole, part) or (whole.quantity_kind == part.quantity_kind and "中" in between)


def _shares_a_word(stated: _Stated, name: re.Match[str], part: Metric) -> bool:
    """Whether 按期答复 of 按期答复率 stands beside the part; a share (占) needs no word."""
    stem = name.groupdict().get("stem")
    if stem is None:
        return True
    before = [other.span.end - stated.start for other in stated.parts if other.span.end <= part.span.start]
    clause_end = stated.before.find(",", part.span.end - stated.start)
    last = name.start("stem") if clause_end < 0 else min(clause_end, name.start("stem"))
    beside = stated.before[max(before, default=0) : last]
    return any(stem[place : place + 2] in beside for place in range(len(stem) - 1))


def _counts_the_rest(stated: _Stated, name: re.Match[str], whole: Metric, part: Metric) -> bool:
    """Whether the part is what the rate leaves out: 不合格15批次，合格率99.1%."""
    stem = (name.groupdict().get("stem") or "")[-2:]
    beside = stated.before[whole.span.end - stated.start : part.span.start - stated.start]
    return bool(stem) and any(negation + stem in beside for negation in "不未")


def _comparable(first: Metric, last: Metric) -> bool:
    if first.quantity_kind != last.quantity_kind:
        return False
    return first.unit == last.unit or {first.unit, last.unit} <= _PEOPLE


def _report(notice: Notice, stated: _Stated, variant: str, ratio: float, first: Metric) -> Finding:
    quote = notice.text[first.span.start : stated.metric.span.end]
    metric = stated.metric
    table, index = ("items", metric.item) if metric.item is not None else ("sections", metric.section)
    points = "个百分点" if "百分点" in stated.printed else None
    return finding(
        "ratio_mismatch",
        variant,
        evidence=(quote,),
        table=table if index is not None else None,
        index=index,
        quote=quote,
        expected=stated.words(ratio).rstrip("%‰") + points if points else stated.words(ratio),
        observed=metric.span.of(notice.text),
    )
