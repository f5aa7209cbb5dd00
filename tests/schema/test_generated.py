"""What is generated from the schema: the Data Package descriptor, the data dictionary, and the lock of the columns."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

from flows import schema
from flows.schema import Table

ROOT = Path(__file__).parents[2]
BY_NAME = pytest.mark.parametrize("table", schema.tables(), ids=lambda table: table.name)


def package(tables: tuple[Table, ...]) -> dict[str, Any]:
    resources = [
        {"name": table.name, "path": f"{table.name}.csv", "schema": schema.table_schema(table)} for table in tables
    ]
    return {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "x", "resources": resources}


def test_the_descriptor_is_a_valid_data_package() -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.Package.validate_descriptor(package(schema.tables()))
    assert report.valid, report.flatten(["message"])


@BY_NAME
def test_the_descriptor_has_every_column_key_and_code(table: Table) -> None:
    descriptor = schema.table_schema(table)
    assert [field["name"] for field in descriptor["fields"]] == list(table.column_names)
    assert descriptor["primaryKey"] == [table.primary_key]
    assert len(descriptor["foreignKeys"]) == len(table.foreign_keys)
    for field, column in zip(descriptor["fields"], table.columns, strict=True):
        assert column.title_zh in field["title"]
        assert column.description_en in field["description"]
        if column.enum:
            codes = list(schema.code_list(column.enum).values)
            assert field["constraints"]["enum"] == codes == [each["value"] for each in field["categories"]]


def test_frictionless_holds_rows_against_the_descriptor(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    names = schema.table("corrections").column_names
    good = ["fix-1", "items", "item000001", "status", "", "completed", "misread", "editor", "2026-11-23", "true"]
    bad = ["fix-2", "persons", "item000001", "status", "", "completed", "", "editor", "23/11/2026", "true"]
    for name, row in (("good", good), ("bad", bad)):
        (tmp_path / f"{name}.csv").write_text(f"{','.join(names)}\n{','.join(row)}\n", encoding="utf-8")
    described = frictionless.Schema.from_descriptor(schema.table_schema(schema.table("corrections")))
    found = {
        name: frictionless.Resource(path=f"{name}.csv", basepath=str(tmp_path), schema=described).validate()
        for name in ("good", "bad")
    }
    assert found["good"].valid
    errors = found["bad"].flatten(["fieldName", "type"])
    assert {name for name, _ in errors} == {"table", "reason", "decided_on"}


def test_the_data_dictionary_is_current() -> None:
    current = (ROOT / "docs" / "data_dictionary.md").read_text(encoding="utf-8")
    assert current == schema.data_dictionary(), "run `make docs`"


def test_the_data_dictionary_is_printed_by_the_module() -> None:
    printed = subprocess.run([sys.executable, "-m", "flows.schema"], capture_output=True, check=True, cwd=ROOT).stdout
    assert printed.decode("utf-8") == schema.data_dictionary()


def test_the_data_dictionary_explains_every_column_and_code() -> None:
    page = schema.data_dictionary()
    for table in schema.tables():
        for column in table.columns:
            assert f"| `{column.name}` | {column.type}" in page
            assert column.description_zh in page
    for name in schema.code_list_names():
        assert all(f"| `{code.code}` | {code.label_zh} |" in page for code in schema.code_list(name).codes)


def test_columns_are_only_appended_within_a_major_version() -> None:
    """Columns in the middle break spreadsheets: what was published keeps its place, name and type."""
    lock = yaml.safe_load((ROOT / "schemas" / "lock.yaml").read_text(encoding="utf-8"))
    assert lock["major"] == int(schema.SCHEMA_VERSION.split(".")[0]), "a new major version starts a new lock"
    for name, columns in lock["tables"].items():
        table = schema.table(name)
        kept = {column.name: column.type for column in table.columns[: len(columns)]}
        assert list(kept.items()) == list(columns.items()), name
    assert set(lock["tables"]) == set(schema.table_names()), "a new table goes into schemas/lock.yaml"


def test_every_table_comes_back_from_parquet_in_the_same_types(tmp_path: Path) -> None:
    for table in schema.tables():
        pq.write_table(table.arrow_schema.empty_table(), tmp_path / "x.parquet")
        assert pq.read_schema(tmp_path / "x.parquet") == table.arrow_schema
