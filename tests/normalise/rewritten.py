"""The problems of the invented notices, written anew in other forms: the same facts must come out of each.

`facts_of` takes problems and measures from a notice of `tests/fixtures/corpus` and gives them statuses and fields; the
tables below say how a notice may print them. Add a form by adding an entry.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.normalise.notice import read_notice

CORPUS = Path(__file__).parents[1] / "fixtures" / "corpus"
NOTICES = ("cangping-hospital-2023", "jiangxiu-water-group-2024", "shidu-civil-affairs-2024")

_NUMERALS = "一二三四五六七八"
_STATUSES = (
    ("已完成", "completed"),
    ("基本完成并持续推进", "partially_completed"),
    ("正在整改", "in_progress"),
    ("已按期整改到位，长期坚持", "completed"),
    ("尚未完成", "not_completed"),
    ("整改完毕", "completed"),
)
_ORGANISATIONS = ("办公室", "机关党委", "财务科", "人事处")
_MOST_ITEMS, _MOST_MEASURES = 6, 3


@dataclass(frozen=True)
class Fact:
    """One problem with what the notice says of it; `code` is that of `status`."""

    number: int
    problem: str
    measures: tuple[str, ...]
    status: str
    code: str
    organisation: str


@cache
def facts_of(name: str) -> tuple[Fact, ...]:
    """The first problems of a notice whose wording needs no quotation marks of its own."""
    notice = read_notice((CORPUS / f"{name}.html").read_bytes(), "text/html", "file:///notice.html")
    facts: list[Fact] = []
    for place, item in enumerate(notice.items):
        measures = [each.text.rstrip("。；") for each in notice.measures if each.item == place]
        measures = [text for text in measures if "\n" not in text and not text[0].isdigit()][:_MOST_MEASURES]
        if measures and "“" not in item.problem and len(facts) < _MOST_ITEMS:
            status, code = _STATUSES[len(facts)]
            organisation = _ORGANISATIONS[len(facts) % len(_ORGANISATIONS)]
            facts.append(Fact(len(facts) + 1, item.problem, tuple(measures), status, code, organisation))
    return tuple(facts)


HEADINGS: dict[str, Callable[[Fact], str]] = {
    "number": lambda fact: f"{fact.number}.{fact.problem}",
    "number and wrapping": lambda fact: f"{fact.number}.关于“{fact.problem}”的问题",
    "numeral in brackets": lambda fact: f"（{_NUMERALS[fact.number - 1]}）关于“{fact.problem}”的问题",
    "problem and number": lambda fact: f"问题{fact.number}：{fact.problem}",
}

# the mark of a measure, by its place and by how many there are
MARKS: dict[str, Callable[[int, int], str]] = {
    "一是": lambda place, _: f"{_NUMERALS[place]}是",
    "一是：": lambda place, _: f"{_NUMERALS[place]}是：",
    "一要": lambda place, _: f"{_NUMERALS[place]}要",
    "（1）": lambda place, _: f"（{place + 1}）",
    "1）": lambda place, _: f"{place + 1}）",
    "①": lambda place, _: "①②③"[place],
    "第一，": lambda place, _: f"第{_NUMERALS[place]}，",
    "其一，": lambda place, _: f"其{_NUMERALS[place]}，",
    "●": lambda *_: "●",
    "■": lambda *_: "■",
    "◆": lambda *_: "◆",
    "➢": lambda *_: "➢",
    "措施一：": lambda place, _: f"措施{_NUMERALS[place]}：",
    "举措1：": lambda place, _: f"举措{place + 1}：",
    "【措施一】": lambda place, _: f"【措施{_NUMERALS[place]}】",
}
LINE_MARKS: dict[str, Callable[[int, int], str]] = {
    **MARKS,
    "—": lambda *_: "—",
    "- ": lambda *_: "- ",
    "·": lambda *_: "·",
    "a.": lambda place, _: f"{'abc'[place]}.",
}

# where an answer (a) and a status (s) may stand below a heading (h) or around a number (n) and a problem (p)
STATUS_PLACES: dict[str, str] = {
    "a line before the measures": "{h}\n整改状态：{s}\n整改措施：\n{a}",
    "a line behind them": "{h}\n整改措施：\n{a}\n完成情况：{s}。",
    "a line of its own": "{h}\n{s}\n{a}",
    "the last line": "{h}\n{a}\n{s}。",
    "label and status on two lines": "{h}\n整改状态\n{s}\n整改措施\n{a}",
    "brackets behind the heading": "{h}（{s}）\n{a}",
    "brackets behind the number": "{n}（{s}）{p}\n{a}",
    "square brackets behind the heading": "{h}【{s}】\n{a}",
    "a dash behind the heading": "{h}——{s}\n{a}",
    "run in": "{h}。{s}。{a}",
    "label run in": "{h}。整改状态：{s}。整改情况：{a}",
    "brackets of the label": "{h}\n整改情况（{s}）：{a}",
    "brackets before the answer": "{h}\n【{s}】{a}",
    "first words of the answer": "{h}\n整改情况：{s}。{a}",
    "last sentence": "{h}\n{a}目前{s}。",
    "last sentence about this problem": "{h}\n整改情况：{a}该问题{s}。",
    "last sentence, so far": "{h}\n{a}截至目前，此项问题{s}。",
    "a paragraph about this problem": "{h}\n{a}\n该项问题{s}。",
    "brackets behind the answer": "{h}\n{a}（{s}）",
    "among the fields": "{h}\n责任单位：办公室；整改状态：{s}\n{a}",
}

BEFORE = (
    "根据市委统一部署，2024年3月1日至4月30日，市委第二巡察组对市文化局党组进行了巡察。\n"
    "一、组织领导情况\n局党组高度重视，召开会议3次。\n二、反馈问题整改情况\n"
)
AFTER = "\n三、下一步打算\n（一）持续抓好整改。继续努力。"


def answer_of(fact: Fact, mark: Callable[[int, int], str], between: str = "。") -> str:
    """The measures of a problem, each behind its mark."""
    count = len(fact.measures)
    return between.join(mark(place, count) + text for place, text in enumerate(fact.measures)) + "。"


def notice_of(parts: Iterable[str]) -> str:
    """The text of a notice whose part on the problems consists of these pieces."""
    return BEFORE + "\n".join(parts) + AFTER


COLUMNS: tuple[dict[str, str], ...] = (
    {"number": "序号", "problem": "反馈问题", "answer": "整改措施", "organisation": "责任单位", "status": "整改状态"},
    {"number": "序号", "problem": "问题", "answer": "整改举措", "status": "完成情况"},
    {"number": "编号", "problem": "具体问题", "answer": "整改成效", "status": "进展情况"},
    {"number": "序号", "problem": "反馈意见", "answer": "整改措施", "status": "进展"},
    {"number": "序号", "problem": "存在问题", "answer": "采取的措施", "status": "整改进展", "note": "备注"},
    {"problem": "巡察指出问题", "answer": "措施和办法", "organisation": "责任科室", "status": "整改结果"},
    {"number": "No.", "problem": "问题清单", "answer": "措施清单", "organisation": "责任清单", "status": "销号情况"},
    {"status": "状态", "number": "序号", "problem": "问题", "answer": "整改措施"},
    {"problem": "整改事项", "number": "序号", "answer": "整改落实措施", "status": "落实情况"},
    # headings that no table of rules knows: the columns are told by what stands in them
    {"number": "项次", "problem": "短处", "answer": "怎么改的", "status": "改得怎么样"},
    {"number": "序号", "problem": "整改内容", "answer": "整改措施", "status": "整改情况"},
)


def cell(text: str, attributes: str = "") -> str:
    """A cell of HTML, a paragraph for each line."""
    return f"<td{attributes}>" + "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n")) + "</td>"


def table(rows: Iterable[Sequence[str]]) -> str:
    """A table of HTML from rows of cells."""
    return "<table>" + "".join(f"<tr>{''.join(row)}</tr>" for row in rows) + "</table>"


def row_of(fact: Fact, columns: Iterable[str]) -> list[str]:
    """The cells of a problem."""
    values = {
        "number": str(fact.number),
        "problem": fact.problem,
        "answer": answer_of(fact, lambda place, _: f"{place + 1}.", "。\n"),
        "organisation": fact.organisation,
        "status": fact.status,
        "note": "",
    }
    return [cell(values[column]) for column in columns]


def plain_table(facts: Sequence[Fact], columns: dict[str, str] = COLUMNS[1]) -> str:
    """A table with one heading row."""
    return table([[cell(name) for name in columns.values()], *(row_of(fact, columns) for fact in facts)])


def _halves(facts: Sequence[Fact]) -> tuple[Sequence[Fact], Sequence[Fact]]:
    return facts[: len(facts) // 2], facts[len(facts) // 2 :]


def _two_heading_rows(facts: Sequence[Fact]) -> str:
    tall, wide = ' rowspan="2"', ' colspan="2"'
    first = [cell("序号", tall), cell("问题", tall), cell("整改", wide), cell("责任单位", tall)]
    columns = ("number", "problem", "answer", "status", "organisation")
    return table([first, [cell("措施"), cell("状态")], *(row_of(fact, columns) for fact in facts)])


def _heading_groups(facts: Sequence[Fact]) -> str:
    first = [cell("问题情况", ' colspan="2"'), cell("整改情况", ' colspan="3"')]
    second = [cell(name) for name in ("序号", "具体问题", "整改措施", "责任单位", "完成情况")]
    columns = ("number", "problem", "answer", "organisation", "status")
    return table([first, second, *(row_of(fact, columns) for fact in facts)])


def _titled(facts: Sequence[Fact]) -> str:
    title = "<tr>" + cell("巡察反馈问题整改清单", ' colspan="4"') + "</tr>"
    return plain_table(facts).replace("<tr>", title + "<tr>", 1)


def _themes(facts: Sequence[Fact]) -> str:
    rows = [[cell(name) for name in ("类别", "序号", "问题", "整改措施", "完成情况")]]
    for name, half in zip(("党的建设方面", "作风建设方面"), _halves(facts), strict=True):
        cells = [row_of(fact, COLUMNS[1]) for fact in half]
        rows += [[cell(name, f' rowspan="{len(half)}"'), *cells[0]], *cells[1:]]
    return table(rows)


def _row_for_each_measure(facts: Sequence[Fact]) -> str:
    rows = [[cell(name) for name in COLUMNS[1].values()]]
    for fact in facts:
        tall = f' rowspan="{len(fact.measures)}"'
        first, *others = (cell(f"{text}。") for text in fact.measures)
        rows.append([cell(str(fact.number), tall), cell(fact.problem, tall), first, cell(fact.status, tall)])
        rows += [[other] for other in others]
    return table(rows)


def _labels_and_values(fact: Fact, problem: str) -> list[list[str]]:
    _, answer, organisation, status = row_of(fact, ("problem", "answer", "organisation", "status"))
    return [
        [cell(problem), cell(fact.problem)],
        [cell("整改措施"), answer],
        [cell("责任单位"), organisation],
        [cell("完成情况"), status],
    ]


def _label_grid(fact: Fact) -> list[list[str]]:
    wide = ' colspan="3"'
    answer = answer_of(fact, lambda place, _: f"{place + 1}.", "。\n")
    return [
        [cell("序号"), cell(str(fact.number)), cell("责任单位"), cell(fact.organisation)],
        [cell("反馈问题"), cell(fact.problem, wide)],
        [cell("整改措施"), cell(answer, wide)],
        [cell("完成情况"), cell(fact.status, wide)],
    ]


def _continued(facts: Sequence[Fact], between: str, *, heading: bool) -> str:
    first, second = _halves(facts)
    rest = plain_table(second) if heading else table([row_of(fact, COLUMNS[1]) for fact in second])
    return plain_table(first) + between + rest


TABLES: dict[str, Callable[[Sequence[Fact]], str]] = {
    "heading over two rows": _two_heading_rows,
    "headings in groups": _heading_groups,
    "a title above the heading": _titled,
    "themes in tall cells": _themes,
    "a row for each measure": _row_for_each_measure,
    "labels and values": lambda facts: table(
        [row for fact in facts for row in _labels_and_values(fact, f"问题{fact.number}")]
    ),
    "a table for each problem": lambda facts: "".join(table(_labels_and_values(fact, "反馈问题")) for fact in facts),
    "a grid for each problem": lambda facts: "".join(table(_label_grid(fact)) for fact in facts),
    "continued with its heading": lambda facts: _continued(facts, "<p>续表</p>", heading=True),
    "continued without": lambda facts: _continued(facts, "", heading=False),
    "two tables": lambda facts: _continued(facts, "<p>（二）作风建设方面</p>", heading=True),
    "no heading at all": lambda facts: table([row_of(fact, COLUMNS[1]) for fact in facts]),
}


def page_with(tables: str) -> bytes:
    """A web page of a notice whose part on the problems is a table."""
    before, after = ("".join(f"<p>{line}</p>" for line in part.strip().split("\n")) for part in (BEFORE, AFTER))
    title = "中共某市文化局党组关于巡察整改进展情况的通报"
    return f"<html><head><title>{title}</title></head><body>{before}{tables}{after}</body></html>".encode()
