"""The schema as the program sees it: every table, column, type, constraint, key and code list, read from `schemas/`.

`schemas/` is the only home of names, order, types, units, constraints and of the Chinese and English words that
explain them. Arrow schemas, Great Expectations suites, the Data Package and the data dictionary are made from the
values below; nothing else in the program lists columns or codes.

    schemas/version              SemVer of the schema: columns are only appended, anything else is a major version
    schemas/columns.yaml         columns that several tables share (`- use: quote`)
    schemas/tables/<table>.yaml  one table
    schemas/codelists/<list>.csv code,label_zh,label_en,note
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import yaml

from flows.errors import ConfigurationError

TIMEZONE = "Asia/Shanghai"

ARROW_TYPES: Mapping[str, pa.DataType] = MappingProxyType(
    {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "datetime": pa.timestamp("s", tz=TIMEZONE),
    }
)

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


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `enum` names a code list; `volatile` means that a changed value alone is no reason for a release."""

    name: str
    type: str
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    unit: str | None = None
    required: bool = False
    unique: bool = False
    enum: str | None = None
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    volatile: bool = False
    deprecated: str | None = None

    @property
    def arrow_type(self) -> pa.DataType:
        """The Arrow type that every file and table of a release uses for this column."""
        return ARROW_TYPES[self.type]


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A column whose values, where not null, are primary keys of another table."""

    column: str
    table: str


@dataclass(frozen=True, slots=True)
class CountRule:
    """A column that says how many rows of `table` point here: those whose column `by` holds this row's primary key."""

    column: str
    table: str
    by: str


@dataclass(frozen=True, slots=True)
class RowReference:
    """Two columns that name any row of any table: `table` holds the table's name, `row` the primary key in it."""

    table: str
    row: str


@dataclass(frozen=True, slots=True)
class RowRule:
    """What must hold inside one row: either `not_after` (first <= second, nulls pass) or `holds`, DuckDB SQL (null passes).

    Rows that break an `error` go to quarantine. A `warning` is about what the notice itself says: it is reported and
    the row is published, because a contradiction in a public notice is a fact worth reading.
    """

    name: str
    severity: str
    columns: tuple[str, ...]
    message_zh: str
    message_en: str
    not_after: tuple[str, str] | None = None
    holds: str | None = None


@dataclass(frozen=True)
class Table:
    """One table: its words, its columns in published order, its keys and its total order."""

    name: str
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    grain_zh: str
    grain_en: str
    primary_key: str
    order_by: tuple[str, ...]
    columns: tuple[Column, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    counts: tuple[CountRule, ...] = ()
    rules: tuple[RowRule, ...] = ()
    row_reference: RowReference | None = None
    internal: bool = False
    _by_name: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {column.name: column for column in self.columns})

    @property
    def grain(self) -> str:
        """What one row is, in English."""
        return self.grain_en

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns in published order."""
        return tuple(self._by_name)

    @property
    def has_evidence(self) -> bool:
        """Whether every row carries the quote it rests on: `quote`, `char_start`, `char_end`."""
        return {"notice_id", "quote", "char_start", "char_end"} <= self._by_name.keys()

    @cached_property
    def arrow_schema(self) -> pa.Schema:
        """Arrow schema in published order; required columns are not nullable in it only by contract, not by type."""
        return pa.schema([pa.field(column.name, column.arrow_type) for column in self.columns])

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            KeyError: the table has no such column.
        """
        return self._by_name[name]


@dataclass(frozen=True, slots=True)
class Code:
    """One code with its Chinese and English label, and a note on its use in both languages."""

    code: str
    label_zh: str
    label_en: str
    note: str


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes that a column may hold, in the order in which they are explained."""

    name: str
    codes: tuple[Code, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The codes themselves."""
        return tuple(code.code for code in self.codes)

    def label(self, code: str, language: str = "zh") -> str:
        """The label of a code; `language` is `zh` or `en`.

        Raises:
            KeyError: the list has no such code.
        """
        entry = {entry.code: entry for entry in self.codes}[code]
        return entry.label_zh if language == "zh" else entry.label_en


@cache
def schema_folder() -> Path:
    """Where the schema files are: inside an installed package, or `schemas/` of a clone.

    Raises:
        ConfigurationError: neither place has them.
    """
    package = Path(__file__).resolve().parent
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
    """The table of that name, read once.

    Raises:
        ConfigurationError: there is no such table, or its file cannot be used.
    """
    if name not in PUBLISHED + INTERNAL:
        raise ConfigurationError(f"there is no table {name!r}", remedy=f"use one of {', '.join(PUBLISHED)}")
    path = schema_folder() / "tables" / f"{name}.yaml"
    try:
        return _table(_read_yaml(path))
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigurationError(
            f"the schema of table {name!r} is not complete: {error!r}", where=str(path), remedy="mend the file"
        ) from error


@cache
def code_list(name: str) -> CodeList:
    """The code list of that name, read once. `table` is the list of the tables themselves.

    Raises:
        ConfigurationError: there is no such list, or its file cannot be read.
    """
    if name == "table":
        return CodeList(name, tuple(Code(each.name, each.title_zh, each.title_en, "") for each in tables()))
    path = schema_folder() / "codelists" / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return CodeList(name, tuple(Code(**row) for row in csv.DictReader(stream)))
    except (OSError, TypeError, UnicodeError) as error:
        raise ConfigurationError(
            f"the code list {name!r} cannot be read: {error}",
            where=str(path),
            remedy="give it a header row code,label_zh,label_en,note and four cells a row",
        ) from error


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
        counts=tuple(CountRule(**each) for each in data.get("counts", ())),
        rules=tuple(_row_rule(each) for each in data.get("rules", ())),
        row_reference=RowReference(**data["rowReference"]) if "rowReference" in data else None,
        internal=data.get("internal", False),
    )


def _column(data: Mapping[str, Any]) -> Column:
    data = _with_shared(data)
    return Column(
        name=data["name"],
        type=data["type"],
        **_words(data, "title"),
        **_words(data, "description"),
        unit=data.get("unit"),
        enum=data.get("codelist"),
        volatile=data.get("volatile", False),
        deprecated=data.get("deprecated"),
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
    not_after = data.get("not_after")
    return RowRule(
        name=data["name"],
        severity=data["severity"],
        columns=tuple(data.get("columns") or not_after),
        **_words(data, "message"),
        not_after=tuple(not_after) if not_after else None,
        holds=data.get("holds"),
    )


def _words(data: Mapping[str, Any], key: str) -> dict[str, str]:
    return {f"{key}_{language}": data[key][language].strip() for language in ("zh", "en")}


SCHEMA_VERSION: str = (schema_folder() / "version").read_text(encoding="utf-8").strip()
