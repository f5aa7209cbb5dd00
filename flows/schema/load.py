"""Reading `schemas/` into values; each file is read once a process."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from flows.errors import ConfigurationError
from flows.schema.model import Code, CodeList, Column, CountRule, ForeignKey, RowReference, RowRule, Table

PUBLISHED = (
    "notices",
    "sections",
    "items",
    "measures",
    "metrics",
    "documents",
    "dates",
    "findings",
    "snapshots",
    "changes",
    "revisions",
    "corrections",
)
INTERNAL = ("quarantine",)
CODE_COLUMNS = ("code", "label_zh", "label_en", "note")


@cache
def schema_folder() -> Path:
    """Where the schema files are: inside an installed package, or `schemas/` of a clone.

    Raises:
        ConfigurationError: neither place has them.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "embedded" / "schemas", package.parent / "schemas"):
        if (folder / "tables").is_dir():
            return folder
    raise ConfigurationError(
        "the schema files are missing",
        where=str(package.parent / "schemas"),
        remedy="install the package again, or run from a complete clone",
    )


def table_names() -> tuple[str, ...]:
    """The published tables, in the order in which they are published and explained."""
    return PUBLISHED


def tables() -> tuple[Table, ...]:
    """The published tables themselves, in the same order."""
    return tuple(table(name) for name in PUBLISHED)


@cache
def table(name: str) -> Table:
    """The table of that name.

    Raises:
        ConfigurationError: there is no such table, or its file cannot be used.
    """
    if name not in PUBLISHED + INTERNAL:
        raise ConfigurationError(f"there is no table {name!r}", remedy=f"use one of {', '.join(PUBLISHED)}")
    return read_table(schema_folder() / "tables" / f"{name}.yaml")


def read_table(path: Path) -> Table:
    """The table that a schema file describes.

    Raises:
        ConfigurationError: the file cannot be read, or something in it is missing or unknown.
    """
    try:
        return _table(_read_yaml(path))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ConfigurationError(
            f"the schema is not complete: {error!r}", where=str(path), remedy="mend the file"
        ) from error


@cache
def code_list(name: str) -> CodeList:
    """The code list of that name. `table` is the list of the published tables.

    Raises:
        ConfigurationError: there is no such list, or its file cannot be read.
    """
    if name == "table":
        return CodeList(name, tuple(Code(each.name, each.title_zh, each.title_en, "") for each in tables()))
    return read_code_list(schema_folder() / "codelists" / f"{name}.csv")


def read_code_list(path: Path) -> CodeList:
    """The code list that a CSV file holds.

    Raises:
        ConfigurationError: the file cannot be read, or a row has not the four cells of the header.
    """
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream, strict=True)
        if tuple(header) != CODE_COLUMNS or any(len(row) != len(CODE_COLUMNS) for row in rows):
            raise ValueError(f"every row needs the cells {','.join(CODE_COLUMNS)}")
    except (OSError, ValueError, csv.Error) as error:
        raise ConfigurationError(f"a code list cannot be read: {error}", where=str(path), remedy="mend it") from error
    return CodeList(path.stem, tuple(Code(*row) for row in rows))


def code_list_names() -> tuple[str, ...]:
    """Names of the code lists kept as files, sorted."""
    return tuple(sorted(path.stem for path in (schema_folder() / "codelists").glob("*.csv")))


def _read_yaml(path: Path) -> Any:  # noqa: ANN401 - YAML has no type until it is read into one
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both loaders are safe
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise ConfigurationError(
            f"a schema file cannot be read: {error}", where=str(path), remedy="mend it"
        ) from error


@cache
def _shared_columns() -> Mapping[str, Mapping[str, Any]]:
    shared: Mapping[str, Mapping[str, Any]] = _read_yaml(schema_folder() / "columns.yaml")
    return shared


def _table(data: Mapping[str, Any]) -> Table:
    return Table(
        name=data["name"],
        **_words(data, "title"),
        **_words(data, "description"),
        **_words(data, "grain"),
        primary_key=data["primaryKey"],
        order_by=tuple(data["order"]),
        columns=tuple(_column(each) for each in data["fields"]),
        foreign_keys=tuple(ForeignKey(**each) for each in data.get("foreignKeys", ())),
        unique_together=tuple(tuple(each) for each in data.get("uniqueTogether", ())),
        counts=tuple(CountRule(**each) for each in data.get("counts", ())),
        rules=tuple(_row_rule(each) for each in data.get("rules", ())),
        row_reference=RowReference(**data["rowReference"]) if "rowReference" in data else None,
        made_by=data.get("madeBy", "normalise"),
    )


def _column(data: Mapping[str, Any]) -> Column:
    data = _with_shared(data)
    settings = {key: data[key] for key in ("unit", "volatile", "deprecated") if key in data}
    return Column(
        name=data["name"],
        type=data["type"],
        **_words(data, "title"),
        **_words(data, "description"),
        enum=data.get("codelist"),
        **settings,
        **data.get("constraints", {}),
    )


def _with_shared(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """A column that takes in a shared one: its own keys win, constraints are merged one by one."""
    if "use" not in data:
        return data
    shared = _shared_columns()[data["use"]]
    constraints = {**shared.get("constraints", {}), **data.get("constraints", {})}
    return {"name": data["use"], **shared, **data, "constraints": constraints}


def _row_rule(data: Mapping[str, Any]) -> RowRule:
    ordered = data.get("not_after")
    return RowRule(
        name=data["name"],
        severity=data["severity"],
        columns=tuple(data["columns"] if ordered is None else ordered),
        **_words(data, "message"),
        not_after=None if ordered is None else (ordered[0], ordered[1]),
        holds=data.get("holds"),
    )


def _words(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {f"{key}_{language}": data[key][language].strip() for language in ("zh", "en")}


SCHEMA_VERSION: str = (schema_folder() / "version").read_text(encoding="utf-8").strip()
