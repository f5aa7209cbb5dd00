"""The benchmarks run and print their tables, with our own reader alone; what they measure is not tested."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from benchmarks import notice_cost, reading_quality, tools
from benchmarks.labels import DateLabel, QuantityLabel, score
from benchmarks.readings import DateReading, QuantityReading
from flows.normalise.records import Span

PAGE = min(notice_cost.FIXTURES.glob("*.html"))
TEXT = "2023年追回12.5万元，《三年计划》印发3次"


def test_notice_cost_prints_tools_and_stages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(notice_cost, "BATCH", 2)
    notice_cost.main([str(PAGE), "--rounds", "1", "--alone"])
    printed = capsys.readouterr().out
    assert PAGE.stem in printed
    assert {*notice_cost.STAGES.values(), "rows", "Parquet", "all"} <= {
        line.split("  ")[0] for line in printed.split("\n")
    }


def test_reading_quality_prints_every_task(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(PAGE, tmp_path)
    shutil.copy(reading_quality.FIXTURES / "gold" / f"{PAGE.stem}.json", tmp_path)
    reading_quality.main([str(tmp_path), str(tmp_path), "--alone"])
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("1 notices")
    assert [line.split("  ")[0].strip() for line in printed[2:]].count("dates") == 2
    assert sum("ours" in line for line in printed) == 3


def test_a_tool_that_is_not_there_is_named() -> None:
    def absent() -> tools.PageTool:
        raise ModuleNotFoundError("No module named 'absent'")

    missing: dict[str, str] = {}
    assert tools.installed({"absent": absent}, missing) == {}
    assert missing == {"absent": "ModuleNotFoundError: No module named 'absent'"}


def test_readings_are_judged_by_place_value_and_unit() -> None:
    money = QuantityLabel(Span(7, 13), (12.5, 125000.0), frozenset("万元"), "money")
    assert score([money], [QuantityReading(Span(7, 13), (125000.0,))], TEXT).right == 1
    assert score([money], [QuantityReading(Span(7, 12), (12.5,))], TEXT).right == 0
    assert score([money], [QuantityReading(Span(15, 17), (3.0,))], TEXT).wrong == 0
    assert score([money], [QuantityReading(Span(22, 24), (3.0,))], TEXT).wrong == 1


def test_an_open_end_is_not_held_against_a_date() -> None:
    year = DateLabel(Span(0, 5), date(2023, 1, 1), date(2023, 12, 31))
    assert score([year], [DateReading(Span(0, 5), ((None, date(2023, 12, 31)),))], TEXT).right == 1
    assert score([year], [DateReading(Span(0, 5), ((None, None),))], TEXT).wrong == 1
