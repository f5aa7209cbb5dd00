"""Suites say everything that the schema says, and stay plain values."""

from __future__ import annotations

import subprocess
import sys

import pytest

from flows import schema
from flows.schema import Table
from flows.validate.suites import suite


@pytest.mark.parametrize("table", schema.tables(), ids=lambda table: table.name)
def test_every_constraint_becomes_an_expectation(table: Table) -> None:
    made = {(each.check.rule, each.check.column) for each in suite(table)}
    wanted: set[tuple[str, str | None]] = {("columns_in_order", None)}
    for column in table.columns:
        wanted |= {("required", column.name)} if column.required else set()
        wanted |= {("unique", column.name)} if column.unique else set()
        wanted |= {("code_list", column.name)} if column.enum else set()
        wanted |= {("pattern", column.name)} if column.pattern else set()
        wanted |= {("range", column.name)} if (column.minimum, column.maximum) != (None, None) else set()
    wanted |= {("unique_together", columns[-1]) for columns in table.unique_together}
    wanted |= {(rule.name, rule.not_after[0]) for rule in table.rules if rule.not_after}
    assert made == wanted


@pytest.mark.parametrize("table", schema.tables(), ids=lambda table: table.name)
def test_the_primary_key_is_required_and_unique(table: Table) -> None:
    key = table.column(table.primary_key)
    assert key.required
    assert key.unique


def test_nothing_imports_great_expectations_before_it_runs() -> None:
    code = "import sys; import flows.validate.validation; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
