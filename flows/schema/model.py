"""What a schema is made of: frozen values, with the Arrow types that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import pyarrow as pa

TIMEZONE = "Asia/Shanghai"

ARROW_TYPES: Mapping[str, pa.DataType] = MappingProxyType(
    {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "datetime": pa.timestamp("ms", tz=TIMEZONE),
    }
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        type: a key of `ARROW_TYPES`.
        unit: what a number counts or measures, in words; null for columns without one.
        enum: name of the code list that its values come from.
        pattern: regular expression that the whole value matches, anchors included.
        volatile: a changed value alone is no reason for a new release.
        deprecated: since when, and what to use instead.
    """

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
    """A column whose values, where not null, are primary keys of another table.

    `inside` says that the quote of a row lies within the quote of the row it points to.
    """

    column: str
    table: str
    inside: bool = False


@dataclass(frozen=True, slots=True)
class CountRule:
    """A column that says how many rows of `table` point here: those whose column `by` holds this row's primary key."""

    column: str
    table: str
    by: str


@dataclass(frozen=True, slots=True)
class RowReference:
    """Two columns that together name a row of any table: `table` the table's name, `row` the primary key in it."""

    table: str
    row: str


@dataclass(frozen=True, slots=True)
class RowRule:
    """What must hold inside one row; a null on either side passes.

    Rows that break an `error` go to quarantine. A `warning` is about what the notice itself says: it is reported and
    the row is published, because a contradiction in a public notice is a fact worth reading.

    Attributes:
        columns: what the rule looks at; the first one is reported.
        not_after: two columns, the first at most as great as the second.
        holds: a condition in DuckDB's SQL over the columns of the row, which is called `this`; other tables go by
            their names. The alternative to `not_after`.
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
    """One table: its words, its columns in published order, its keys, its rules and its total order.

    Attributes:
        order_by: columns that put the rows in one order only; ends in the primary key.
        unique_together: groups of columns whose values together occur once.
        made_by: the stage that makes its rows: `normalise`, `release` or `validate`.
    """

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
    unique_together: tuple[tuple[str, ...], ...] = ()
    counts: tuple[CountRule, ...] = ()
    rules: tuple[RowRule, ...] = ()
    row_reference: RowReference | None = None
    made_by: str = "normalise"
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
        """Arrow schema in published order. Fields are nullable in type; `required` is held by validation."""
        return pa.schema([pa.field(column.name, column.arrow_type) for column in self.columns])

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            KeyError: the table has no such column.
        """
        return self._by_name[name]


@dataclass(frozen=True, slots=True)
class Code:
    """One code with its Chinese and English label; `note` explains its use in both languages, Chinese first."""

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
