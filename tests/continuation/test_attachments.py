"""Which files belong to a page, and which only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.continuation import MOST_ATTACHMENTS, attachments

SITE = "http://www.example.org"
PAGE = f"{SITE}/xc/202409/t1.html"
TEXT = "<p>第一句。第二句。第三句。第四句。</p>"


def found(body: str, own: str = PAGE, charset: str = "utf-8") -> list[str]:
    files = attachments(body.encode(charset), f"text/html; charset={charset}", own)
    return [addresses[0] for addresses in files]


@pytest.mark.parametrize(
    ("body", "address"),
    [
        ('附件：<a href="./P020240920.pdf">整改情况的通报.pdf</a>', f"{SITE}/xc/202409/P020240920.pdf"),
        ('<a href="/upload/1.DOCX">附件1</a>', f"{SITE}/upload/1.DOCX"),
        ('<a href="http://file.example.org/1.doc">附件1</a>', "http://file.example.org/1.doc"),
        ('<iframe src="/upload/1.pdf#page=1"></iframe>', f"{SITE}/upload/1.pdf"),
        ('<embed type="application/pdf" src=1.pdf>', f"{SITE}/xc/202409/1.pdf"),
        ('<object data="1.pdf" width=800></object>', f"{SITE}/xc/202409/1.pdf"),
        ('<iframe src="/pdfjs/web/viewer.html?file=/upload/1.pdf"></iframe>', f"{SITE}/upload/1.pdf"),
        ('<iframe src="/viewer.html?file=%2Fupload%2F1.pdf"></iframe>', f"{SITE}/upload/1.pdf"),
        ('<a href="/downfile.jsp?id=5&amp;filename=a.pdf">下载</a>', f"{SITE}/downfile.jsp?id=5&filename=a.pdf"),
        ('<a href="/down.jsp?id=5"><img src="doc.gif">附件：整改通报.docx</a>', f"{SITE}/down.jsp?id=5"),
        ('<script>PDFObject.embed("/upload/1.pdf", "#v")</script>', f"{SITE}/upload/1.pdf"),
        ('<a href="通报.wps">附件</a>', f"{SITE}/xc/202409/%E9%80%9A%E6%8A%A5.wps"),
        ('<base href="/files/"><a href="1.ofd">附件</a>', f"{SITE}/files/1.ofd"),
    ],
)
def test_files_of_a_page(body: str, address: str) -> None:
    assert found(body) == found(body + TEXT) == [address]
    assert found(body, charset="gb18030") == [address]


@pytest.mark.parametrize(
    "body",
    [
        '<a href="t2.html">整改情况的通报</a>',
        '<a href="http://www.elsewhere.org/1.pdf">附件</a>',
        '<a href="mailto:a@example.org">通报.pdf</a>',
        "<p>见通报.pdf</p>",
        "".join(f'<a href="{number}.pdf">{number}</a>' for number in range(MOST_ATTACHMENTS + 1)),
        "".join(f'<a href="{n}.pdf">{n}局巡察整改情况的通报.pdf</a>' for n in "甲乙丙"),
        '<img src="/images/logo.png">',
    ],
)
def test_what_is_no_file_of_the_page(body: str) -> None:
    assert found(body) == []


def test_pictures_count_where_a_page_holds_nothing_else() -> None:
    picture = '<img src="/upload/202409/20240920_1.jpg">'
    assert found(picture) == [f"{SITE}/upload/202409/20240920_1.jpg"]
    assert found(picture + TEXT) == []
    assert found(picture + '<a href="1.pdf">附件</a>') == [f"{SITE}/xc/202409/1.pdf"]


def test_a_file_is_named_once_in_the_order_of_the_page() -> None:
    body = '<a href="b.pdf">附件1</a><a href="a.doc">附件2</a><iframe src="b.pdf"></iframe>'
    assert [address.rpartition("/")[2] for address in found(body)] == ["b.pdf", "a.doc"]


def test_a_saved_file_may_lie_where_the_site_had_it_or_beside_its_page() -> None:
    [places] = attachments(b'<a href="/upload/1.pdf">x</a>', "text/html", "file:///a/t1.html")
    assert places == ("file:///upload/1.pdf", "file:///a/1.pdf")
    [places] = attachments(b'<a href="http://www.example.org/upload/1.pdf">x</a>', "text/html", "file:///a/t1.html")
    assert places == ("file:///a/1.pdf",)


@given(st.text(alphabet='<>a"=/.pdf hrefimgsrc?&[]:%。', max_size=200))
def test_whatever_a_page_holds(body: str) -> None:
    attachments(f"{body}<a href=.pdf".encode(), "text/html", PAGE)
