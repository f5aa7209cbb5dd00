"""One measure that answers several items: the same words, or the same act on the same document.

Words are compared clause by clause; clauses that differ in their numbers (培训3期, 培训2期) are two acts, and those of
the common stock of the genre (切实增强…, 对相关责任人批评教育) prove nothing. An act is the same where a document is
issued, drafted, revised or signed again, or where two documents are studied together again. Every clause is looked up
by its beginning, so a notice costs what its clauses cost.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import fuzz

from flows.normalise.checks.document_names import OWN_ACTS, DocumentNames
from flows.normalise.checks.findings import finding
from flows.normalise.fold import fold
from flows.normalise.records import DocumentMention, Finding, Notice
from flows.normalise.rules_table import rule_pattern

_GENERIC = rule_pattern("checks", "kind", "generic_clause")
_CLAUSE_ENDS = ",。;:?!"
_NOISE = " “”‘’\"'、()·…[]-"
# names alike are not one document: acts on documents are compared by themselves
_DOCUMENT = re.compile(r"《[^《》\x00]{1,160}》")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SEPARATOR = "\x00"
_BETWEEN_MEASURES = f"\n{_SEPARATOR}\n"
_KEY_LENGTH = 5
_SHORTEST_CLAUSE = 12
_SHORTEST_MEASURE = 12
_SAME_CLAUSE = 90
_SAME_MEASURE = 88
# a shared clause is a shared measure where it is at least this part of the shorter one
_SMALLEST_PART = 0.3
# in a long prose answer, two such clauses are a passage
_LONG_PASSAGE = 20
_MOST_CANDIDATES = 40
MOST_COMPARED = 1_000_000
"""Characters of measures laid beside others, each as often as it is; a notice needs under 100,000."""
_STUDIED_TOGETHER = 2


class _Words(NamedTuple):
    """A measure in comparable form: clauses without blanks and marks, and how the telling ones begin."""

    measure: int
    item: int
    clauses: list[str]
    keys: set[str]
    whole: str


def find_repeated_measures(notice: Notice, names: DocumentNames) -> Iterator[Finding]:
    """Items that answer with a measure of an earlier item; one finding an item, at the first such measure."""
    same_words, stopped_at = _same_words(notice)
    pairs = _same_acts(notice, names) | same_words
    earlier: dict[int, tuple[int, int]] = {}
    for later, first in sorted(pairs):
        item = notice.measures[later].item
        if item is not None:
            earlier.setdefault(item, (later, first))
    for item, (later, first) in sorted(earlier.items()):
        quote, other = (notice.measures[index].text for index in (later, first))
        first_item = notice.measures[first].item
        yield finding(
            "repeated_measure",
            evidence=(quote, other),
            table="items",
            index=item,
            quote=quote,
            other=other,
            problem=notice.items[first_item].problem if first_item is not None else "",
        )
    if stopped_at is not None:
        quote = notice.measures[stopped_at].text[:_LONG_PASSAGE]
        yield finding("text_damaged", "repetition", evidence=(quote,), quote=quote, observed=quote)


def _same_words(notice: Notice) -> tuple[set[tuple[int, int]], int | None]:
    """Pairs (later, earlier) of measures of two items that share their words, and the measure where comparing stopped.

    Null where none did.
    """
    found: set[tuple[int, int]] = set()
    compared = 0
    by_key: defaultdict[str, list[_Words]] = defaultdict(list)
    for words in _comparable(notice):
        candidates = {other.measure: other for key in words.keys for other in by_key[key][:_MOST_CANDIDATES]}
        for _, other in sorted(candidates.items()):
            compared += len(words.whole) + len(other.whole)
            if _is_repeated(words, other):
                found.add((words.measure, other.measure))
                break
        if compared > MOST_COMPARED:
            return found, words.measure
        for key in words.keys:
            by_key[key].append(words)
    return found, None


def _comparable(notice: Notice) -> Iterator[_Words]:
    """The measures of items that are long enough to tell and begin a clause as another one does."""
    numbered = [(index, measure.item) for index, measure in enumerate(notice.measures) if measure.item is not None]
    if not numbered:
        return
    washed = _washed(notice, [index for index, _ in numbered])
    beginnings = [clause[:_KEY_LENGTH] for clause in washed.split("\n")]
    shared = {key for key, count in Counter(beginnings).items() if count > 1 and len(key) == _KEY_LENGTH}
    telling = list(_measures_with(shared, beginnings))
    measures = washed.split(_BETWEEN_MEASURES) if telling else []
    for place, keys in telling:
        clauses = list(filter(None, measures[place].split("\n")))
        whole = "".join(clauses)
        if len(whole) >= _SHORTEST_MEASURE:
            yield _Words(*numbered[place], clauses, keys, whole)


def _measures_with(shared: set[str], beginnings: list[str]) -> Iterator[tuple[int, set[str]]]:
    """(position, beginnings that it shares) of the measures that share any."""
    if not shared:
        return
    found: defaultdict[int, set[str]] = defaultdict(set)
    place = 0
    for beginning in beginnings:
        if beginning == _SEPARATOR:
            place += 1
        elif beginning in shared:
            found[place].add(beginning)
    yield from found.items()


def _washed(notice: Notice, indexes: list[int]) -> str:
    """Measures without names of documents and signs, a clause a line; all are washed as one text: fast."""
    folded = fold(notice.text).replace(_SEPARATOR, " ")
    measures = [notice.measures[index] for index in indexes]
    together = _BETWEEN_MEASURES.join([folded[each.span.end - len(each.text) : each.span.end] for each in measures])
    washed = _DOCUMENT.sub("《》", together)
    for sign in _NOISE:
        washed = washed.replace(sign, "")
    for sign in _CLAUSE_ENDS:
        washed = washed.replace(sign, "\n")
    return washed


def _is_repeated(words: _Words, other: _Words) -> bool:
    if words.item == other.item:
        return False
    shorter = min(len(words.whole), len(other.whole))
    if shorter >= _SHORTEST_MEASURE and _is_same(words.whole, other.whole, _SAME_MEASURE):
        return not all(_GENERIC.search(clause) for clause in words.clauses)
    shared = _shared_clauses(words.clauses, other.clauses)
    telling = any(len(clause) >= _SHORTEST_CLAUSE and not _GENERIC.search(clause) for clause in shared)
    shared_length = sum(map(len, shared))
    return telling and (shared_length >= _SMALLEST_PART * shorter or shared_length >= _LONG_PASSAGE)


def _shared_clauses(clauses: list[str], others: list[str]) -> list[str]:
    """The clauses of one measure that stand in the other, long ones also where they are nearly the same."""
    by_key = {other[:_KEY_LENGTH]: other for other in others if len(other) >= _SHORTEST_CLAUSE}
    same = frozenset(others)
    return [
        clause
        for clause in clauses
        if clause in same
        or len(clause) >= _SHORTEST_CLAUSE
        and _is_same(clause, by_key.get(clause[:_KEY_LENGTH], ""), _SAME_CLAUSE)
    ]


def _is_same(words: str, other: str, least: float) -> bool:
    """Whether the words are nearly the same, and their numbers the same where both print any."""
    if not fuzz.ratio(words, other, score_cutoff=least):
        return False
    numbers, others = _NUMBER.findall(words), _NUMBER.findall(other)
    return not numbers or not others or numbers == others


def _same_acts(notice: Notice, names: DocumentNames) -> set[tuple[int, int]]:
    """Pairs (later, earlier) of measures of two items that do the same with the same document."""
    found: set[tuple[int, int]] = set()
    own: dict[tuple[str, str], DocumentMention] = {}
    studied: defaultdict[str, list[DocumentMention]] = defaultdict(list)
    shared: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for mention, name in zip(notice.documents, names.plain, strict=True):
        if mention.item is None or mention.measure is None:
            continue
        key = names.usual.get(name, name)
        if mention.action in OWN_ACTS:
            first = own.setdefault((mention.action, key), mention)
            if first.item != mention.item and first.measure is not None:
                found.add((mention.measure, first.measure))
        elif mention.action == "studied":
            for other in studied[key][:_MOST_CANDIDATES]:
                if other.item != mention.item and other.measure is not None:
                    shared[mention.measure, other.measure].add(key)
            studied[key].append(mention)
    return found | {pair for pair, keys in shared.items() if len(keys) >= _STUDIED_TOGETHER}
