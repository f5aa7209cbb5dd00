"""The labels of the sample: every quote stands in its page, in order, and the figures follow their units."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flows.sample.server import EDITIONS, Page, edition_pages

GOLD = Path(__file__).parents[1] / "fixtures" / "sample_gold"
LABELS = sorted(GOLD.glob("edition-*/*.json"))
_HIDDEN = re.compile(r"(?is)<(script|style)\b.*?</\1>|<!--.*?-->")
_TAG = re.compile(r"<[^>]*>")


def folded(text: str) -> str:
    """Text with width and white space folded, as the scores compare it."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def visible(page: Page) -> str:
    """What a reader of the page sees."""
    try:
        text = page.payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = page.payload.decode("gb18030")
    return folded(html.unescape(_TAG.sub("", _HIDDEN.sub("", text))))


@cache
def texts(edition: int) -> tuple[str, ...]:
    pages = edition_pages(edition).values()
    return tuple(visible(page) for page in pages if page.content_type.startswith("text/html"))


def text_of(path: Path) -> str:
    """The page that a label file belongs to: the one that holds its first problem."""
    problem = folded(json.loads(path.read_text(encoding="utf-8"))["items"][0]["problem"])
    (text,) = {text for text in texts(int(path.parent.name[-1])) if problem in text}
    return text


def in_order(quotes: list[str], text: str) -> bool:
    at = 0
    for quote in map(folded, quotes):
        at = text.find(quote, at)
        if at < 0:
            return False
    return True


def test_every_notice_of_both_editions_is_labelled() -> None:
    stems = {
        edition: {path.stem for path in LABELS if path.parent.name == f"edition-{edition}"} for edition in EDITIONS
    }
    assert len(stems[1]) == 7
    assert len(stems[2] - stems[1]) == 1  # added
    assert len(stems[2] & stems[1]) == 1  # edited


@pytest.mark.parametrize("path", LABELS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_quotes_stand_in_the_page_in_order(path: Path) -> None:
    gold: dict[str, list[dict[str, Any]]] = json.loads(path.read_text(encoding="utf-8"))
    text = text_of(path)
    for name, field in (
        ("sections", "title"),
        ("items", "problem"),
        ("items", "response_start"),
        ("items", "response_end"),
        ("measures", "text_start"),
        ("measures", "text_end"),
        ("metrics", "quote"),
        ("documents", "name"),
        ("dates", "quote"),
    ):
        assert in_order([row[field] for row in gold[name]], text), (name, field)


@pytest.mark.parametrize("path", LABELS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_rows_point_at_rows_that_are_there(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    items, sections = gold["items"], gold["sections"]
    for name in ("measures", "metrics", "documents", "dates", "findings"):
        for row in gold[name]:
            assert row["item"] is None or row["item"] in range(len(items))
            assert row.get("section") is None or row["section"] in range(len(sections))
    for index, item in enumerate(items):
        assert item["measure_count"] == sum(row["item"] == index for row in gold["measures"]) > 0
    for index, section in enumerate(sections):
        assert section["item_count"] == sum(item["section"] == index for item in items)


def test_the_labels_of_the_edited_notice_differ_in_what_was_edited() -> None:
    before, after = (
        json.loads((GOLD / f"edition-{number}" / "city-management-2024.json").read_text(encoding="utf-8"))
        for number in EDITIONS
    )
    assert before["notice"] == after["notice"]
    assert [item["number"] for item in before["items"]] == [item["number"] for item in after["items"]]
    changed = [pair for pair in zip(before["items"], after["items"], strict=True) if pair[0] != pair[1]]
    assert [(old["status"], new["status"]) for old, new in changed] == [("in_progress", "completed")]
