"""Pages of many layouts around one invented notice: the canonical text must be the same on all of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.normalise.page import read_page
from flows.normalise.page_markup import read_markup
from flows.normalise.records import Cell, Page

TITLE = "中共云湾县水利局党组关于县委第三巡察组反馈意见整改进展情况的通报"
BODY = [
    "根据县委统一部署，2024年3月4日至4月28日，县委第三巡察组对县水利局党组开展了常规巡察。6月19日，县委第三巡察组向县水利局党组反馈了巡察意见。现将整改进展情况予以公布。",
    "一、提高政治站位，扛牢整改责任",
    "（一）加强组织领导。成立整改工作领导小组，召开党组会5次专题研究。",
    "二、反馈问题整改情况",
    "（一）履行主责主业有差距方面",
    "1.关于“河道管护不到位”的问题",
    "整改情况：已完成。一是清理河道障碍物38处，拆除违建1.2万平方米。二是印发《云湾县河道管护办法》。",
    "2.关于“资金管理不规范”的问题",
    "整改情况：一是追回资金6.5万元。",
    "三、下一步打算",
    "持续抓好后续整改，巩固整改成果。",
    "欢迎广大干部群众监督。联系电话：0650-3316027；邮政编码：189314。",
    "中共云湾县水利局党组",
    "2024年11月12日",
]
TEXT = "\n".join(BODY)
PARAGRAPHS = "".join(f"<p>　　{line}</p>\n" for line in BODY)
BREAKS = "<br>\n".join(f"&nbsp;&nbsp;&nbsp; {line}" for line in BODY)
SIDE = (
    "<div class='side'><h3>巡察工作</h3><ul>"
    "<li><a href='1.htm'>县委第三巡察组向县水利局党组反馈巡察情况</a><span>2024-06-20</span></li>"
    "<li><a href='2.htm'>县水利局召开巡察整改动员部署会</a><span>2024-06-25</span></li></ul></div>"
)
FOOT = (
    "<div class='foot'><p>主办：云湾县人民政府办公室　地址：云湾县人民路1号　"
    "联系电话：0650-3310000（仅受理网站建设维护）</p>"
    "<p>云ICP备19904417号-1　网站标识码：9931240008</p></div>"
)
NAV = (
    "<ul class='nav'><li><a href='/'>首页</a></li>"
    "<li><a href='/a/'>政务公开</a></li><li><a href='/b/'>互动交流</a></li></ul>"
)
CRUMB = "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/z/'>政务公开</a> &gt; <a href='/z/g/'>通知公告</a></div>"
BAR = (
    "<div class='info'>发布时间：2024-11-15 10:26　来源：县水利局　浏览次数：<em>64</em>　"
    "字号：<a>大</a> <a>中</a> <a>小</a></div>"
)
TAIL = (
    "<div><a>【打印本页】</a><a>【关闭窗口】</a></div>"
    "<p>上一篇：<a href='8'>县水利局召开防汛会议，部署防汛抗旱工作。</a></p>"
)


def whole(middle: str, *, title: str | None = f"{TITLE}_通知公告_云湾县人民政府", head: str = "") -> str:
    """A page around something."""
    element = f"<title>{title}</title>" if title else ""
    top = f"<!DOCTYPE html><html><head><meta charset='utf-8'>{element}{head}</head>"
    return f"{top}<body>{NAV}{middle}{FOOT}</body></html>"


def read(html: str | bytes, media: str = "text/html", url: str = "http://www.yunwan.gov.example/a/1.html") -> Page:
    return read_page(html.encode() if isinstance(html, str) else html, media, url)


LAYOUTS = {
    "paragraphs": whole(f"{CRUMB}<h1>{TITLE}</h1>{BAR}<div id='zoom'>{PARAGRAPHS}</div>{TAIL}"),
    "breaks": whole(f"{CRUMB}<h1>{TITLE}</h1>{BAR}<div id='zoom'>{BREAKS}</div>{TAIL}"),
    "title again in the body": whole(
        f"{CRUMB}<h1>{TITLE}</h1>{BAR}<div><p align=center><b>{TITLE[:11]}</b></p>"
        f"<p>{TITLE[11:]}</p>{PARAGRAPHS}</div>{TAIL}"
    ),
    "title by a line break": whole(
        f"{CRUMB}<h1>{TITLE}</h1>{BAR}<div><p>云水党〔2024〕18号</p><p>{TITLE[:11]}<br>{TITLE[11:]}</p>{PARAGRAPHS}</div>"
    ),
    "title over three lines": whole(
        f"<h1>{TITLE}</h1>{BAR}<div><p>{TITLE[:11]}</p><p>{TITLE[11:25]}</p><p>{TITLE[25:]}</p>{PARAGRAPHS}</div>{TAIL}"
    ),
    "subtitle": whole(f"{CRUMB}<h1>{TITLE}</h1>{BAR}<div><p>{TITLE}</p><p>（社会公开稿）</p>{PARAGRAPHS}</div>{TAIL}"),
    "site's name as a heading and in the element": whole(
        f'<h1 class="logo">云湾县人民政府网</h1>{CRUMB}<h2>{TITLE}</h2>{BAR}<div>{PARAGRAPHS}</div>{TAIL}',
        title=f"{TITLE}-云湾县人民政府网",
    ),
    "site's name declared as the title": whole(
        f"{CRUMB}<h2>{TITLE}</h2>{BAR}<div>{PARAGRAPHS}</div>{TAIL}",
        title=None,
        head='<meta property="og:title" content="云湾县人民政府网">',
    ),
    "title in the body only": whole(f"{CRUMB}{BAR}<div><p>{TITLE}</p>{PARAGRAPHS}</div>{TAIL}", title="通知公告"),
    "title in the element only": whole(f"{CRUMB}{BAR}<div>{PARAGRAPHS}</div>{TAIL}"),
    "no title": whole(f"{CRUMB}{BAR}<div>{PARAGRAPHS}</div>{TAIL}", title=None),
    "old layout tables": whole(
        f"<table><tr><td width=200>{SIDE}</td><td><table><tr><td>{CRUMB}</td></tr><tr><td>{TITLE}</td></tr>"
        f"<tr><td>{BAR}</td></tr><tr><td>{BREAKS}</td></tr><tr><td>{TAIL}</td></tr></table></td></tr></table>"
    ),
    "two halves": whole(
        f"<h1>{TITLE}</h1>{BAR}<div class='page1'>{PARAGRAPHS[: PARAGRAPHS.index('<p>　　二')]}</div>"
        f"<div class='page2'>{PARAGRAPHS[PARAGRAPHS.index('<p>　　二') :]}</div>{TAIL}{SIDE}"
    ),
    "signature outside the text": whole(
        f"<h1>{TITLE}</h1>{BAR}<div class='con'>{PARAGRAPHS[: PARAGRAPHS.index('<p>　　中共')]}</div>"
        f"<div class='sign'><p>{BODY[-2]}</p><p>{BODY[-1]}</p></div>{TAIL}{SIDE}"
    ),
    "opening outside the text": whole(
        f"<h1>{TITLE}</h1>{BAR}<div class='lead'>{BODY[0]}</div>"
        f"<div>{''.join(f'<p>{line}</p>' for line in BODY[1:])}</div>{SIDE}"
    ),
    "each line a box": whole(
        f"<h1>{TITLE}</h1>{BAR}<div>{''.join(f'<div>{line}</div>' for line in BODY)}</div>{TAIL}{SIDE}"
    ),
    "summary in a side column": whole(
        "<div><p>县水利局简介：云湾县水利局主管全县水利工作，内设五个科室，下属三个单位，"
        "共有干部职工一百余人，负责全县防汛抗旱。</p></div>"
        f"<div><h1>{TITLE}</h1>{BAR}<div>{PARAGRAPHS}</div>{TAIL}{SIDE}</div>"
    ),
    "counter glued to the text": whole(f"<h1>{TITLE}</h1><div><span>浏览量：<i>1286</i></span>{BREAKS}</div>{TAIL}"),
    "counter before a year": whole(f"<h1>{TITLE}</h1><div>阅读：35次<br>{BREAKS}</div>{TAIL}"),
    "page tools in capitals": whole(
        f"<H1>{TITLE}</H1>{BAR}<DIV>{PARAGRAPHS}</DIV><DIV>【打印】【关闭窗口】分享：微信</DIV><p>扫一扫在手机打开当前页</p>"
    ),
    "word spans": whole(
        f"<h1>{TITLE}</h1>{BAR}<div><style>.a{{color:red}}</style>"
        + "".join(
            f"<p class=MsoNormal>{''.join(f'<span lang=EN-US>{c}</span>' for c in line)}<o:p></o:p></p>"
            for line in BODY
        )
        + f"</div>{TAIL}"
    ),
    "editor line below": whole(f"<h1>{TITLE}</h1>{BAR}<div>{PARAGRAPHS}<p>责任编辑：办公室</p></div>{TAIL}"),
    "attachment below": whole(
        f"<h1>{TITLE}</h1>{BAR}<div>{PARAGRAPHS}</div><p>附件：<a href='a.docx'>整改情况表.docx</a></p>{TAIL}"
    ),
    "related pages with summaries": whole(
        f"<h1>{TITLE}</h1>{BAR}<div>{PARAGRAPHS}</div><div><h4>相关阅读</h4><ul><li><a>县委巡察工作领导小组召开会议</a>"
        f"<p>会议听取了巡察整改情况汇报，研究部署下一阶段工作。</p></li></ul></div>"
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_text_is_the_same_on_every_layout(layout: str) -> None:
    page = read(LAYOUTS[layout])
    assert page.text == TEXT
    assert page.damage == ()


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name not in ("no title",)])
def test_the_title_is_found_on_every_layout(layout: str) -> None:
    assert read(LAYOUTS[layout]).title == TITLE


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_plain_text_capture_gives_the_same_text(layout: str) -> None:
    lines = [line.text for line in read_markup(LAYOUTS[layout]).lines]
    plain = read("\n\n".join(f"    {line}   " for line in lines), "text/plain", "file:///a.txt")
    assert plain.text == TEXT


@pytest.mark.parametrize(
    "line",
    [
        f"{TITLE} 发布时间：2024-11-15 10:26 来源：县水利局 浏览次数：64 {' '.join(BODY)}",
        f"{TITLE}发布时间：2024-11-15 来源：县水利局 点击：64次 {' '.join(BODY)}",
        f"首页 > 政务公开 > 通知公告 {TITLE} 2024-11-15 10:26:00 {' '.join(BODY)} 上一篇：没有了 【打印】【关闭】",
        f"{TITLE} {' '.join(BODY)} 责任编辑：办公室 分享到：微信",
    ],
)
def test_a_notice_in_one_line_loses_title_bar_and_tools(line: str) -> None:
    assert read(whole(f"<div>{line}</div>", title=None)).text == " ".join(BODY)


def test_words_of_the_page_inside_the_text_stay() -> None:
    lines = [
        *BODY[:6],
        "整改情况：已完成。一是开设“分享”栏目。",
        "来源：县财政拨款。",
        "打印机采购审批不严的问题已整改。",
        *BODY[6:],
    ]
    assert read(
        whole(f"<h1>{TITLE}</h1>{BAR}<div>{''.join(f'<p>{line}</p>' for line in lines)}</div>{TAIL}")
    ).text == "\n".join(lines)


@pytest.mark.parametrize(
    "line",
    [
        "查看资料38份，发现问题7个。",
        "相关信息已移交县纪委监委。",
        "未办理ICP备案的网站已经关停。",
        "来源：县财政拨款。",
        "附件：整改清单.xlsx",
        "下一页教训汇编成册。",
    ],
)
def test_lines_like_tools_near_the_end_stay(line: str) -> None:
    lines = [*BODY[:-2], line, *BODY[-2:]]
    page = read(whole(f"<h1>{TITLE}</h1>{BAR}<div>{''.join(f'<p>{each}</p>' for each in lines)}</div>{TAIL}"))
    assert page.text == "\n".join(lines)


def test_numbers_of_ordered_lists_are_printed() -> None:
    items = (
        "<ol><li>关于管护的问题。</li><li><p>关于资金的问题。</p></li></ol>"
        "<ol start=5><li>关于作风的问题。<li>6.已有号码的问题。</ol>"
    )
    page = read(whole(f"<h1>{TITLE}</h1>{BAR}<div>{PARAGRAPHS}{items}<p>监督电话：0650-3316027。</p></div>"))
    assert page.text.split("\n")[-5:-1] == [
        "1. 关于管护的问题。",
        "2. 关于资金的问题。",
        "5. 关于作风的问题。",
        "6.已有号码的问题。",
    ]


def test_inline_markup_joins_without_a_blank_and_blanks_shrink() -> None:
    line = "<p>共\n  <b>2</b><i>0</i><span>2</span>4&nbsp;&nbsp;年　整\n改</p>"
    page = read(whole(f"<h1>{TITLE}</h1>{BAR}<div>{line}{PARAGRAPHS}</div>"))
    assert page.text == f"共 2024 年 整改\n{TEXT}"


def test_comments_styles_and_hidden_words_are_not_text() -> None:
    noise = (
        "<!--[if gte mso 9]><xml>磅</xml><![endif]--><style>p{}</style><script>var a='<p>假</p>';</script>"
        "<p style='display: none'>隐藏的字。</p>"
    )
    assert read(whole(f"<h1>{TITLE}</h1>{BAR}<div>{noise}{PARAGRAPHS}</div>")).text == TEXT


TABLE = (
    "<table border=1><tr><td>序号</td><td colspan=2>反馈问题</td><td>整改措施</td></tr>"
    "<tr><td rowspan=2>1</td><td rowspan=2>主责</td><td>管护不到位</td>"
    "<td><p>1.清理河道。</p><p>2.出台办法。</p></td></tr>"
    "<tr><td>巡查不够</td><td>每月巡查</td></tr></table>"
)


def test_cells_of_a_table_of_data_know_their_place() -> None:
    page = read(whole(f"<h1>{TITLE}</h1>{BAR}<div>{PARAGRAPHS}{TABLE}<p>监督电话：0650-3316027。</p></div>"))
    cells = {line.span.of(page.text): line.cell for line in page.lines if line.cell}
    assert cells["2.出台办法。"] == Cell(0, 1, 3, "整改措施")
    assert cells["巡查不够"] == Cell(0, 2, 2, "反馈问题")
    assert cells["1"] == Cell(0, 1, 0, "序号")
    assert page.lines[0].cell is None
    assert page.lines[-1].cell is None


def test_a_table_that_holds_the_article_is_no_data() -> None:
    page = read(LAYOUTS["old layout tables"])
    assert not any(line.cell for line in page.lines)


def test_a_table_of_data_inside_a_layout_table_is_data() -> None:
    page = read(
        whole(
            f"<table><tr><td>{SIDE}</td><td><h1>{TITLE}</h1>{PARAGRAPHS}{TABLE}</td></tr><tr><td>x</td><td>y</td></tr></table>"
        )
    )
    assert [line.cell.table for line in page.lines if line.cell] == [0] * 10


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("declared", ["", "<meta charset=gb2312>", "<meta charset=utf-8>", "<meta charset=latin-1>"])
@pytest.mark.parametrize("header", ["", "text/html; charset=utf-8", "text/html;charset=GBK"])
def test_the_bytes_decide_the_encoding(encoding: str, declared: str, header: str) -> None:
    html = f"<html><head>{declared}<title>{TITLE}</title></head><body>{PARAGRAPHS}</body></html>"
    assert read(html.encode(encoding), header).text == TEXT


def test_lost_characters_and_a_torn_end_are_damage() -> None:
    broken = whole(f"<h1>{TITLE}</h1><div>{PARAGRAPHS}</div>").encode()
    cut = broken[: broken.index("巩固整改成果".encode()) + 4]
    page = read(cut)
    assert any("mojibake" in words for words in page.damage)
    long = whole(f"<div>{PARAGRAPHS}<p>{'持续巩固整改成果，' * 8}把整改融入</p>")
    assert any("truncated" in words for words in read(long[: long.index("把整改融入") + 3]).damage)


@pytest.mark.parametrize("payload", [b"", b"<", b"\x00\xff\xfe", b"<html></html>", "整改".encode(), b"\xef\xbb\xbf"])
def test_any_bytes_are_read(payload: bytes) -> None:
    page = read(payload)
    assert page.text == "\n".join(line.span.of(page.text) for line in page.lines)


HOSTILE = {
    "nested tables": "<table><tr><td>" * 4_000 + PARAGRAPHS,
    "nested tables, closed": "<table><tr><td>" * 4_000 + PARAGRAPHS + "</td></tr></table>" * 4_000,
    "nested boxes": "<div>" * 12_000 + PARAGRAPHS,
    "open formatting": "<b><p>" * 5_000 + PARAGRAPHS,
    "links": "<a><div>" * 5_000 + PARAGRAPHS,
    "brackets": "<" * 100_000 + "《" * 50_000 + "（" * 50_000,
    "lists": "<ol><li>" * 5_000 + PARAGRAPHS,
    "spans": f"<table><tr><td colspan=99999 rowspan=99999>{PARAGRAPHS}</td></tr></table>" * 20,
    "blanks": PARAGRAPHS + " \u3000" * 300_000,
    "one line": "整改" * 300_000,
    "digits": "浏览：" + "1" * 500_000,
    "many lines": "<br>".join("整改，情况" for _ in range(5_000)),
    "tools": "打印" * 200_000 + "关",
    "row spans": "<table>" + "<tr><td rowspan=2000 colspan=60>整改" * 5_000,
    "cells": "<table>" + "<tr><td>整改，</td>" * 5_000,
    "labels": "<br>".join(["来源："] * 6_000),
    "titles": "<br>".join([TITLE] * 3_000),
    "short lines": "12\n" * 100_000,
    "one attribute": f"<p title='{'x' * 500_000}'>{PARAGRAPHS}",
    "comments": "<div>" * 3_100 + "<!--" * 100_000 + PARAGRAPHS,
    "styled": "<span style='font-weight:bold'>整改" * 5_000,
    "fields": "<textarea>" * 50_000 + PARAGRAPHS,
    "the same line": "<br>".join([BODY[0]] * 5_000),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_too(name: str) -> None:
    page = read(HOSTILE[name])
    assert "\n".join(line.span.of(page.text) for line in page.lines) == page.text


def test_the_first_lines_of_an_endless_page_are_read() -> None:
    page = read(f"{PARAGRAPHS}{'整改，情况。<br>' * 31_000}")
    assert page.text.startswith(TEXT)
    assert len(page.lines) == 30_000
    assert any("30000 lines" in words for words in page.damage)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<td>",
                "<table>",
                "</table>",
                "<ol>",
                "<li>",
                "<br>",
                "整改，",
                "1.",
                "<a>",
                " ",
                "</div>",
                "<pre>\n",
            ]
        )
    )
)
def test_lines_always_tile_the_text(parts: list[str]) -> None:
    page = read("".join(parts))
    assert "\n".join(line.span.of(page.text) for line in page.lines) == page.text
    assert all(line.span.of(page.text).strip() for line in page.lines)
