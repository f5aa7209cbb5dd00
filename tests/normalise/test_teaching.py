"""docs/teaching.md has a paragraph on every rule table, and on no other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_rule_table_is_explained() -> None:
    page = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    tables = {path.stem for path in (ROOT / "flows" / "normalise" / "rules").glob("*.csv")}
    assert set(re.findall(r"^### (\w+)$", page, re.M)) == tables


def test_every_link_of_the_page_has_its_heading() -> None:
    page = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\(#(\w+)\)", page)) <= set(re.findall(r"^### (\w+)$", page, re.M))
