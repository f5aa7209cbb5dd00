"""Headings without content, gaps and repetitions in numbers."""

from __future__ import annotations

import pytest

from flows.normalise.checks.numbering import in_words, whole_number
from tests.normalise.checks.invented import Invented, of_items


def numbered(*numbers: str) -> Invented:
    invented = Invented()
    for number in numbers:
        invented.item(number=number)
    return invented


@pytest.mark.parametrize(
    ("numbers", "index", "missing"),
    [
        (("一、", "二、", "四、"), 2, "三"),
        (("（一）", "(二)", "（四）"), 2, "三"),
        (("1.", "2.", "5."), 2, "3、4"),
        (("问题1", "问题3"), 1, "2"),
        (("九、", "十、", "十二、"), 2, "十一"),
        (("1-1", "1-2", "1-4"), 2, "3"),
    ],
)
def test_a_gap_sits_on_the_item_after_it(numbers: tuple[str, ...], index: int, missing: str) -> None:
    (found,) = numbered(*numbers).findings("numbering_gap")
    assert of_items([found]) == [index]
    assert f"缺{missing}" in found.message_zh


@pytest.mark.parametrize("numbers", [("1.", "2.", "2.", "3."), ("问题6", "问题7", "问题7", "问题8")])
def test_a_repetition_sits_on_the_later_item(numbers: tuple[str, ...]) -> None:
    (found,) = numbered(*numbers).findings("duplicate_number")
    assert of_items([found]) == [2]


@pytest.mark.parametrize(
    "numbers",
    [
        ("1.", "2.", "3."),
        ("1.", "2、", "３."),
        ("1.", "2.", "1.", "2."),
        ("1.", "1.", "1."),
        ("十", "十一", "十二"),
        ("1-1", "1-2", "2-1", "2-2"),
        ("1.", "2.", "37."),
        ("一是", "某"),
    ],
)
def test_series_and_restarts_pass(numbers: tuple[str, ...]) -> None:
    invented = Invented()
    section = -1
    for number in numbers:
        if number[0] in "1一" and len(numbers) > 1:
            section = invented.section(f"（{'一二三四五六七八九'[section + 1]}）", "方面")
        invented.item(number=number, section=section if section >= 0 else None)
    assert not invented.findings("numbering_gap")
    assert not invented.findings("duplicate_number")


def test_numbers_may_run_on_across_sections() -> None:
    invented = Invented()
    for label, numbers in (("（一）", ("1.", "2.")), ("（二）", ("3.", "5."))):
        section = invented.section(label, "方面")
        for number in numbers:
            invented.item(number=number, section=section)
    assert of_items(invented.findings("numbering_gap")) == [3]


@pytest.mark.parametrize(
    ("first", "line", "last", "count"),
    [
        ("（一）", "（二）未被识别的问题。", "（三）", 0),
        ("1.", "2、未被识别的问题。", "3.", 0),
        ("问题1", "问题2：未被识别的问题。", "问题3", 0),
        ("（一）", "2.第二项措施。", "（三）", 1),
        ("1.", "（2）第二项措施。", "3.", 1),
        ("1.", "2024年召开会议。", "3.", 1),
    ],
)
def test_a_number_that_is_printed_is_not_missing(first: str, line: str, last: str, count: int) -> None:
    invented = Invented()
    invented.item(number=first)
    invented.line(line)
    invented.item(number=last)
    assert len(invented.findings("numbering_gap")) == count


def test_a_gap_among_sections_is_the_section_s() -> None:
    invented = Invented()
    for label in ("一、", "二、", "四、"):
        invented.section(label, "某方面")
        invented.line("正文。")
    (found,) = invented.findings("numbering_gap")
    assert (found.table, found.index) == ("sections", 2)


def test_a_heading_without_content_is_found() -> None:
    invented = Invented()
    top = invented.section("二、", "整改落实情况")
    first = invented.section("（一）", "履职方面", level=2, parent=top)
    invented.item(section=first)
    invented.section("（二）", "师德师风建设方面", level=2, parent=top)
    last = invented.section("（三）", "党建方面", level=2, parent=top)
    invented.item(section=last)
    (found,) = invented.findings("section_without_items")
    assert (found.table, found.index) == ("sections", 2)
    assert found.evidence == ("（二）师德师风建设方面",)


def test_headings_of_the_general_part_are_none() -> None:
    invented = Invented()
    top = invented.section("一、", "组织领导")
    invented.section("（一）", "提高站位", level=2, parent=top)
    invented.line("局党组召开会议5次。")
    invented.section("（二）", "压实责任", level=2, parent=top)
    invented.line("成立领导小组。")
    second = invented.section("二、", "整改落实情况")
    invented.item(section=second)
    invented.section("三、", "下一步工作打算")
    invented.line("持续抓好整改。")
    assert not invented.findings("section_without_items")


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("十", 10), ("十一", 11), ("二十", 20), ("三十五", 35), ("一二", None), ("", None)],
)
def test_whole_numbers(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("number", range(1, 100))
def test_numbers_in_words_read_back(number: int) -> None:
    assert whole_number(in_words(number, "（九）")) == number
    assert in_words(number, "9.") == str(number)


@pytest.mark.parametrize(("numbers", "gap", "repeated"), [("①②④", 1, 0), ("①②③", 0, 0), ("①②②", 0, 1), ("⑴⑵⑷", 1, 0)])
def test_numbers_in_one_character_are_numbers(numbers: str, gap: int, repeated: int) -> None:
    notice = Invented()
    for number in numbers:
        notice.item(number=number)
    assert len(notice.findings("numbering_gap")) == gap
    assert len(notice.findings("duplicate_number")) == repeated


def test_a_number_that_comes_later_is_not_missing() -> None:
    notice = Invented()
    for number in ("1.", "3.", "2.", "4."):
        notice.item(number=number)
    assert not notice.findings("numbering_gap")
