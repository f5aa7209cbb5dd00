"""What holds for the outline of any text, and how well the labelled notices are read."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.normalise.outline import read_outline
from flows.normalise.page import read_page
from flows.normalise.records import Outline
from tests.normalise.outline_reading import PUBLISHED, page_of, read

_FIXTURES = Path(__file__).parents[1] / "fixtures"
NOTICES = sorted(path.stem for path in (_FIXTURES / "corpus").glob("*.html"))

PIECES = [
    "一、", "二、", "（一）", "(二)", "1.", "2.", "3、", "（1）", "①", "②", "一是", "二是；", "问题1：",
    "第一方面问题：", "关于“", "”的问题", "针对", "不到位", "整改情况：", "整改状态：已完成。", "责任单位：办公室",
    "（已完成）", "。", "；", "\n", " ", "方面", "下一步", "召开会议3次", "制度不健全", "反馈问题", "均已完成整改",
    "2024年", "“", "”", "《办法》", "联系电话：1",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=60).map("".join)


def outline_of(text: str) -> Outline:
    return read_outline(page_of(text.replace("\r", "")), PUBLISHED)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_every_quote_holds(text: str) -> None:
    text = text.replace("\r", "")
    outline = outline_of(text)
    for section in outline.sections:
        assert section.span.of(text).endswith(section.title)
        assert section.span.of(text).startswith(section.label or "")
    for item in outline.items:
        assert item.problem_span.of(text) == item.problem
        assert item.span.holds(item.problem_span)
        assert item.span.of(text).startswith(item.heading)
        if item.response_span is not None:
            assert item.span.holds(item.response_span)
        assert item.status_text is None or item.status_text in text
    for measure in outline.measures:
        assert measure.span.of(text).endswith(measure.text)
        assert measure.span.of(text).startswith(measure.marker or "")


@settings(max_examples=300, deadline=None)
@given(texts)
def test_spans_nest_and_never_overlap(text: str) -> None:
    outline = outline_of(text)
    for rows in (outline.sections, outline.items, outline.measures):
        spans = [row.span for row in rows]
        assert all(span.start <= span.end for span in spans)
        assert all(before.end <= after.start for before, after in zip(spans, spans[1:], strict=False))
    for measure in outline.measures:
        if measure.item is not None:
            assert outline.items[measure.item].span.holds(measure.span)
            assert measure.section == outline.items[measure.item].section
        else:
            assert not any(item.span.holds(measure.span) for item in outline.items)
    for section in outline.sections:
        assert not any(item.span.holds(section.span) for item in outline.items)


@settings(max_examples=100, deadline=None)
@given(texts)
def test_references_and_levels_agree(text: str) -> None:
    outline = outline_of(text)
    for index, section in enumerate(outline.sections):
        if section.parent is None:
            assert section.level == 1
        else:
            assert section.parent < index
            assert section.level == outline.sections[section.parent].level + 1
        assert section.item_count == sum(item.section == index for item in outline.items)
    assert outline == outline_of(text)


@pytest.mark.parametrize(
    "unit",
    ["一是", "。一是", "(一)", "。(1)", "1", "1.", "1.关于“a”的问题\n", "关于“", "整改情况:", "责任单位:办;",
     "一、 ", "问题均已", "1.x不到位\n1.加强\n", "一、a\n(一)b\n1.c\n(1)d\n①e\n一是f\n",
     "组织领导\n", "不", "（", "整改状态:已完成\n"],
)  # fmt: skip
def test_hostile_text_ends(unit: str) -> None:
    text = (unit * (60_000 // len(unit)))[:60_000]
    outline = outline_of(text)
    assert len(outline.measures) <= len(text)


def test_a_deep_ladder_of_series_that_begin_again_ends() -> None:
    outline = read("".join(f"1.第{number}层不到位\n1.加强管理\n" for number in range(2_000)))
    assert all(section.level <= 12 for section in outline.sections)


def test_a_page_without_text_has_no_rows() -> None:
    assert read("") == Outline((), (), ())


def test_unknown_status_is_kept_as_printed() -> None:
    outline = read("二、整改情况\n1.关于学习不深入的问题\n整改状态：挂账督办\n整改措施：开展学习。")
    assert [(item.status, item.status_text) for item in outline.items] == [("not_stated", "挂账督办")]


def test_an_announced_section_without_items_keeps_its_row() -> None:
    outline = read(
        "二、反馈问题整改情况\n（一）党的领导方面\n1.关于学习不深入的问题。开展学习。\n（二）财务管理方面\n"
        "（三）队伍建设方面\n2.关于干部老化的问题。招录3人。"
    )
    assert [(section.title, section.item_count) for section in outline.sections] == [
        ("反馈问题整改情况", 0),
        ("党的领导方面", 1),
        ("财务管理方面", 0),
        ("队伍建设方面", 1),
    ]


def test_numbers_that_are_no_marks() -> None:
    outline = read(
        "二、整改情况\n1.关于项目推进不快的问题\n整改情况：一是投资增长1.6%，达86.6亿元。\n2 0 2 4 年3月建成2.5公里，"
        "一是一、二是二，逐项核对。\n二是印发《办法（试行）》（〔2022〕20号）。"
    )
    assert len(outline.items) == 1
    assert [measure.marker for measure in outline.measures] == ["一是", "二是"]


# ---- the labelled notices -------------------------------------------------------------------------------------------


def norm(value: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(value or "")).split())


def f1(want: list[Any], have: list[Any]) -> float:
    hits = sum((Counter(want) & Counter(have)).values())
    return 2 * hits / (len(want) + len(have)) if want or have else 1.0


@pytest.mark.parametrize("name", NOTICES)
def test_a_labelled_notice_is_read(name: str) -> None:
    gold = json.loads((_FIXTURES / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    payload = (_FIXTURES / "corpus" / f"{name}.html").read_bytes()
    outline = read_outline(read_page(payload, "text/html", f"http://example.org/{name}"), PUBLISHED)

    def heading(label: object, title: object) -> tuple[str, str]:
        return norm(label).rstrip("、.:,"), norm(title)

    assert (
        f1(
            [heading(row["label"], row["title"]) for row in gold["sections"]],
            [heading(row.label, row.title) for row in outline.sections],
        )
        >= 0.97
    )
    fields = ("number", "status", "status_text", "responsible_org", "responsible_role", "section")
    assert (
        f1(
            [(norm(row["problem"]), *(row[each] for each in fields)) for row in gold["items"]],
            [(norm(row.problem), *(getattr(row, each) for each in fields)) for row in outline.items],
        )
        >= 0.97
    )
    assert (
        f1(
            [
                (row["item"], row["section"], row["marker"], norm(row["text_start"]), _tail(row["text_end"]))
                for row in gold["measures"]
            ],
            [(row.item, row.section, row.marker, norm(row.text[:12]), _tail(row.text)) for row in outline.measures],
        )
        >= 0.97
    )


def _tail(text: str) -> str:
    return re.sub(r"[。；;]$", "", norm(text))[-8:]
