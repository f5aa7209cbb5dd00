"""Pages of many layouts around one invented notice: the canonical text must be the same on all of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.normalise.page import read_page
from flows.normalise.records import Page

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
    "<div class='foot'><p>主办：云湾县人民政府办公室　地址：云湾县人民路1号　联系电话：0650-3310000（仅受理网站建设维护）</p>"
    "<p>云ICP备19904417号-1　网站标识码：9931240008</p></div>"
)
NAV = "<ul class='nav'><li><a href='/'>首页</a></li><li><a href='/a/'>政务公开</a></li><li><a href='/b/'>互动交流</a></li></ul>"
CRUMB = "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/z/'>政务公开</a> &gt; <a href='/z/g/'>通知公告</a></div>"
BAR = "<div class='info'>发布时间：2024-11-15 10:26　来源：县水利局　浏览次数：<em>64</em>　字号：<a>大</a> <a>中</a> <a>小</a></div>"
TAIL = "<div><a>【打印本页】</a><a>【关闭窗口】</a></div><p>上一篇：<a href='8'>县水利局召开防汛会议，部署防汛抗旱工作。</a></p>"


def whole(middle: str, *, title: str | None = f"{TITLE}_通知公告_云湾县人民政府", head: str = "") -> str:
    """A page around something."""
    element = f"<title>{title}</title>" if title else ""
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{element}{head}</head><body>{NAV}{middle}{FOOT}</body></html>"


def read(html: str | bytes, media: str = "text/html", url: str = "http://www.yunwan.gov.example/a/1.html") -> Page:
    return read_page(html.encode() if isinstance(html, str) else html, media, url)


LAYOUTS = {
    "paragraphs": whole(f"{CRUMB}<h1>{TITLE}</h1>{BAR}<div id='zoom'>{PARAGRAPHS}</div>{TAIL}"),
    "breaks": whole(f"{CRUMB}<h1>{TITLE}</h1>{BAR}<div id='zoom'>{BREAKS}</div>{TAIL}"),
    "title again in the body": whole(
        f"{CRUMB}<h1>{TITLE}</h1>{BAR}<div><p align=center><b>{TITLE[:11]}</b></p><p>{TITLE[11:]}</p>{PARAGRAPHS}</div>{TAIL}"
    ),
    "title by a line break": whole(
        f"{CRUMB}<h1>{TITLE}</h1>{BAR}<div><p>云水党〔2024〕18号</p><p>{TITLE[:11]}<br>{TITLE[11:]}</p>{PARAGRAPHS}</div>"
    ),
    "title over three lines": whole(
        f"<h1>{TITLE}</h1>{BAR}<div><p>{TITLE[:11]}</p><p>{TITLE[11:25]}</p><p>{TITLE[25:]}</p>{PARAGRAPHS}</div>{TAIL}"
    ),
    "subtitle": whole(f"{CRUMB}<h1>{TITLE}</h1>{BAR}<div><p>{TITLE}</p><p>（社会公开稿）</p>{PARAGRAPHS}</div>{TAIL}"),
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
        f"<h1>{TITLE}</h1>{BAR}<div class='lead'>{BODY[0]}</div><div>{''.join(f'<p>{line}</p>' for line in BODY[1:])}</div>{SIDE}"
    ),
    "each line a box": whole(
        f"<h1>{TITLE}</h1>{BAR}<div>{''.join(f'<div>{line}</div>' for line in BODY)}</div>{TAIL}{SIDE}"
    ),
    "summary in a side column": whole(
        f"<div><p>县水利局简介：云湾县水利局主管全县水利工作，内设五个科室，下属三个单位，共有干部职工一百余人，负责全县防汛抗旱。</p></div>"
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
