"""The quantities of a notice: numbers with a unit, a measure word or a percent sign, each with its place and sense.

What a quantity is: DATA_MODEL of the published tables, `metrics`. The stages: `quantities_scan` finds what is shaped
like one, `quantities_guards` refuses what counts nothing, this module says what the rest means.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from itertools import islice

from flows.normalise.fold import fold
from flows.normalise.places import Places
from flows.normalise.quantities_guards import Guards
from flows.normalise.quantities_qualifiers import qualifier_apart, qualifier_before, qualifier_of
from flows.normalise.quantities_scan import Candidate, find_candidates
from flows.normalise.quantities_wording import clause_before, read_change, read_subject
from flows.normalise.records import DateMention, Metric, Outline, Span
from flows.normalise.totals import claims_at

_AS_OF = ("截至", "截止", "截止到", "截至到")
_JOINTS = frozenset("至到~-")
_LIST_REACH = 9
_LISTED = re.compile(r"、[^0-9,.;:。、!?\n]{0,8}|")  # 新增停车位638个、充电车棚27处
MOST_CANDIDATES = 10_000  # a text with more of them is an attack or damage; what follows is left out
_SENTENCE_REACH = 400  # characters; a sentence with figures is not longer


def read_quantities(text: str, outline: Outline, dates: tuple[DateMention, ...]) -> tuple[Metric, ...]:
    """Every quantity of the text, in text order.

    Args:
        text: canonical text of the notice.
        outline: gives each quantity its section, item, measure and zone.
        dates: dates mentioned in the text; nothing inside them is a quantity, and 截至… ties a sentence to one.

    Returns:
        One metric per quantity. Reading stops after `MOST_CANDIDATES` numbers with a unit, so that no text takes long.
    """
    folded = fold(text)
    places = Places(outline)
    guards = Guards(folded, (mention.span for mention in dates))
    reference_dates = _ReferenceDates(folded, dates)
    # stage by stage, not number by number: each loop stays in the processor's cache, which saves a fifth of the time
    candidates = list(islice(find_candidates(folded, _marks(outline)), MOST_CANDIDATES))
    counting = [candidate for candidate in candidates if not guards.refuse(candidate)]
    metrics = [_metric(text, folded, candidate, places, reference_dates) for candidate in counting]
    return _joined(folded, metrics)


def _joined(folded: str, metrics: Iterable[Metric]) -> tuple[Metric, ...]:
    """The metrics with both ends of a range made one, years and months one duration, and a list under one verb."""
    kept: list[Metric] = []
    for metric in metrics:
        left = kept[-1] if kept else None
        if left is None or metric.span.start - left.span.end > _LIST_REACH:
            kept.append(metric)
        elif _continues(folded, left, metric):
            kept[-1] = _range(left, metric)
        elif left.unit == "year" and metric.unit == "month" and _adjoins(folded, left, metric):
            kept[-1] = _years_and_months(left, metric)
        elif left.change != "none" == metric.change and _LISTED.fullmatch(folded, left.span.end, metric.span.start):
            kept.append(metric._replace(change=left.change))
        else:
            kept.append(metric)
    return tuple(kept)


def _adjoins(folded: str, left: Metric, right: Metric) -> bool:
    return folded[left.span.end : right.span.start] in ("", "零")


def _years_and_months(years: Metric, months: Metric) -> Metric:
    """1年3个月 is 15 months."""
    value = 12 * years.value + months.value
    return months._replace(
        span=Span(years.span.start, months.span.end),
        value=value,
        amount=value,
        subject=years.subject or months.subject,
    )


def _marks(outline: Outline) -> frozenset[int]:
    """Offsets at which the outline has read a number, so that it is not read again as part of a quantity."""
    marks = {section.span.start for section in outline.sections if section.label}
    marks |= {item.span.start for item in outline.items if item.number}
    return frozenset(marks | {measure.span.start for measure in outline.measures if measure.marker})


def _metric(text: str, folded: str, candidate: Candidate, places: Places, references: _ReferenceDates) -> Metric:
    end, unit = candidate.end, candidate.unit
    before = qualifier_before(folded, candidate.start, is_bare=candidate.numeral.is_bare)
    start = candidate.start - before.length if before else candidate.start
    place = places.at(start)
    clause = clause_before(folded, start)
    claims = place.zone == "general" and claims_at(folded, start, end, unit.name)
    printed = text[candidate.unit_start : candidate.unit_end]
    scale = candidate.scale_text and _as_printed(text, folded, candidate)
    return Metric(
        Span(start, end),
        place.section,
        place.item,
        place.measure,
        candidate.value,
        scale + (printed.replace(unit.split, "", 1) if unit.split else printed),
        unit.kind,
        candidate.amount,
        unit.name,
        before.code if before else _qualifier(folded, candidate),
        read_change(clause),
        candidate.upper,
        read_subject(clause, folded, end),
        references.before(folded, start),
        "totals" if claims else place.zone,
    )


def _as_printed(text: str, folded: str, candidate: Candidate) -> str:
    """The 万 or 亿 of a candidate in the script of the notice."""
    found = folded.rfind(candidate.scale_text, candidate.start, candidate.unit_start)
    return text[found : found + len(candidate.scale_text)] if found >= 0 else candidate.scale_text


def _qualifier(folded: str, candidate: Candidate) -> str:
    inside = qualifier_of(candidate.between, candidate.after)
    return inside or qualifier_apart(folded, candidate.start) or "exact"


def _continues(folded: str, left: Metric, right: Metric) -> bool:
    """Whether two quantities are the ends of one range: 3次至5次, 10%-15%; 由3次到5次 is a change and stays two."""
    return (
        right.span.start - left.span.end == 1
        and folded[left.span.end] in _JOINTS
        and left.unit == right.unit
        and left.amount < right.amount
        and left.upper_value is None
        and right.upper_value is None
        and not folded.startswith(("由", "从"), max(0, left.span.start - 1))
    )


def _range(left: Metric, right: Metric) -> Metric:
    upper = round(right.amount * left.value / left.amount, 6) if left.amount else right.value
    qualifier = left.qualifier if left.qualifier != "exact" else right.qualifier
    return left._replace(span=Span(left.span.start, right.span.end), upper_value=upper, qualifier=qualifier)


class _ReferenceDates:
    """The dates that 截至… ties a sentence's figures to."""

    def __init__(self, folded: str, dates: tuple[DateMention, ...]) -> None:
        tied = [mention for mention in dates if folded.endswith(_AS_OF, 0, mention.span.start)]
        self._mentions = sorted(tied, key=lambda mention: mention.span.start)
        self._ends = [mention.span.end for mention in self._mentions]

    def before(self, folded: str, offset: int) -> date | None:
        """The reference date of the sentence that holds the offset, null where it names none."""
        found = bisect_right(self._ends, offset) - 1
        if found < 0 or offset - self._ends[found] > _SENTENCE_REACH:
            return None
        between = folded[self._ends[found] : offset]
        return None if "。" in between or "\n" in between else self._mentions[found].date_end
