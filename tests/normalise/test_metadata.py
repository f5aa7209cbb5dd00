"""What pages say about their publication: meta tags, printed labels, breadcrumb, address."""

from __future__ import annotations

import pytest

from flows.normalise.metadata import read_metadata
from flows.normalise.page import read_page
from flows.normalise.records import Head

TITLE = "中共云湾县水利局党组关于县委巡察整改情况的通报"
BODY = (
    "<p>根据县委统一部署，2024年3月4日至4月28日，县委第三巡察组对县水利局党组开展了巡察。</p>"
    "<p>一、压实整改责任</p><p>召开会议5次，研究部署整改工作，逐项明确责任。</p><p>2024年10月1日</p>"
)
URL = "http://www.yunwan.gov.example/zwgk/post_1.html"


def head_of(*, head: str = "", above: str = "", below: str = "", url: str = URL, title: str = TITLE) -> Head:
    html = f"<html><head><title>{title}</title>{head}</head><body>{above}<h1>{TITLE}</h1>"
    html += f"{BODY}{below}</body></html>"
    return read_metadata(read_page(html.encode(), "text/html", url), url)


def with_bar(bar: str, *, head: str = "", url: str = URL) -> Head:
    html = f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>"
    html += f"<div>{bar}</div><div>{BODY}</div></body></html>"
    return read_metadata(read_page(html.encode(), "text/html", url), url)


@pytest.mark.parametrize(
    ("bar", "moment"),
    [
        ("发布时间：2024-11-15 10:26:08", "2024-11-15 10:26:08"),
        ("发布日期:2024年11月15日 10:26 来源:县水利局", "2024-11-15 10:26:00"),
        ("发布时间：2024/11/5", "2024-11-05 00:00:00"),
        ("发 布 时 间：2024.11.15 10:26", "2024-11-15 10:26:00"),
        ("时间：2024-11-15T10:26:00", "2024-11-15 10:26:00"),
        ("<span>信息来源：县水利局</span><span>2024-11-15 10:26</span>", "2024-11-15 10:26:00"),
        ("更新时间：2024-11-20 发布时间：2024-11-15", "2024-11-15 00:00:00"),
        ("成文日期：2024-11-10 公开日期：2024-11-15", "2024-11-15 00:00:00"),
        ("更新时间：2024-11-15 成文日期：2024-11-10", "2024-11-15 00:00:00"),
        ("发表时间：2024-11-15浏览次数：12次", "2024-11-15 00:00:00"),
        ("发布时间 2024-11-15 10:26", "2024-11-15 10:26:00"),
        (
            "<table><tr><td>成文日期：</td><td>2024-11-10</td><td>发布日期：</td><td>2024-11-15</td></tr></table>",
            "2024-11-15 00:00:00",
        ),
        ("2024年11月15日 10:26 县水利局", "2024-11-15 10:26:00"),
        ("[2024-11-15]", "2024-11-15 00:00:00"),
        ("日期：2024-11-15 点击：8", "2024-11-15 00:00:00"),
        ("发布日期：20241115", "2024-11-15 00:00:00"),
        ("公开日期：2024-11-15 更新日期：2024-11-20", "2024-11-15 00:00:00"),
        ("上网时间：2024-11-15 撰写时间：2024-11-10", "2024-11-15 00:00:00"),
        ("<div>云湾日报</div><div>2024年11月15日 星期五 第A11版：公告</div>", "2024-11-15 00:00:00"),
        ("<div>云湾日报</div><div>2024年11月15日 星期五 今日4版</div>", "2024-11-15 00:00:00"),
    ],
)
def test_the_printed_moment_of_publication(bar: str, moment: str) -> None:
    head = with_bar(bar)
    assert str(head.published_at) == f"{moment}+08:00"


@pytest.mark.parametrize(
    "bar",
    [
        "今天是2024年11月20日 星期三",
        "成文日期：2024-11-10",
        "",
        "<a href='/1'>2024-11-01 公示</a>",
        "时间：2024-13-45",
    ],
)
def test_no_moment_where_none_is_printed(bar: str) -> None:
    assert with_bar(bar).published_at is None


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/zwgk/202406/t20240621_2038817.html", "2024-06-21"),
        ("/art/2024/9/13/art_1_2.html", "2024-09-13"),
        ("/c206/20240517/i2426414.html", "2024-05-17"),
        ("/content/2025-08/22/content_9185615.htm", "2025-08-22"),
        ("/content/202111/16/content_99842.html", "2021-11-16"),
        ("/djgz/2024-11-15/3827.html", "2024-11-15"),
        ("/html/2024/0315/12.html", "2024-03-15"),
        ("/content/2025-8/2/content_99.htm", "2025-08-02"),
        ("/html/2025_12/24_15/content-546259.html", "2025-12-24"),
        ("/news/show-20240315-1.html", "2024-03-15"),
        ("/20240315103000123.html", "2024-03-15"),
        ("/t20240621_2038817_ext.html", "2024-06-21"),
        ("/html/ASSPJ/202101/0161180316125441.html", None),
        ("/doc/2024/03/15/115.shtml", "2024-03-15"),
        ("/detail/2024/06/id/7977139.shtml", None),
        ("/content/post_20241399.html", None),
        ("/c110221/202412/8ac99cb1934c451fb10e94c74cebdd27.shtml", None),
        ("/info/1042/3217.htm", None),
    ],
)
def test_the_address_dates_a_page_that_prints_nothing(path: str, day: str | None) -> None:
    moment = with_bar("来源：县水利局", url=f"http://www.yunwan.gov.example{path}").published_at
    assert (str(moment)[:10] if moment else None) == day


def test_the_meta_tag_comes_before_the_label_and_the_label_before_the_address() -> None:
    url = "http://x.example/t20241120_1.html"
    assert str(with_bar("发布时间：2024-11-15", url=url).published_at)[:10] == "2024-11-15"
    meta = "<META NAME='pubdate' CONTENT='2024-11-14 08:00'>"
    assert str(with_bar("发布时间：2024-11-15", head=meta, url=url).published_at)[:16] == "2024-11-14 08:00"


def test_a_declared_day_takes_its_time_from_the_label() -> None:
    meta = "<meta name='PubDate' content='2024-11-15'>"
    assert str(with_bar("发布时间：2024-11-15 10:26", head=meta).published_at)[:16] == "2024-11-15 10:26"
    assert str(with_bar("发布时间：2024-11-16 10:26", head=meta).published_at)[:16] == "2024-11-15 00:00"


@pytest.mark.parametrize(
    ("bar", "source"),
    [
        ("来源：县水利局", "县水利局"),
        ("信息来源：县水利局 作者： 浏览量：8", "县水利局"),
        ("时间：2024-11-15　来源：县水利局　字体：大 中 小", "县水利局"),
        ("2024-11-15　来源：县水利局　<a href='#'>大</a><a href='#'>中</a><a href='#'>小</a>", "县水利局"),
        ("<span>来源：县水利局</span><span>浏览次数：0</span>", "县水利局"),
        ("来 源：县水利局办公室 | 编辑：小王", "县水利局办公室"),
        ("文章来源: 县水利局 【字体：大 中 小】", "县水利局"),
        ("来源：县水利局 2024/11/15 10:26:08", "县水利局"),
        ("（来源：县水利局）", "县水利局"),
        ("来源：县水利局(机关党委)", "县水利局(机关党委)"),
        ("供稿单位：县水利局　2024-11-15", "县水利局"),
        (
            "<table><tr><td>索 引 号<td>A1/2<td>文号<td>无<tr><td>来　源<td>县水利局<td>主题分类<td>其他</table>",
            "县水利局",
        ),
        ("来源：", None),
        ("来源：　浏览：12", None),
    ],
)
def test_the_printed_source(bar: str, source: str | None) -> None:
    assert with_bar(bar).source_label == source


@pytest.mark.parametrize(
    "crumb",
    [
        "当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; <a>通知公告</a>",
        "您现在的位置：<a>首页</a>&gt;&gt;<a>政务公开</a>&gt;&gt;<a>通知公告</a>&gt;&gt;正文",
        "您的位置: <a>首页</a> » <a>政务公开</a> » <a>通知公告</a> » 内容",
        "<a>首页</a> &gt; <a>政务公开</a> &gt; <a>通知公告</a>",
        "当前位置：<a>首页</a> / <a>政务公开</a> / <a>通知公告</a>",
        "<ul><li>当前位置：</li><li><a>首页</a></li><li>&gt;</li><li><a>政务公开</a></li><li>&gt;</li><li><a>通知公告</a></li></ul>",
        "所在位置：<a>首页</a><a>政务公开</a><a>通知公告</a>",
        f"当前位置：<a>首页</a> - <a>政务公开</a> - <a>通知公告</a> - {TITLE}",
        f"当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; <a>通知公告</a> &gt; {TITLE}",
        "<table><tr><td>当前位置：</td><td><a>首页</a></td><td>&gt;</td><td><a>政务公开</a></td><td>&gt;</td><td><a>通知公告</a></td></tr></table>",
    ],
)
def test_the_channel_is_the_breadcrumb(crumb: str) -> None:
    assert head_of(above=f"<div>{crumb}</div>").channel == "首页 > 政务公开 > 通知公告"


@pytest.mark.parametrize(
    ("title", "publisher"),
    [
        (f"{TITLE}_通知公告_云湾县水利局", "云湾县水利局"),
        (f"{TITLE}-云湾县人民政府门户网站", "云湾县人民政府门户网站"),
        (f"{TITLE} - 公示公告 - 云湾县人民政府", "云湾县人民政府"),
        (f"{TITLE}|云湾县政府网", "云湾县政府网"),
        (f"云湾县水利局 - {TITLE}", "云湾县水利局"),
        (f"{TITLE}——云湾清风网", "云湾清风网"),
        (TITLE, None),
    ],
)
def test_the_publisher_is_the_site(title: str, publisher: str | None) -> None:
    head = head_of(title=title)
    assert (head.publisher, head.title) == (publisher, TITLE)


def test_the_declared_site_name_comes_first() -> None:
    assert (
        head_of(head="<meta name='SiteName' content='云湾县人民政府'>", title=f"{TITLE}-水利").publisher
        == "云湾县人民政府"
    )
    assert head_of(head="<meta property='og:site_name' content='云湾发布'>").publisher == "云湾发布"


@pytest.mark.parametrize(
    "owner",
    [
        "版权所有：云湾县水利局 云ICP备1号",
        "版权所有 云湾县水利局",
        "Copyright © 2020-2024 云湾县水利局 All Rights Reserved",
        "云湾县水利局版权所有",
        "技术支持：云湾软件公司 主办单位：云湾县水利局",
        "主办：云湾县水利局 承办：云湾县政府办公室",
    ],
)
def test_the_owner_below_names_a_site_that_nothing_else_names(owner: str) -> None:
    assert head_of(below=f"<div>{owner}</div>").publisher == "云湾县水利局"


@pytest.mark.parametrize(
    "declaration",
    [
        "<meta name='Url' content='http://www.yunwan.gov.example/a/1.html'>",
        "<link rel='canonical' href='http://www.yunwan.gov.example/a/1.html'>",
        "<meta property='og:url' content='http://www.yunwan.gov.example/a/1.html'>",
        "<script>var pageUrl = 'http://www.yunwan.gov.example/a/1.html';</script>",
    ],
)
def test_a_saved_page_takes_the_address_that_it_declares(declaration: str) -> None:
    assert head_of(head=declaration, url="file:///1.html").url == "http://www.yunwan.gov.example/a/1.html"
    assert head_of(head=declaration).url == URL


def test_a_saved_page_without_an_address_keeps_its_own() -> None:
    assert head_of(url="file:///1.html").url == "file:///1.html"
    assert head_of(head="<meta name='Url' content='/a/1.html'>", url="file:///1.html").url == "file:///1.html"


def test_a_declared_title_comes_first() -> None:
    head = head_of(head=f"<meta name='ArticleTitle' content='{TITLE}（社会公开稿）'>", title="云湾县水利局")
    assert head.title == f"{TITLE}（社会公开稿）"
    split = head_of(
        head=f"<meta name='ArticleTitle' content='{TITLE[:11]}&lt;br/&gt;{TITLE[11:]}'>", title="云湾县水利局"
    )
    assert split.title == TITLE
