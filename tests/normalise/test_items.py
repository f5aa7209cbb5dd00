"""What stands below a problem: status, fields, answer."""

from __future__ import annotations

from datetime import date

import pytest

from flows.normalise.records import Item
from tests.normalise.outline_reading import measures, read


def item(lines: str) -> Item:
    outline = read("二、反馈问题整改情况\n1.关于学习不深入的问题" + lines)
    assert len(outline.items) == 1
    return outline.items[0]


@pytest.mark.parametrize(
    ("lines", "status", "status_text", "response"),
    [
        (
            "\n整改状态：已完成整改，长期坚持。\n整改过程：\n一是甲。二是乙。",
            "completed",
            "已完成整改，长期坚持。",
            "一是甲。二是乙。",
        ),
        ("\n整改情况：已完成。一是甲。", "completed", "已完成。", "一是甲。"),
        ("\n整改情况：一是甲。\n完成情况：阶段性完成", "partially_completed", "阶段性完成", "一是甲。"),
        ("（正在整改）\n开展学习。", "in_progress", "正在整改", "开展学习。"),
        ("。\n开展学习。（已完成）", "completed", "已完成", "开展学习。"),
        ("\n整改进度：未完成\n整改措施：开展学习。", "not_completed", "未完成", "开展学习。"),
        ("\n完成情况：已建立台账，开展学习3次。", "not_stated", None, "已建立台账，开展学习3次。"),
        ("\n整改状态\n已完成\n整改措施\n开展学习。", "completed", "已完成", "开展学习。"),
        ("。已完成整改。开展学习。", "completed", "已完成整改。", "开展学习。"),
        ("\n开展学习。——已完成。", "completed", "已完成", "开展学习。"),
        ("\n开展学习。　　已完成", "completed", "已完成", "开展学习。"),
        ("\n开展学习。\n【已完成】", "completed", "已完成", "开展学习。"),
        ("\n开展学习。本条已整改到位。", "completed", "已整改到位", "开展学习。本条已整改到位。"),
        ("\n开展学习。", "not_stated", None, "开展学习。"),
    ],
)
def test_status_and_answer(lines: str, status: str, status_text: str | None, response: str) -> None:
    found = item(lines)
    assert (found.problem, found.status, found.status_text, found.response) == (
        "学习不深入",
        status,
        status_text,
        response,
    )


def test_a_status_in_brackets_before_each_problem_is_no_label() -> None:
    outline = read("二、整改情况\n" + "\n".join(f"{n}.【已完成】关于第{n}类问题。开展学习。" for n in (1, 2, 3, 4)))
    assert [found.status_text for found in outline.items] == ["已完成"] * 4


@pytest.mark.parametrize(
    "lines",
    [
        "\n责任单位：办公室\n责任领导：党组成员、副局长\n整改时限：2024年6月底前\n整改措施：开展学习。",
        "\n责任单位：办公室；责任领导：党组成员、副局长；整改时限：2024年6月底。\n整改措施：开展学习。",
        "\n整改措施：开展学习。\n责任领导：党组成员、副局长 责任单位：办公室 完成时限：6月30日前",
        "（责任单位：办公室；责任领导：党组成员、副局长；整改时限：2024年6月底前）\n开展学习。",
        "\n整改情况（责任领导：党组成员、副局长；责任单位：办公室；完成时限：2024年6月）：开展学习。",
    ],
)
def test_fields(lines: str) -> None:
    found = item(lines)
    assert found.problem == "学习不深入"
    assert (found.responsible_org, found.responsible_role) == ("办公室", "党组成员、副局长")
    assert found.deadline == date(2024, 6, 30)
    assert found.response == "开展学习。"


@pytest.mark.parametrize(
    ("lines", "deadline", "completed_on", "is_long_term"),
    [
        ("\n整改状态：已完成\n完成时间：2024年8月20日", None, date(2024, 8, 20), False),
        ("\n整改状态：正在整改\n完成时间：2024年8月20日", date(2024, 8, 20), None, False),
        ("\n整改状态：已完成\n完成时间：2024年8月底前", date(2024, 8, 31), None, False),
        ("\n销号时间：2024年8月20日", None, date(2024, 8, 20), False),
        ("\n完成时间：2024年8月20日", date(2024, 8, 20), None, False),
        ("\n整改状态：已完成\n整改时限：立行立改并长期坚持", None, None, True),
    ],
)
def test_days(lines: str, deadline: date | None, completed_on: date | None, is_long_term: bool) -> None:
    found = item(lines + "\n整改措施：开展学习。")
    assert (found.deadline, found.completed_on, found.is_long_term) == (deadline, completed_on, is_long_term)


def test_the_day_of_an_unfinished_problem_makes_all_days_deadlines() -> None:
    answers = "\n整改状态：{}\n完成时间：{}\n整改措施：开展学习。"
    outline = read(
        "二、整改情况\n1.关于学习不深入的问题"
        + answers.format("已完成", "2024年8月20日")
        + "\n2.关于账目不清的问题"
        + answers.format("正在整改", "2025年6月30日")
    )
    assert [found.deadline for found in outline.items] == [date(2024, 8, 20), date(2025, 6, 30)]


@pytest.mark.parametrize(
    "lines",
    [
        "\n1.责任单位：办公室\n2.整改措施：开展学习。\n3.整改状态：已完成",
        "\n●责任单位：办公室\n●整改措施：开展学习。\n●整改状态：已完成",
        "\n- 责任单位：办公室\n- 措施：开展学习。\n- 整改状态：已完成",
        "\n责任单位　办公室\n整改措施　开展学习。\n整改状态　已完成",
    ],
)
def test_labels_may_be_numbered_or_set_off(lines: str) -> None:
    outline = read("二、整改情况" + "".join(f"\n（{n}）关于第{n}类问题{lines}" for n in "一二三"))
    assert [(found.responsible_org, found.status) for found in outline.items] == [("办公室", "completed")] * 3
    assert [text for _, _, text in measures(outline)] == ["开展学习。"] * 3


def test_numbers_behind_a_bare_label_are_measures() -> None:
    outline = read(
        "二、整改情况\n1.收费不规范。整改措施：\n1.停收各类不合理费用。\n2.退费3万元。\n"
        "2.学习不深入。整改措施：\n1.列出清单。\n2.开展研讨4次。"
    )
    assert [found.problem for found in outline.items] == ["收费不规范", "学习不深入"]
    assert [item for item, _, _ in measures(outline)] == [0, 0, 1, 1]


def test_details_of_the_problem_are_no_answer() -> None:
    outline = read(
        "二、整改情况\n（一）关于主体责任不实的问题。一是台账未建立；二是研究不经常。\n整改成效：1.建立台账。2.研究6次。"
    )
    assert outline.items[0].response == "1.建立台账。2.研究6次。"
    assert measures(outline) == [(0, "1.", "建立台账。"), (0, "2.", "研究6次。")]


def test_measures_before_a_label_for_results_are_measures() -> None:
    outline = read("二、整改情况\n（一）关于学习不深入的问题。一是制定计划；二是开展学习。\n整改成效：氛围浓厚。")
    assert [measure[:2] for measure in measures(outline)] == [(0, "一是"), (0, "二是")]


def test_the_span_runs_from_the_heading_to_the_last_field() -> None:
    found = item("\n整改措施：开展学习。\n整改状态：已完成\n三、下一步打算\n继续努力。")
    assert found.heading == "1.关于学习不深入的问题"
    assert found.status_text == "已完成"
    assert found.response_span is not None
    assert found.span.end > found.response_span.end


def test_the_last_answer_is_as_long_as_the_others() -> None:
    answers = "\n".join(f"{n}.关于第{n}类问题\n开展学习{n}次。本条已整改到位。" for n in range(1, 7))
    outline = read(f"二、整改情况\n{answers}\n居民发现办得不实的，到社区当面说。")
    assert [found.status for found in outline.items] == ["completed"] * 6
    assert outline.items[-1].response == "开展学习6次。本条已整改到位。"


def test_a_measure_that_speaks_of_a_fault_is_no_problem() -> None:
    outline = read(
        "二、整改情况\n（一）关于“收费不规范”的问题\n整改状态：已完成\n1.停收各类不合理费用。2.退费3万元。\n"
        "（二）关于“学习不深入”的问题\n整改状态：已完成\n1.开展学习3次。2.交流心得2场。\n"
        "（三）关于“账目不清”的问题\n整改状态：已完成\n1.核对账目5本。2.补记台账2页。"
    )
    assert [found.problem for found in outline.items] == ["收费不规范", "学习不深入", "账目不清"]
    assert len(outline.measures) == 6


def test_measures_of_the_closing_part_may_speak_of_faults() -> None:
    outline = read("二、下一步工作\n一是紧盯未完成问题，挂牌督战。二是严防已改问题反弹，抽查复核。三是健全机制。")
    assert [marker for _, marker, _ in measures(outline)] == ["一是", "二是", "三是"]
