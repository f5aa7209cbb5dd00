"""Segments of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.normalise.fold import fold
from flows.normalise.layout import read_layout
from flows.normalise.marks import MOST_PIECES
from tests.normalise.outline_reading import page_of, read


def cut(text: str) -> list[str]:
    layout = read_layout(page_of(text), fold(text))
    return [text[segment.start : segment.end] for segment in layout.segments]


def test_a_line_is_a_segment() -> None:
    assert cut("一、甲\n（一）乙。一是丙。二是丁。") == ["一、甲", "（一）乙。一是丙。二是丁。"]


def test_a_label_inside_a_line_begins_a_segment() -> None:
    assert cut("开展学习。整改状态：已完成 责任单位：办公室") == ["开展学习。", "整改状态：已完成", "责任单位：办公室"]


def test_a_label_inside_a_bracket_does_not() -> None:
    assert len(cut("整改情况（责任领导：局长；责任单位：办公室）：开展学习。")) == 1


def test_a_problem_run_in_begins_a_segment() -> None:
    assert cut("1.关于甲的问题。一是丙。2.关于乙的问题。一是丁。") == [
        "1.关于甲的问题。一是丙。",
        "2.关于乙的问题。一是丁。",
    ]


def test_a_notice_in_one_line_is_cut_at_blanks_and_marks_but_not_in_numbers() -> None:
    text = "一、甲 (一)乙。丙。 2 0 2 4 年召开会议。(二)丁。 二、戊 下一步，继续。联系电话：1。"
    assert cut(text) == [
        "一、甲", "(一)乙。丙。", "2 0 2 4 年召开会议。", "(二)丁。", "二、戊", "下一步，继续。", "联系电话：1。",
    ]  # fmt: skip


@given(st.text(alphabet="一二、（）(1).关于“”问题整改情况：。； \n是①", max_size=120))
def test_segments_are_in_order_and_lose_only_blanks(text: str) -> None:
    layout = read_layout(page_of(text), fold(text))
    place = 0
    for segment in layout.segments:
        assert text[place : segment.start].strip(" \n") == ""
        assert segment.start <= segment.body <= segment.end
        assert segment.start < segment.end
        place = segment.end
    assert text[place:].strip(" \n") == ""


@pytest.mark.parametrize("piece", ["。(1)", "。一是", "①", "整改情况:\n", "一、关于执行不严的问题\n", "执行不严。 "])
def test_a_text_of_endless_pieces_is_read_without_an_outline(piece: str) -> None:
    outline = read(piece * (MOST_PIECES + 1))
    assert (outline.sections, outline.items, outline.measures) == ((), (), ())
