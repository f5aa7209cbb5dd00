"""Thresholds carry their date and reason, and draw the line where they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows import schema
from flows.validate.thresholds import Threshold, threshold

LIMIT = Threshold("items", share=0.05, rows=3, may_be_emptied=True, since=date(2026, 11, 23), reason="")
STRICT = replace(LIMIT, may_be_emptied=False)


@pytest.mark.parametrize(
    ("failing", "rows", "exceeded"),
    [
        (0, 0, False),
        (0, 100, False),
        (3, 10, False),
        (4, 10, True),
        (5, 100, False),
        (6, 100, True),
        (2, 2, False),
        (4, 4, True),
    ],
)
def test_more_than_both_rows_and_share_is_too_much(failing: int, rows: int, exceeded: bool) -> None:
    assert LIMIT.is_exceeded(failing, rows) is exceeded


def test_a_table_that_must_not_be_emptied_keeps_a_row() -> None:
    assert STRICT.is_exceeded(2, 2)
    assert not STRICT.is_exceeded(1, 2)
    assert not STRICT.is_exceeded(0, 0)
    assert not threshold("notices").may_be_emptied


def test_every_table_has_a_threshold_with_a_date_and_a_reason() -> None:
    for name in schema.table_names():
        assert isinstance(threshold(name).since, date)
        assert len(threshold(name).reason) > 40
