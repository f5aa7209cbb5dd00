"""The schema as the program sees it: every table, column, type, constraint, key and code list, read from `schemas/`.

`schemas/` is the only home of names, order, types, units, constraints and of the Chinese and English words that
explain them. Arrow schemas, Great Expectations suites, the Data Package and the data dictionary are made from the
values below; nothing else in the program lists columns or codes.

    schemas/version              SemVer of the schema: columns are only appended, anything else is a major version
    schemas/columns.yaml         columns that several tables share (`- use: quote`)
    schemas/tables/<table>.yaml  one table
    schemas/codelists/<list>.csv code,label_zh,label_en,note
"""

from flows.schema.dictionary import data_dictionary
from flows.schema.load import (
    SCHEMA_VERSION,
    code_list,
    code_list_names,
    schema_folder,
    table,
    table_names,
    tables,
)
from flows.schema.model import Code, CodeList, Column, CountRule, ForeignKey, RowReference, RowRule, Table
from flows.schema.table_schema import table_schema

__all__ = [
    "SCHEMA_VERSION",
    "Code",
    "CodeList",
    "Column",
    "CountRule",
    "ForeignKey",
    "RowReference",
    "RowRule",
    "Table",
    "code_list",
    "code_list_names",
    "data_dictionary",
    "schema_folder",
    "table",
    "table_names",
    "table_schema",
    "tables",
]
