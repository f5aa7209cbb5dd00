"""One document in two spellings: 深入/深人, 办法/力法, 采购/采构, 住房和城乡/住房与城乡.

Names are compared without punctuation. Two names are one document where they differ by 和/与, by characters that look
or sound alike, or, if they are long and one of them refers back to the other, by any one character; never by digits,
ordinals, levels of government or other opposites (上半年/下半年). The odd spelling is the one that only refers back to
the act, or, where characters are mistaken for one another, the one that the rest of the notice speaks for less.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from rapidfuzz.distance import Editop, Levenshtein

from flows.normalise.checks.findings import finding
from flows.normalise.fold import fold
from flows.normalise.records import DocumentMention, Finding, Notice
from flows.normalise.rules_table import rule_rows

_PUNCTUATION = re.compile(r"[^\w\n]+|_+")
_CONJUNCTIONS = frozenset("和与及")
_LONG_NAME = 10
_SHORTEST_NAME = 4
_MOST_CHANGES = 2
_MOST_ALIKE, _MOST_PAIRS = 100, 200
_MOST_COMPARED = 5_000  # pairs laid beside each other; a notice has under 200
OWN_ACTS = frozenset({"issued", "drafted", "revised", "signed"})
"""What an organisation does to a document of its own."""


def _groups(kind: str) -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(row["pattern"])
        for row in rule_rows("checks")
        if row["check"] == "document_name_variant" and row["kind"] == kind
    )


_CONFUSABLE, _LEGITIMATE = _groups("confusable"), _groups("legitimate")
_NEVER_ADDED = frozenset("新老旧副总再原省市县区镇乡村0123456789一二三四五六七八九十")


class DocumentNames(NamedTuple):
    """The names of one notice's documents in comparable form.

    Attributes:
        plain: the name of every mention without blanks, brackets and other punctuation.
        first: plain name → its first mention.
        usual: plain name that spells a document oddly → the plain name that the text speaks for more.
    """

    plain: tuple[str, ...]
    first: Mapping[str, DocumentMention]
    usual: Mapping[str, str]


def read_document_names(notice: Notice) -> DocumentNames:
    """The names of all mentions and which of them spell another one oddly."""
    folded = fold(notice.text)
    plain = _plain_names(notice.documents, folded)
    first: dict[str, DocumentMention] = {}
    for mention, name in zip(notice.documents, plain, strict=True):
        first.setdefault(name, mention)
    return DocumentNames(plain, first, _usual_names(first, folded))


def find_document_name_variants(notice: Notice, names: DocumentNames) -> Iterator[Finding]:
    """The odd spelling of each pair of names; one finding a spelling, at its first mention."""
    for odd, usual in names.usual.items():
        yield _report(notice, names.first[odd], names.first[usual])


def usual_spellings(notice: Notice) -> dict[str, str]:
    """Every printed name that spells a document oddly → the usual one as first printed; asks the notice's findings."""
    if not any(found.check == "document_name_variant" for found in notice.findings):
        return {}
    names = read_document_names(notice)
    return {
        mention.name: names.first[names.usual[name]].name
        for mention, name in zip(notice.documents, names.plain, strict=True)
        if name in names.usual
    }


def _usual_names(mentions: Mapping[str, DocumentMention], folded: str) -> dict[str, str]:
    spellings: dict[str, str] = {}
    for name, other in islice(_near_names(list(mentions)), _MOST_PAIRS):
        edits = list(Levenshtein.editops(name, other))
        if _is_variant(name, other, edits, mentions):
            odd, usual = _referring_first(name, other, edits, mentions) or _odd_first(name, other, edits, folded)
            spellings.setdefault(odd, usual)
    return spellings


def _plain_names(documents: tuple[DocumentMention, ...], folded: str) -> tuple[str, ...]:
    """All names are washed as one text: fast."""
    if not documents:
        return ()
    together = "\n".join([folded[span.start + 1 : span.end - 1].replace("\n", "") for span, *_ in documents])
    return tuple(_PUNCTUATION.sub("", together).split("\n"))


def _near_names(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that share one half and differ by at most two characters, in the order of the text."""
    long = [name for name in names if len(name) >= _SHORTEST_NAME]
    backwards = [name[::-1] for name in long]
    alike = list(islice(_alike_at_the_beginning(long), _MOST_COMPARED))
    alike += ((a[::-1], b[::-1]) for a, b in islice(_alike_at_the_beginning(backwards), _MOST_COMPARED))
    if not alike:
        return
    place = {name: position for position, name in enumerate(long)}
    pairs = {(place[first], place[last]) for first, last in alike}
    for first, last in sorted({(min(pair), max(pair)) for pair in pairs}):
        name, other = long[first], long[last]
        if Levenshtein.distance(name, other, score_cutoff=_MOST_CHANGES) <= _MOST_CHANGES:
            yield name, other


def _alike_at_the_beginning(names: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of about the same length with the same first half: they stand beside each other in order."""
    ordered = sorted(names)
    for position, (name, following) in enumerate(pairwise(ordered), start=1):
        half = name[: max(2, len(name) // 2 - 1)]
        if not following.startswith(half):
            continue
        for other in islice(ordered, position, position + _MOST_ALIKE):
            if not other.startswith(half):
                break
            if -1 <= len(other) - len(name) <= 1:
                yield name, other


def _is_variant(name: str, other: str, edits: list[Editop], mentions: Mapping[str, DocumentMention]) -> bool:
    changes = [_change(name, other, edit) for edit in edits]
    if any(_is_legitimate(change) for change in changes):
        return False
    if all(_is_slip(change) for change in changes) or _is_doubled(name, other, edits):
        return True
    refers_back = not {mentions[name].action, mentions[other].action} <= OWN_ACTS
    return len(changes) == 1 and min(len(name), len(other)) >= _LONG_NAME and refers_back


def _change(name: str, other: str, edit: Editop) -> tuple[str, str]:
    """The characters on both sides of one edit, "" where there is none."""
    before = name[edit.src_pos] if edit.tag != "insert" else ""
    after = other[edit.dest_pos] if edit.tag != "delete" else ""
    return before, after


def _is_legitimate(change: tuple[str, str]) -> bool:
    signs = {sign for sign in change if sign}
    if len(signs) == 1:
        return bool(signs & _NEVER_ADDED)
    return any(signs <= group for group in _LEGITIMATE) or any(sign.isdecimal() for sign in signs)


def _is_slip(change: tuple[str, str]) -> bool:
    signs = set(change)
    return signs <= _CONJUNCTIONS or any(signs <= group for group in _CONFUSABLE)


def _is_doubled(name: str, other: str, edits: list[Editop]) -> bool:
    """Whether one character is printed twice: 管理制度度."""
    longer, shorter = (name, other) if len(name) > len(other) else (other, name)
    return len(edits) == 1 and any(
        longer[place] == longer[place - 1] and longer[:place] + longer[place + 1 :] == shorter
        for place in range(1, len(longer))
    )


def _referring_first(
    name: str, other: str, edits: list[Editop], mentions: Mapping[str, DocumentMention]
) -> tuple[str, str] | None:
    """The spelling that only refers back, then the act's own; null where a slip or both mentions decide nothing."""
    is_own, other_is_own = (mentions[each].action in OWN_ACTS for each in (name, other))
    if is_own == other_is_own or _is_doubled(name, other, edits):
        return None
    if all(_is_slip(_change(name, other, edit)) for edit in edits):
        return None
    return (other, name) if is_own else (name, other)


def _odd_first(name: str, other: str, edits: list[Editop], folded: str) -> tuple[str, str]:
    """The spelling whose changed characters stand less often beside their neighbours in the text, then the other."""
    if _is_doubled(name, other, edits):
        return (name, other) if len(name) > len(other) else (other, name)
    support_name = sum(_support(name, edit.src_pos, folded) for edit in edits)
    support_other = sum(_support(other, edit.dest_pos, folded) for edit in edits)
    return (name, other) if support_name < support_other else (other, name)


def _support(name: str, place: int, folded: str) -> int:
    pairs = (name[max(0, place - 1) : place + 1], name[place : place + 2])
    return sum(folded.count(pair) for pair in pairs if len(pair) == 2)


def _report(notice: Notice, odd: DocumentMention, usual: DocumentMention) -> Finding:
    return finding(
        "document_name_variant",
        evidence=(odd.span.of(notice.text), usual.span.of(notice.text)),
        table="items" if odd.item is not None else None,
        index=odd.item,
        name=odd.name,
        other=usual.name,
        expected=usual.name,
        observed=odd.name,
    )
