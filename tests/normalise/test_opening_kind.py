"""Which pages are rectification notices, and what the others are: invented pages of every form met on real sites."""

from __future__ import annotations

import pytest

from flows.normalise.notice import read_notice
from flows.normalise.opening_kind import refuse
from flows.normalise.records import Head, Page
from flows.normalise.rules_table import rule_rows

URL = "http://www.example/a/1.html"
ANSWER = (
    "一、关于理论学习不深入的问题。整改情况：制定学习计划，组织集中学习6次，已完成整改。"
    "二、关于项目管护不到位的问题。整改情况：清理障碍38处，落实管护责任，已完成整改。"
    "三、关于工程监管缺位的问题。整改情况：修订监管制度1项，已完成整改。"
)
INSPECTED = "根据县委统一部署，2024年3月4日至4月28日，县委第三巡察组对县水利局党组进行了巡察，6月19日反馈了意见。"


def page_as_read(title: str, text: str) -> tuple[Page, Head]:
    """The page without the search for its main text."""
    return Page(text, (), title or None, {}, (), "utf-8"), Head(url=URL, title=title or None)


REFUSED = [
    ("model_text", "巡察整改情况报告范文（精选5篇）", INSPECTED + ANSWER),
    (
        "model_text",
        "某中学党支部关于巡察整改情况的报告",
        "根据某县委部署，20XX年X月X日，某县委巡察组对我校党支部进行了巡察。" + ANSWER,
    ),
    (
        "model_text",
        "关于巡察整改情况的报告",
        "____年__月，县委第__巡察组对我单位进行了巡察，__月__日反馈了意见。" + ANSWER,
    ),
    (
        "model_text",
        "关于巡察整改情况的报告",
        INSPECTED + "我单位深入学习党的XX大精神，推进整改。" + ANSWER,
    ),
    ("meeting_news", "县水利局召开巡察整改专题民主生活会", INSPECTED + ANSWER),
    (
        "meeting_news",
        "",
        "7月22日，校党委召开巡察工作领导小组会议，审议第一轮巡察整改成效评估报告。会议指出，两个学院认真落实整改要求。"
        "会议强调，要把整改作为政治任务抓紧抓实。会议要求，各单位要真改实改，确保改到位。",
    ),
    ("inspection_news", "县委巡察办到县水利局开展巡察整改情况督查", INSPECTED + ANSWER),
    (
        "inspection_news",
        "",
        "11月11日，县卫健局巡察整改督查组到县中医院督导整改落实情况。医院负责人作了专题说明，八个方面20项整改任务全部整改到位。"
        "督查组肯定了整改成果，要求进一步加大整改力度。",
    ),
    (
        "feedback_report",
        "县委第三巡察组向县科协反馈巡察情况",
        "8月15日，县委第三巡察组反馈了巡察情况。反馈指出，存在学习不深入、管理不规范等问题。对整改提出了要求。"
        "县科协表示，诚恳接受，照单全收，坚决整改。整改要见底到边。",
    ),
    (
        "feedback_report",
        "",
        "9月2日至9月10日，市委6个巡察组分别向31家党组织进行了反馈。反馈指出，巡察发现了一些问题。"
        "反馈要求，要扛牢整改责任，推进整改落实到底，按要求报送整改情况，整改情况要适时公开。" * 2,
    ),
    (
        "inspection_announcement",
        "十届区委第十轮巡察完成进驻",
        "8月20日，十届区委第十轮巡察完成进驻工作。2个巡察组将对2个部门开展常规巡察。期间受理来信来电来访。" * 3,
    ),
    (
        "inspection_announcement",
        "",
        "县委第二巡察组已进驻县水利局，巡察时间为两个月左右。巡察组主要受理反映领导班子及其成员问题的来信、来电、来访。"
        "值班电话：0650-3316027，受理信访时间截至2024年4月28日。" * 3,
    ),
    (
        "work_plan",
        "县水利局党组关于落实县委巡察反馈意见的整改工作方案",
        "为做好巡察反馈意见整改，制定本方案。" + INSPECTED + ANSWER,
    ),
    (
        "work_plan",
        "县委巡察整改监督工作办法（试行）",
        "第一条 为规范巡察整改监督，制定本办法。第二条 整改责任由被巡察党组织承担。第三条 整改情况应当报告。" * 3,
    ),
    ("script_challenge", "", "请开启JavaScript并刷新该页。"),
    ("script_challenge", "Just a moment...", "Checking your browser before accessing the site."),
    ("login_page", "用户登录", "用户名 密码 验证码 登录"),
    ("soft_404", "404", "您访问的页面不存在或已被删除，请返回首页。"),
    ("soft_404", "", "对不起，您要查看的信息不存在。"),
    (
        "garbage",
        "国产精品免费视频",
        "亚洲欧美在线观看，无码中文字幕，免费视频大全，久久精品。百家乐娱乐城，体育投注，彩票平台。" * 6,
    ),
    (
        "list_page",
        "巡察整改",
        "\n".join(f"中共云湾县第{number}局党组关于巡察整改进展情况的通报" for number in "一二三四五六"),
    ),
    (
        "other_rectification",
        "关于审计查出问题整改情况的报告",
        "受县政府委托，报告审计查出问题的整改情况。审计指出问题40项，已整改38项。正在整改2项。" * 4,
    ),
    ("no_inspection", "防汛工作总结", "今年以来，全县共投入防汛资金200万元。检查堤防300公里。" * 8),
    ("too_short", "巡察整改", "巡察整改情况见附件。"),
    (
        "no_account",
        "县水利局巡察纪实",
        "县委巡察是一次政治体检。全局上下把整改作为大事。整改不是一阵风。要把整改融入日常。" * 5,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "title", "text"), REFUSED, ids=range(len(REFUSED)))
def test_a_page_is_refused_with_its_reason(reason: str, title: str, text: str) -> None:
    page, head = page_as_read(title, text)
    refusal = refuse(page, head)
    assert refusal is not None
    assert refusal.reason == reason
    words = f"{title.replace(' ', '')}\n{text}".replace("，", ",").replace("：", ":").replace("（", "(")
    assert refusal.quote.replace("，", ",") in words.replace("）", ")")


READ = [
    ("中共云湾县水利局党组关于县委巡察整改进展情况的通报", INSPECTED + ANSWER),
    ("", INSPECTED + "按照党务公开原则，现将巡察整改进展情况予以公布。" + ANSWER),
    ("", INSPECTED + ANSWER),
    ("县水利局向社会公开巡察整改落实情况", INSPECTED + ANSWER),
    ("县水利局党组落实县委巡察反馈意见整改清单", INSPECTED + ANSWER),
    ("县水利局通报巡察整改进展：清退56万元", INSPECTED + ANSWER),
    (
        "关于落实十三届县委第三轮巡察整改落实情况的公告（社会公开稿）",
        INSPECTED + "县委第三巡察组组长张某某、副组长李某某出席了反馈会议。" + ANSWER,
    ),
    (
        "十二届区委第二轮巡察整改进展情况",
        "根据区委部署，区委组建4个巡察组对40家单位开展巡察。697个问题完成整改688个，未完成5个。"
        "共清退资金66万元，完善制度589项。现将整改进展情况向社会公开，接受监督。" * 2,
    ),
    (
        "中共云湾县国有公司支部委员会关于巡察整改情况的通报",
        INSPECTED + "督促某公司清退超标费用。" * 12 + ANSWER,
    ),
    (
        "中共云湾县财政局党组关于巡察整改情况的通报",
        INSPECTED + "修订财务管理办法，印发工作方案。针对进驻期间受理的信访举报，召开会议研究。" + ANSWER,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text"), READ, ids=range(len(READ)))
def test_a_notice_is_never_refused(title: str, text: str) -> None:
    assert refuse(*page_as_read(title, text)) is None


def test_every_reason_has_its_sentences() -> None:
    told = {row["variant"] for row in rule_rows("finding_messages") if row["check"] == "not_a_notice"}
    tabled = {row["reason"] for row in rule_rows("opening_refusals")}
    assert tabled | {"other_rectification", "no_inspection", "too_short", "no_account"} == told


def test_the_finding_tells_the_reason_in_both_languages() -> None:
    html = "<html><head><title>页面不存在</title></head><body><p>您访问的页面不存在或已被删除。</p></body></html>"
    notice = read_notice(html.encode(), "text/html", URL)
    assert not notice.is_notice
    (found,) = [each for each in notice.findings if each.check == "not_a_notice"]
    assert found.observed == "soft_404"
    assert "页面不存在" in found.message_zh
    assert "does not exist" in found.message_en


def test_the_examples_show_every_reason() -> None:
    tabled = {row["reason"] for row in rule_rows("opening_refusals")}
    assert tabled <= {reason for reason, _, _ in REFUSED}
