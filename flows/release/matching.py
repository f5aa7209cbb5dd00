"""Which row of today is which row of yesterday, inside one notice: exact keys first, then the most similar text.

Digits are masked before texts are compared, for a changed number is the change that we look for, not another row.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import fuzz, process

from flows.release.values import Row

# 500 and 1,280.5 become one mark: 办结500宗 is nearly 办结520宗
_NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class SameValues:
    """Rows with equal values in these columns are the same row; equal rows pair up in the order of the notice."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SimilarText:
    """Rows with nearly equal text are the same row.

    Attributes:
        text: columns that make up the text.
        at_least: the least similarity, 0 to 100 (100 − share of characters inserted or deleted).
        within: columns that must be equal besides.
    """

    text: tuple[str, ...]
    at_least: float
    within: tuple[str, ...] = ()


Step = SameValues | SimilarText


def match_rows(steps: Sequence[Step], old: Sequence[Row], new: Sequence[Row]) -> dict[int, int]:
    """Pair the rows of one table of one notice, both in the order of the notice.

    Returns:
        Position in `new` → position in `old`; each is used at most once.
    """
    pairing = _Pairing(old, new)
    for step in steps:
        if isinstance(step, SameValues):
            pairing.pair_equal(step.columns)
        else:
            pairing.pair_similar(step)
    return pairing.pairs


@dataclass(slots=True)
class _Pairing:
    old: Sequence[Row]
    new: Sequence[Row]
    pairs: dict[int, int] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def pair_equal(self, columns: tuple[str, ...]) -> None:
        for old_rows, new_rows in self._groups(_values_of(columns)):
            for mine, theirs in zip(new_rows, old_rows, strict=False):
                self._pair(mine, theirs)

    def pair_similar(self, step: SimilarText) -> None:
        for old_rows, new_rows in self._groups(_values_of(step.within)):
            for mine, theirs in _by_similarity(self, step, old_rows, new_rows):
                if mine not in self.pairs and theirs not in self.taken:
                    self._pair(mine, theirs)

    def _pair(self, mine: int, theirs: int) -> None:
        self.pairs[mine] = theirs
        self.taken.add(theirs)

    def _groups(self, key: Callable[[Row], Hashable]) -> Iterator[tuple[list[int], list[int]]]:
        """Unpaired positions of old and new rows that share a key."""
        waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
        for position, row in enumerate(self.old):
            if position not in self.taken:
                waiting[key(row)].append(position)
        wanted: defaultdict[Hashable, list[int]] = defaultdict(list)
        for position, row in enumerate(self.new):
            if position not in self.pairs:
                wanted[key(row)].append(position)
        for value, positions in wanted.items():
            if value in waiting:
                yield waiting[value], positions


def _values_of(columns: tuple[str, ...]) -> Callable[[Row], Hashable]:
    return lambda row: tuple(row[column] for column in columns)


def _by_similarity(
    pairing: _Pairing, step: SimilarText, old_rows: list[int], new_rows: list[int]
) -> list[tuple[int, int]]:
    """Candidate pairs, the most similar first, and of equals those that stand nearest to each other."""
    old_rows, old_texts = _texts(pairing.old, old_rows, step)
    new_rows, new_texts = _texts(pairing.new, new_rows, step)
    if not old_rows or not new_rows:
        return []
    scores = process.cdist(new_texts, old_texts, scorer=fuzz.ratio, score_cutoff=step.at_least, dtype=np.float32)
    found = np.argwhere(scores >= step.at_least)
    ranked = sorted((-float(scores[m, t]), abs(new_rows[m] - old_rows[t]), new_rows[m], old_rows[t]) for m, t in found)
    return [(mine, theirs) for _, _, mine, theirs in ranked]


def _texts(rows: Sequence[Row], positions: list[int], step: SimilarText) -> tuple[list[int], list[str]]:
    """The rows that have a text to compare, and those texts; where any text will do, all rows."""
    texts = {
        position: _masked("".join(rows[position][column] or "" for column in step.text)) for position in positions
    }
    kept = [position for position in positions if texts[position] or not step.at_least]
    return kept, [texts[position] for position in kept]


def _masked(text: str) -> str:
    return _NUMBER.sub("0", text)
