"""The report of what no rule table knows, over invented notices; everything that a table knows stays out of it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from flows import cli
from flows.handover import write_tables
from flows.normalise.notice import read_notice
from flows.normalise.report import Unknown, reading_report, write_report
from flows.normalise.rules_table import rule_rows
from flows.normalise.tables import arrow_tables, notice_rows
from flows.settings import Settings

TITLE = "中共云岫县水务局党组关于巡察整改进展情况的通报"
OPENING = (
    "根据县委统一部署，2024年3月1日至4月30日，县委第一巡察组对县水务局党组开展了巡察。"
    "2024年6月3日，反馈了巡察意见。现将整改情况予以公布。"
)
ITEMS = (
    "一、巡察反馈问题整改情况\n1.关于“台账不全”的问题\n整改情况：已完成整改。补录台账30份，走访12户。\n"
    "2.关于“巡河不实”的问题\n整改情况：正在整改。开展巡河6次。"
)
CLOSING = "欢迎干部群众对巡察整改落实情况进行监督。联系电话：0650-3316027；通讯地址：云岫县和平路1号。"


def report(*bodies: str, head: str = "") -> tuple[Unknown, ...]:
    """The report over notices with these lines between their items and their closing."""
    rows = []
    for number, body in enumerate(bodies):
        lines = [TITLE, *head.split("\n"), OPENING, *ITEMS.split("\n"), *body.split("\n"), CLOSING]
        page = "".join(f"<p>{line}</p>" for line in lines if line)
        url = f"http://www.example.org/{number}.html"
        html = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{page}</body></html>"
        notice = read_notice(html.encode(), "text/html", url)
        assert notice.is_notice
        rows.append(notice_rows(notice, "yunxiu", "0" * 64))
    return reading_report(arrow_tables(rows))


def words(unknowns: Sequence[Unknown], kind: str) -> dict[str, int]:
    return {unknown.text: unknown.count for unknown in unknowns if unknown.kind == kind}


def test_what_the_tables_know_is_not_reported() -> None:
    assert report("") == ()
    assert report("三是加强巡查。\n（三）下一步打算\n①培训120人次。投入资金35万元，治理河道14.5公里。") == ()


def test_series_of_unknown_marks_are_one_row() -> None:
    found = report("甲：加强领导。\n乙：压实责任。\n★强化监督。\n<1>建章立制。\n<2>严格考核。")
    assert words(found, "mark") == {"甲:": 2, "★": 1, "<1>": 2}


def test_unknown_units_behind_digits() -> None:
    found = report("3.关于“渠道不通”的问题\n整改情况：已完成整改。清淤35厢，转速20rpm，购置12台水泵，占地3厢。")
    assert words(found, "unit") == {"厢": 2, "rpm": 1}


@pytest.mark.parametrize("body", ["修订G15线、S223线图册。", "拨打12345热线。", "按第3厢。", "依据〔2023〕15号文件。"])
def test_codes_and_ordinals_are_no_units(body: str) -> None:
    assert words(report(body), "unit") == {}


def test_unknown_statuses_behind_labels() -> None:
    body = "3.关于“渠道不通”的问题\n整改状态：按需挂账\n整改情况：疏通渠道3处。"
    assert words(report(body), "status") == {"按需挂账": 1}


def test_unknown_status_alone_as_an_answer() -> None:
    assert words(report("3.关于“渠道不通”的问题\n整改情况：挂账推进。"), "status") == {"挂账推进": 1}


def test_unknown_labels_of_the_body() -> None:
    body = "3.关于“渠道不通”的问题\n病灶所在：巡查不够。\n整改情况：已完成整改。疏通渠道3处。"
    assert words(report(body), "label") == {"病灶所在": 1}


def test_unknown_labels_above_the_text_and_no_addressee() -> None:
    found = report("", head="县委巡察办：\n公文类目：巡察")
    assert words(found, "metadata_label") in ({"公文类目": 1}, {})  # a bar above the text may be taken as chrome
    assert words(found, "label") == {}


def test_a_layout_without_items_is_named_by_its_source() -> None:
    text = (
        f"{OPENING}县水务局党组高度重视，坚决扛起整改责任。逐项研究整改工作，压实责任。统筹推进各项整改任务。{CLOSING}"
    )
    page = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>{text}</p><p>{text}</p></body></html>"
    notice = read_notice(page.encode(), "text/html", "http://www.example.org/9.html")
    assert not notice.items
    found = reading_report(arrow_tables([notice_rows(notice, "yunxiu", "0" * 64)]))
    assert [(each.kind, each.text, each.count) for each in found] == [("layout", "yunxiu", 1)]


class TestOrder:
    BODIES = ("★强化监督。\n占地3厢。", "★强化监督。\n★加强领导。", "甲：加强领导。")

    def test_the_most_frequent_comes_first_with_its_first_place(self) -> None:
        first, *others = report(*self.BODIES)
        assert first == Unknown("mark", "★", 3, 2, "★强化监督。", "http://www.example.org/0.html")
        assert [(each.kind, each.text, each.notices) for each in others] == [("mark", "甲:", 1), ("unit", "厢", 1)]

    def test_the_order_of_the_rows_does_not_matter(self) -> None:
        rows = []
        for number, body in enumerate(self.BODIES):
            html = f"<h1>{TITLE}</h1>" + "".join(
                f"<p>{line}</p>" for line in f"{OPENING}\n{ITEMS}\n{body}\n{CLOSING}".split("\n")
            )
            notice = read_notice(html.encode(), "text/html", f"http://www.example.org/{number}.html")
            rows.append(notice_rows(notice, "yunxiu", "0" * 64))
        assert reading_report(arrow_tables(rows)) == reading_report(arrow_tables(reversed(rows)))


def test_an_empty_archive_gives_an_empty_report() -> None:
    assert reading_report(arrow_tables([])) == ()


def test_the_file_opens_in_spreadsheets_and_holds_no_formula(tmp_path: Path) -> None:
    unknown = Unknown("mark", "=1", 2, 1, "-聚焦，“主业”", "http://www.example.org/0.html")
    path = tmp_path / "data" / "reading-report.csv"
    write_report(path, [unknown, replace(unknown, text="★", quote="★")])
    assert path.read_bytes().startswith("\ufeff".encode())
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["text"] for row in rows] == ["'=1", "★"]
    assert rows[0]["quote"] == "'-聚焦，“主业”"
    assert list(rows[0]) == ["kind", "text", "count", "notices", "quote", "notice_url"]


def test_the_command_line_prints_it_and_leaves_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [notice_rows(read_notice(b"", "text/html", "http://www.example.org/0.html"), "yunxiu", "0" * 64)]
    settings = Settings(data=tmp_path)
    write_tables(settings.normalised, arrow_tables(rows))
    cli._print_reading_report(settings)
    assert "0 unknown; docs/teaching.md" in capsys.readouterr().out.replace("\n", " ")
    assert (tmp_path / "reading-report.csv").exists()


def test_every_silenced_word_says_why_and_names_a_kind_of_the_report() -> None:
    for row in rule_rows("report"):
        assert row["kind"] in {"mark", "unit", "status", "label", "metadata_label", "layout"}
        assert row["note"], row["text"]
