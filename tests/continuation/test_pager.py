"""Where a page says that its text goes on, and what only looks like it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.continuation import MOST_PAGES, PartRole, further_pages, walk

FOLDER = "http://www.example.org/xc/202409/"
PAGE = f"{FOLDER}t20240920_318.html"


def found(body: str, own: str = PAGE, first: str | None = None, charset: str = "utf-8") -> dict[int, str]:
    return further_pages(f"<p>正文。</p>{body}".encode(charset), f"text/html; charset={charset}", own, first)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ('<a href="t20240920_318_1.html">下一页</a>', ["t20240920_318_1.html"]),
        (
            '1 <a href="./t20240920_318_1.html">[2]</a> <a href="./t20240920_318_2.html">[3]</a>',
            ["t20240920_318_1.html", "t20240920_318_2.html"],
        ),
        ('<a href="/xc/202409/t20240920_318_2.html">第 2 页</a>', ["t20240920_318_2.html"]),
        ("<A class=n HREF=t20240920_318_2.html target=_blank><span>[2]</span></A>", ["t20240920_318_2.html"]),
        ('<a href="t20240920_318-2.html">余下全文</a>', ["t20240920_318-2.html"]),
        ('<a href="?page=2">2</a>', ["t20240920_318.html?page=2"]),
        ('<select><option value="t20240920_318_2.html">2</option></select>', ["t20240920_318_2.html"]),
        (
            '<script>createPageHTML(3, 0, "t20240920_318", "html");</script>',
            ["t20240920_318_1.html", "t20240920_318_2.html"],
        ),
        (
            '<script>var currentPage = 0;var countPage = 2;document.write("<a href=t20240920_318"+"_1.html")</script>',
            ["t20240920_318_1.html"],
        ),
    ],
)
def test_pages_of_the_same_text(body: str, names: list[str]) -> None:
    assert list(found(body).values()) == [FOLDER + name for name in names]


@pytest.mark.parametrize("own", [f"{FOLDER}notice/", f"{FOLDER}notice"])
def test_pages_below_an_address_without_ending(own: str) -> None:
    pager = f'<a href="{FOLDER}notice/2/">2</a><a href="{FOLDER}notice/2/">下一页</a>'
    assert found(pager, own) == {2: f"{FOLDER}notice/2/"}
    assert found(f'<a href="{FOLDER}notice/about/">下一页</a><a href="{FOLDER}other/2/">2</a>', own) == {}


def test_links_start_from_the_base_of_the_page() -> None:
    base = '<base href="http://www.example.org/xc/202409/">'
    assert found(base + '<a href="./t20240920_318_2.html">2</a>') == {2: f"{FOLDER}t20240920_318_2.html"}


@pytest.mark.parametrize(
    "body",
    [
        '下一篇：<a href="t20240921_319.html">关于另一件事的通报</a>',
        '<a href="t20240921_319.html">下一页</a>',
        '<a href="t20240920_318_2.html">关于t20240920_318的说明</a>',
        '<a href="t20240920_318.html">1</a>',
        '<a href="../t20240920_318_2.html">2</a>',
        '<a href="http://elsewhere.example.org/xc/202409/t20240920_318_2.html">2</a>',
        '<a href="t20240920_318_2.docx">2</a>',
        '<a href="index_2.html">下一页</a> <a href="index_3.html">3</a>',
        '<script>createPageHTML(12, 0, "index", "html");</script>',
        '<a href="http://[">2</a> t20240920_318_',
    ],
)
def test_no_page_of_the_same_text(body: str) -> None:
    assert found(body) == {}


def test_a_page_that_is_number_1_itself_goes_on_by_the_numbers_of_its_pager() -> None:
    pager = (
        '<a href="show-12-345-2.html">2</a> <a href="show-12-345-3.html">3</a> <a href="show-12-346-1.html">下一页</a>'
    )
    addresses = found(pager, f"{FOLDER}show-12-345-1.html")
    assert list(addresses.values()) == [f"{FOLDER}show-12-345-2.html", f"{FOLDER}show-12-345-3.html"]


def test_the_neighbour_with_the_next_number_is_another_text() -> None:
    assert found('<a href="post_2.html">下一页</a>', f"{FOLDER}post_1.html") == {}


def test_other_parameters_stay() -> None:
    own = "http://www.example.org/show.jsp?id=5&page=1"
    assert found('<a href="show.jsp?id=5&page=2">下一页</a><a href="?id=6&page=2">3</a>', own) == {
        2: "http://www.example.org/show.jsp?id=5&page=2"
    }


def test_a_further_page_leads_on_by_the_name_of_the_first() -> None:
    body = '<a href="t20240920_318.html">1</a> <a href="t20240920_318_2.html">下一页</a>'
    assert found(body, f"{FOLDER}t20240920_318_1.html", PAGE) == {2: f"{FOLDER}t20240920_318_2.html"}
    assert found(body, f"{FOLDER}t20240920_318_1.html") == {}


def test_a_saved_page_goes_on_beside_itself_by_its_own_name_or_the_one_it_declares() -> None:
    pager = '<a href="http://www.example.org/xc/content_5_2.html">下一页</a>'
    declared = '<link rel="canonical" href="http://www.example.org/xc/content_5.html">'
    assert found(pager, "file:///2024/content_5.html") == {2: "file:///2024/content_5_2.html"}
    assert found(declared + pager, "file:///2024/saved.html") == {2: "file:///2024/content_5_2.html"}
    assert found(pager, "file:///2024/saved.html") == {}


def test_words_are_read_in_the_encoding_of_the_page() -> None:
    assert found('<a href="content_5_2.html">下一页</a>', f"{FOLDER}content_5.html", charset="gb18030")


@given(st.text(max_size=300), st.sampled_from([PAGE, "file:///a.html", "http://www.example.org/", "mailto:x"]))
def test_nothing_is_raised_whatever_the_page_says(body: str, own: str) -> None:
    further_pages(f'下一页 t20240920_318_<a href="{body}">2</a>{body}'.encode("utf-8", "replace"), body, own)


@pytest.mark.parametrize(
    "hostile", ["<div>", '<a href="t20240920_318_2.html">', "<b><p>", "<a ", "createPage(", "?a=1&"]
)
def test_hostile_markup_costs_no_more_than_its_length(hostile: str) -> None:
    found(hostile * (500_000 // len(hostile)) + "t20240920_318_ ?page=2")


@dataclass(frozen=True)
class Saved:
    """A page of a site without end."""

    payload: bytes
    final_url: str
    media_type: str = "text/html"


def page(number: int, names: str = "{}") -> Saved:
    own = "a.html" if number == 1 else f"a_{number}.html"
    following = names.format(f'<a href="a_{number + 1}.html">下一页</a>')
    return Saved(following.encode(), FOLDER + own)


def test_the_walk_goes_on_from_page_to_page_and_ends() -> None:
    pages = {each.final_url: each for each in (page(1), page(2), page(3, names=""))}
    parts = walk(page(1), lambda url, _number, _role: pages.get(url))
    assert [(part.number, part.url, part.page) for part in parts] == [
        (2, f"{FOLDER}a_2.html", page(2)),
        (3, f"{FOLDER}a_3.html", page(3, names="")),
    ]


def test_a_page_that_cannot_be_had_stays_in_its_place() -> None:
    first = Saved(b'<a href="a_2.html">2</a><a href="a_3.html">3</a>', f"{FOLDER}a.html")
    parts = walk(first, lambda url, _number, _role: page(3, names="") if "a_3" in url else None)
    assert [(part.number, part.page is None) for part in parts] == [(2, True), (3, False)]


def test_the_walk_is_bounded_and_says_where_it_stopped() -> None:
    asked: list[str] = []

    def get(url: str, number: int, _role: PartRole) -> Saved:
        asked.append(url)
        return page(number)

    parts = walk(page(1), get)
    assert len(asked) == MOST_PAGES - 1
    assert [part.page is None for part in parts] == [False] * (MOST_PAGES - 1) + [True]
