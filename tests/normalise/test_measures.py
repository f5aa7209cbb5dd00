"""Measures of an answer."""

from __future__ import annotations

import pytest

from flows.normalise.fold import fold
from flows.normalise.measures_signs import find_signs
from flows.normalise.rules_table import rule_rows
from tests.normalise.outline_reading import measures, read


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("开展学习。", [(None, "开展学习。")]),
        ("开展学习。\n完善制度。", [(None, "开展学习。\n完善制度。")]),
        ("一是甲；二是乙；三是丙。", [("一是", "甲；"), ("二是", "乙；"), ("三是", "丙。")]),
        ("一是甲。二是乙。四是丁。", [("一是", "甲。"), ("二是", "乙。"), ("四是", "丁。")]),
        ("一是甲。补充说明。\n二是乙。", [("一是", "甲。补充说明。"), ("二是", "乙。")]),
        ("高度重视，专题研究。一是甲。二是乙。", [("一是", "甲。"), ("二是", "乙。")]),
        ("一是甲：①丙。②丁。二是乙。", [("一是", "甲：①丙。②丁。"), ("二是", "乙。")]),
        ("（1）甲。一是丙。二是丁。（2）乙。", [("（1）", "甲。一是丙。二是丁。"), ("（2）", "乙。")]),
        ("①甲。②乙。", [("①", "甲。"), ("②", "乙。")]),
        (
            "（一）全面倒查。抽核1150台。\n（二）严格程序。修订细则。",
            [("（一）", "全面倒查。抽核1150台。"), ("（二）", "严格程序。修订细则。")],
        ),
        ("第一，甲。第二，乙。", [("第一", "甲。"), ("第二", "乙。")]),
        ("一是：甲。二是，乙。", [("一是", "甲。"), ("二是", "乙。")]),
        ("●甲。\n●乙。", [("●", "甲。"), ("●", "乙。")]),
        ("—修订制度。\n—开展学习。", [("—", "修订制度。"), ("—", "开展学习。")]),
        ("■甲：一是丙。二是丁。■乙。", [("■", "甲：一是丙。二是丁。"), ("■", "乙。")]),
        ("措施一：甲。措施二：乙；丙。", [("措施一", "甲。"), ("措施二", "乙；丙。")]),
        ("【措施1】甲。\n【措施2】乙。", [("【措施1】", "甲。"), ("【措施2】", "乙。")]),
        ("一方面，甲。另一方面，乙。", [("一方面", "甲。"), ("另一方面", "乙。")]),
        ("一方面抓学习，另一方面抓整改。", [(None, "一方面抓学习，另一方面抓整改。")]),
        ("加强对张·王二人的教育。", [(None, "加强对张·王二人的教育。")]),
        ("a.开展学习。\nb.修订制度。", [("a.", "开展学习。"), ("b.", "修订制度。")]),
        ("增长1.6%。投资2.5亿元。", [(None, "增长1.6%。投资2.5亿元。")]),
    ],
)
def test_an_answer_falls_into_its_measures(answer: str, expected: list[tuple[str | None, str]]) -> None:
    outline = read(f"二、整改情况\n1.关于学习不深入的问题。\n整改情况：{answer}\n三、下一步打算\n继续努力。")
    assert [(marker, text) for _, marker, text in measures(outline)] == expected


def test_measures_of_the_general_part_belong_to_no_item() -> None:
    outline = read(
        "一、整改工作情况\n局党组高度重视。一是加强领导。二是压实责任。\n二、下一步打算\n（1）抓学习。（2）抓整改。"
    )
    assert measures(outline) == [
        (None, "一是", "加强领导。"),
        (None, "二是", "压实责任。"),
        (None, "（1）", "抓学习。"),
        (None, "（2）", "抓整改。"),
    ]
    assert [measure.section for measure in outline.measures] == [0, 0, 1, 1]


def test_every_sign_begins_with_its_initials() -> None:
    for row in rule_rows("measures_signs"):
        assert fold(row["example"])[0] in row["initials"]
        assert find_signs(fold(row["example"] + "开展学习")), row["example"]
