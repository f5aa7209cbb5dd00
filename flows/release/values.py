"""One text form for every value: what the change lists, the JSON of a row and the CSV files say.

The form is exact: `value_from_text(value_text(x), type) == x` for every type of the schemas, so that a change list can
rebuild the table that it describes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

Row = dict[str, Any]
# 09:00:00.000+0800, as Arrow prints it: a fraction of zero goes, the zone gets its colon
_ZONE = r"(?:\.0+)?([+-]\d\d)(\d\d)$"


def value_text(value: object) -> str | None:
    """The text of a value: ISO 8601 for dates and times, the shortest exact digits for numbers, null for null."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def value_from_text(text: str | None, kind: pa.DataType) -> object:
    """The value that `value_text` wrote.

    Raises:
        ValueError: the text is no value of this type.
    """
    if text is None or pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return text
    if pa.types.is_boolean(kind):
        return {"true": True, "false": False}[text] if text in ("true", "false") else _refuse(text, kind)
    if pa.types.is_integer(kind):
        return int(text)
    if pa.types.is_floating(kind):
        return float(text)
    if pa.types.is_timestamp(kind):
        return datetime.fromisoformat(text)
    if pa.types.is_date(kind):
        return date.fromisoformat(text)
    return json.loads(text)


def row_json(row: Mapping[str, object]) -> str:
    """A whole row as one JSON object: numbers and booleans as such, every other value as its text."""
    return json.dumps({name: _json_value(value) for name, value in row.items()}, ensure_ascii=False)


def row_from_json(text: str, schema: pa.Schema) -> Row:
    """The row that `row_json` wrote, typed by the schema; a column that it lacks is null."""
    values = json.loads(text)
    return {field.name: _typed(values.get(field.name), field.type) for field in schema}


def text_table(table: pa.Table) -> pa.Table:
    """The table with times and lists as text, for the formats that have no type for them."""
    columns = [_text_column(table.column(field.name), field.type) for field in table.schema]
    return pa.table(dict(zip(table.column_names, columns, strict=True)))


def _refuse(text: str, kind: pa.DataType) -> object:
    raise ValueError(f"{text!r} is no {kind}")


def _json_value(value: object) -> object:
    return value if isinstance(value, (bool, int, float, list)) else value_text(value)


def _typed(value: object, kind: pa.DataType) -> object:
    return value_from_text(value, kind) if isinstance(value, str) else value


def _text_column(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if pa.types.is_timestamp(kind):
        pattern = "%Y-%m-%dT%H:%M:%S%z" if kind.tz else "%Y-%m-%dT%H:%M:%S"
        text = pc.strftime(column, format=pattern)
        return pc.replace_substring_regex(text, pattern=_ZONE, replacement=r"\1:\2")
    if pa.types.is_list(kind):
        return pa.chunked_array([[value_text(value) for value in column.to_pylist()]], pa.string())
    return column
