"""Rule tables: CSV files beside the code that a domain expert reads and extends."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from flows.errors import ConfigurationError

_LETTER = re.compile(r"(?<!\\)[A-Za-z]")


@cache
def rule_rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of `rules/<name>.csv`, by column name.

    Raises:
        ConfigurationError: a row has more or fewer cells than the header, mostly a comma that is not quoted.
    """
    text = files("flows.normalise").joinpath("rules", f"{name}.csv").read_text(encoding="utf-8")
    rows = tuple(csv.DictReader(text.splitlines()))
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise ConfigurationError(
                "a rule has too many or too few cells",
                where=f"flows/normalise/rules/{name}.csv, line {number}",
                remedy="put a cell that holds a comma in double quotes",
            )
    return rows


@cache
def rule_pattern(name: str, column: str, value: str, *, pattern: str = "pattern") -> re.Pattern[str]:
    """One expression that matches whatever any row of the table with `column` = `value` matches."""
    chosen = [row[pattern] for row in rule_rows(name) if row[column] == value]
    return re.compile("|".join(f"(?:{each})" for each in chosen), re.I)


@cache
def rule_test(name: str, column: str, *values: str) -> Callable[[str], bool]:
    """Whether any such row matches a text; rows that begin with `^` are tried at its beginning only, which is fast."""
    chosen = [row["pattern"] for row in rule_rows(name) if row[column] in values]
    begins = [each[1:] for each in chosen if each.startswith("^") and "|^" not in each]
    others = [each for each in chosen if each[1:] not in begins or not each.startswith("^")]
    # one by one each is found by its first characters, if case need not be folded
    tests = [_compiled("|".join(f"(?:{each})" for each in begins) or r"(?!)").match]
    tests += [_compiled(each).search for each in others]
    return lambda text: any(test(text) for test in tests)


def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, without regard to case where it has any."""
    return re.compile(pattern, re.I if _LETTER.search(pattern) else 0)
