from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.archive import Archive
from flows.harvest import HarvestReport, Source, check_source
from flows.harvest.links import next_address, read_links, wanted_links
from flows.harvest.sources import ListPage
from flows.page_text import decode_page
from tests.harvest.site import Site

SourceMaker = Callable[..., Source]
Harvest = Callable[[Source], HarvestReport]

NOTICE = "<title>关于巡察整改情况的通报</title><p>一、</p>"


def listing(*numbers: int, more: str = "") -> str:
    rows = [
        f'<li><a href="./post_{number}.html">中共某局党组关于巡察整改情况的通报（{number}）</a></li>'
        for number in numbers
    ]
    return f'<meta charset="utf-8"><ul>{"".join(rows)}</ul>{more}'


def serve_notices(site: Site, *numbers: int) -> None:
    for number in numbers:
        site.serve(f"/xc/post_{number}.html", f"{NOTICE}{number}")


def test_notices_are_found_on_numbered_pages_until_one_is_not_there(
    site: Site, source: SourceMaker, harvest: Harvest
) -> None:
    site.serve("/xc/", listing(1, 2))
    site.serve("/xc/index_1.html", listing(2, 3))
    site.serve("/xc/index_2.html", listing(4))
    serve_notices(site, 1, 2, 3, 4)
    rule = {"url": f"{site.address}/xc/", "pattern": "post_", "next_pages": "index_{page}.html"}
    report = harvest(source(list_pages=[rule]))
    assert (report.found, report.captured, report.failed) == (4, 4, ())
    assert sorted(site.paths()).count("/xc/post_2.html") == 1


def test_next_link_is_followed_until_the_list_repeats_itself(
    site: Site, source: SourceMaker, harvest: Harvest
) -> None:
    site.serve("/xc/", listing(1, 2, more='<a href="?page=2">下一页 &gt;</a>'))
    site.serve("/xc/?page=2", listing(3, more='<a href="?page=2">下一页 &gt;</a>'))
    serve_notices(site, 1, 2, 3)
    report = harvest(source(list_pages=[{"url": f"{site.address}/xc/", "pattern": "post_", "next_link": "下一页"}]))
    assert (report.found, report.captured, report.failed) == (3, 3, ())


def test_too_few_links_are_a_failure_and_what_is_there_is_still_captured(
    site: Site, source: SourceMaker, harvest: Harvest
) -> None:
    site.serve("/xc/", listing(1))
    serve_notices(site, 1)
    rule = {"url": f"{site.address}/xc/", "pattern": "post_", "minimum_links": 5}
    report = harvest(source(list_pages=[rule]))
    assert report.captured == 1
    assert "fewer than minimum_links 5" in report.failed[0].reason


@pytest.mark.parametrize("status", [404, 500])
def test_list_page_that_cannot_be_had_is_a_failure(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive, status: int
) -> None:
    site.serve("/xc/", "", status=status)
    report = harvest(source(list_pages=[{"url": f"{site.address}/xc/"}]))
    assert report.failed[0].url == f"{site.address}/xc/"
    assert str(status) in report.failed[0].reason
    assert [entry.role for entry in archive.entries("list")] == ["list"]


def test_list_without_end_is_noted(site: Site, source: SourceMaker, harvest: Harvest) -> None:
    for page, number in enumerate(range(1, 6)):
        site.serve("/xc/" if page == 0 else f"/xc/index_{page}.html", listing(number))
    serve_notices(site, *range(1, 6))
    rule = {"url": f"{site.address}/xc/", "pattern": "post_", "next_pages": "index_{page}.html", "max_pages": 3}
    report = harvest(source(list_pages=[rule]))
    assert report.found == 3
    assert "goes on after max_pages 3" in report.notes[0]


def test_unchanged_list_page_still_yields_its_links(site: Site, source: SourceMaker, harvest: Harvest) -> None:
    site.serve("/xc/", listing(1, 2))
    serve_notices(site, 1, 2)
    lists = source(list_pages=[{"url": f"{site.address}/xc/", "pattern": "post_"}])
    assert harvest(lists).captured == 2
    assert harvest(lists).unchanged == 2


def test_notice_that_left_the_list_is_looked_at_again(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive
) -> None:
    site.serve("/xc/", listing(1, 2))
    serve_notices(site, 1, 2)
    lists = source(list_pages=[{"url": f"{site.address}/xc/", "pattern": "post_"}])
    harvest(lists)
    site.serve("/xc/", listing(2))
    del site.pages["/xc/post_1.html"]
    report = harvest(lists)
    assert (report.found, report.unchanged, report.gone) == (2, 1, 1)
    assert archive.history(f"{site.address}/xc/post_1.html")[-1].is_gone


def test_robots_are_obeyed_and_archived(site: Site, source: SourceMaker, harvest: Harvest, archive: Archive) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /secret/\n", Content_Type="text/plain")
    site.serve("/secret/a", NOTICE)
    site.serve("/open/a", NOTICE)
    report = harvest(source("/secret/a", "/open/a"))
    assert report.captured == 1
    assert report.failed[0].reason == "robots.txt forbids this page"
    assert site.paths() == ["/open/a"]
    assert [entry.http_status for entry in archive.entries("robots")] == [200]


def test_unreachable_robots_forbid_everything_unless_they_are_known(
    site: Site, source: SourceMaker, harvest: Harvest
) -> None:
    site.serve("/robots.txt", "busy", status=500)
    site.serve("/a", NOTICE)
    assert "robots.txt cannot be had" in harvest(source("/a")).failed[0].reason
    site.serve("/robots.txt", "User-agent: *\nDisallow: /secret/\n")
    assert harvest(source("/a")).captured == 1
    site.serve("/robots.txt", "busy", status=500)
    assert harvest(source("/a")).unchanged == 1


def test_redirect_into_a_forbidden_place_is_refused(site: Site, source: SourceMaker, harvest: Harvest) -> None:
    site.serve("/robots.txt", "User-agent: zhenggai\nDisallow: /secret/\n")
    site.serve("/a", "", status=302, Location="/secret/a")
    assert harvest(source("/a")).failed[0].reason == "robots.txt forbids this page"
    assert site.paths() == ["/a"]


def test_check_says_what_a_source_finds_and_lacks(site: Site, source: SourceMaker) -> None:
    site.serve("/xc/", listing(1, 2))
    serve_notices(site, 1, 2)
    rule = {"url": f"{site.address}/xc/", "pattern": "post_"}
    healthy = check_source(source(list_pages=[rule], politeness={"contact": "open-data@example.org"}))
    assert (healthy.found, healthy.problems, healthy.is_healthy) == (2, (), True)
    lacking = check_source(source(list_pages=[rule | {"minimum_links": 9}]))
    assert not lacking.is_healthy
    assert any("minimum_links 9" in problem for problem in lacking.problems)
    assert any("politeness.contact" in problem for problem in lacking.problems)


def test_title_filter_takes_notices_and_leaves_news() -> None:
    page = """
      <a href="/1.html" title="中共某市交通运输局党组关于市委巡 察组反馈意见整改情况的通报">中共某市交通运输局…</a>
      <a href="/2.html">某局召开巡察整改动员会</a> <a href="/3.html">关于巡视整改进展情况的公告</a>
      <a href="/4.html">采购公告</a> <a href="javascript:void(0)">巡察整改</a> <a>巡察整改</a>
      <a href="/1.html#top">中共某某市</a>"""
    rule = ListPage(url="http://example.org/list/")
    links = read_links(page, rule.url, rule)
    assert [link.url[-6:] for link in links if link.url.endswith("html")] == ["1.html", "2.html", "3.html", "4.html"]
    assert [link.url[-6:] for link in wanted_links(links, rule)] == ["1.html", "3.html"]


@pytest.mark.parametrize(
    ("payload", "content_type", "encoding"),
    [
        ("巡察整改".encode("gbk"), "text/html; charset=GB2312", None),
        ('<meta charset="gbk">巡察整改'.encode("gbk"), "text/html", None),
        ("巡察整改".encode(), "", None),
        ("巡察整改".encode("gb18030"), "text/html", None),
        ("巡察整改".encode("big5", "replace"), "text/html; charset=utf-8", "big5"),
        ("巡察整改".encode(), "text/html; charset=klingon", None),
    ],
)
def test_list_pages_are_decoded(payload: bytes, content_type: str, encoding: str | None) -> None:
    text = decode_page(payload, content_type, encoding)
    assert "巡" in text


@settings(max_examples=50, deadline=None)
@given(
    st.binary(max_size=400) | st.text(alphabet="<a href=\"?&#;'>下一页\0\n巡察整改base", max_size=200).map(str.encode)
)
def test_no_bytes_break_the_reading_of_a_list(payload: bytes) -> None:
    rule = ListPage(url="http://example.org/xc/", next_link="下一页")
    page = decode_page(payload, "text/html")
    for link in wanted_links(read_links(page, rule.url, rule), rule):
        assert link.url.startswith("http")
    next_address(page, rule.url, rule, 1)


def test_fault_of_the_program_is_a_failure_of_its_source_alone(
    site: Site, source: SourceMaker, harvest: Harvest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*arguments: object) -> None:
        raise KeyError("surprise")

    monkeypatch.setattr("flows.harvest.web.read_links", breaks)
    site.serve("/xc/", listing(1))
    report = harvest(source(list_pages=[{"url": f"{site.address}/xc/"}]))
    assert "a fault of this program" in report.failed[0].reason
    assert "surprise" in report.failed[0].reason


def test_next_address_counts_from_the_declared_number() -> None:
    rule = ListPage(url="http://example.org/xc/index.html", next_pages="index_{page}.html", first_number=2)
    assert next_address("", rule.url, rule, 1) == "http://example.org/xc/index_2.html"
    assert next_address("", rule.url, rule, 3) == "http://example.org/xc/index_4.html"
    assert next_address("<a href=x>下一页</a>", rule.url, ListPage(url=rule.url), 1) is None
