"""One invented notice written in many ways: other numbers, looks, words and lines never change what is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flows.normalise.outline import read_outline
from flows.normalise.records import Line, Look, Page, Span
from tests.normalise.outline_reading import PUBLISHED, page_of

PROBLEMS = (
    (
        "理论学习方面",
        (("学习计划执行不到位", "一是制定计划2份；二是开展学习12次。"), ("阵地管理薄弱", "排查公众号3个。")),
    ),
    ("资金管理方面", (("公务支出把关不严", "一是追缴1.2万元；二是修订制度3项。"), ("合同管理混乱", "清理合同18份。"))),
)
OPENING = "根据县委部署，县委第一巡察组对县林场党支部开展巡察。现将整改情况公布如下。"
CLOSING = "欢迎干部群众监督。电话：0000-1234567。"

CHINESE = "一二三四五六七八九"
NUMBERS: dict[str, Callable[[int], str]] = {
    "roman": lambda n: ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ"][n - 1] + "、",
    "latin": lambda n: ["I", "II", "III", "IV"][n - 1] + ". ",
    "letter": lambda n: "ABCD"[n - 1] + ". ",
    "square": lambda n: f"〔{n}〕",
    "lenticular": lambda n: f"【{CHINESE[n - 1]}】",
    "item": lambda n: f"第{CHINESE[n - 1]}项 ",
    "item with colon": lambda n: f"第{n}项：",
    "circled": lambda n: "①②③④"[n - 1],
    "ideograph": lambda n: "㈠㈡㈢㈣"[n - 1],
    "full stop": lambda n: "⒈⒉⒊⒋"[n - 1],
    "wide": lambda n: f"{n}．",
    "two digits": lambda n: f"0{n} ",
    "blank": lambda n: f"{n} ",
    "half bracket": lambda n: f"{n}）",
    "invented": lambda n: f"清单{n}：",
    "English": lambda n: f"No.{n} ",
}


def notice(problem: str, answer: str, *, runs_on: bool = False) -> str:
    """The notice with its headings numbered; `problem` and `answer` hold {n}, {problem} and {answer}."""
    lines = [OPENING, "一、组织领导", "及时召开会议3次。", "二、反馈问题整改情况"]
    number = 0
    for place, (theme, problems) in enumerate(PROBLEMS):
        lines.append(f"（{CHINESE[place]}）{theme}")
        number = number if runs_on else 0
        for said, answered in problems:
            number += 1
            lines.append(problem.format(n=number, problem=said))
            lines.append(answer.format(answer=answered))
    return "\n".join([*lines, "三、下一步打算", "持续巩固成果。", CLOSING])


def outlined(page: Page) -> tuple[list[str], list[str], list[str]]:
    """Titles of sections, problems, texts of measures."""
    outline = read_outline(page, PUBLISHED)
    return (
        [section.title for section in outline.sections],
        [item.problem for item in outline.items],
        [measure.text for measure in outline.measures if measure.item is not None],
    )


EXPECTED = (
    ["组织领导", "反馈问题整改情况", "理论学习方面", "资金管理方面", "下一步打算"],
    ["学习计划执行不到位", "阵地管理薄弱", "公务支出把关不严", "合同管理混乱"],
    ["制定计划2份；", "开展学习12次。", "排查公众号3个。", "追缴1.2万元；", "修订制度3项。", "清理合同18份。"],
)


@pytest.mark.parametrize("runs_on", [False, True])
@pytest.mark.parametrize("family", NUMBERS)
def test_any_family_of_numbers(family: str, runs_on: bool) -> None:  # noqa: FBT001
    text = notice("{n}{problem}。", "{answer}", runs_on=runs_on)
    for number in range(1, 5):
        for _, problems in PROBLEMS:
            for said, _ in problems:
                text = text.replace(f"\n{number}{said}", f"\n{NUMBERS[family](number)}{said}")
    assert outlined(page_of(text)) == EXPECTED


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        ("{n}.{problem}。", "整改情况：{answer}"),
        ("{n}.{problem}。", "纠偏结果：{answer}"),
        ("{n}.{problem}。", "【改了什么】{answer}"),
        ("{n}.{problem}。", "我们这样改\n{answer}"),
        ("短处描述：{problem}", "纠偏结果：{answer}"),
        ("{n}.关于{problem}的问题。", "{answer}"),
        ("反馈问题：{problem}。", "整改情况：{answer}"),
    ],
)
def test_any_words_of_labels(problem: str, answer: str) -> None:
    assert outlined(page_of(notice(problem, answer))) == EXPECTED


@pytest.mark.parametrize("look", [Look(bold=99), Look(heading=4), Look(is_centred=True), Look(4, 99)])
def test_headings_without_numbers_by_their_look(look: Look) -> None:
    page = page_of(notice("{problem}", "{answer}"))
    problems = {said for _, answered in PROBLEMS for said, _ in answered}
    assert outlined(_with_looks(page, look, problems)) == EXPECTED


def test_sections_by_one_look_and_problems_by_another() -> None:
    text = notice("{problem}", "{answer}")
    for mark in ("一、", "二、", "三、", "（一）", "（二）"):
        text = text.replace(f"\n{mark}", "\n")
    page = page_of(text)
    parts = {"组织领导", "反馈问题整改情况", "下一步打算"}
    themes = {theme for theme, _ in PROBLEMS}
    problems = {said for _, answered in PROBLEMS for said, _ in answered}
    page = _with_looks(page, Look(heading=2), parts)
    page = _with_looks(page, Look(heading=3), themes)
    assert outlined(_with_looks(page, Look(bold=99), problems)) == EXPECTED


def test_a_label_alone_in_the_look_of_the_parts_is_a_part() -> None:
    text = notice("{problem}", "整改情况：{answer}").replace("反馈问题整改情况", "整改落实情况")
    for mark in ("一、", "二、", "三、", "（一）", "（二）"):
        text = text.replace(f"\n{mark}", "\n")
    page = _with_looks(page_of(text), Look(heading=2), {"组织领导", "整改落实情况", "下一步打算"})
    page = _with_looks(page, Look(heading=3), {theme for theme, _ in PROBLEMS})
    assert outlined(page)[0] == ["组织领导", "整改落实情况", "理论学习方面", "资金管理方面", "下一步打算"]
    assert outlined(page)[1:] == EXPECTED[1:]


def test_bold_beginnings_of_paragraphs() -> None:
    page = page_of(notice("{problem}。共有4人参加。", "{answer}"))
    lines = tuple(
        Line(line.span, None, Look(bold=page.text.index("。", line.span.start) + 1 - line.span.start))
        if "共有4人参加" in line.span.of(page.text)
        else line
        for line in page.lines
    )
    page = Page(page.text, lines, None, {}, (), "utf-8")
    assert outlined(page)[1] == EXPECTED[1]


def _with_looks(page: Page, look: Look, texts: set[str]) -> Page:
    lines = tuple(
        Line(Span(*line.span), None, look) if line.span.of(page.text) in texts else line for line in page.lines
    )
    return Page(page.text, lines, None, {}, (), "utf-8")
