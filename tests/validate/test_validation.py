"""The whole of validation: what passes, what is set aside, what stops a release, and what is left to read then."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.errors import ContractError
from flows.validate.validation import validate_tables
from tests.validate.builder import GREAT_EXPECTATIONS, Rows, Tables, as_tables, many_rows

pytestmark = GREAT_EXPECTATIONS


def test_tables_that_hold_pass_unchanged(tables: Tables, tmp_path: Path) -> None:
    validation = validate_tables(tables, tmp_path / "new" / "quality")
    assert validation.tables == tables
    assert validation.quarantine.num_rows == 0
    assert validation.failed == 0
    assert validation.expectations > 200
    assert json.loads(validation.report_json.read_text(encoding="utf-8"))["state"] == "passed"


def test_a_bad_row_is_set_aside_and_a_contradiction_of_the_notice_published(rows: Rows, tmp_path: Path) -> None:
    rows["dates"][0]["precision"] = "century"
    rows["notices"][0]["contact_email"] = "no address"
    validation = validate_tables(as_tables(rows), tmp_path)
    assert validation.failed == 2
    assert validation.tables["dates"].num_rows == 1
    assert validation.tables["notices"].num_rows == 2
    assert validation.quarantine["rule"].to_pylist() == ["code_list"]
    assert pq.read_table(tmp_path / "quarantine.parquet") == validation.quarantine
    assert "century" in (tmp_path / "quarantine.csv").read_text(encoding="utf-8")
    assert "century" in validation.report_html.read_text(encoding="utf-8")


def test_a_missing_table_stops_and_says_why(tables: Tables, tmp_path: Path) -> None:
    del tables["items"]
    with pytest.raises(ContractError, match=r"items: the table is missing.*→"):
        validate_tables(tables, tmp_path)
    assert pq.read_table(tmp_path / "quarantine.parquet").num_rows == 0
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["state"] == "stopped"


def test_what_no_quarantine_can_mend_stops_and_leaves_everything_to_read(tmp_path: Path) -> None:
    rows = many_rows(9)
    rows["documents"][1]["document_mention_id"] = rows["documents"][0]["document_mention_id"]
    for row in rows["dates"][:5]:
        row["precision"] = "century"
    tables = as_tables(rows)
    tables["items"] = tables["items"].select(tables["items"].column_names[::-1])
    with pytest.raises(ContractError) as stopped:
        validate_tables(tables, tmp_path)
    for words in (
        "items: the columns are not those of schemas/ in its order",
        "documents: document_mention_id occurs more than once",
        "dates: 5 of 9 rows fail, more than is allowed",
    ):
        assert words in str(stopped.value)
    assert pq.read_table(tmp_path / "quarantine.parquet").num_rows == 7
    assert "century" in (tmp_path / "report.html").read_text(encoding="utf-8")
    (tmp_path / "report.json").unlink()
    del tables["items"]
    with pytest.raises(ContractError):
        validate_tables(tables, tmp_path)
    assert pq.read_table(tmp_path / "quarantine.parquet").num_rows == 0, "an old quarantine stands for a new run"
