"""Failing rows leave with their dependants, each with its reason, and what stays still holds its keys."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import schema
from flows.validate.outcome import Check, Outcome
from flows.validate.quarantine import LONGEST_VALUE, printed, separate
from tests.validate.builder import Tables, as_tables, many_rows

SIZE = {name: len(rows) for name, rows in many_rows(3).items()}


def failure(table: str, *rows: int, severity: str = "error", column: str | None = None) -> Outcome:
    return Outcome(Check(table, "odd", column, severity, "坏", "bad"), "duckdb", holds=False, rows=rows)


def test_a_row_that_fails_leaves_with_table_key_rule_value_and_reason(tables: Tables) -> None:
    parted = separate(tables, [failure("dates", 1, column="date_start")])
    (row,) = parted.quarantine.to_pylist()
    assert row.pop("quarantine_id").isalnum()
    assert row == {
        "table": "dates",
        "row_id": "date000002",
        "notice_id": "notice000002",
        "rule": "odd",
        "column": "date_start",
        "value": "2024-03-05",
        "message_zh": "坏",
        "message_en": "bad",
    }
    assert parted.clean["dates"]["date_mention_id"].to_pylist() == ["date000001"]
    assert parted.clean["items"] is tables["items"]


def test_children_follow_their_parent_with_that_as_the_reason(tables: Tables) -> None:
    parted = separate(tables, [failure("items", 0)])
    assert parted.own["items"] == 1
    reasons = {(row["table"], row["row_id"]): row["rule"] for row in parted.quarantine.to_pylist()}
    assert reasons == {
        ("items", "item000001"): "odd",
        ("measures", "measure000001"): "parent_in_quarantine",
        ("metrics", "metric000001"): "parent_in_quarantine",
        ("documents", "mention000001"): "parent_in_quarantine",
        ("dates", "date000001"): "parent_in_quarantine",
        ("findings", "finding000001"): "parent_in_quarantine",
    }
    assert parted.dependent["measures"] == 1


def test_a_notice_takes_everything_of_it_along_and_nothing_of_others(tables: Tables) -> None:
    parted = separate(tables, [failure("notices", 1)])
    made = [name for name in tables if schema.table(name).made_by == "normalise"]
    for name in made:
        ids = parted.clean[name]["notice_id"].to_pylist()
        assert set(ids) == {"notice000001"}
        assert len(ids) == tables[name].num_rows / 2


def test_warnings_leave_the_row_where_it_is(tables: Tables) -> None:
    parted = separate(tables, [failure("notices", 0, severity="warning")])
    assert parted.quarantine.num_rows == 0
    assert parted.clean == tables


def test_a_row_without_a_key_is_kept_too() -> None:
    rows = many_rows(1)
    rows["dates"][0]["date_mention_id"] = None
    parted = separate(as_tables(rows), [failure("dates", 0)])
    assert parted.quarantine["row_id"].to_pylist() == [None]
    assert parted.clean["dates"].num_rows == 0


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(sorted(SIZE)).flatmap(lambda name: st.tuples(st.just(name), st.integers(0, SIZE[name] - 1))),
        max_size=8,
    )
)
def test_nothing_is_lost_and_the_rest_holds(broken: list[tuple[str, int]]) -> None:
    tables = as_tables(many_rows(3))
    parted = separate(tables, [failure(name, row) for name, row in broken])
    for name, table in tables.items():
        key = schema.table(name).primary_key
        kept = set(parted.clean[name][key].to_pylist())
        gone = set(parted.quarantine.filter(pc.equal(parted.quarantine["table"], name))["row_id"].to_pylist())
        assert kept | gone == set(table[key].to_pylist())
        assert not kept & gone
        assert len(gone) == parted.own[name] + parted.dependent[name]
        for foreign in schema.table(name).foreign_keys:
            parents = set(parted.clean[foreign.table][schema.table(foreign.table).primary_key].to_pylist())
            assert set(parted.clean[name][foreign.column].to_pylist()) <= parents | {None}


def test_the_same_failures_in_another_order_give_the_same_quarantine(tables: Tables) -> None:
    failures = [failure("items", 0), failure("dates", 1), failure("notices", 1)]
    assert separate(tables, failures).quarantine == separate(tables, failures[::-1]).quarantine


def test_values_are_printed_short_and_on_one_line() -> None:
    assert printed(None) is None
    assert printed(date(2024, 3, 5)) == "2024-03-05"
    assert printed("a\n b") == "a b"
    assert len(printed("字" * 500) or "") == LONGEST_VALUE


def test_the_quarantine_has_the_columns_of_its_schema(tables: Tables) -> None:
    assert separate(tables, []).quarantine.schema == schema.table("quarantine").arrow_schema
    assert isinstance(separate(tables, []).quarantine, pa.Table)
