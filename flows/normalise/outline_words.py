"""Words that tables compose, so that wordings nobody listed are known too.

A row with `first` and `last` stands for every word of the one before every word of the other: 整改 采取的 + 措施 办法.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from flows.normalise.rules_table import rule_rows


def composed_rows(name: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each composed word of the table `rules/<name>.csv` with its row; words of a cell are parted by blanks."""
    for row in rule_rows(name):
        for first, last in product(row["first"].split(), row["last"].split()):
            yield first + last, row


def alternation(words: Iterable[str]) -> str:
    """Literal words as one alternation, longest first, grouped by two characters so that few are tried at a place."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        groups.setdefault(word[:2], []).append(re.escape(word[2:]))
    return "|".join(f"{re.escape(head)}(?:{'|'.join(tails)})" for head, tails in groups.items())
