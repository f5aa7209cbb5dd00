"""Copies of notices, and measures that notices of different organisations share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from flows.normalise.across import findings_across, with_findings_across
from flows.normalise.charset import decode_payload
from flows.normalise.notice import read_notice
from flows.normalise.tables import arrow_tables, notice_rows
from tests.normalise.script_forms import in_traditional, with_pinyin

CORPUS = Path(__file__).parents[1] / "fixtures" / "corpus"
OWN, OTHERS = "qiyun-housing-2024", ("shidu-civil-affairs-2024", "yaogang-agriculture-2024")
MEASURE = "二是牵头建立餐饮油烟、占道经营联合巡查台账，每月通报3次，对屡查屡犯的12家单位上门约谈。"


def _html(name: str) -> str:
    return decode_payload((CORPUS / f"{name}.html").read_bytes(), "text/html").text


def _tables(pages: dict[str, str]) -> dict[str, pa.Table]:
    read = ((url, read_notice(html.encode(), "text/html; charset=utf-8", url)) for url, html in pages.items())
    return arrow_tables(notice_rows(notice, "web", "0" * 64) for _, notice in read)


def _found(pages: dict[str, str], check: str) -> list[dict[str, Any]]:
    return [row for row in findings_across(_tables(pages)) if row["check"] == check]


def test_different_notices_have_neither() -> None:
    assert findings_across(_tables({f"http://{name}.example/1.html": _html(name) for name in (OWN, *OTHERS)})) == []


@pytest.mark.parametrize("convert", [str, in_traditional, with_pinyin], ids=["as it is", "traditional", "pinyin"])
@pytest.mark.parametrize("mirror", ["http://a.example/mirror.html", "http://z.example/mirror.html"])
def test_a_mirror_is_a_copy_of_the_page_on_the_own_site(mirror: str, convert: type[str]) -> None:
    copied = convert(_html(OWN).replace("栖云县人民政府", "好范文网"))
    pages = {mirror: copied, "http://own.example/1.html": _html(OWN)}
    [row] = _found(pages, "copy_of_notice")
    notices = {each["notice_id"]: each for each in _tables(pages)["notices"].to_pylist()}
    assert row["notice_id"] is None
    assert (row["table"], notices[row["row_id"]]["url"]) == ("notices", mirror)
    assert notices[row["observed"]]["url"] == "http://own.example/1.html"
    assert _found(pages, "measure_shared_between_notices") == []


def _with_first_measures(tables: dict[str, pa.Table], texts: dict[str, str]) -> dict[str, pa.Table]:
    """The tables with other words as the first measure of each notice, by the notice's address."""
    urls = {row["notice_id"]: row["url"] for row in tables["notices"].to_pylist()}
    left = dict(texts)
    rows = [row | {"text": left.pop(urls[row["notice_id"]], row["text"])} for row in tables["measures"].to_pylist()]
    return {**tables, "measures": pa.Table.from_pylist(rows, schema=tables["measures"].schema)}


def test_a_measure_taken_over_from_another_organisation_is_named_on_the_later_one() -> None:
    changed = MEASURE.replace("3次", "5次").replace("12家", "8家").replace("上门约谈", "约谈")
    earlier, later = "http://z.example/1.html", "http://a.example/1.html"
    tables = _tables({earlier: _html(OTHERS[0]), later: _html(OWN)})
    urls = {row["notice_id"]: row["url"] for row in tables["notices"].to_pylist()}
    tables = _with_first_measures(tables, {earlier: changed, later: in_traditional(MEASURE)})
    measures = {row["measure_id"]: row for row in tables["measures"].to_pylist()}
    [row] = findings_across(tables)
    assert (row["check"], row["notice_id"], row["table"]) == ("measure_shared_between_notices", None, "measures")
    assert urls[measures[row["row_id"]]["notice_id"]] == later
    assert urls[row["observed"]] == earlier


def test_measures_of_one_organisation_and_of_unknown_ones_are_not_compared() -> None:
    earlier, later = "http://z.example/1.html", "http://a.example/1.html"
    tables = _tables({earlier: _html(OTHERS[0]), later: _html(OWN)})
    tables = _with_first_measures(tables, {earlier: MEASURE, later: MEASURE})
    assert len(findings_across(tables)) == 1
    for name in ("中共栖云县住房和城乡建设局党组", None):
        notices = [row | {"inspected_org": name} for row in tables["notices"].to_pylist()]
        same = {**tables, "notices": pa.Table.from_pylist(notices, schema=tables["notices"].schema)}
        assert findings_across(same) == []


def test_the_findings_are_added_to_those_of_the_notices() -> None:
    tables = _tables({"http://a.example/1.html": _html(OWN), "http://b.example/1.html": _html(OWN)})
    together = with_findings_across(tables)["findings"]
    assert together.schema == tables["findings"].schema
    assert together.num_rows == tables["findings"].num_rows + 1


def test_no_notices_at_all_have_no_findings() -> None:
    assert findings_across(arrow_tables([])) == []
