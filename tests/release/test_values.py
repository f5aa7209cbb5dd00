from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import schema
from flows.release.values import row_from_json, row_json, value_from_text, value_text

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
VALUES = {
    "string": st.text(st.characters(exclude_categories=["Cs"])),
    "integer": st.integers(-(2**63), 2**63 - 1),
    "number": st.floats(allow_nan=False),
    "boolean": st.booleans(),
    "date": st.dates(),
    "datetime": MOMENTS,
}

TYPES = {column.type: column.arrow_type for described in schema.tables() for column in described.columns}


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_text_is_exact(kind: str, data: st.DataObject) -> None:
    value = data.draw(st.none() | VALUES[kind])
    assert value_from_text(value_text(value), TYPES[kind]) == value


@given(data=st.data())
def test_row_json_is_exact(data: st.DataObject) -> None:
    row = {kind: data.draw(st.none() | values) for kind, values in VALUES.items()}
    target = pa.schema([pa.field(kind, TYPES[kind]) for kind in VALUES])
    assert row_from_json(row_json(row), target) == row


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (True, "true"),
        (86.6, "86.6"),
        (500.0, "500"),
        (date(2023, 8, 2), "2023-08-02"),
        (datetime(2023, 8, 2, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai")), "2023-08-02T10:30:00+08:00"),
        ("", ""),
    ],
)
def test_forms(value: object, text: str | None) -> None:
    assert value_text(value) == text


def test_a_wrong_text_is_refused() -> None:
    with pytest.raises(ValueError, match="is no bool"):
        value_from_text("yes", pa.bool_())


def test_a_column_that_the_json_lacks_is_null() -> None:
    target = pa.schema([("a", pa.string()), ("b", pa.int64())])
    assert row_from_json('{"a": "x"}', target) == {"a": "x", "b": None}
