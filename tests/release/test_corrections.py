from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.errors import ConfigurationError
from flows.release.corrections import load_corrections

from .conftest import ROADS, Publisher


def decide(folder: Path, name: str = "first.yaml", **values: Any) -> None:
    folder.mkdir(exist_ok=True)
    decision = {
        "table": "items", "row_id": "", "field": "status", "expected": "in_progress", "corrected": "completed",
        "reason": "表格写明已销号", "author_role": "数据编辑", "decided_on": "2026-11-22",
    } | values  # fmt: skip
    (folder / name).write_text(yaml.safe_dump(decision, allow_unicode=True), encoding="utf-8")


def item_in_progress(publisher: Publisher) -> dict[str, object]:
    return next(row for row in publisher.rows("items") if row["problem"] == "作风建设存在差距")


def test_a_correction_is_applied_and_told(continuing: Publisher) -> None:
    row_id = item_in_progress(continuing)["item_id"]
    decide(continuing.corrections, row_id=row_id)
    publication = continuing.publish([ROADS])
    assert publication.version == "2026.11.22.1"
    assert item_in_progress(continuing)["status"] == "completed"
    (correction,) = continuing.rows("corrections")
    assert (correction["applied"], correction["row_id"]) == ("true", row_id)
    causes = {(row["table"], row["field"], row["cause"]) for row in continuing.rows("changes")}
    assert causes == {("items", "status", "correction"), ("corrections", None, "correction")}
    assert continuing.publish([ROADS]).version is None


def test_a_correction_taken_back_is_a_correction_too(continuing: Publisher) -> None:
    decide(continuing.corrections, row_id=item_in_progress(continuing)["item_id"])
    continuing.publish([ROADS])
    (continuing.corrections / "first.yaml").unlink()
    continuing.publish([ROADS])
    assert item_in_progress(continuing)["status"] == "in_progress"
    assert {row["cause"] for row in continuing.rows("changes")} == {"correction"}


def test_a_stale_correction_is_reported_and_not_applied(continuing: Publisher) -> None:
    decide(continuing.corrections, row_id=item_in_progress(continuing)["item_id"], expected="not_completed")
    decide(continuing.corrections, "second.yaml", row_id="pgoneforever", field="problem", expected="a", corrected="b")
    continuing.publish([ROADS])
    assert [row["applied"] for row in continuing.rows("corrections")] == ["stale", "stale"]
    assert item_in_progress(continuing)["status"] == "in_progress"


def test_values_are_typed_by_the_schema(continuing: Publisher) -> None:
    metric = next(row for row in continuing.rows("metrics") if row["quote"] == "500宗")
    decide(
        continuing.corrections,
        table="metrics",
        row_id=metric["metric_id"],
        field="amount",
        expected=500,
        corrected=501,
    )
    continuing.publish([ROADS])
    assert next(row for row in continuing.rows("metrics") if row["quote"] == "500宗")["amount"] == 501.0


def test_a_corrected_row_must_hold_the_rules(continuing: Publisher) -> None:
    row_id = continuing.rows("metrics")[0]["metric_id"]
    kind = {"field": "quantity_kind", "expected": "count", "corrected": "money"}
    decide(continuing.corrections, table="metrics", row_id=row_id, **kind)
    with pytest.raises(ConfigurationError, match="breaks a rule"):
        continuing.publish([ROADS])


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"table": "snapshots"}, "no table 'snapshots'"),
        ({"field": "colour"}, "no column 'colour'"),
        ({"field": "quote"}, "never corrected"),
        ({"field": "notice_id"}, "never corrected"),
        ({"table": "notices", "field": "text"}, "never corrected"),
        ({"corrected": "nearly"}, "no code of item_status"),
        ({"corrected": None}, "must have a value"),
        ({"field": "deadline", "expected": None, "corrected": "soon"}, "Invalid isoformat"),
        ({"decided_on": "yesterday"}, "Invalid isoformat"),
        ({"surprise": 1}, "surprise is unknown"),
    ],
)
def test_unusable_corrections_stop_with_their_file(tmp_path: Path, values: dict[str, Any], message: str) -> None:
    decide(tmp_path / "corrections", **values)
    with pytest.raises(ConfigurationError, match=message) as caught:
        load_corrections(tmp_path / "corrections")
    assert "first.yaml" in caught.value.where


def test_incomplete_or_broken_files_stop(tmp_path: Path) -> None:
    for text, message in (("table: items", "is missing"), ("- 1", "no mapping"), ("a: [", "cannot be read")):
        (tmp_path / "one.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(ConfigurationError, match=message):
            load_corrections(tmp_path)


def test_two_decisions_about_one_value_stop(tmp_path: Path) -> None:
    decide(tmp_path, "a.yaml", row_id="pabcdef")
    decide(tmp_path, "b.yaml", row_id="pabcdef")
    with pytest.raises(ConfigurationError, match="same value"):
        load_corrections(tmp_path)


def test_no_folder_no_corrections(tmp_path: Path) -> None:
    assert load_corrections(tmp_path / "absent") == load_corrections(None) == ()
