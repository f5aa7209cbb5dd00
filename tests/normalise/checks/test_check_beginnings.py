"""Where rules can begin: the short cut finds what the rules find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import ConfigurationError
from flows.normalise.checks.beginnings import beginnings
from flows.normalise.rules_table import rule_rows

RULES = [row["pattern"] for row in rule_rows("contradictions")]
SIGNS = "".join(sorted({sign for pattern in RULES for sign in pattern if sign.isalpha()}))


@pytest.mark.parametrize(
    ("pattern", "signs"),
    [
        ("正在", "正"),
        ("[尚仍]未", "尚仍"),
        ("(?:将于|拟在)(?=今)", "将拟"),
        ("还没有|(?:尚|仍)未|[目现]前", "还尚仍目现"),
        ("(?<![改纠])正(?:与|由)", "正"),
        ("(?:办理|审批)中(?=[,。;:)])", "办审"),
    ],
)
def test_what_a_pattern_begins_with(pattern: str, signs: str) -> None:
    assert beginnings([pattern]) == frozenset(signs)


@pytest.mark.parametrize("pattern", ["", ".x", r"\d", "[^a]b", "a?b", "(?:a)?b", "(a)b", "(?=a)b"])
def test_other_beginnings_are_refused(pattern: str) -> None:
    with pytest.raises(ConfigurationError):
        beginnings([pattern])


@given(st.text(SIGNS + "，。12", max_size=40))
def test_no_rule_matches_elsewhere(text: str) -> None:
    for pattern in RULES:
        for match in re.finditer(pattern, text):
            assert match.group()[0] in beginnings([pattern])
