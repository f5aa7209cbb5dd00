"""More layouts around the same invented notice: whatever surrounds, repeats or hides it, its text stays the same."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pytest

from tests.normalise.test_page import BAR, BODY, BREAKS, PARAGRAPHS, TAIL, TEXT, TITLE, read, whole

BODIES = ["财政", "教育", "民政", "交通运输", "农业农村", "卫生健康", "自然资源", "文化广电", "审计", "林业"] * 4
LINKS = "".join(
    f"<li><a href='1.htm'>中共云湾县{name}局党组关于县委巡察组反馈意见整改进展情况的通报</a>"
    "<span>2024-11-05</span></li>"
    for name in BODIES
)
LIST = f"<div class='list'><ul>{LINKS}</ul></div>"
HEAD = f"<h1>{TITLE}</h1>{BAR}"
HEADINGS = "".join(f"<p>{BODY[index]}</p>" for index in (1, 3, 9))
NEWS = "".join(
    f"<li>县水利局召开第{n}次党组会议，研究部署巡察整改工作<span>2024-10-1{n}</span></li>" for n in range(1, 6)
)
SHARE = "<div class='share'><a>分享到QQ空间</a><a>分享到新浪微博</a><a>分享到微信</a></div>"
FOOT = (
    "<div>主办单位：云湾县人民政府办公室 技术支持：云湾县大数据中心</div>"
    "<div>联系电话：0650-3310000 地址：云湾县人民路1号，邮编：189300</div><div>网站标识码：9931240008</div>"
    "<div>建议使用1024*768分辨率，IE9以上浏览器浏览本网站</div>"
)
INFORMATION = (
    "<table><tr><td>索引号：</td><td>0012/2024-00123</td><td>发布机构：</td><td>县水利局</td></tr>"
    f"<tr><td>名称：</td><td colspan=3>{TITLE}</td></tr>"
    "<tr><td>发文日期：</td><td>2024-11-12</td><td>主题分类：</td><td>水利、水务</td></tr></table>"
)


def paragraphs(tag: str, inner: str = "{}") -> str:
    return "".join(f"<{tag}>{inner.format(line)}</{tag}>" for line in BODY)


def spelt(spell: Callable[[str], str]) -> str:
    return "".join(f"<p>{spell(line)}</p>" for line in BODY)


def by_number(line: str) -> str:
    return "".join(f"&#{ord(character)};" for character in line)


LAYOUTS = {
    "long lists of links around it": whole(f"{LIST}{HEAD}<div>{PARAGRAPHS}</div>{LIST}"),
    "columns of a layout table": whole(
        f"<table><tr><td>{LIST}</td><td>{HEAD}{PARAGRAPHS}</td><td>{LIST}</td></tr></table>"
    ),
    "breaks in the body element": (
        f"<html><body>首页 | 政务公开<br>{TITLE}<br>发布时间：2024-11-15 来源：县水利局<br><br>{BREAKS}"
        "<br>【打印】【关闭】<br>版权所有：云湾县人民政府</body></html>"
    ),
    "six tables deep": whole(HEAD + "<table><tr><td>" * 6 + PARAGRAPHS + "</td></tr></table>" * 6),
    "a row for each line": whole(HEAD + "<table>" + paragraphs("tr", "<td width=20></td><td>{}</td>") + "</table>"),
    "title and tools in the rows": whole(
        f"<table><tr><td>{TITLE}</td></tr><tr><td>发布时间：2024-11-15</td></tr>"
        + paragraphs("tr", "<td>{}</td>")
        + "<tr><td>【关闭窗口】</td></tr></table>"
    ),
    "text field": whole(f"{HEAD}<textarea>{chr(10).join(BODY)}</textarea>"),
    "markup in a hidden field": whole(
        f"{HEAD}<textarea style='display:none'>{escape(PARAGRAPHS)}</textarea><div></div>"
    ),
    "preformatted": whole(f"{HEAD}<pre>{chr(10).join(f'　　{line}' for line in BODY)}</pre>"),
    "sections in sections": whole(
        f"<main><article>{HEAD}{paragraphs('section', '<section><p>{}</p></section>')}</article></main>"
    ),
    "fonts": whole(
        f"{HEAD}<div>{paragraphs('p', '<font size=3><span><font face=仿宋>{}</font></span></font>')}</div>"
    ),
    "one paragraph": whole(f"{HEAD}<p>{'<br>'.join(BODY)}</p>{TAIL}"),
    "named places": whole(f"{HEAD}<div>{paragraphs('p', '<a name=_Toc1>{}</a>')}</div>"),
    "hidden copy above": whole(f"<div style='display:none'>{PARAGRAPHS}</div>{HEAD}<div>{PARAGRAPHS}</div>{TAIL}"),
    "hidden copy below": whole(f"{HEAD}<div>{PARAGRAPHS}</div><div style='DISPLAY : NONE'>{PARAGRAPHS}</div>{TAIL}"),
    "copy for printing": whole(f"{HEAD}<div>{PARAGRAPHS}</div><div><h1>{TITLE}</h1>{PARAGRAPHS}</div>{TAIL}"),
    "first paragraph as a summary": whole(f"{HEAD}<div><b>核心提示：</b>{BODY[0]}</div><div>{PARAGRAPHS}</div>"),
    "summary with other blanks": whole(
        f"{HEAD}<div>摘要：{BODY[0].replace('年', ' 年 ')}</div><div>{PARAGRAPHS}</div>"
    ),
    "summary that breaks off": whole(f"{HEAD}<div>[导读] {BODY[0][:70]}……</div><div>{PARAGRAPHS}</div>{TAIL}"),
    "outline of links": whole(f"{HEAD}<div><p>目录</p><a href='#1'>{BODY[1]}</a></div><div>{PARAGRAPHS}</div>"),
    "outline": whole(f"{HEAD}<div><p>目录</p>{HEADINGS}</div><div>{PARAGRAPHS}</div>{TAIL}"),
    "outline in the text's box": whole(f"{HEAD}<div>{HEADINGS}{PARAGRAPHS}</div>{TAIL}"),
    "counter with blanks": whole(f"<h1>{TITLE}</h1><div>浏览次数: 123 次{PARAGRAPHS}</div>{TAIL}"),
    "counter and letters": whole(f"<h1>{TITLE}</h1><div>【字体：大 中 小】 阅读次数：1234次 {BREAKS}</div>{TAIL}"),
    "shares": whole(f"{HEAD}{SHARE}<div>{PARAGRAPHS}</div>{SHARE}{TAIL}"),
    "neighbours without links": whole(
        f"{HEAD}<div>{PARAGRAPHS}<div>上一条:没有了</div><div>下一条:县水利局召开会议</div></div>"
    ),
    "related news": whole(f"{HEAD}<div>{PARAGRAPHS}<div>相关阅读</div><ul>{NEWS}</ul></div>"),
    "a footer of many lines": f"<html><head><title>{TITLE}</title></head><body>{HEAD}{PARAGRAPHS}{FOOT}</body></html>",
    "characters by number": whole(f"{HEAD}<div>{spelt(by_number)}</div>"),
    "nothing between characters": whole(f"{HEAD}<div>{spelt(chr(0x200B).join)}</div>"),
    "soft hyphens": whole(f"{HEAD}<div>{spelt('&shy;'.join)}</div>"),
    "unfolding box": whole(f"{HEAD}<details open><summary>正文</summary>{PARAGRAPHS}</details>"),
    "list": whole(f"{HEAD}<ul>{paragraphs('li')}</ul>"),
    "definitions": whole(f"{HEAD}<dl>{paragraphs('dd')}</dl>"),
    "newspaper": whole(
        "<div>第A11版：公告</div><div>2024年11月15日 星期五</div><div>云湾日报</div>"
        f"<h1>{TITLE}</h1><div>{PARAGRAPHS}</div>"
    ),
    "comments of readers": whole(
        f"{HEAD}<div>{PARAGRAPHS}</div><div>网友评论</div><p>网友张三：希望水利局真正整改，让群众满意。</p>"
    ),
    "notice of the browser": whole(
        f"{HEAD}<div>您的浏览器不支持音频播放，请升级浏览器。</div><div>{PARAGRAPHS}</div>"
    ),
    "weather": whole(
        f"<div>今天是2024年12月1日 星期日 欢迎访问本网站，今日天气：晴，10℃。</div>{HEAD}<div>{PARAGRAPHS}</div>"
    ),
    "information table": whole(f"{INFORMATION}<h1>{TITLE}</h1><div>{PARAGRAPHS}</div>"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_text_and_the_title_are_the_same_on_every_layout(layout: str) -> None:
    page = read(LAYOUTS[layout])
    assert page.text == TEXT
    assert page.title == TITLE


def test_a_sentence_that_is_said_twice_is_no_copy() -> None:
    said = "整改情况：已完成。我局党组高度重视，逐条研究，逐项落实，举一反三，建立了长效机制。"
    lines = [said, *BODY[1:7], said, *BODY[7:-2]]
    page = read(whole(f"{HEAD}<div>{''.join(f'<p>{line}</p>' for line in lines)}</div>{TAIL}"))
    assert page.text == "\n".join(lines)


def test_two_answers_near_the_top_that_begin_alike_are_no_summary() -> None:
    said = "整改情况：局党组高度重视，逐条研究，逐项落实，已完成整改"
    lines = [BODY[0], "一、整改情况", f"{said}3处。", "2.关于“管护不到位”的问题", f"{said}5处。", *BODY[4:]]
    page = read(whole(f"{HEAD}<div>{''.join(f'<p>{line}</p>' for line in lines)}</div>{TAIL}"))
    assert page.text == "\n".join(lines)


def test_a_title_that_is_broken_between_characters_is_one() -> None:
    broken = f"{TITLE[:11]} {TITLE[11:]}"
    assert read(whole(f"<h1>{broken}</h1>{BAR}<div>{PARAGRAPHS}</div>", title="云湾县人民政府")).title == TITLE


@pytest.mark.parametrize(
    "middle",
    [
        "<iframe src='/a/content.html'></iframe>",
        "<div id='app'></div><script>load()</script>",
        f"<a href='/a/1.pdf'>{TITLE}.pdf</a>",
        "<img src='/a/1.jpg'><img src='/a/2.jpg'>",
    ],
)
def test_a_page_whose_text_is_elsewhere_has_none(middle: str) -> None:
    html = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>{middle}</div>{SHARE}</body></html>"
    page = read(html)
    assert (page.text, page.title) == ("", TITLE)


def test_characters_of_a_private_font_are_damage() -> None:
    page = read(whole(f"{HEAD}<div>{PARAGRAPHS.replace('河道', chr(0xE123))}</div>"))
    assert any("private font" in words for words in page.damage)
