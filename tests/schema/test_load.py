"""The schema is sound in itself, agrees with the values that readers make, and refuses files it cannot use."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from flows import schema
from flows.errors import ConfigurationError
from flows.normalise import records
from flows.schema import Table
from flows.schema.load import INTERNAL, read_code_list, read_table

ALL_TABLES = (*schema.tables(), *(schema.table(name) for name in INTERNAL))
BY_NAME = pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.name)

PUBLISHED = (
    "notices", "sections", "items", "measures", "metrics", "documents", "dates", "findings", "snapshots", "changes",
    "revisions", "corrections",
)  # fmt: skip


def test_the_published_tables_come_in_the_order_of_the_data_model() -> None:
    assert schema.table_names() == PUBLISHED
    assert tuple(table.name for table in schema.tables()) == PUBLISHED


def test_every_file_of_schemas_is_used() -> None:
    files = {path.stem for path in (schema.schema_folder() / "tables").iterdir()}
    assert files == {table.name for table in ALL_TABLES}
    used = {column.enum for table in ALL_TABLES for column in table.columns if column.enum}
    assert used == {*schema.code_list_names(), "table"}


def test_the_version_is_semantic() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", schema.SCHEMA_VERSION)


@BY_NAME
def test_keys_order_and_rules_name_columns_that_exist(table: Table) -> None:
    names = set(table.column_names)
    assert len(names) == len(table.columns)
    assert {table.primary_key, *table.order_by} <= names
    assert table.order_by[-1] == table.primary_key or table.order_by == (table.primary_key,)
    for key in table.foreign_keys:
        parent = schema.table(key.table)
        assert key.column in names
        assert table.column(key.column).arrow_type == parent.column(parent.primary_key).arrow_type
        assert not key.inside or (table.has_evidence and parent.has_evidence)
    for count in table.counts:
        assert count.column in names
        assert count.by in schema.table(count.table).column_names
    for rule in table.rules:
        assert set(rule.columns) <= names
        assert (rule.not_after is None) != (rule.holds is None)
        assert rule.severity in {"error", "warning"}


@BY_NAME
def test_constraints_fit_the_type_of_their_column(table: Table) -> None:
    for column in table.columns:
        assert column.type == "string" or (column.enum is None and column.pattern is None), column.name
        assert column.type in {"integer", "number"} or column.minimum is column.maximum is None, column.name
        if column.pattern:
            assert (column.pattern[0], column.pattern[-1] == "$" or column.pattern.endswith(".+")) == ("^", True)
            re.compile(column.pattern)


@BY_NAME
def test_the_arrow_schema_has_every_column_in_order(table: Table) -> None:
    assert tuple(table.arrow_schema.names) == table.column_names
    assert table.arrow_schema.metadata is None


def test_types_become_the_arrow_types_of_the_contract() -> None:
    notices = schema.table("notices").arrow_schema
    assert notices.field("published_at").type == pa.timestamp("ms", tz="Asia/Shanghai")
    assert notices.field("issued_on").type == pa.date32()
    assert notices.field("item_count").type == pa.int64()
    assert notices.field("region_code").type == pa.string()
    assert schema.table("metrics").arrow_schema.field("amount").type == pa.float64()
    assert schema.table("items").arrow_schema.field("is_long_term").type == pa.bool_()


def test_the_fields_that_are_read_are_columns_under_the_same_names() -> None:
    head = {field.name for field in fields(records.Head)}
    assert head <= set(schema.table("notices").column_names)
    read = {
        "items": records.Item, "measures": records.Measure, "metrics": records.Metric,
        "documents": records.DocumentMention, "dates": records.DateMention, "findings": records.Finding,
    }  # fmt: skip
    places = {"span", "section", "item", "measure", "problem_span", "response_span", "index", "table"}
    for name, record in read.items():
        assert set(record.__annotations__) - places <= set(schema.table(name).column_names), name


def test_only_the_last_visit_and_the_version_of_the_program_are_volatile() -> None:
    volatile = [(table.name, column.name) for table in ALL_TABLES for column in table.columns if column.volatile]
    assert volatile == [("notices", "extractor_version"), ("revisions", "last_seen_at")]


def test_codes_are_words_in_lower_case_and_occur_once() -> None:
    for name in schema.code_list_names():
        values = schema.code_list(name).values
        assert len(set(values)) == len(values)
        assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", value) for value in values), name


def test_labels_are_found_by_code() -> None:
    assert schema.code_list("item_status").label("completed") == "已完成"
    assert schema.code_list("item_status").label("completed", "en") == "Completed"
    with pytest.raises(KeyError):
        schema.code_list("item_status").label("done")


def test_conditions_of_rows_are_sql_over_the_columns() -> None:
    with duckdb.connect() as connection:
        for table in schema.tables():
            connection.register(table.name, table.arrow_schema.empty_table())
        for table in schema.tables():
            for rule in table.rules:
                if rule.holds:
                    connection.execute(f'SELECT {rule.holds} FROM "{table.name}" AS this')


def test_unknown_names_say_what_there_is() -> None:
    with pytest.raises(ConfigurationError, match="there is no table 'persons'.*notices"):
        schema.table("persons")
    with pytest.raises(ConfigurationError, match=r"colours\.csv"):
        schema.code_list("colours")


@pytest.mark.parametrize(
    "text",
    ["name: [", "just words", "name: x", "name: x\ntitle: {zh: 甲}", "fields: 3"],
    ids=["no YAML", "no mapping", "no title", "no English", "no name"],
)
def test_a_table_file_that_cannot_be_used_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"odd\.yaml.*→ mend"):
        read_table(path)


@pytest.mark.parametrize("text", ["", "code,label_zh\nx,甲\n", "code,label_zh,label_en,note\nx,甲,X\n", "\udcff"])
def test_a_code_list_that_cannot_be_used_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(ConfigurationError, match=r"odd\.csv.*→ mend"):
        read_code_list(path)
