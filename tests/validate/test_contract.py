"""Tables without the shape of the schema are refused before a row is looked at."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pytest

from flows.validate.contract import shape_breaches
from tests.validate.builder import Tables


def drop_table(tables: Tables) -> None:
    del tables["dates"]


def drop_column(tables: Tables) -> None:
    tables["items"] = tables["items"].drop_columns(["status"])


def repeat_column(tables: Tables) -> None:
    tables["items"] = tables["items"].append_column("status", tables["items"]["status"])


def change_type(tables: Tables) -> None:
    index = tables["metrics"].column_names.index("amount")
    tables["metrics"] = tables["metrics"].set_column(index, "amount", tables["metrics"]["amount"].cast(pa.string()))


def add_table(tables: Tables) -> None:
    tables["persons"] = pa.table({"name": ["x"]})


@pytest.mark.parametrize(
    ("broken", "table", "words"),
    [
        (drop_table, "dates", "the table is missing"),
        (drop_column, "items", "column status is missing"),
        (repeat_column, "items", "column status occurs more than once"),
        (change_type, "metrics", "column amount is string where it must be double"),
        (add_table, "persons", "schemas/ has no such table"),
    ],
)
def test_a_broken_shape_is_named(tables: Tables, broken: Callable[[Tables], None], table: str, words: str) -> None:
    broken(tables)
    (breach,) = shape_breaches(tables)
    assert (breach.table, breach.message_en) == (table, words)
    assert breach.message_zh
    assert breach.remedy


def test_tables_of_the_release_may_be_absent(tables: Tables) -> None:
    del tables["changes"], tables["corrections"]
    assert shape_breaches(tables) == ()
