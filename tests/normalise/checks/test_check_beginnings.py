"""Where rules can begin: the short cut finds what the rules find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import ConfigurationError
from flows.normalise.checks.beginnings import beginnings, opening_pattern
from flows.normalise.rules_table import rule_rows

RULES = [row["pattern"] for row in rule_rows("contradictions")]
SIGNS = "".join(sorted({sign for pattern in RULES for sign in pattern if sign.isalpha()}))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("正在", {"正在"}),
        ("[尚仍]未", {"尚未", "仍未"}),
        ("有", {"有"}),
        ("(?:将于|拟在)(?=今)", {"将于", "拟在"}),
        ("还没有|(?:尚|仍)未|[目现]前", {"还没", "尚未", "仍未", "目前", "现前"}),
        (r"(?:尚\d|仍)未", {"尚.", "仍未"}),
        ("将[^,]{0,3}完", {"将."}),
        ("部{1,2}分", {"部."}),
        ("(?<![改纠])正(?:与|由)", {"正与", "正由"}),
        ("(?:办理|审批)中(?=[,。;:)])", {"办理", "审批"}),
    ],
)
def test_how_a_pattern_begins(pattern: str, expected: set[str]) -> None:
    assert beginnings([pattern]) == expected


@pytest.mark.parametrize("pattern", ["", ".x", r"\d", "[^a]b", "a?b", "a{0,2}b", "(?:a)?b", "(a)b", "(?=a)b"])
def test_other_beginnings_are_refused(pattern: str) -> None:
    with pytest.raises(ConfigurationError):
        beginnings([pattern])


@given(st.text(SIGNS + "，。12", max_size=40))
def test_no_rule_matches_elsewhere(text: str) -> None:
    for pattern in RULES:
        opening = opening_pattern([pattern])
        for match in re.finditer(pattern, text):
            assert opening.match(text, match.start())
