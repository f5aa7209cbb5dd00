"""The data dictionary: every table, column and code explained in Chinese and English, as one Markdown page."""

from __future__ import annotations

from collections.abc import Iterator

from flows.schema.load import INTERNAL, SCHEMA_VERSION, code_list, code_list_names, table, tables
from flows.schema.model import CodeList, Column, Table

INTRODUCTION = f"""\
# 数据字典 · Data dictionary

数据结构版本 · Schema version: {SCHEMA_VERSION}

本页由 `schemas/` 生成，请勿手改；重新生成：`make docs`。
This page is generated from `schemas/`; do not edit it. To make it again: `make docs`.

## 读数据之前 · Before you read the data

- 空值表示通报没有说，绝不等于 0、空字符串或“无”。
  Null means that the notice does not say; never 0, an empty string or "none".
- 凡取自通报的事实都附有引文：`notices.text[char_start:char_end] == quote`，位置按 Unicode 字符计，从 0 起，不含终点。
  Every fact taken from a notice carries its quote: `notices.text[char_start:char_end] == quote`, counted in Unicode
  characters from 0, end exclusive.
- 整改状态、完成数都是单位自己的说法，不是我们的核查结论。
  Statuses and completion counts are what the organisations claim; nobody has verified them here.
- 编号是文字，跨版本不变；日期为 ISO 8601，时间为北京时间。
  IDs are text and lasting; dates are ISO 8601, times are Beijing time (UTC+8).
- 结构只在末尾增加列；改名或删除列会升级主版本号，并事先标明弃用。
  Columns are only appended; renaming or removing one raises the major version and is announced as deprecated first.
"""


def data_dictionary() -> str:
    """The whole page, ending in one line feed."""
    return "\n".join(_lines()).rstrip("\n") + "\n"


def _lines() -> Iterator[str]:
    yield INTRODUCTION
    yield "## 各表 · Tables\n"
    yield "| 表 · Table | | 每行是 · One row is |\n| --- | --- | --- |"
    for each in tables():
        titles, grains = f"{each.title_zh} · {each.title_en}", f"{each.grain_zh} · {each.grain_en}"
        yield f"| [{each.name}](#{each.name}) | {titles} | {grains} |"
    for each in (*tables(), *(table(name) for name in INTERNAL)):
        yield from _table(each)
    yield "\n## 代码表 · Code lists"
    for name in code_list_names():
        yield from _code_list(code_list(name))


def _table(described: Table) -> Iterator[str]:
    yield f'\n<a id="{described.name}"></a>\n\n## {described.name} · {described.title_zh} · {described.title_en}\n'
    if described.made_by == "validate":
        yield "（内部表，不发布 · internal, not published）\n"
    yield f"{described.description_zh}\n\n{described.description_en}\n"
    yield f"- 主键 · Primary key: `{described.primary_key}`"
    yield f"- 次序 · Order: {', '.join(f'`{name}`' for name in described.order_by)}"
    for key in described.foreign_keys:
        yield f"- `{key.column}` → [{key.table}](#{key.table})"
    yield "\n| 列 · Column | 类型 · Type | 中文 | English | 约束 · Constraints |\n| --- | --- | --- | --- | --- |"
    for column in described.columns:
        yield _column(column)


def _column(column: Column) -> str:
    kind = f"{column.type} ({column.unit})" if column.unit else column.type
    chinese = f"**{column.title_zh}**：{column.description_zh}"
    english = f"**{column.title_en}**: {column.description_en}"
    return f"| `{column.name}` | {kind} | {_cell(chinese)} | {_cell(english)} | {_cell(_constraints(column))} |"


def _constraints(column: Column) -> str:
    found = (
        "必填 · required" if column.required else "",
        "唯一 · unique" if column.unique else "",
        f"代码 · code: [{column.enum}](#codes-{column.enum})" if column.enum and column.enum != "table" else "",
        f"≥ {column.minimum}" if column.minimum is not None else "",
        f"≤ {column.maximum}" if column.maximum is not None else "",
        f"`{column.pattern}`" if column.pattern else "",
        "常变 · volatile" if column.volatile else "",
        f"弃用 · deprecated: {column.deprecated}" if column.deprecated else "",
    )
    return "; ".join(constraint for constraint in found if constraint)


def _code_list(codes: CodeList) -> Iterator[str]:
    yield f'\n<a id="codes-{codes.name}"></a>\n\n### {codes.name}\n'
    yield "| 代码 · Code | 中文 | English | 说明 · Note |\n| --- | --- | --- | --- |"
    for code in codes.codes:
        yield f"| `{code.code}` | {code.label_zh} | {code.label_en} | {_cell(code.note)} |"


def _cell(text: str) -> str:
    """Text that stays inside its cell of a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ")
