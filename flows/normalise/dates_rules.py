"""The rule tables of `flows/normalise/rules`: word lists that a domain expert reads and extends without code."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "rules"


@cache
def rule_rows(table: str) -> tuple[dict[str, str], ...]:
    """The rows of one rule table by its name without `.csv`, in the order of the file."""
    with (_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def rule_values(table: str, kind: str) -> dict[str, str]:
    """Text → value of one kind of rule, for tables with the columns kind, text and value."""
    return {row["text"]: row["value"] for row in rule_rows(table) if row["kind"] == kind}


def rule_texts(table: str, kind: str) -> tuple[str, ...]:
    """The texts of one kind of rule, longest first, so that the longest one wins in an alternation."""
    return tuple(sorted(rule_values(table, kind), key=len, reverse=True))
