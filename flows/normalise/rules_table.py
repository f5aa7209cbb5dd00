"""Rule tables: CSV files beside the code that a domain expert reads and extends."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def rule_rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of `rules/<name>.csv`, by column name."""
    text = files("flows.normalise").joinpath("rules", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def rule_pattern(name: str, column: str, value: str, *, pattern: str = "pattern") -> re.Pattern[str]:
    """One expression that matches whatever any row of the table with `column` = `value` matches."""
    chosen = [row[pattern] for row in rule_rows(name) if row[column] == value]
    return re.compile("|".join(f"(?:{each})" for each in chosen), re.I)
