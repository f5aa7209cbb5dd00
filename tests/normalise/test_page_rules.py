"""The rule tables of page, opening and closing: every row is whole and every pattern compiles."""

from __future__ import annotations

import re

import pytest

from flows.errors import ConfigurationError
from flows.normalise import rules_table
from flows.normalise.rules_table import rule_pattern, rule_rows, rule_test

TABLES = ["chrome", "metadata_site", "opening", "opening_kind", "opening_organisations", "opening_tiers", "closing"]


@pytest.mark.parametrize("name", TABLES)
def test_every_pattern_compiles(name: str) -> None:
    rows = rule_rows(name)
    assert rows
    for row in rows:
        re.compile(row["pattern"])


@pytest.mark.parametrize("name", [*TABLES, "metadata", "regions", "regions_words"])
def test_every_table_has_a_note_column(name: str) -> None:
    assert "note" in rule_rows(name)[0]


def test_a_row_with_an_unquoted_comma_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def joinpath(self, *parts: str) -> Broken:
            return self

        def read_text(self, encoding: str) -> str:
            return "kind,pattern,note\nact,a{1,2},x\n"

    monkeypatch.setattr(rules_table, "files", lambda package: Broken())
    with pytest.raises(ConfigurationError, match=r"line 2"):
        rule_rows("broken")


def test_anchored_rows_match_at_the_beginning_only() -> None:
    is_bar = rule_test("chrome", "place", "bar")
    assert is_bar("来源:县水利局")
    assert not is_bar("资金来源:县财政")
    assert rule_pattern("chrome", "place", "tail").search("网站标识码:1")
