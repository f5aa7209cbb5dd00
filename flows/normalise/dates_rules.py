"""The words of `rules/dates.csv`, by kind."""

from __future__ import annotations

from flows.normalise.rules_table import rule_rows


def rule_values(kind: str) -> dict[str, str]:
    """Text → value of one kind of rule."""
    return {row["text"]: row["value"] for row in rule_rows("dates") if row["kind"] == kind}


def rule_texts(kind: str) -> tuple[str, ...]:
    """The texts of one kind of rule, longest first, so that the longest one wins in an alternation."""
    return tuple(sorted(rule_values(kind), key=len, reverse=True))
