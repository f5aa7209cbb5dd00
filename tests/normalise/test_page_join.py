"""A notice on several pages reads as if it stood on one."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.capture import Capture, payload_digest
from flows.clock import SHANGHAI
from flows.normalise.notice import read_notice
from flows.normalise.page import read_page
from flows.normalise.page_join import read_joined
from tests.pages_of_one_notice import LINES, paragraphs, site_page, site_pages

URL = "http://www.example.org/xc/content_5.html"
UTF_8 = "text/html; charset=utf-8"
WHOLE = "\n".join(LINES)


def capture(html: str, number: int, charset: str = "utf-8") -> Capture:
    url = URL.replace(".html", f"_{number}.html")
    payload = html.encode(charset)
    at = datetime(2026, 11, 20, tzinfo=SHANGHAI)
    headers = {"content-type": f"text/html; charset={charset}"}
    return Capture(url, url, "test", at, 200, headers, payload, payload_digest(payload), "", 0)


def joined(pages: list[str], charset: str = "utf-8") -> str:
    further = [capture(page, number, charset) for number, page in enumerate(pages[1:], start=2)]
    return read_joined(pages[0].encode(), UTF_8, further).text


def test_the_page_itself_is_read_whole() -> None:
    assert read_page(site_page(paragraphs(LINES)).encode(), UTF_8, URL).text == WHOLE


@settings(deadline=None)
@given(st.lists(st.integers(1, len(LINES) - 1), min_size=1, max_size=4, unique=True).map(sorted))
def test_wherever_the_pages_end_the_text_is_the_same(cuts: list[int]) -> None:
    assert joined(site_pages(cuts)) == WHOLE


@pytest.mark.parametrize("characters", [20, 31, 45, 52])
def test_a_paragraph_that_a_page_break_cuts_is_one_line(characters: int) -> None:
    line = LINES[0]
    first = site_page(paragraphs([line[:characters]]), 1, 2)
    second = site_page(paragraphs([line[characters:], *LINES[1:]]), 2, 2)
    assert joined([first, second]) == WHOLE


def test_further_pages_in_another_encoding() -> None:
    pages = [page.replace('<meta charset="utf-8">', "") for page in site_pages([5])]
    assert joined(pages, "gb18030") == WHOLE


def test_a_page_that_comes_twice_is_read_once() -> None:
    first, second = site_pages([6])
    assert joined([first, second, second, first]) == WHOLE


def test_another_page_is_left_out_and_said() -> None:
    pages = site_pages([6])
    other = site_page("<p>您访问的页面不存在。</p>", title="页面不存在")
    page = read_joined(pages[0].encode(), UTF_8, [capture(other, 2)])
    assert page.text == "\n".join(LINES[:6])
    assert "another page" in page.damage[0]


def test_facts_on_further_pages_belong_to_the_notice() -> None:
    pages = site_pages([6, 10])
    notice = read_notice(pages[0].encode(), UTF_8, URL, [capture(page, n) for n, page in enumerate(pages[1:], 2)])
    assert [item.problem for item in notice.items] == ["理论学习不深入", "工程监管不到位", "档案管理不规范"]
    assert notice.head.issuer == "中共某县水务局党组"
    assert all(metric.span.of(notice.text) for metric in notice.metrics)
    assert "86.5万元" in {metric.span.of(notice.text) for metric in notice.metrics}


def test_numbers_above_a_pager_stay() -> None:
    lines = [*LINES[:5], "5"]
    pages = [site_page(paragraphs(lines), 1, 2), site_page(paragraphs(LINES[5:]), 2, 2)]
    assert joined(pages).split("\n")[5] == "5"
