"""Signs that set off measures without numbering a heading: bullets, 措施一:, 一方面…另一方面.

Unlike the marks of `marks` they never begin a problem or a part of the notice, and are read inside answers only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice

from flows.normalise.marks import MOST_PIECES, Mark, numeral_value
from flows.normalise.rules_table import rule_rows

_INLINE = frozenset({"bullet", "named", "side"})
"""Kinds that may stand behind a sentence too, not only at the beginning of a line or behind a label."""


@cache
def _sign() -> re.Pattern[str]:
    kinds: dict[str, list[str]] = {}
    for row in rule_rows("measures_signs"):
        kinds.setdefault(row["kind"], []).append(row["pattern"])
    parts = "|".join(f"(?P<{kind}>{'|'.join(patterns)})" for kind, patterns in kinds.items())
    # most places are passed over at the character behind the boundary
    initials = "".join(sorted({character for row in rule_rows("measures_signs") for character in row["initials"]}))
    return re.compile(rf"([\n。;:!?”)]) ?(?=[{re.escape(initials)}])(?:{parts})")


def find_signs(folded: str) -> tuple[Mark, ...]:
    """Every sign of the folded text in order; `kind` tells series apart, bullets by their character."""
    found = []
    for match in islice(_sign().finditer("\n" + folded), MOST_PIECES):
        kind, before = match.lastgroup or "", match[1]
        if before in "\n:" or kind in _INLINE:
            found.append(_mark(kind, match[kind], match.start(kind) - 1, before))
    return tuple(found)


def _mark(kind: str, sign: str, start: int, before: str) -> Mark:
    end = start + len(sign.rstrip())
    if kind == "named":
        return Mark(kind, numeral_value(sign), start, end, before)
    if kind == "side":
        return Mark(kind, 1 + sign.startswith("另"), start, end, before)
    return Mark(sign[0], 1, start, end, before)


def sign_series(signs: Sequence[Mark], start: int) -> list[Mark]:
    """The outermost series of signs in an answer that begins at `start`: the kind that begins first.

    A lone sign sets off a measure only where the answer begins with it.
    """
    series: dict[str, list[Mark]] = {}
    for mark in signs:
        if mark.kind in series or mark.ordinal == 1:
            series.setdefault(mark.kind, []).append(mark)
    return next((found for found in series.values() if len(found) > 1 or _stands_alone(found[0], start)), [])


def _stands_alone(mark: Mark, start: int) -> bool:
    return mark.kind == "named" or (mark.start == start and mark.kind != "side")
