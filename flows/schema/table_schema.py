"""Tables as Table Schema descriptors of Data Package version 2 (https://datapackage.org/standard/table-schema/)."""

from __future__ import annotations

from typing import Any

from flows.schema.load import code_list, table
from flows.schema.model import Column, ForeignKey, Table

Descriptor = dict[str, Any]

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"


def table_schema(described: Table) -> Descriptor:
    """The descriptor of one table: standard properties, and ours (`title_zh`, `unit`, …) beside them.

    The standard has one title and one description: they hold both languages, Chinese first.
    """
    return {
        "$schema": PROFILE,
        "fields": [_field(column) for column in described.columns],
        "fieldsMatch": "exact",
        "primaryKey": [described.primary_key],
        "foreignKeys": [_foreign_key(key, described.name) for key in described.foreign_keys],
        "missingValues": [""],
    }


def _field(column: Column) -> Descriptor:
    field: Descriptor = {
        "name": column.name,
        "type": column.type,
        "title": f"{column.title_zh} / {column.title_en}",
        "description": f"{column.description_zh}\n{column.description_en}",
        "title_zh": column.title_zh,
        "title_en": column.title_en,
        "description_zh": column.description_zh,
        "description_en": column.description_en,
    }
    own = {"unit": column.unit, "volatile": column.volatile or None, "deprecated": column.deprecated}
    field |= {key: value for key, value in own.items() if value is not None}
    if column.enum:
        codes = code_list(column.enum).codes
        field["codelist"] = column.enum
        field["categories"] = [{"value": code.code, "label": f"{code.label_zh} / {code.label_en}"} for code in codes]
    if constraints := _constraints(column):
        field["constraints"] = constraints
    return field


def _constraints(column: Column) -> Descriptor:
    """Constraints by their standard names; a standard pattern stands for the whole value, without anchors."""
    found: Descriptor = {
        "required": column.required or None,
        "unique": column.unique or None,
        "enum": list(code_list(column.enum).values) if column.enum else None,
        "pattern": column.pattern.removeprefix("^").removesuffix("$") if column.pattern else None,
        "minimum": column.minimum,
        "maximum": column.maximum,
    }
    return {name: value for name, value in found.items() if value is not None}


def _foreign_key(key: ForeignKey, owner: str) -> Descriptor:
    """A foreign key; the standard writes a table's key to itself with an empty resource name."""
    resource = "" if key.table == owner else key.table
    return {
        "fields": [key.column],
        "reference": {"resource": resource, "fields": [table(key.table).primary_key]},
    }
