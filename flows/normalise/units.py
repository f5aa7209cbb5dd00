"""Units of measurement and measure words (量词), with what each is worth in the published unit.

Both lists are tables, `rules/units.csv` and `rules/measure_words.csv`. Their column `not_before` holds words (regular
expressions, joined by |) that may not follow: 12项 is a quantity and 12项目 is none. `part_of_word` holds what may not
follow after a single Chinese numeral: 112家校外机构 counts, 两家庭 does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from flows.normalise.rules_table import rule_rows

Accepts = Literal["any", "long", "digits", "scaled", "governed"]
One = Literal["never", "governed", "usual", "handled", "followed"]

_SPLIT = re.compile("[半多余]")  # 三个半月, 两个多月: the measure word of the month is split


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or measure word.

    Attributes:
        kind: code of `quantity_kind`.
        factor: what one of it is in `name`: 666.67 for 亩 in m2.
        name: the published unit; a measure word is its own.
        accepts: the numerals that make a quantity with it: any; long (Arabic, or Chinese of two characters and more);
            digits (Arabic); scaled (with 万 or 亿, or 100 and more); governed (a qualifier or a verb asks for it).
        one: when 一 before it counts: never (一批), usual (一名), governed by a verb (召开一次), handled (处分一人),
            followed by what it counts (一起案件).
        ranks: single Chinese numerals that read as a rank before it (二期, 二类).
        part_of_word: what makes it the beginning of a word after a single Chinese numeral.
        split: the 半, 多 or 余 inside it that belongs to the number (三个半月), "" where there is none.
    """

    kind: str
    factor: float
    name: str
    accepts: Accepts
    one: One = "never"
    ranks: str = ""
    part_of_word: re.Pattern[str] | None = None
    split: str = ""


def _measurement(row: Mapping[str, str]) -> Unit:
    return Unit(row["kind"], float(row["factor"]), row["unit"], row["numeral"])  # type: ignore[arg-type]


def _measure_word(row: Mapping[str, str]) -> Unit:
    part_of_word = re.compile(row["part_of_word"]) if row["part_of_word"] else None
    return Unit("count", 1.0, row["word"], row["numeral"], row["one"], row["rank"], part_of_word)  # type: ignore[arg-type]


_UNITS = {row["text"]: _measurement(row) for row in rule_rows("units")}
_MONEY = Unit("money", 1.0, "CNY", "governed")  # 清退35万: 元 is left out
_WORDS = {row["word"]: _measure_word(row) for row in rule_rows("measure_words")}


@lru_cache(maxsize=1024)
def find_unit(printed: str) -> Unit:
    """The unit of a printed one that `UNIT_PATTERN` matched: 个半月 is 个月; 台(套) counts in 台(套)."""
    if not printed:
        return _MONEY
    known = _UNITS.get(printed) or _WORDS.get(printed)
    if known is not None:
        return known
    split = _SPLIT.search(printed)
    if split and (whole := printed.replace(split[0], "")) in _UNITS:
        return replace(_UNITS[whole], split=split[0])
    first = find_unit(re.split("[(/]", printed, maxsplit=1)[0])
    if first.kind != "count":  # 12元/人 is money
        return first
    return Unit("count", 1.0, printed, first.accepts, ranks=first.ranks)


def _expression(text: str, row: Mapping[str, str]) -> str:
    printed = re.escape(text)
    if text.startswith("个") and row.get("kind") == "duration":
        printed = f"个[半多余]?{re.escape(text[1:])}"
    return f"{printed}(?!{row['not_before']})" if row["not_before"] else printed


def _unit_pattern() -> str:
    """By first character, longest first, so that 人次 is not read as 人; a measure word may have a second: 台(套)."""
    rows = {row["text"]: row for row in rule_rows("units")} | {row["word"]: row for row in rule_rows("measure_words")}
    second = f"[{''.join(word for word in _WORDS if len(word) == 1)}]"
    pair = f"(?:\\({second}\\)|/{second}(?=[,.;:。、)\\n]|$))"
    by_first: dict[str, list[str]] = {}
    for text in sorted(rows, key=len, reverse=True):
        by_first.setdefault(text[0], []).append(_expression(text, rows[text]))
    groups = (f"(?:{'|'.join(expressions)})" for expressions in by_first.values())
    return f"(?=[{''.join(map(re.escape, by_first))}])(?:{'|'.join(groups)})(?:{pair})?"


UNIT_PATTERN = _unit_pattern()
KNOWN_UNITS = tuple(sorted({*_UNITS, *_WORDS}))
UNIT_OPENERS = "".join(re.escape(text[0]) for text in KNOWN_UNITS)
