"""What Great Expectations reports becomes outcomes, errors inside an expectation included."""

from __future__ import annotations

from flows import schema
from flows.validate.checkpoint import Checkpoints, run_suite
from flows.validate.outcome import Check
from flows.validate.suites import Expectation, suite
from tests.validate.builder import GREAT_EXPECTATIONS, Tables

pytestmark = GREAT_EXPECTATIONS
CHECK = Check("items", "odd", "status", "error", "坏", "bad")


def test_columns_out_of_order_fail_without_naming_rows(tables: Tables) -> None:
    table = tables["items"]
    turned = table.select([*table.column_names[1:], table.column_names[0]])
    (outcome,) = run_suite(Checkpoints(), "items", turned, suite(schema.table("items"))[:1])
    assert (outcome.check.rule, outcome.holds, outcome.rows) == ("columns_in_order", False, ())
    assert outcome.problem is None


def test_an_expectation_that_cannot_be_evaluated_is_a_problem(tables: Tables) -> None:
    odd = Expectation(CHECK, "ExpectColumnValuesToMatchRegex", {"column": "status", "regex": "("})
    fine = suite(schema.table("items"))[1]
    first, second = run_suite(Checkpoints(), "items", tables["items"], (odd, fine))
    assert not first.holds
    assert first.problem is not None
    assert (second.holds, second.problem) == (True, None)


def test_outcomes_keep_the_order_of_the_expectations(tables: Tables) -> None:
    expectations = suite(schema.table("notices"))
    outcomes = tuple(run_suite(Checkpoints(), "notices", tables["notices"], expectations))
    assert [outcome.check for outcome in outcomes] == [each.check for each in expectations]
