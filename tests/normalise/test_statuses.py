"""Words of a status, as codes."""

from __future__ import annotations

import pytest

from flows.normalise.fold import fold
from flows.normalise.statuses import (
    read_common_status,
    read_final_status,
    read_group_status,
    read_leading_status,
    read_status,
)


@pytest.mark.parametrize(
    ("printed", "code", "is_long_term"),
    [
        ("已完成", "completed", False),
        ("完成", "completed", False),
        ("已完成整改，长期坚持。", "completed", True),
        ("整改完成的长期坚持", "completed", True),
        ("已完成并销号", "completed", False),
        ("“已完成，同意销号”", "completed", False),
        ("“视同完成，持续整改”", "completed", True),
        ("均已全部办结", "completed", False),
        ("整改完毕", "completed", False),
        ("立行立改，已完成", "completed", False),
        ("基本完成整改", "partially_completed", False),
        ("阶段性完成并需要长期坚持", "partially_completed", True),
        ("基本完成并持续整改", "partially_completed", True),
        ("取得阶段性成果", "partially_completed", False),
        ("正在整改", "in_progress", False),
        ("正在整改、定期整改到位", "in_progress", False),
        ("尚在整改中", "in_progress", False),
        ("需长期坚持", "in_progress", True),
        ("未完成整改", "not_completed", False),
        ("未启动整改", "not_completed", False),
        ("尚未完成", "not_completed", False),
    ],
)
def test_a_status_is_read(printed: str, code: str, is_long_term: bool) -> None:
    status = read_status(fold(printed), 0, len(printed))
    assert status is not None
    assert (status.code, status.is_long_term) == (code, is_long_term)


@pytest.mark.parametrize(
    "printed", ["已建立台账", "已完成整改8个", "", "完", "挂账督办", "立行立改", "一是修订制度。", "已" * 50]
)
def test_other_words_are_no_status(printed: str) -> None:
    assert read_status(fold(printed), 0, len(printed)) is None


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("已整改完成的问题", "已整改完成"),
        ("集中整改期内已完成的整改事项", "已完成"),
        ("需长期坚持的问题（4个）", "需长期坚持"),
        ("正在推进的问题", "正在推进"),
        ("逐条逐项落实整改任务", None),
        ("扎实推进整改任务", None),
        ("反馈问题整改完成情况", None),
        ("党的领导方面", None),
    ],
)
def test_the_heading_of_a_group(heading: str, words: str | None) -> None:
    status = read_group_status(fold(heading), 0, len(heading))
    assert (heading[status.start : status.end] if status else None) == words


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("截至5月底，反馈的9个问题均已完成整改，清退资金8万元。", "均已完成整改"),
        ("11个问题全部完成整改。", "全部完成整改"),
        ("6项立行立改问题均已办结。", None),
        ("移交的信访问题均已办结。", None),
        ("11个问题已完成整改8个。", None),
    ],
)
def test_one_status_for_all_problems(sentence: str, words: str | None) -> None:
    status = read_common_status(fold(sentence))
    assert (sentence[status.start : status.end] if status else None) == words


def test_a_sentence_that_begins_with_its_status() -> None:
    later = fold("正在整改，预计2025年3月底前完成。")
    whole = read_leading_status(later, 0, len(later))
    assert whole is not None
    assert (whole.code, whole.end) == ("in_progress", len(later))
    mixed = fold("已完成整改，修订制度3项。")
    first = read_leading_status(mixed, 0, len(mixed))
    assert first is not None
    assert mixed[first.start : first.end] == "已完成整改"
    assert read_leading_status("修订制度,已完成。", 0, 9) is None


def test_a_status_in_the_last_sentence() -> None:
    text = "一是倒排工期。该问题已整改完成。"
    status = read_final_status(text, 0, len(text))
    assert status is not None
    assert text[status.start : status.end] == "已整改完成"
    assert read_final_status("一是已完成制度修订。", 0, 10) is None


@pytest.mark.parametrize(
    ("phrase", "code", "long_term"),
    [
        ("√ 已见效销号,经常抓", "completed", True),
        ("△ 部分完成", "partially_completed", False),
        ("○ 办理中", "in_progress", False),
        ("部分了结", "partially_completed", False),
        ("基本改到位", "partially_completed", False),
        ("尚未见效", "not_completed", False),
        ("正在攻坚", "in_progress", False),
        ("取得显著成效", "partially_completed", False),
        ("完成(长期坚持)", "completed", True),
    ],
)
def test_a_composed_wording_is_read(phrase: str, code: str, long_term: bool) -> None:
    status = read_status(phrase, 0, len(phrase))
    assert status is not None
    assert (status.code, status.is_long_term) == (code, long_term)
