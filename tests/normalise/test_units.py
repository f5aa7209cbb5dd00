from __future__ import annotations

import re

import pytest

from flows.normalise.rules_table import rule_rows
from flows.normalise.units import UNIT_PATTERN, find_unit

KINDS = {"money", "length", "area", "mass", "volume", "duration", "ratio", "count", "other"}
_UNIT = re.compile(UNIT_PATTERN)


@pytest.mark.parametrize("printed", [row["text"] for row in rule_rows("units")])
def test_every_unit_of_the_table_is_found(printed: str) -> None:
    match = _UNIT.match(printed)
    assert match is not None
    assert match[0] == printed
    assert find_unit(printed).kind in KINDS


@pytest.mark.parametrize("word", [row["word"] for row in rule_rows("measure_words")])
def test_every_measure_word_counts_in_itself(word: str) -> None:
    match = _UNIT.match(word)
    assert match is not None
    assert match[0] == word
    assert (find_unit(word).kind, find_unit(word).name) == ("count", word)


@pytest.mark.parametrize("name", ["units", "measure_words"])
def test_no_unit_is_listed_twice(name: str) -> None:
    key = "text" if name == "units" else "word"
    listed = [row[key] for row in rule_rows(name)]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    ("printed", "name", "factor"),
    [("亩", "m2", 2000 / 3), ("公顷", "m2", 10_000), ("公里", "m", 1000), ("吨", "kg", 1000), ("个半月", "month", 1),
     ("个多小时", "hour", 1), ("台(套)", "台(套)", 1), ("人/次", "人/次", 1), ("‰", "1", 0.001)],
)  # fmt: skip
def test_units_have_their_worth(printed: str, name: str, factor: float) -> None:
    unit = find_unit(printed)
    assert unit.name == name
    assert unit.factor == pytest.approx(factor)


@pytest.mark.parametrize("text", ["项目", "人大代表", "条例", "家庭", "名单", "处置", "年级", "个别"])
def test_a_word_that_only_begins_like_a_unit_is_none(text: str) -> None:
    assert _UNIT.match(text) is None
