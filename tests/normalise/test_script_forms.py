"""A notice says the same in Traditional script and with pinyin in brackets; its quotes stay as printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.normalise.charset import decode_payload
from flows.normalise.fold import fold
from flows.normalise.notice import read_notice
from flows.normalise.records import Notice
from flows.normalise.tables import notice_rows
from tests.normalise.script_forms import in_traditional, with_pinyin

CORPUS = Path(__file__).parents[1] / "fixtures" / "corpus"
NAMES = sorted(path.stem for path in CORPUS.glob("*.html"))
DATES = ("published_at", "inspection_start", "inspection_end", "feedback_on", "issued_on")
COUNTS = ("stated_problem_count", "stated_completed_count", "stated_measure_count")
CODES = ("notice_kind", "inspection_tier", "inspection_mode", "inspection_focus", "region_code", "contact_phone")
WORDS = ("title", "publisher", "inspected_org", "inspecting_body", "issuer", "contact_address")


def _facts(notice: Notice) -> dict[str, object]:
    """Everything that the same words in another script must give, wording folded."""
    head = notice.head
    return {
        "head": {name: getattr(head, name) for name in (*DATES, *COUNTS, *CODES)},
        "words": {name: fold(getattr(head, name) or "") for name in WORDS},
        "sections": [(fold(s.label or ""), fold(s.title), s.level, s.item_count) for s in notice.sections],
        "items": [(fold(i.problem), i.status, i.is_long_term, i.deadline, i.completed_on) for i in notice.items],
        "measures": [(m.item, m.section, fold(m.text)) for m in notice.measures],
        "metrics": [(m.item, m.value, m.quantity_kind, m.unit, m.qualifier, m.change) for m in notice.metrics],
        "documents": [(d.item, fold(d.name), d.action) for d in notice.documents],
        "dates": [(d.item, d.date_start, d.date_end, d.precision) for d in notice.dates],
        "findings": [(f.check, f.table, f.index) for f in notice.findings if f.check != "readings_left_out"],
    }


def _html(name: str) -> str:
    return decode_payload((CORPUS / f"{name}.html").read_bytes(), "text/html").text.replace("charset=gb", "charset=x")


def _read(html: str) -> Notice:
    return read_notice(html.encode(), "text/html; charset=utf-8", "file:///notice.html")


@pytest.mark.parametrize("name", NAMES)
def test_a_notice_in_traditional_script_gives_the_same_facts(name: str) -> None:
    html = _html(name)
    simplified, traditional = _read(html), _read(in_traditional(html))
    assert _facts(traditional) == _facts(simplified)
    assert traditional.text == in_traditional(simplified.text)
    assert traditional.text != simplified.text
    assert [item.problem for item in traditional.items] == [in_traditional(item.problem) for item in simplified.items]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("convert", [str, in_traditional], ids=["simplified", "traditional"])
def test_pinyin_in_brackets_is_left_out_and_reported(name: str, convert: type[str]) -> None:
    html = convert(_html(name))
    annotated = _read(with_pinyin(html))
    assert annotated.text == _read(html).text
    assert _facts(annotated) == _facts(_read(html))
    assert "readings_left_out" in {finding.check for finding in annotated.findings}


def test_readings_of_ruby_markup_are_left_out_and_reported() -> None:
    html = _html(NAMES[-1])
    ruby = html.replace("开展", "<ruby>开<rp>(</rp><rt>kāi</rt><rp>)</rp>展<rt>zhǎn</rt></ruby>")
    read = _read(ruby)
    assert ruby != html
    assert read.text == _read(html).text
    assert "readings_left_out" in {finding.check for finding in read.findings}


def test_the_finding_about_readings_belongs_to_no_notice() -> None:
    rows = notice_rows(_read(with_pinyin(_html(NAMES[-1]))), "web", "0" * 64)
    [found] = [row for row in rows.rows["findings"] if row["check"] == "readings_left_out"]
    assert (found["notice_id"], found["table"], found["row_id"]) == (None, "notices", rows.notice_id)
