"""The report is complete without a network, safe to open, in both languages, and the same for the same tables."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from flows.validate.outcome import Breach, Check, Outcome
from flows.validate.quarantine import separate
from flows.validate.report import Report, build_report, render, write_report
from tests.validate.builder import Rows, Tables, as_tables

CHECK = Check("items", "odd", "problem", "error", "这里不对", "this is wrong")


@pytest.fixture
def report(rows: Rows) -> Report:
    rows["items"][0]["problem"] = "<script>alert('x')</script>"
    tables = as_tables(rows)
    outcomes = [Outcome(CHECK, "duckdb", holds=False, rows=(0,))]
    return build_report(tables, outcomes, separate(tables, outcomes), [])


def test_it_counts_rows_and_names_examples(report: Report) -> None:
    items = next(table for table in report["tables"] if table["name"] == "items")
    assert (items["rows"], items["published"], items["quarantined"], items["failed"]) == (2, 1, 1, 1)
    (failure,) = items["failures"]
    assert failure["examples"] == [{"row_id": "item000001", "value": "<script>alert('x')</script>"}]
    measures = next(table for table in report["tables"] if table["name"] == "measures")
    assert (measures["quarantined"], measures["dependent"]) == (0, 1)
    assert report["findings"][0] | {"count": 2} == report["findings"][0]


def test_the_page_shows_failures_findings_and_both_languages(report: Report) -> None:
    page = render(report)
    for words in ("这里不对", "this is wrong", "item000001", "年份不确定", "Uncertain year", "问题", "Items"):
        assert words in page


def test_text_of_pages_cannot_become_markup(report: Report) -> None:
    page = render(report)
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_page_loads_nothing(report: Report) -> None:
    page = render(report)
    assert not re.search(r"(?:src|href)\s*=|url\(|@import|https?://", page)


def test_a_stop_is_said_first_with_what_to_do(tables: Tables) -> None:
    report = build_report(tables, [], None, [Breach("items", "缺列", "a column is missing", "mend the reader")])
    page = render(report)
    assert report["state"] == "stopped"
    assert page.index("mend the reader") < page.index("各表")
    assert {"缺列", "a column is missing"} <= set(re.split(r"[<>]", page))


def test_the_same_tables_give_the_same_bytes(report: Report, tmp_path: Path) -> None:
    html, document = write_report(tmp_path, report)
    first = html.read_bytes(), document.read_bytes()
    write_report(tmp_path, report)
    assert (html.read_bytes(), document.read_bytes()) == first
    assert json.loads(document.read_text(encoding="utf-8")) == report
    assert str(tmp_path) not in html.read_text(encoding="utf-8")
