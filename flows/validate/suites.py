"""Expectation suites, generated from `schemas/` as plain values: nothing here imports Great Expectations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flows import schema
from flows.schema import Column, Table
from flows.validate.messages import generated_check
from flows.validate.outcome import Check


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation: the check it stands for, its class in Great Expectations, and its arguments."""

    check: Check
    kind: str
    arguments: Mapping[str, Any]


def suite(table: Table) -> tuple[Expectation, ...]:
    """Everything that the schema of a table says about its columns and pairs of columns."""
    return tuple(_expectations(table))


def _expectations(table: Table) -> Iterator[Expectation]:
    yield Expectation(
        generated_check("columns_in_order", table),
        "ExpectTableColumnsToMatchOrderedList",
        {"column_list": list(table.column_names)},
    )
    for column in table.columns:
        yield from _column_expectations(table, column)
    for columns in table.unique_together:
        check = generated_check("unique_together", table, columns[-1], columns=" + ".join(columns))
        yield Expectation(check, "ExpectCompoundColumnsToBeUnique", {"column_list": list(columns)})
    yield from _ordered_pairs(table)


def _column_expectations(table: Table, column: Column) -> Iterator[Expectation]:
    name = column.name
    if column.required:
        yield Expectation(generated_check("required", table, name), "ExpectColumnValuesToNotBeNull", {"column": name})
    if column.unique:
        yield Expectation(generated_check("unique", table, name), "ExpectColumnValuesToBeUnique", {"column": name})
    if column.enum:
        codes = {"column": name, "value_set": list(schema.code_list(column.enum).values)}
        yield Expectation(generated_check("code_list", table, name), "ExpectColumnValuesToBeInSet", codes)
    if column.pattern:
        pattern = {"column": name, "regex": column.pattern}
        yield Expectation(generated_check("pattern", table, name), "ExpectColumnValuesToMatchRegex", pattern)
    if column.minimum is not None or column.maximum is not None:
        limits = {"column": name, "min_value": column.minimum, "max_value": column.maximum}
        yield Expectation(generated_check("range", table, name), "ExpectColumnValuesToBeBetween", limits)


def _ordered_pairs(table: Table) -> Iterator[Expectation]:
    for rule in table.rules:
        if rule.not_after is None:
            continue
        first, second = rule.not_after
        check = Check(table.name, rule.name, first, rule.severity, rule.message_zh, rule.message_en)
        arguments = {
            "column_A": second,
            "column_B": first,
            "or_equal": True,
            "ignore_row_if": "either_value_is_missing",
        }
        yield Expectation(check, "ExpectColumnPairValuesAToBeGreaterThanB", arguments)
