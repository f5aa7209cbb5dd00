"""Tables that hold every rule; each test breaks one thing in its own copy."""

from __future__ import annotations

import pytest

from tests.validate.builder import Rows, Tables, as_tables, many_rows


@pytest.fixture
def rows() -> Rows:
    return many_rows(2)


@pytest.fixture
def tables(rows: Rows) -> Tables:
    return as_tables(rows)
