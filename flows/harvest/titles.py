"""Which titles on a list page are those of notices: the rules stand in `title_filter.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

DEFAULT_FILTER = "rectification"


@dataclass(frozen=True, slots=True)
class _Rule:
    """All words must stand in the title; `is_wanted` says whether it is taken then or left out."""

    words: tuple[str, ...]
    is_wanted: bool

    def applies(self, title: str) -> bool:
        return all(word in title for word in self.words)


def is_wanted(title: str, name: str) -> bool:
    """Whether the filter of this name takes the title: an include rule applies and no exclude rule does."""
    unbroken = "".join(title.split())  # list pages put blanks into titles anywhere
    applying = [rule.is_wanted for rule in _filters()[name] if rule.applies(unbroken)]
    return bool(applying) and all(applying)


def filter_names() -> frozenset[str]:
    """The filters that the table holds."""
    return frozenset(_filters())


@cache
def _filters() -> dict[str, tuple[_Rule, ...]]:
    filters: dict[str, list[_Rule]] = {}
    table = files("flows.harvest").joinpath("title_filter.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        rule = _Rule(tuple(row["words"].split()), row["action"] == "include")
        filters.setdefault(row["filter"], []).append(rule)
    return {name: tuple(rules) for name, rules in filters.items()}
