"""The sample site: both editions are served, links lead somewhere, and the editions differ where they should."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import requests
import yaml
from selectolax.lexbor import LexborHTMLParser

from flows.sample.server import EDITIONS, HOST, SampleServer, edition_pages, serve

LIST = f"http://{HOST}/xczg/index.html"
EDITED = "/szbm/csglj/tzgg/202405/t20240517_301245.html"
WITHDRAWN = "/c204/20231025/i1873345.html"
ADDED = "/ltnu/info/1011/2093.htm"


def get(server: SampleServer, url: str, **headers: str) -> requests.Response:
    """Ask the server as an HTTP proxy, as the harvest does."""
    return requests.get(url, headers=headers, proxies={"http": server.address}, timeout=10)


def listed(server: SampleServer) -> list[str]:
    """The notices that the list pages name, in order."""
    urls: list[str] = []
    page: str | None = LIST
    while page:
        tree = LexborHTMLParser(get(server, page).content)
        hrefs = [node.attributes.get("href") or "" for node in tree.css(".list a")]
        urls += [urljoin(page, href) for href in hrefs if not href.startswith("javascript:")]
        following = [node for node in tree.css(".page a") if node.text() == "下一页"]
        page = urljoin(page, following[0].attributes["href"]) if following else None
    return urls


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_page_is_served_with_its_type_and_validator(edition: int) -> None:
    with serve(edition) as server:
        for path, page in edition_pages(edition).items():
            answer = get(server, f"http://{HOST}{path}")
            assert answer.status_code == 200
            assert answer.content == page.payload
            assert answer.headers["Content-Type"] == page.content_type
            assert answer.headers["ETag"] == page.etag


def test_a_known_page_is_not_sent_again() -> None:
    with serve() as server:
        etag = get(server, LIST).headers["ETag"]
        again = get(server, LIST, **{"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")


def test_head_sends_the_headers_alone() -> None:
    with serve() as server:
        answer = requests.head(f"{server.address}/xczg/index.html", timeout=10)
        assert int(answer.headers["Content-Length"]) > 0
        assert answer.content == b""


def test_pages_have_the_same_bytes_directly_and_through_the_proxy() -> None:
    with serve() as server:
        direct = requests.get(f"{server.address}/xczg/index.html", timeout=10)
        assert direct.content == get(server, LIST).content


def test_other_hosts_are_not_answered_for() -> None:
    with serve() as server:
        assert get(server, "http://other.example/xczg/index.html").status_code == 404


def test_the_list_pages_name_seven_notices_in_the_first_edition() -> None:
    with serve(1) as server:
        urls = listed(server)
        assert len(urls) == len(set(urls)) == 7
        assert [get(server, url).status_code for url in urls] == [200] * 7


def test_the_second_edition_lists_one_more_and_still_lists_the_one_that_is_gone() -> None:
    with serve(1) as server:
        before = listed(server)
        server.show(2)
        after = listed(server)
        assert set(after) - set(before) == {f"http://{HOST}{ADDED}"}
        assert set(before) <= set(after)
        statuses = {urlsplit(url).path: get(server, url).status_code for url in after}
        assert [path for path, status in statuses.items() if status == 404] == [WITHDRAWN]
        assert sorted(set(statuses.values())) == [200, 404]


def test_links_inside_the_site_lead_somewhere() -> None:
    for edition in EDITIONS:
        pages = edition_pages(edition)
        for path, page in pages.items():
            if not page.content_type.startswith("text/html"):
                continue
            hrefs = re.findall(rb"""(?:href|src)=["']([^"']+)["']""", page.payload)
            targets = {urljoin(path, href.decode("ascii")) for href in hrefs if not href.startswith(b"javascript:")}
            assert targets <= pages.keys() | {WITHDRAWN}, path


def test_the_editions_differ_in_one_edit_one_withdrawal_one_addition_and_the_list() -> None:
    first, second = edition_pages(1), edition_pages(2)
    assert first.keys() - second.keys() == {WITHDRAWN}
    assert second.keys() - first.keys() == {ADDED}
    changed = {path for path in first.keys() & second.keys() if first[path] != second[path]}
    assert changed == {EDITED, "/xczg/", "/xczg/index.html"}


def test_the_edited_notice_changed_a_figure_a_status_and_a_measure_and_no_date() -> None:
    before, after = (edition_pages(number)[EDITED].payload.decode("utf-8").splitlines() for number in EDITIONS)
    assert len(before) == len(after)
    pairs = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(pairs) == 2
    (old_status, new_status), (old_answer, new_answer) = pairs
    assert "正在整改" in old_status
    assert "已完成" in new_status
    assert "61.2万元" in old_answer
    assert "93.4万元" in new_answer
    assert "提起诉讼" in old_answer
    assert "先缴款、后上刊" in new_answer


def test_there_is_no_third_edition() -> None:
    with pytest.raises(ValueError, match="editions"):
        edition_pages(3)


def test_the_source_file_names_the_invented_host_and_this_server(tmp_path: Path) -> None:
    with serve() as server:
        source = yaml.safe_load(server.write_source(tmp_path / "sample.yaml").read_text(encoding="utf-8"))
        assert source["list_pages"][0]["url"] == LIST
        assert source["proxy"] == server.address
