"""Candidate marks and labels."""

from __future__ import annotations

import pytest

from flows.normalise.fold import fold
from flows.normalise.marks import numeral_value, printed_number
from flows.normalise.marks_scan import find_candidates
from flows.normalise.rules_table import rule_rows


def kinds(text: str) -> list[tuple[str, int]]:
    marks, _ = find_candidates(fold(text))
    return [(mark.kind, mark.ordinal) for mark in marks]


def test_the_ninth_letter_of_a_series_is_no_roman_one() -> None:
    lettered = "\n".join(f"{letter}. 某项工作不到位" for letter in "ABCDEFGHIJ")
    assert kinds(lettered) == [("capital", place) for place in range(1, 11)]
    assert kinds("I. 党建方面\nII. 业务方面") == [("roman", 1), ("roman", 2)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("二十三", 23),
        ("（三）", 3),
        ("12.", 12),
        ("⑳", 20),
        ("⑵", 2),
        ("乙、", 2),
        ("c)", 3),
        ("其次，", 2),
        ("是", 0),
    ],
)
def test_the_value_of_a_numeral(text: str, value: int) -> None:
    assert numeral_value(text) == value


_IN_CONTEXT = {
    "counted": "2.整改\n3.3家企业",
    "pair": "1-3、整改",
    "decimal": "1 总体情况\n1.1 领导\n2 整改情况",
    "order": "首先，甲。其次，乙。",
}


def test_every_example_of_the_table_is_a_mark_of_its_kind() -> None:
    for row in rule_rows("marks"):
        text = fold(_IN_CONTEXT.get(row["kind"], row["example"] + "“整改”"))
        marks, _ = find_candidates(text)
        assert marks, text
        kind = {"counted": "arabic", "order": "ordinal", "decimal": "comma"}.get(row["kind"], row["kind"])
        assert marks[-1].kind == kind, row["example"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9、责任不清。\n10、12345热线办理迟缓。", [("arabic", 9), ("arabic", 10)]),
        ("1.6%的差错率", []),
        ("投资。86.6亿元", []),
        ("1.2023年采购不规范", [("arabic", 1)]),
        ("2.2 0 2 4 年3月1 5日召开", [("arabic", 2)]),
        ("1.召开会议。2.6%的企业。2.印发办法", [("arabic", 1), ("arabic", 2)]),
        ("2 0 2 4 年5月", []),
        ("措施：（1）甲。（2）乙。", [("bracket", 1), ("bracket", 2)]),
        ("办法（试行）。（2022）20号", []),
        ("一是甲；二是乙。", [("is", 1), ("is", 2)]),
        ("针对“甲”问题 （一）乙", [("paren", 1)]),
        ("县（市、区）一、二季度", []),
        ("首先，甲。其次，乙。最后，丙", [("ordinal", 1), ("ordinal", 2), ("ordinal", 4)]),
        ("首先，甲乙。", []),
        ("已完成。1.38名党员编组。2.3名党员转正。", [("arabic", 1), ("arabic", 2)]),
        ("户均增收。1.5家企业投产", []),
        ("1 总体情况\n1.1 领导\n2 整改情况\n8 月以来", [("comma", 1), ("pair", 1), ("comma", 2)]),
        ("2.1.3 执法不严", [("triple", 2)]),
        ("做法：a）甲。b）乙。", [("letter", 1), ("letter", 2)]),
        ("【问题一】甲\n问题之二——乙", [("problem", 1), ("problem", 2)]),
        ("甲、乙、丙三方", []),
        ("①甲②乙。③丙", [("circled", 1), ("circled", 2), ("circled", 3)]),
    ],
)
def test_marks_in_a_line(text: str, expected: list[tuple[str, int]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("整改情况：一是", ["answer"]),
        ("整改情况（责任领导：局长）：一是", ["answer"]),
        ("【整改情况】已完成", ["answer"]),
        ("整改状态\n已完成", ["status"]),
        ("整改情况良好", []),
        ("下一步打算", []),
        ("下一步打算：继续", ["answer"]),
        ("责任单位:甲 整改时限：6月", ["org", "deadline"]),
    ],
)
def test_labels(text: str, roles: list[str]) -> None:
    _, labels = find_candidates(fold(text))
    assert [label.role for label in labels] == roles


def test_a_number_as_readers_name_it() -> None:
    assert [printed_number(mark) for mark in ("1.", "问题1：", "（一）", "３．", "一、")] == [
        "1",
        "问题1",
        "（一）",
        "３",
        "一",
    ]
