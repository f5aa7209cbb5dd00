"""A quote passes exactly where Python's own slice of the notice gives it."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from flows import schema
from flows.validate.spans import misplaced_rows

TEXTS = st.text(st.sampled_from("通报𠮷一 \n3"), min_size=1, max_size=6)
PLACES = st.integers(-2, 8)


def facts(*rows: tuple[str | None, str | None, int | None, int | None]) -> pa.Table:
    names = ("notice_id", "quote", "char_start", "char_end")
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return pa.Table.from_pylist(found, schema=schema.table("dates").arrow_schema)


@given(TEXTS, TEXTS, PLACES, PLACES)
def test_a_row_is_misplaced_unless_its_slice_is_its_quote(text: str, quote: str, start: int, end: int) -> None:
    holds = 0 <= start < end <= len(text) and text[start:end] == quote
    assert list(misplaced_rows(facts(("n", quote, start, end)), {"n": text})) == ([] if holds else [0])


def test_rows_with_nulls_or_without_a_notice_are_left_to_other_rules() -> None:
    rows = facts(("n", None, 0, 1), ("n", "通", None, 1), ("n", "通", 0, None), (None, "通", 0, 1), ("m", "通", 0, 1))
    assert list(misplaced_rows(rows, {"n": "通报"})) == []


def test_row_numbers_run_on_across_chunks() -> None:
    table = pa.concat_tables([facts(("n", "通", 0, 1)), facts(("n", "报", 0, 1)), facts(("n", "通", 1, 2))])
    assert list(misplaced_rows(table, {"n": "通报"})) == [1, 2]
