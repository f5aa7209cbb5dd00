"""Every rule finds its failing example, names the right rows, and stays silent on tables that hold."""

from __future__ import annotations

import pyarrow as pa
import pytest
from _pytest.mark import ParameterSet

from flows import schema
from flows.errors import ConfigurationError
from flows.validate.checkpoint import Checkpoints, run_suite, run_suites
from flows.validate.messages import messages
from flows.validate.outcome import Check, Outcome
from flows.validate.rules import RuleQuery, rule_queries, run_queries, run_rules
from flows.validate.spans import run_spans
from flows.validate.suites import suite
from tests.validate.breaks import BREAKS, Break
from tests.validate.builder import GREAT_EXPECTATIONS, Rows, Tables, as_tables

EVERY_TABLE = frozenset(schema.table_names())
QUERIES = rule_queries(EVERY_TABLE)
SUITE_RULES = {each.check.rule for table in schema.tables() for each in suite(table)}


def concerns(check: Check, broken: Break) -> bool:
    return (check.table, check.rule, check.column) == (broken.table, broken.rule, broken.column)


def found(tables: Tables, broken: Break) -> Outcome:
    """What the engine that has the rule says; of a suite only the expectation in question runs, which is quick."""
    name = broken.table
    if broken.rule in SUITE_RULES:
        expectations = [each for each in suite(schema.table(name)) if concerns(each.check, broken)]
        results = tuple(run_suite(Checkpoints(), name, tables[name], expectations))
    elif broken.rule == "quote_at_span":
        results = run_spans(tables)
    else:
        results = run_queries(tables, [each for each in QUERIES if concerns(each.check, broken)])
    (outcome,) = [each for each in results if concerns(each.check, broken)]
    return outcome


def breaking(broken: Break) -> ParameterSet:
    marks = (GREAT_EXPECTATIONS,) if broken.rule in SUITE_RULES else ()
    return pytest.param(broken, marks=marks, id=str(broken))


@pytest.mark.parametrize("broken", [breaking(broken) for broken in BREAKS])
def test_rule_names_the_broken_rows(rows: Rows, broken: Break) -> None:
    broken.apply(rows)
    outcome = found(as_tables(rows), broken)
    assert (outcome.holds, outcome.rows, outcome.problem) == (False, broken.rows, None)


def test_every_rule_has_a_failing_example() -> None:
    generated = {each.check.rule for each in rule_queries(EVERY_TABLE)} | SUITE_RULES | {"quote_at_span"}
    elsewhere = {"columns_in_order", "parent_in_quarantine"}  # tests of suites and of quarantine
    assert generated - elsewhere == {broken.rule for broken in BREAKS}


def test_every_generated_rule_has_words_in_both_languages() -> None:
    named = {rule.name for table in schema.tables() for rule in table.rules}
    generated = {each.check.rule for each in rule_queries(EVERY_TABLE)} | SUITE_RULES
    assert (generated - named) | {"quote_at_span", "parent_in_quarantine"} == set(messages())
    assert all(chinese and english for chinese, english in messages().values())


def test_no_message_keeps_an_empty_slot() -> None:
    checks = [each.check for table in schema.tables() for each in suite(table)]
    checks += [each.check for each in rule_queries(EVERY_TABLE)]
    assert not [check for check in checks if "{" in (check.message_zh + check.message_en).replace("{5,}", "")
                .replace("{6}", "").replace("{64}", "").replace("{2,}", "")]  # fmt: skip


def test_rules_need_only_the_tables_that_are_there(tables: Tables) -> None:
    assert {each.check.table for each in rule_queries(frozenset({"notices", "items"}))} == {"notices", "items"}
    assert all(outcome.holds for outcome in run_rules({name: tables[name] for name in ("notices", "findings")}))


@GREAT_EXPECTATIONS
def test_empty_tables_pass() -> None:
    empty = {table.name: table.arrow_schema.empty_table() for table in schema.tables()}
    assert all(outcome.holds for outcome in (*run_suites(empty), *run_rules(empty), *run_spans(empty)))


def test_a_rule_that_is_no_sql_says_where_to_mend_it(tables: Tables) -> None:
    query = RuleQuery(Check("items", "odd", None, "error", "坏", "bad"), "SELECT __row FROM items WHERE nonsense")
    with pytest.raises(ConfigurationError, match=r"odd.*nonsense.*schemas/tables/items.yaml"):
        run_queries(tables, [query])


def test_positions_count_characters_outside_the_basic_plane() -> None:
    described = schema.table("metrics")
    row = {"notice_id": "notice000001", "quote": "3次", "char_start": 1, "char_end": 3}
    notices = pa.table({"notice_id": ["notice000001"], "text": ["𠮷3次"]})
    facts = pa.Table.from_pylist([row], schema=described.arrow_schema)
    assert all(outcome.holds for outcome in run_spans({"notices": notices, "metrics": facts}))
