"""Whole notices: read as their labels say, and invariants that hold for any page."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.normalise.fold import fold
from flows.normalise.notice import read_notice
from flows.normalise.records import Notice, Span

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAGES = sorted((FIXTURES / "corpus").glob("*.html"))
HEAD_COLUMNS_LABELLED_OTHERWISE = {"published_at"}
GENERAL = "一、整改组织情况\n二、反馈问题整改情况\n三、下一步工作打算\n"
PIECES = (
    *("（一）关于“执行制度不严”的问题。", "1.对“台账不清”的整改情况", "整改状态：已完成，长期坚持。"),
    *("一是", "二是", "①", "\n", "；", "《", "》", "（", "）", "“", "第二方面问题：", "问题3：", "\ufffd"),
    *("印发《关于加强管理的通知》", "追回资金12.5万元，", "2023年3月至5月，", "完成率98.6%。", "约三成"),
    *(
        "整改时限：2024年6月底前",
        "（费用2万元）。",
        "（责任领导：局长）",
        "整改情况：",
        "完成情况：已完成。",
        "５余次",
        "截至目前，",
        "１３个",
        "正在办理。",
    ),
)


def read(page: Path) -> Notice:
    return read_notice(page.read_bytes(), "text/html", f"file:///{page.name}")


def squeezed(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "")


def labels(page: Path) -> Any:
    return json.loads((FIXTURES / "gold" / f"{page.stem}.json").read_text(encoding="utf-8"))


def spans(notice: Notice) -> list[Span]:
    facts = (notice.sections, notice.items, notice.measures, notice.metrics, notice.documents, notice.dates)
    return [fact.span for rows in facts for fact in rows]


def as_text(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return None if value is None else value if isinstance(value, int) else str(value)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
class TestLabelled:
    """The labels of the invented notices, to the letter."""

    def test_head(self, page: Path) -> None:
        wanted, head = labels(page)["notice"], read(page).head
        found = {name: as_text(getattr(head, name)) for name in wanted if name not in HEAD_COLUMNS_LABELLED_OTHERWISE}
        assert {name: squeezed(str(value)) for name, value in found.items()} == {
            name: squeezed(str(wanted[name])) for name in found
        }

    def test_sections(self, page: Path) -> None:
        found = [(squeezed(s.title), s.level, s.parent, s.item_count) for s in read(page).sections]
        wanted = [(squeezed(s["title"]), s["level"], s["parent"], s["item_count"]) for s in labels(page)["sections"]]
        assert found == wanted

    def test_items(self, page: Path) -> None:
        found = [(squeezed(i.problem), i.section, i.status, squeezed(i.status_text)) for i in read(page).items]
        wanted = [
            (squeezed(i["problem"]), i["section"], i["status"], squeezed(i["status_text"]))
            for i in labels(page)["items"]
        ]
        assert found == wanted

    def test_responsibility_and_deadlines(self, page: Path) -> None:
        names = ("responsible_org", "responsible_role", "deadline", "completed_on", "is_long_term")
        found = [[squeezed(str(as_text(getattr(i, name)))) for name in names] for i in read(page).items]
        assert found == [[squeezed(str(i[name])) for name in names] for i in labels(page)["items"]]

    def test_measures(self, page: Path) -> None:
        found = [(m.item, squeezed(m.marker), squeezed(m.text)[:8]) for m in read(page).measures]
        wanted = [(m["item"], squeezed(m["marker"]), squeezed(m["text_start"])[:8]) for m in labels(page)["measures"]]
        assert found == wanted

    def test_metrics(self, page: Path) -> None:
        notice = read(page)
        found = [
            (m.item, squeezed(m.span.of(notice.text)), round(m.amount, 6), m.upper_value, m.unit, m.qualifier)
            for m in notice.metrics
        ]
        assert found == [
            (m["item"], squeezed(m["quote"]), round(m["amount"], 6), m["upper_value"], fold(m["unit"]), m["qualifier"])
            for m in labels(page)["metrics"]
        ]

    def test_documents_and_dates(self, page: Path) -> None:
        notice, wanted = read(page), labels(page)
        assert [(d.item, squeezed(d.name), d.action) for d in notice.documents] == [
            (d["item"], squeezed(d["name"]), d["action"]) for d in wanted["documents"]
        ]
        assert [(d.item, str(d.date_start), str(d.date_end), d.precision) for d in notice.dates] == [
            (d["item"], d["date_start"], d["date_end"], d["precision"]) for d in wanted["dates"]
        ]

    def test_findings(self, page: Path) -> None:
        found = sorted(
            (f.check, f.index if f.table == "items" else None, f.index if f.table == "sections" else None)
            for f in read(page).findings
        )
        wanted = sorted((f["check"], f["item"], f["section"]) for f in labels(page)["findings"])
        assert sorted(map(str, found)) == sorted(map(str, wanted))

    def test_reading_twice_is_the_same(self, page: Path) -> None:
        assert read(page) == read(page)

    def test_every_span_lies_in_the_text_and_children_in_their_parents(self, page: Path) -> None:
        notice = read(page)
        assert all(0 <= span.start < span.end <= len(notice.text) for span in spans(notice))
        for measure in notice.measures:
            assert measure.item is None or notice.items[measure.item].span.holds(measure.span)
        for metric in notice.metrics:
            assert metric.measure is None or notice.measures[metric.measure].span.holds(metric.span)
        ends = [item.span for item in notice.items]
        assert all(one.end <= other.start for one, other in zip(ends, ends[1:], strict=False))

    def test_chrome_around_the_body_changes_nothing(self, page: Path) -> None:
        payload = page.read_bytes()
        banner = '<div class="banner"><a href="/1">首页</a><a href="/2">新闻</a><a href="/3">服务</a></div>'.encode(
            "ascii", "xmlcharrefreplace"
        )
        with_banner = re.sub(rb"(?i)(<body[^>]*>)", lambda match: match[1] + banner, payload, count=1)
        assert with_banner != payload
        assert read_notice(with_banner, "text/html", f"file:///{page.name}") == read(page)


WIDE = str.maketrans(
    {chr(code): chr(code + 0xFEE0) for code in (*range(0x30, 0x3A), 0x28, 0x29, 0x2C, 0x3A, 0x3B, 0x25)}
)


def values(notice: Notice) -> Any:
    """What is read, without where it stands and how it is printed."""
    return (
        [(fold(i.problem), i.status, i.is_long_term, i.deadline) for i in notice.items],
        [(m.item, m.section) for m in notice.measures],
        [(m.item, m.amount, m.upper_value, m.unit, m.qualifier, m.context) for m in notice.metrics],
        [(d.item, fold(d.name), d.action) for d in notice.documents],
        [(d.item, d.date_start, d.date_end, d.precision) for d in notice.dates],
        sorted((f.check, f.index or 0) for f in notice.findings),
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_width_of_marks_and_digits_changes_no_value(page: Path) -> None:
    narrow = read_notice(fold(read(page).text).encode(), "text/plain; charset=utf-8", "file:///narrow.txt")
    wide = read_notice(fold(read(page).text).translate(WIDE).encode(), "text/plain; charset=utf-8", "file:///wide.txt")
    assert values(wide) == values(narrow)


def original_encoding(page: Path) -> str:
    try:
        page.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def rewrapped(source: str) -> str:
    """The page's source with a line break inside every long run of Chinese text."""
    return re.sub(r"(?<=>)([^<>]{30}[\u4e00-\u9fff])([\u4e00-\u9fff][^<>]{20})", "\\1\r\n\\2", source)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_where_the_source_breaks_its_lines_changes_nothing(page: Path) -> None:
    original = read(page)
    encoding = original_encoding(page)
    source = page.read_bytes().decode(encoding)
    assert rewrapped(source) != source
    assert read_notice(rewrapped(source).encode(encoding), "text/html", f"file:///{page.name}") == original


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encoding_of_a_page_changes_nothing(page: Path, encoding: str) -> None:
    original = read(page)
    text = page.read_bytes().decode(original_encoding(page)).removeprefix("\ufeff")
    undeclared = re.sub(r"charset\s*=\s*[\"']?[\w-]+", "", text)
    again = read_notice(undeclared.encode(encoding), "text/html", f"file:///{page.name}")
    assert again == original


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=60))
def test_any_text_is_read_and_every_fact_is_in_it(pieces: list[str]) -> None:
    opening = "根据市委统一部署，市委第一巡察组对市档案局党组开展了巡察。现将整改情况予以公布。\n"
    payload = (opening + GENERAL + "".join(pieces)).encode("utf-8", "replace")
    notice = read_notice(payload, "text/plain; charset=utf-8", "file:///any.txt")
    assert "reader_failed" not in {finding.check for finding in notice.findings}
    assert all(0 <= span.start <= span.end <= len(notice.text) for span in spans(notice))
    for item in notice.items:
        answer = item.response_span.of(notice.text) if item.response_span else ""
        assert all(piece in answer for piece in item.response.split("\n"))
        assert item.problem in notice.text.replace("\n", "") or item.problem_span.end > item.problem_span.start
    for mention in notice.documents:
        assert mention.name in mention.span.of(notice.text)
    assert read_notice(payload, "text/plain; charset=utf-8", "file:///any.txt") == notice


def test_a_page_that_is_no_notice_keeps_its_text() -> None:
    notice = read_notice("<p>市教育局今天召开年度工作会议。</p>".encode(), "text/html", "file:///news.html")
    assert not notice.is_notice
    assert "年度工作会议" in notice.text
    assert [finding.check for finding in notice.findings] == ["not_a_notice"]


def test_a_fault_of_a_reader_keeps_the_text_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object) -> None:
        raise ZeroDivisionError("no item")

    monkeypatch.setattr("flows.normalise.notice.read_outline", fault)
    notice = read(PAGES[0])
    assert notice.text
    assert notice.is_notice
    (finding,) = notice.findings
    assert (finding.check, finding.severity) == ("reader_failed", "error")
    assert (finding.observed or "").startswith("ZeroDivisionError: no item (test_notice.py:")


def test_an_empty_page_says_so() -> None:
    notice = read_notice(b"", "", "file:///empty.html")
    assert (notice.is_notice, [finding.check for finding in notice.findings]) == (False, ["empty_page"])
