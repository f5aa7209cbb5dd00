"""The words of the rules that are generated from the schema, read from `rules/messages.csv`."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flows import schema
from flows.schema import Table
from flows.validate.outcome import ERROR, Check

_FILE = Path(__file__).parent / "rules" / "messages.csv"


@cache
def messages() -> Mapping[str, tuple[str, str]]:
    """The Chinese and English template of each generated rule."""
    with _FILE.open(encoding="utf-8", newline="") as stream:
        return {row["rule"]: (row["message_zh"], row["message_en"]) for row in csv.DictReader(stream)}


def generated_check(rule: str, table: Table, column: str | None = None, severity: str = ERROR, **more: str) -> Check:
    """A check of a generated rule with its templates filled in.

    Args:
        rule: a row of `rules/messages.csv`.
        table: the table that is checked.
        column: the column that it looks at; its titles and constraints can be named in a template.
        severity: what a failing row comes to.
        more: further slots of the template.
    """
    slots = _slots(table, column) | more
    chinese, english = (template.format_map(slots) for template in messages()[rule])
    return Check(table.name, rule, column, severity, chinese, english)


def _slots(table: Table, name: str | None) -> dict[str, str]:
    if name is None:
        return {}
    column: schema.Column = table.column(name)
    return {
        "column": name,
        "title_zh": column.title_zh,
        "enum": column.enum or "",
        "pattern": column.pattern or "",
        "minimum": "−∞" if column.minimum is None else f"{column.minimum:g}",
        "maximum": "∞" if column.maximum is None else f"{column.maximum:g}",
    }
