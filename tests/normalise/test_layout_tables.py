"""Tables with one problem in a row."""

from __future__ import annotations

from datetime import date

import pytest

from flows.normalise.layout_columns import column_role
from flows.normalise.outline import read_outline
from tests.normalise.outline_reading import PUBLISHED, items, measures, sections, table_page

HEADER = ["序号", "反馈问题", "整改措施", "责任单位", "责任领导", "整改时限", "整改状态"]
BEFORE = "一、整改工作情况\n（一）加强领导。召开会议6次。\n二、反馈问题整改情况"
AFTER = "三、下一步打算\n继续努力。"


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("序号", "number"),
        ("巡察反馈问题", "problem"),
        ("问题类别", "section"),
        ("整改措施及成效", "answer"),
        ("整改完成情况", "answer"),
        ("责任单位（科室）", "org"),
        ("牵头领导", "role"),
        ("整改时限", "deadline"),
        ("整改状态", "status"),
        ("是否完成", "status"),
        ("备 注", "note"),
        ("其他", ""),
    ],
)
def test_the_heading_of_a_column(header: str, role: str) -> None:
    assert column_role(header) == role


def test_a_row_is_an_item() -> None:
    page = table_page(
        [
            HEADER,
            [
                "1",
                "学习不深入",
                "一是制定计划。二是开展学习。",
                "机关党委",
                "副书记",
                "2024年6月底前",
                "已完成，长期坚持",
            ],
            ["2", "制度不健全", "修订制度5项。", "办公室", "副局长", "9月", "基本完成"],
        ],
        BEFORE,
        AFTER,
    )
    outline = read_outline(page, PUBLISHED)
    assert sections(outline)[2:] == [("二、", "反馈问题整改情况", 2), ("三、", "下一步打算", 0)]
    assert items(outline) == [("1", "学习不深入", "completed"), ("2", "制度不健全", "partially_completed")]
    assert measures(outline) == [(0, "一是", "制定计划。"), (0, "二是", "开展学习。"), (1, None, "修订制度5项。")]
    first, second = outline.items
    assert (first.responsible_org, first.responsible_role, first.deadline) == ("机关党委", "副书记", date(2024, 6, 30))
    assert (first.is_long_term, second.deadline) == (True, date(2024, 9, 30))


def test_a_row_cut_by_a_page_goes_on_behind_the_heading() -> None:
    page = table_page(
        [
            HEADER,
            ["1", "学习不深入", "1.制定计划。\n2.开展", "机关党委", "副书记", "6月", "已完成"],
            HEADER,
            ["", "", "学习12次。\n3.组织测试。", "", "", "", ""],
            ["2", "制度不健全", "修订制度。", "办公室", "副局长", "9月", "整改中"],
        ]
    )
    outline = read_outline(page, PUBLISHED)
    assert items(outline) == [("1", "学习不深入", "completed"), ("2", "制度不健全", "in_progress")]
    assert [measure[:2] for measure in measures(outline)] == [(0, "1."), (0, "2."), (0, "3."), (1, None)]


def test_one_row_for_each_measure() -> None:
    page = table_page(
        [
            ["序号", "问题", "整改措施", "完成情况"],
            ["1", "财务管理不规范", "修订制度。", "已完成"],
            ["", "", "开展培训2次。", "已完成"],
            ["2", "项目推进缓慢", "加强调度。", "正在推进"],
        ]
    )
    outline = read_outline(page, PUBLISHED)
    assert items(outline) == [("1", "财务管理不规范", "completed"), ("2", "项目推进缓慢", "in_progress")]
    assert measures(outline) == [(0, None, "修订制度。"), (0, None, "开展培训2次。"), (1, None, "加强调度。")]


@pytest.mark.parametrize(
    "rows",
    [
        [["序号", "问题", "整改情况"], ["（一）党的领导方面"], ["1", "学习不深入", "开展学习。"],
         ["（二）党的建设方面"], ["2", "支部建设薄弱", "换届3个。"]],
        [["方面", "问题", "整改情况"], ["（一）党的领导方面", "学习不深入", "开展学习。"],
         ["（二）党的建设方面", "支部建设薄弱", "换届3个。"]],
        [["问题", "问题", "整改情况"], ["（一）党的领导方面", "学习不深入", "开展学习。"],
         ["（二）党的建设方面", "支部建设薄弱", "换届3个。"]],
    ],
)  # fmt: skip
def test_themes_inside_a_table_are_sections(rows: list[list[str]]) -> None:
    outline = read_outline(table_page(rows), PUBLISHED)
    assert sections(outline) == [("（一）", "党的领导方面", 1), ("（二）", "党的建设方面", 1)]
    assert [item.problem for item in outline.items] == ["学习不深入", "支部建设薄弱"]


def test_a_table_of_figures_is_no_table_of_problems() -> None:
    page = table_page(
        [["年度", "金额"], ["2023", "86.6"], ["2024", "90.1"]], "1.关于投资不足的问题\n整改情况：投资如下。"
    )
    outline = read_outline(page, PUBLISHED)
    assert items(outline) == [("1", "投资不足", "not_stated")]


def test_labels_in_the_first_column() -> None:
    rows = [
        ["反馈问题", "学习不深入"],
        ["整改措施", "一是制定计划。二是开展学习。"],
        ["责任单位", "机关党委"],
        ["整改状态", "已完成"],
        ["反馈问题", "制度不健全"],
        ["整改措施", "修订制度4项。"],
        ["整改状态", "整改中"],
    ]
    outline = read_outline(table_page(rows, BEFORE, AFTER), PUBLISHED)
    assert items(outline) == [(None, "学习不深入", "completed"), (None, "制度不健全", "in_progress")]
    assert outline.items[0].responsible_org == "机关党委"


def test_a_sign_below_the_heading_of_a_status() -> None:
    page = table_page(
        [
            ["序号", "问题", "整改措施", "已完成", "正在整改"],
            ["1", "学习不深入", "制定计划。", "√", ""],
            ["2", "制度不健全", "修订制度。", "", "√"],
        ]
    )
    outline = read_outline(page, PUBLISHED)
    assert items(outline) == [("1", "学习不深入", "completed"), ("2", "制度不健全", "in_progress")]


def test_a_table_with_one_problem_in_a_column_is_not_read_as_one_problem() -> None:
    rows = [
        ["问题", "学习不深入", "制度不健全"],
        ["整改措施", "制定计划。", "修订制度。"],
        ["整改状态", "已完成", "整改中"],
    ]
    assert read_outline(table_page(rows, BEFORE, AFTER), PUBLISHED).items == ()
