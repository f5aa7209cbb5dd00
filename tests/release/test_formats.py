"""Every format, read back by the reader that people use for it."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import frictionless
import openpyxl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import schema
from flows.release.formats.csv_files import write_csv, write_excel_csv
from flows.release.formats.edition import Edition, csv_path
from flows.release.formats.spreadsheet_text import LONGEST_CELL, guarded, shortened
from flows.release.reading import read_table
from flows.release.tables import canonical, empty

from .builder import Problem, Sketch
from .conftest import HEALTH, ROADS, Publisher

EVIL = ('=HYPERLINK("http://x","y")', "+86 10", "-1+1", "@SUM(A1)", "\tx", "＝1+1")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second of two releases; tests only read it."""
    folder = tmp_path_factory.mktemp("releases")
    publisher = Publisher(folder / "output", folder / "quality", folder / "corrections")
    publisher.publish([ROADS, HEALTH])
    edited = replace(ROADS, problems=ROADS.problems[1:], earlier=(ROADS.snapshot,), visits=(0, 1))
    return publisher.publish([edited, HEALTH], day=23).folder


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of notices that mean harm, after one without the notice that writes markup; tests only read it."""
    folder = tmp_path_factory.mktemp("evil")
    publisher = Publisher(folder / "output", folder / "quality", folder / "corrections")
    cells = Sketch("evil", tuple(Problem(text, ("一是整改。",), number="1-3") for text in EVIL), title=EVIL[0])
    markup = Sketch("markup", (), title="<script>alert(1)</script>[x](javascript:1)")
    publisher.publish([cells])
    return publisher.publish([cells, markup], day=23).folder


def test_parquet_has_the_schema_and_nothing_else(release: Path) -> None:
    for described in schema.tables():
        path = release / ("changes" if described.name == "changes" else "parquet") / f"{described.name}.parquet"
        file = pq.ParquetFile(path, page_checksum_verification=True)
        assert file.schema_arrow.equals(described.arrow_schema, check_metadata=True)
        assert file.read().num_rows == read_table(release, described.name).num_rows


def test_canonical_csv_is_plain_utf8_and_reads_back(release: Path) -> None:
    for described in schema.tables():
        raw = (release / csv_path(described.name)).read_bytes()
        assert not raw.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in raw
        assert csv_table(release / csv_path(described.name), described).equals(read_table(release, described.name))


def csv_table(path: Path, described: schema.Table) -> pa.Table:
    options = pa.csv.ConvertOptions(
        column_types=described.arrow_schema,
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        null_values=[""],
    )
    return pa.csv.read_csv(path, convert_options=options, parse_options=pa.csv.ParseOptions(newlines_in_values=True))


@settings(max_examples=30, deadline=None)
@given(texts=st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"))))
def test_any_text_survives_csv_and_parquet(tmp_path_factory: pytest.TempPathFactory, texts: list[str | None]) -> None:
    folder = tmp_path_factory.mktemp("csv")
    rows = [{"notice_id": f"n{number:06}", "title": text, "text": text or ""} for number, text in enumerate(texts)]
    table = canonical("notices", pa.Table.from_pylist(rows, schema=schema.table("notices").arrow_schema))
    write_csv(edition(notices=table), folder)
    assert csv_table(folder / "csv" / "notices.csv", schema.table("notices")).equals(table)


def edition(**tables: pa.Table) -> Edition:
    return Edition(
        "2026.11.22", date(2026, 11, 22), None, {name: tables.get(name, empty(name)) for name in schema.table_names()}
    )


def test_python_reads_the_canonical_csv(release: Path) -> None:
    with (release / "csv" / "items.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["problem"] for row in rows] == [row["problem"] for row in read_table(release, "items").to_pylist()]
    assert rows[0]["deadline"] == ""


def test_excel_csv_opens_right_and_runs_nothing(evil: Path) -> None:
    raw = (evil / "excel" / "items.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    with (evil / "excel" / "items.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["problem"] for row in rows} == {f"'{text}" for text in EVIL}
    assert {row["number"] for row in rows} == {"'1-3"}
    assert not any(cell.startswith(tuple("=+-@\t")) for row in rows for cell in row.values())


def test_workbook_holds_text_and_no_formula(evil: Path) -> None:
    book = openpyxl.load_workbook(evil / "excel" / "zhenggai.xlsx")
    sheet = book["items"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    header = [cell.value for cell in sheet[2]]
    assert header == list(schema.table("items").column_names)
    assert sheet["A1"].value == schema.table("items").columns[0].title_zh
    problems = {sheet.cell(row, header.index("problem") + 1).value for row in range(3, sheet.max_row + 1)}
    assert problems == {text.replace("\t", "\t") for text in EVIL}
    assert (sheet.freeze_panes, sheet.auto_filter.ref.startswith("A2:")) == ("B3", True)
    assert (
        book["notices"].cell(3, list(schema.table("notices").column_names).index("contact_postcode") + 1).value
        == "014000"
    )
    assert not any(sheet._hyperlinks for sheet in book)


def test_workbook_tells_what_changed_and_explains_columns(release: Path) -> None:
    book = openpyxl.load_workbook(release / "excel" / "zhenggai.xlsx", read_only=True)
    assert book.sheetnames[:2] == ["说明 read me", "变更 what changed"]
    assert book.sheetnames[-1] == "字典 dictionary"
    told = [[str(cell) for cell in row] for row in book["变更 what changed"].iter_rows(values_only=True)]
    assert any("执法监管不到位" in row for row in told)
    assert not any("char_start" in cell or cell.startswith("{") for row in told for cell in row)
    described = sum(len(table.columns) for table in schema.tables())
    assert len(list(book["字典 dictionary"].iter_rows())) == described + 1


def test_a_cell_that_is_too_long_says_so() -> None:
    assert shortened("短") == "短"
    for long in ("字" * 40_000, "𠮷" * 20_000):
        cut = shortened(long)
        assert len(cut.encode("utf-16-le")) // 2 <= LONGEST_CELL
        assert cut.endswith("truncated, full text in csv/］")
        assert "\ufffd" not in cut
    assert shortened("字" * LONGEST_CELL) == "字" * LONGEST_CELL


@pytest.mark.parametrize("text", ["2026.11.22", "1-3", "2/4", "014000", "7e10", "1:30", "1234567890123456", *EVIL])
def test_treacherous_text_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["29", "441400", "问题1", "办结500宗", "0753-2128132", "p7e3abc", ""])
def test_harmless_text_is_left_alone(text: str) -> None:
    assert guarded(text) == text


def test_sqlite_is_whole_and_keyed(release: Path) -> None:
    with closing(sqlite3.connect(f"file:{release / 'sqlite' / 'zhenggai.db'}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for described in schema.tables():
            count = connection.execute(f'SELECT count(*) FROM "{described.name}"').fetchone()[0]
            assert count == read_table(release, described.name).num_rows
        joined = (
            "SELECT count(*) FROM metrics q JOIN measures m ON m.measure_id = q.measure_id AND m.item_id = q.item_id"
        )
        assert connection.execute(joined).fetchone()[0] == read_table(release, "metrics").num_rows
        seen = connection.execute("SELECT published_at, issued_on FROM notices").fetchone()
        assert seen == ("2026-11-01T09:00:00+08:00", "2026-10-30")


def test_frictionless_accepts_the_package_and_its_data(release: Path) -> None:
    report = frictionless.validate(release / "datapackage.json")
    assert report.valid, [error.message for task in report.tasks for error in task.errors] + [
        str(e) for e in report.errors
    ]
    tables = [task.name for task in report.tasks if task.type == "table"]
    assert tables == list(schema.table_names())


def test_frictionless_notices_a_wrong_value(release: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(release, tmp_path / "copy")
    path = copy / "csv" / "items.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("in_progress", "nearly"), encoding="utf-8")
    assert not frictionless.validate(copy / "datapackage.json").valid


def test_datapackage_names_licence_version_and_rows(release: Path) -> None:
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert (package["version"], package["zhenggai"]["previous"]) == ("2026.11.23", "2026.11.22")
    for resource in package["resources"]:
        assert (release / resource["path"]).stat().st_size == resource["bytes"]
        assert resource["hash"].startswith("sha256:")


def test_readme_explains_every_column_in_both_languages(release: Path) -> None:
    text = (release / "README.md").read_text(encoding="utf-8")
    for described in schema.tables():
        for column in described.columns:
            assert f"`{column.name}`" in text
            assert column.title_zh in text
            assert column.title_en in text


def test_changelog_tells_what_was_edited(release: Path) -> None:
    text = (release / "changes" / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "Since 2026.11.22: 0 notices new, 1 edited at the source, 0 withdrawn." in text
    assert "「执法监管不到位」: 删除 removed" in text
    assert "char_start" not in text


def test_changelog_escapes_what_pages_say(evil: Path) -> None:
    text = (evil / "changes" / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "<script>" not in text
    assert "\\[x\\]" in text


def test_excel_csv_of_nothing_has_a_header(tmp_path: Path) -> None:
    write_excel_csv(edition(), tmp_path)
    assert (tmp_path / "excel" / "items.csv").read_bytes().startswith(b'\xef\xbb\xbf"item_id"')
