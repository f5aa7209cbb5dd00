"""Every table, column, rule and code explains itself in Chinese and in English."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from flows import schema
from flows.schema import Column, Table
from flows.schema.load import INTERNAL

HAN = re.compile(r"[\u4e00-\u9fff]")
HAN_FREE_TITLES = {"ETag"}
TABLES = (*schema.tables(), *(schema.table(name) for name in INTERNAL))
COLUMNS = [(table, column) for table in TABLES for column in table.columns]


def is_chinese(text: str) -> bool:
    return bool(HAN.search(text)) or text in HAN_FREE_TITLES


def is_english(text: str) -> bool:
    return bool(re.search(r"[A-Za-z]{2}", text))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_has_words_in_both_languages(table: Table) -> None:
    assert all(map(is_chinese, (table.title_zh, table.description_zh, table.grain_zh)))
    assert all(map(is_english, (table.title_en, table.description_en, table.grain_en)))
    assert min(len(table.description_zh), len(table.description_en)) > 20


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda value: value.name)
def test_every_column_has_words_in_both_languages(table: Table, column: Column) -> None:
    assert is_chinese(column.title_zh)
    assert is_chinese(column.description_zh)
    assert is_english(column.title_en)
    assert is_english(column.description_en)
    assert column.description_zh.endswith(("。", "）")), "a description is a sentence"
    assert column.description_en.endswith((".", ")")), "a description is a sentence"


def test_titles_are_unique_inside_a_table() -> None:
    for table in TABLES:
        assert len({column.title_zh for column in table.columns}) == len(table.columns), table.name
        assert len({column.title_en for column in table.columns}) == len(table.columns), table.name


@pytest.mark.parametrize("name", schema.code_list_names())
def test_every_code_has_labels_and_a_note_in_both_languages(name: str) -> None:
    codes = schema.code_list(name).codes
    assert codes
    for code in codes:
        chinese, separator, english = code.note.partition(" / ")
        assert separator
        assert is_chinese(code.label_zh)
        assert is_chinese(chinese)
        assert is_english(code.label_en)
        assert is_english(english)


def test_every_rule_has_a_message_in_both_languages() -> None:
    for rule in chain.from_iterable(table.rules for table in TABLES):
        assert is_chinese(rule.message_zh)
        assert is_english(rule.message_en)
