"""CSV twice: for programs (UTF-8 without BOM, LF), and for people with a spreadsheet (BOM, CRLF, guarded)."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.csv

from flows.release.formats.edition import Edition, csv_path
from flows.release.formats.spreadsheet_text import guarded
from flows.release.values import text_table

_BOM = b"\xef\xbb\xbf"


def write_csv(edition: Edition, folder: Path) -> None:
    """One canonical file a table: text is quoted, null is empty, an empty text would be "" (RFC 4180 with LF)."""
    for name, table in edition.tables.items():
        path = folder / csv_path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        pa.csv.write_csv(text_table(table), path, pa.csv.WriteOptions(quoting_style="needed"))


def write_excel_csv(edition: Edition, folder: Path) -> None:
    """One file a table that Excel and WPS open with the right characters, and in which no cell becomes a formula."""
    (folder / "excel").mkdir(parents=True, exist_ok=True)
    options = pa.csv.WriteOptions(quoting_style="needed", eol="\r\n")
    for name, table in edition.tables.items():
        with (folder / "excel" / f"{name}.csv").open("wb") as stream:
            stream.write(_BOM)
            pa.csv.write_csv(_guarded_table(table), stream, options)


def _guarded_table(table: pa.Table) -> pa.Table:
    """Every text of the table guarded; times are made text afterwards, they are no danger."""
    for position, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            guards = [None if text is None else guarded(text) for text in table.column(position).to_pylist()]
            table = table.set_column(position, field, pa.chunked_array([guards], field.type))
    return text_table(table)
