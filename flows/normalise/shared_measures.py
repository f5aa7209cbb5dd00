"""Measures that notices of different organisations share word for word, or nearly: text that was taken over.

Numbers are masked, since a copied measure mostly gets numbers of its own. Short measures and clauses of the genre's
common stock (切实增强…) are alike everywhere and prove nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
from rapidfuzz import fuzz

from flows.normalise.checks.findings import finding
from flows.normalise.copies import Edition
from flows.normalise.fold import fold
from flows.normalise.near_equal import character_pairs, near_pairs
from flows.normalise.rules_table import rule_pattern
from flows.normalise.tables import Row, finding_row

_GENERIC = rule_pattern("checks", "kind", "generic_clause")
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")
_SIGNS = re.compile(r"[^\w\n]+")
_CLAUSE_END = re.compile(r"[,。;:?!]+")
_SEPARATOR = "\n"
_SHORTEST = 25
_SAME = 90


@dataclass(frozen=True, slots=True)
class _Measure:
    measure_id: str
    item_id: str | None
    edition: Edition
    text: str


def shared_measure_findings(
    tables: Mapping[str, pa.Table], editions: Sequence[Edition], groups: Sequence[Sequence[Edition]]
) -> Iterator[Row]:
    """One finding an item at most, on the later notice's measure; it names the earlier notice.

    Args:
        tables: the combined tables.
        editions: all notices.
        groups: which of them are copies of each other; only originals are compared.
    """
    copies = {copy.notice_id for _, *others in groups for copy in others}
    compared = {edition.notice_id: edition for edition in editions if edition.notice_id not in copies}
    answered: set[tuple[str, str | None]] = set()
    for later, earlier in _shared(_measures(tables["measures"], compared)):
        place = (later.edition.notice_id, later.item_id)
        if place not in answered:
            answered.add(place)
            yield _finding(later, earlier)


def _finding(later: _Measure, earlier: _Measure) -> Row:
    found = finding(
        "measure_shared_between_notices",
        evidence=(later.text, earlier.text, later.edition.url, earlier.edition.url),
        quote=later.text,
        organisation=later.edition.inspected_org,
        other=earlier.edition.inspected_org,
        observed=earlier.edition.notice_id,
    )
    return finding_row(found, None, "measures", later.measure_id)


def _measures(table: pa.Table, editions: Mapping[str, Edition]) -> list[_Measure]:
    """Measures of notices whose organisation is known, those published first in front."""
    columns = [table[name].to_pylist() for name in ("measure_id", "item_id", "notice_id", "text")]
    measures = [
        _Measure(measure_id, item_id, editions[notice_id], text)
        for measure_id, item_id, notice_id, text in zip(*columns, strict=True)
        if len(text) >= _SHORTEST and notice_id in editions and editions[notice_id].inspected_org
    ]
    return sorted(measures, key=lambda measure: measure.edition.age)


def _shared(measures: Sequence[_Measure]) -> Iterator[tuple[_Measure, _Measure]]:
    """(later, earlier) for each measure whose words an earlier notice of another organisation has."""
    alike: defaultdict[str, list[_Measure]] = defaultdict(list)
    for measure, words in zip(measures, _words(measures), strict=True):
        if len(words) >= _SHORTEST:
            alike[words].append(measure)
    wordings = list(alike)
    near = near_pairs(
        map(character_pairs, wordings),
        lambda later, earlier: fuzz.ratio(wordings[later], wordings[earlier], score_cutoff=_SAME) > 0,
    )
    earlier_wording = {wordings[later]: wordings[earlier] for later, earlier in near}
    for words, same in alike.items():
        firsts = [alike[earlier_wording[words]][0], same[0]] if words in earlier_wording else same[:1]
        for measure in same:
            other = next((first for first in firsts if first.edition.is_of_another(measure.edition)), None)
            if other and not _is_generic(measure.text):
                yield measure, other


def _words(measures: Sequence[_Measure]) -> list[str]:
    """The measures without signs and numbers; all are washed as one text, for speed."""
    if not measures:
        return []
    together = fold(_SEPARATOR.join(measure.text.replace(_SEPARATOR, " ") for measure in measures))
    return _SIGNS.sub("", _NUMBERS.sub("0", together)).split(_SEPARATOR)


def _is_generic(text: str) -> bool:
    return all(_GENERIC.search(clause) for clause in _CLAUSE_END.split(fold(text)) if clause)
