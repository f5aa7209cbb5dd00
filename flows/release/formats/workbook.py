"""The workbook for people: one sheet a table, a sheet that says what changed, and the data dictionary.

Every text is written as text, so that no cell becomes a formula, a link, a number or a date; ids keep their letters.
Two header rows, Chinese words and the column's name, are frozen above the filter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter

from flows import schema
from flows.release.formats.edition import LICENCE, TITLE_EN, TITLE_ZH, Edition
from flows.release.formats.spreadsheet_text import FORMULA, TREACHEROUS, shortened
from flows.release.wording import told_changes

# The library has no types.
_Workbook = Any
_Sheet = Any
_Writer = Callable[[int, int, Any], object]
_MOST_ROWS = 1_048_576
_HEADER_ROWS = 2
_OPTIONS = {
    "constant_memory": True,
    "remove_timezone": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
_WIDTHS = {"integer": 10, "number": 14, "boolean": 10, "date": 12, "datetime": 20}
_WIDE = frozenset(
    {"title", "problem", "heading", "response", "text", "quote", "old_value", "new_value", "evidence", "summary"}
)
_DICTIONARY = ("表 table", "列 column", "中文名 title (zh)", "英文名 title (en)", "类型 type", "单位 unit",
               "必填 required", "代码 codes", "说明 description (zh)", "说明 description (en)")  # fmt: skip
_CHANGES = ("通报 notice", "通报编号 notice_id", "表 table", "行 row_id", "变更 change", "字段 field",
            "原值 old value", "新值 new value", "原因 cause")  # fmt: skip


def write_workbook(edition: Edition, folder: Path) -> None:
    """Write `excel/zhenggai.xlsx`; a table longer than a sheet ends with a note that points to its CSV file."""
    (folder / "excel").mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(folder / "excel" / "zhenggai.xlsx"), _OPTIONS) as workbook:
        workbook.set_properties(
            {
                "title": f"{TITLE_ZH} {edition.version}",
                "comments": edition.citation,
                "created": datetime.combine(edition.released_on, datetime.min.time()),
            }
        )
        styles = _Styles.of(workbook)
        _write_cover(workbook, styles, edition)
        _write_listing(workbook, styles, "变更 what changed", _CHANGES, told_changes(edition.tables))
        for described in edition.data_tables:
            _write_table(workbook, styles, described, edition.tables[described.name])
        _write_listing(workbook, styles, "字典 dictionary", _DICTIONARY, _dictionary())


@dataclass(frozen=True, slots=True)
class _Styles:
    header: Any
    date: Any
    datetime: Any
    text: Any
    link: Any = field(repr=False)

    @classmethod
    def of(cls, workbook: _Workbook) -> _Styles:
        return cls(
            header=workbook.add_format({"bold": True, "bg_color": "#E7EEF4", "bottom": 1}),
            date=workbook.add_format({"num_format": "yyyy-mm-dd"}),
            datetime=workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            text=workbook.add_format({"num_format": "@", "quote_prefix": True}),
            link=workbook.add_format({"bold": True, "font_size": 14}),
        )


def _write_cover(workbook: _Workbook, styles: _Styles, edition: Edition) -> None:
    sheet = workbook.add_worksheet("说明 read me")
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, f"{TITLE_ZH} · {TITLE_EN}", styles.link)
    lines = [
        ("版本 release", edition.version),
        ("上一版本 previous release", edition.previous or "—"),
        ("许可 licence", LICENCE),
        ("引用 cite as", edition.citation),
        ("空单元格 empty cell", "通报没有说 · the notice does not say (never zero)"),
        ("字典 dictionary", "最后一张表 · the last sheet explains every column"),
        *(_table_line(described, edition.counts[described.name]) for described in edition.data_tables),
    ]
    for row, (name, value) in enumerate(lines, start=2):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)


def _table_line(described: schema.Table, rows: int) -> tuple[str, str]:
    return f"{described.title_zh} {described.name}", f"{rows} 行 rows · {described.grain_zh} · {described.grain_en}"


def _write_table(workbook: _Workbook, styles: _Styles, described: schema.Table, table: pa.Table) -> None:
    sheet = workbook.add_worksheet(described.name)
    for position, column in enumerate(described.columns):
        sheet.set_column(position, position, _width(column))
        sheet.write_string(0, position, column.title_zh, styles.header)
    for position, column in enumerate(described.columns):
        sheet.write_string(1, position, column.name, styles.header)
    writers = [_writer(sheet, styles, column.type) for column in described.columns]
    kept = min(table.num_rows, _MOST_ROWS - _HEADER_ROWS - 1)
    for number, row in enumerate(_rows(table.slice(0, kept)), start=_HEADER_ROWS):
        for position, value in enumerate(row):
            if value is not None:
                writers[position](number, position, value)
    if kept < table.num_rows:
        note = f"其余 {table.num_rows - kept} 行见 csv/{described.name}.csv · the other rows are in that file"
        sheet.write_string(kept + _HEADER_ROWS, 0, note)
    sheet.freeze_panes(_HEADER_ROWS, 1)
    sheet.autofilter(1, 0, max(1, kept + 1), len(described.columns) - 1)


def _write_listing(
    workbook: _Workbook, styles: _Styles, name: str, header: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    sheet = workbook.add_worksheet(name)
    sheet.set_column(0, len(header) - 1, 24)
    for position, title in enumerate(header):
        sheet.write_string(0, position, title, styles.header)
    write = _writer(sheet, styles, "string")
    last = 0
    for last, row in enumerate(rows, start=1):
        if last == _MOST_ROWS - 1:
            sheet.write_string(last, 0, "其余见 changes/changes.csv · the rest is in that file")
            break
        for position, value in enumerate(row):
            write(last, position, value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, last), len(header) - 1)


def _writer(sheet: _Sheet, styles: _Styles, kind: str) -> _Writer:
    """How a value of this type is written; text that a spreadsheet would take for more is marked as text."""

    def text(row: int, column: int, value: str) -> object:
        marked = FORMULA.match(value) or TREACHEROUS.match(value)
        return sheet.write_string(row, column, shortened(value), styles.text if marked else None)

    def date(row: int, column: int, value: object) -> object:
        return sheet.write_datetime(row, column, value, styles.date)

    def moment(row: int, column: int, value: object) -> object:
        return sheet.write_datetime(row, column, value, styles.datetime)

    numbers = {"integer": sheet.write_number, "number": sheet.write_number, "boolean": sheet.write_boolean}
    writers: dict[str, _Writer] = {"date": date, "datetime": moment, **numbers}
    return writers.get(kind, text)


def _rows(table: pa.Table) -> Iterable[tuple[object, ...]]:
    for batch in table.to_batches(max_chunksize=10_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _width(column: schema.Column) -> int:
    return _WIDTHS.get(column.type, 60 if column.name in _WIDE else 22)


def _dictionary() -> Iterable[tuple[str, ...]]:
    for described in schema.tables():
        for column in described.columns:
            codes = ", ".join(schema.code_list(column.enum).values) if column.enum else ""
            required = "是 yes" if column.required else ""
            yield (described.name, column.name, column.title_zh, column.title_en, column.type, column.unit or "",
                   required, codes, column.description_zh, column.description_en)  # fmt: skip
