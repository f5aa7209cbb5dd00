"""Openings of many wordings, read by the real chain: forms met on real sites, with invented names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from flows.normalise.closing import read_closing
from flows.normalise.dates import read_dates
from flows.normalise.metadata import read_metadata
from flows.normalise.opening import is_rectification_notice, read_opening
from flows.normalise.outline import read_outline
from flows.normalise.page import read_page
from flows.normalise.records import Head, Outline, Page

URL = "http://www.example/a/1.html"
BODY = (
    "<p>一、提高站位，压实责任</p><p>（一）加强领导。成立整改工作领导小组，召开会议5次，研究整改。</p>"
    "<p>二、反馈问题整改情况</p><p>1.关于“管护不到位”的问题</p><p>整改情况：一是清理障碍38处，已完成整改。</p>"
    "<p>三、下一步打算</p><p>持续抓好整改，接受监督。联系电话：0650-3316027。</p>"
)


@dataclass(frozen=True)
class Printed:
    """What a page prints; the signature's lines are parted by a bar."""

    title: str
    opening: str
    signature: str = ""
    site: str = ""


def page_of(printed: Printed) -> Page:
    signature = "".join(f"<p>{line}</p>" for line in printed.signature.split("|") if line)
    html = (
        f"<html><head><title>{printed.title}_{printed.site}</title>"
        "<meta name='PubDate' content='2024-11-15 10:26'></head>"
        f"<body><h1>{printed.title}</h1><div><p>{printed.opening}</p>{BODY}{signature}</div></body></html>"
    )
    return read_page(html.encode(), "", URL)


def head_of(printed: Printed) -> Head:
    page = page_of(printed)
    metadata = read_metadata(page, URL)
    assert metadata.published_at is not None
    published_on = metadata.published_at.date()
    outline = read_outline(page, published_on)
    dates = read_dates(page.text, outline, published_on)
    return read_closing(page, read_opening(page, metadata, dates, outline), dates)


CASES: list[tuple[Printed, dict[str, str | None]]] = [
    (
        Printed(
            title="关于县委巡察反馈意见整改情况的通报",
            opening="根据县委统一部署，2024年3月4日至4月28日，县委第三巡察组对县水利局进行了巡察。6月19日，向县水利局党组反馈了意见。",
            site="云湾县水利局",
        ),
        {"inspected_org": "中共云湾县水利局党组"},
    ),
    (
        Printed(
            title="中共云湾县水利局党组2024年巡察整改情况通报",
            opening="自2024年3月4日起，县委第三巡察组对县水利局党组巡察。6月19日反馈。对整改情况开展了巡察整改“回头看”。",
        ),
        {
            "inspected_org": "中共云湾县水利局党组",
            "inspection_start": "2024-03-04",
            "inspection_end": None,
            "inspection_focus": "unknown",
        },
    ),
    (
        Printed(
            title="中共鄂城区经济和信息化局党组关于区委第三巡察组巡察反馈意见整改进展情况的通报",
            opening="根据区委统一部署，2023年3月1日至5月10日，鄂城区委第三巡察组对区经济和信息化局党组开展了巡察。2023年6月20日，区委第三巡察组向区经信局党组反馈了巡察意见。",
            signature="中共鄂城区经济和信息化局党组|2023年12月1日",
            site="鄂州市鄂城区人民政府",
        ),
        {
            "inspected_org": "中共鄂城区经济和信息化局党组",
            "inspecting_body": "鄂城区委第三巡察组",
            "inspection_tier": "county",
            "inspection_start": "2023-03-01",
            "inspection_end": "2023-05-10",
            "feedback_on": "2023-06-20",
            "region_code": "420704",
        },
    ),
    (
        Printed(
            title="中共慈溪市教育局党组关于市委第一巡察组反馈意见整改情况的通报",
            opening="按照市委巡察工作部署，2023年10月9日至12月8日，市委第一巡察组对市教育局党组进行了巡察，并于1月17日反馈了意见。",
            site="慈溪市人民政府",
        ),
        {
            "inspected_org": "中共慈溪市教育局党组",
            "inspection_tier": "county",
            "feedback_on": "2024-01-17",
            "region_code": "330282",
        },
    ),
    (
        Printed(
            title="中共上海市应急管理局党组关于巡视整改进展情况的通报",
            opening="根据市委统一部署，2023年5月至7月，市委第二巡视组对市应急管理局党组开展了常规巡视。9月8日，市委巡视组反馈了巡视意见。",
            site="上海市应急管理局",
        ),
        {
            "inspection_tier": "provincial",
            "inspection_mode": "xunshi",
            "inspection_focus": "routine",
            "feedback_on": "2023-09-08",
            "region_code": "310000",
        },
    ),
    (
        Printed(
            title="关于市委巡察反馈意见整改情况的通报",
            opening="根据市委统一部署，市委第七巡察组于2023年11月6日至12月29日对我局党组进行了巡察，并于2024年2月27日反馈。",
            signature="中共梅州市教育局党组|2024年9月1日",
            site="梅州市教育局",
        ),
        {"inspected_org": "中共梅州市教育局党组", "inspecting_body": "市委第七巡察组", "region_code": "441400"},
    ),
    (
        Printed(
            title="关于巡察整改情况的通报",
            opening="根据市委统一部署，2023年9月4日至11月3日，市委巡察六组对市教育局党组进行了巡察。2023年12月27日，市委巡察六组向市教育局党组反馈了意见。",
            site="梅州市教育局",
        ),
        {"inspected_org": "中共梅州市教育局党组", "inspecting_body": "市委巡察六组"},
    ),
    (
        Printed(
            title="中共云湾县委组织部关于十四届县委第五轮巡察整改情况的通报",
            opening="根据县委部署，2023年4月1日至6月1日，县委第二巡察组对县委组织部机关开展了巡察。",
        ),
        {"inspection_round": "十四届县委第五轮", "inspection_tier": "county", "inspected_org": "中共云湾县委组织部"},
    ),
    (
        Printed(
            title="共青团云湾县委员会关于县委巡察整改情况的通报",
            opening="根据县委统一部署，2023年4月1日至6月1日，县委第二提级巡察组对团县委开展了提级巡察。",
        ),
        {
            "inspected_org": "共青团云湾县委员会",
            "inspecting_body": "县委第二提级巡察组",
            "inspection_focus": "elevated",
        },
    ),
    (
        Printed(
            title="云湾县医疗保障局党组关于县委机动巡察反馈意见整改情况的通报",
            opening="2024年3月4日至4月28日，县委机动巡察组对县医保局党组开展了机动巡察。",
            signature="云湾县医疗保障局党组|2024年9月1日",
        ),
        {
            "inspected_org": "云湾县医疗保障局党组",
            "inspecting_body": "县委机动巡察组",
            "inspection_focus": "special",
            "inspection_start": "2024-03-04",
        },
    ),
    (
        Printed(
            title="云湾县水利局关于县委第三巡察组反馈意见整改情况的通报",
            opening="根据县委统一部署，2024年3月4日至4月28日，县委第三巡察组对县水利局党组开展了常规巡察。",
        ),
        {"inspected_org": "云湾县水利局党组"},
    ),
    (
        Printed(
            title="中共国家能源局党组关于中央第十五巡视组反馈意见整改进展情况的通报",
            opening="按照党中央统一部署，2023年4月3日至6月30日，中央第十五巡视组对国家能源局党组开展了常规巡视。2023年9月21日，中央巡视组反馈了意见。",
        ),
        {"inspection_tier": "central", "inspecting_body": "中央第十五巡视组", "inspected_org": "中共国家能源局党组"},
    ),
    (
        Printed(
            title="中共云湾理工大学马克思主义学院总支部委员会关于校党委巡察整改情况的通报",
            opening="根据学校党委统一部署，2024年3月4日至4月28日，校党委第二巡察组对马克思主义学院党总支开展了巡察。",
        ),
        {
            "inspection_tier": "unit",
            "inspecting_body": "校党委第二巡察组",
            "inspected_org": "中共云湾理工大学马克思主义学院总支部委员会",
        },
    ),
    (
        Printed(
            title="中共城投置业有限公司支部委员会关于集团党委第一巡察组反馈意见整改情况的通报",
            opening="根据集团党委部署，2024年3月4日至4月28日，集团公司党委第一巡察组对置业公司党支部进行了政治巡察。5月30日反馈。",
        ),
        {"inspection_tier": "unit", "inspecting_body": "集团公司党委第一巡察组"},
    ),
    (
        Printed(
            title="中共内蒙古自治区水利厅党组关于巡视整改进展情况的通报",
            opening="根据自治区党委统一部署，2023年10月8日至12月20日，自治区党委第三巡视组对自治区水利厅党组开展了专项巡视。2024年1月2日，反馈了巡视意见。",
        ),
        {
            "inspection_tier": "provincial",
            "inspecting_body": "自治区党委第三巡视组",
            "inspection_focus": "special",
            "region_code": "150000",
            "feedback_on": "2024-01-02",
        },
    ),
    (
        Printed(
            title="中共恩施州文化和旅游局党组关于州委巡察整改情况的通报",
            opening="根据州委统一部署，2023年10月8日至12月20日，州委第三巡察组对州文化和旅游局党组开展了市县上下联动巡察。",
            site="恩施土家族苗族自治州文化和旅游局",
        ),
        {"inspection_tier": "municipal", "inspection_focus": "linked"},
    ),
    (
        Printed(
            title="【巡察整改】中共云湾县委党校委员会关于落实县委第三巡察组反馈意见整改情况的通报",
            opening="根据八届市委第六轮巡察安排，2023年2月上旬至4月中旬，八届市委巡察四组对县委党校开展了巡察。",
        ),
        {
            "inspecting_body": "八届市委巡察四组",
            "inspected_org": "中共云湾县委党校委员会",
            "inspection_tier": "municipal",
        },
    ),
    (
        Printed(
            title="中共云湾市委宣传部关于涉水生态问题机动巡察整改情况的通报",
            opening="根据市委统一部署，2023年2月1日至4月8日，市委“涉水、生态问题”机动巡察组对市委宣传部进行了机动巡察，并于2023年5月8日反馈了意见。",
        ),
        {
            "inspecting_body": "市委“涉水、生态问题”机动巡察组",
            "inspection_focus": "special",
            "feedback_on": "2023-05-08",
        },
    ),
    (
        Printed(
            title="中共北京市通州区水务局党组关于区委巡察整改情况的通报",
            opening="根据区委统一部署，2023年2月1日至4月8日，区委第五巡察组对区水务局党组（含区河湖管理中心、区节水中心）进行了巡察。",
            site="北京市通州区人民政府",
        ),
        {"region_code": "110112", "inspection_tier": "county", "inspected_org": "中共北京市通州区水务局党组"},
    ),
    (
        Printed(
            title="中共鼓楼区民政局党组关于区委巡察整改情况的通报",
            opening="根据区委统一部署，2023年2月1日至4月8日，区委第五巡察组对区民政局党组进行了巡察。",
            site="徐州市鼓楼区人民政府",
        ),
        {"region_code": "320302"},
    ),
    (
        Printed(
            title="中共鼓楼区民政局党组关于区委巡察整改情况的通报",
            opening="根据区委统一部署，2023年2月1日至4月8日，区委第五巡察组对区民政局党组进行了巡察。",
            site="鼓楼区人民政府",
        ),
        {"region_code": None},
    ),
    (
        Printed(
            title="中共云水村支部委员会关于镇党委巡察整改情况的通报",
            opening="根据县委统一部署，2023年2月1日至4月8日，县委第五巡察组对云水村党支部进行了巡察。",
            site="云湾县人民政府",
        ),
        {"inspected_org": "中共云水村支部委员会", "inspection_tier": "county", "region_code": None},
    ),
    (
        Printed(
            title="中共瓯海区人民医院委员会关于省委巡视联动整改情况的通报",
            opening="根据省委统一部署，区委第二巡察组于2024年3月4日至4月28日对区人民医院党委开展巡察。",
            site="瓯海区人民政府",
        ),
        {"inspection_tier": "county", "region_code": "330304"},
    ),
    (
        Printed(
            title="中共云湾县财政局党组关于十三届县委第八轮巡察第五巡察组反馈意见整改进展情况的通报",
            opening="根据县委巡察工作部署，从2021年4月19日到6月18日，县委第五巡察组对县财政局党组进行了巡察。8月3日，县委第五巡察组组长张某某代表巡察组向县财政局党组反馈了意见。",
        ),
        {
            "inspecting_body": "县委第五巡察组",
            "inspection_round": "十三届县委第八轮",
            "feedback_on": "2021-08-03",
            "inspection_start": "2021-04-19",
            "inspection_end": "2021-06-18",
        },
    ),
    (
        Printed(
            title="中共云湾县自然资源局党组关于巡察整改进展情况的通报",
            opening="根据县委关于巡察工作的统一部署,2024年3月4日—4月28日,县委第三巡察组对县自然资源局党组开展了为期45天的政治巡察。6月19日,县委巡察组向县自然资源局党组反馈了巡察意见。",
        ),
        {
            "inspecting_body": "县委第三巡察组",
            "inspection_start": "2024-03-04",
            "inspection_end": "2024-04-28",
            "feedback_on": "2024-06-19",
            "inspection_focus": "unknown",
        },
    ),
    (
        Printed(
            title="中共云湾市城市管理局委员会关于一届市委第六轮巡察整改情况的通报",
            opening="根据一届市委第六轮巡察工作部署，2021年9月1日至10月30日期间，一届市委第六轮巡察第一巡察组对市城市管理局党委进行了常规巡察，并于12月3日反馈了意见。",
            site="云湾市城市管理局",
        ),
        {
            "inspecting_body": "一届市委第六轮巡察第一巡察组",
            "inspection_round": "一届市委第六轮",
            "feedback_on": "2021-12-03",
            "inspected_org": "中共云湾市城市管理局委员会",
        },
    ),
    (
        Printed(
            title="中共云湾县委办公室机关支部关于县委巡察反馈意见整改情况的通报",
            opening="2023年9月12日至11月10日，县委第一巡察组对县委办公室开展常规巡察，2023年12月28日反馈巡察意见。",
        ),
        {"inspected_org": "中共云湾县委办公室机关支部", "inspection_focus": "routine", "feedback_on": "2023-12-28"},
    ),
    (
        Printed(
            title="中共云湾县第一中学总支委员会关于巡察整改情况的通报",
            opening="根据市委、县委统一部署，县委第三巡察组从2023年9月12日至11月10日对县第一中学党总支（以下简称“校党总支”）进行了巡察。2024年1月5日，向校党总支反馈了意见。",
        ),
        {
            "inspected_org": "中共云湾县第一中学总支委员会",
            "inspecting_body": "县委第三巡察组",
            "feedback_on": "2024-01-05",
        },
    ),
    (
        Printed(
            title="中共云湾市人民检察院党组关于市委巡察“回头看”反馈意见整改落实情况的通报",
            opening="根据市委统一部署，2020年10月12日至11月12日，市委第五巡察组对市人民检察院党组开展了巡察“回头看”。12月25日，市委第五巡察组向市检察院党组反馈。",
        ),
        {"inspection_focus": "look_back", "feedback_on": "2020-12-25", "inspected_org": "中共云湾市人民检察院党组"},
    ),
    (
        Printed(
            title="中共云湾市委党校委员会关于市委第二巡察组对市委党校开展“回头看”巡察反馈意见整改情况的通报",
            opening="按照市委安排，2020年10月12日至11月12日，市委第二巡察组对市委党校进行了“回头看”巡察。",
        ),
        {"inspection_focus": "look_back", "inspected_org": "中共云湾市委党校委员会"},
    ),
    (
        Printed(
            title="中共云湾市交通运输局党组 关于落实市委第三轮巡察反馈意见整改情况的报告",
            opening="根据市委统一部署，2022年3月8日至5月7日，市委第三巡察组对市交通运输局党组开展营商环境专项巡察，7月2日反馈。",
        ),
        {"inspected_org": "中共云湾市交通运输局党组", "inspection_round": "市委第三轮", "inspection_focus": "special"},
    ),
    (
        Printed(
            title="中共云湾镇委员会关于县委第三交叉巡察组反馈意见整改情况的通报",
            opening="根据市委统一部署，2022年3月8日至5月7日，县委第三交叉巡察组对云湾镇党委开展交叉巡察，并于7月2日反馈。",
        ),
        {"inspecting_body": "县委第三交叉巡察组", "inspection_tier": "county"},
    ),
    (
        Printed(
            title="中共云湾县供销合作社联合社党组关于县委第三巡查组反馈意见整改情况的通报",
            opening="根据县委统一部署，2022年3月8日至5月7日，县委第三巡查组对县供销社党组开展了巡察工作。2022年7月2日，县委第三巡查组反馈了意见。",
        ),
        {"inspecting_body": "县委第三巡查组", "inspection_mode": "xuncha"},
    ),
    (
        Printed(
            title="云湾县关于县委巡察整改进展情况的通报",
            opening="根据县委统一部署，2022年3月8日至5月7日，县委第三巡察组对云湾街道党工委进行了巡察。",
            signature="中共云湾县云湾街道工作委员会|2022年12月1日",
        ),
        {"inspected_org": "中共云湾县云湾街道工作委员会"},
    ),
    (
        Printed(
            title="中国共产党云湾县残疾人联合会党组关于巡察整改情况的通报",
            opening="根据县委统一部署，2022年3月8日至5月7日，县委第三巡察组对县残联党组进行了巡察。",
        ),
        {"inspected_org": "中国共产党云湾县残疾人联合会党组"},
    ),
    (
        Printed(
            title="中共无锡市梁溪区委关于省委巡视整改进展情况的通报",
            opening="根据省委统一部署，2022年3月8日至5月7日，省委第三巡视组对梁溪区进行了巡视。6月30日，省委巡视组向梁溪区委反馈了意见。",
        ),
        {
            "inspected_org": "中共无锡市梁溪区委",
            "inspection_tier": "provincial",
            "inspection_mode": "xunshi",
            "region_code": "320213",
        },
    ),
    (
        Printed(
            title="中共梅州市梅江区委员会关于市委巡察整改情况的通报",
            opening="根据市委统一部署，2022年3月8日至5月7日，市委第三巡察组对梅江区委进行了巡察。",
        ),
        {"region_code": "441402", "inspection_tier": "municipal"},
    ),
    (
        Printed(
            title="中共重庆市江北区水利局党组关于区委巡察整改情况的通报",
            opening="根据区委统一部署，2022年3月8日至5月7日，区委第三巡察组对区水利局党组进行了巡察。",
        ),
        {"region_code": "500105", "inspection_tier": "county"},
    ),
    (
        Printed(
            title="中共重庆市水利局党组关于市委巡视整改情况的通报",
            opening="根据市委统一部署，2022年3月8日至5月7日，市委第三巡视组对市水利局党组进行了巡视。",
        ),
        {"region_code": "500000", "inspection_tier": "provincial"},
    ),
    (
        Printed(
            title="中共东莞市虎门镇委员会关于市委巡察整改情况的通报",
            opening="根据市委统一部署，2022年3月8日至5月7日，市委第三巡察组对虎门镇党委进行了巡察。",
        ),
        {"region_code": "441900"},
    ),
    (
        Printed(
            title="中共仙桃市水利局党组关于市委巡察整改情况的通报",
            opening="根据市委统一部署，2022年3月8日至5月7日，市委第三巡察组对市水利局党组进行了巡察。",
        ),
        {"region_code": "429004"},
    ),
    (
        Printed(
            title="中共第三师图木舒克市水利局党组关于师市党委巡察整改情况的通报",
            opening="根据师市党委统一部署，2022年3月8日至5月7日，师市党委第三巡察组对水利局党组进行了巡察。",
        ),
        {"inspection_tier": "municipal"},
    ),
    (
        Printed(
            title="中共云湾公安分局委员会关于县委巡察整改情况的通报",
            opening="根据县委统一部署，2022年3月8日至5月7日，县委第三巡察组对公安分局党委进行了巡察。",
        ),
        {"inspected_org": "中共云湾公安分局委员会"},
    ),
    (
        Printed(
            title="中共栖云县民政局党组关于十三届县委第三轮巡察整改情况的通报",
            opening="根据县委部署，2022年3月8日至5月7日，十三届县委第三轮巡察第四巡察组对县民政局党组进行了巡察，5月30日反馈。",
        ),
        {"inspecting_body": "十三届县委第三轮巡察第四巡察组"},
    ),
    (
        Printed(
            title="中共栖云县民政局党组关于巡察整改情况的通报",
            opening="根据县委部署，第二巡察组于2022年3月8日至5月7日对县民政局党组进行了巡察，5月30日反馈。",
        ),
        {"inspecting_body": "第二巡察组", "inspection_tier": "county", "inspection_start": "2022-03-08"},
    ),
    (
        Printed(
            title="中共栖云县民政局党组关于县委第四巡察组反馈意见整改情况的通报",
            opening="根据县委部署，2022年3月8日至5月7日，第巡察组对县民政局党组进行了巡察，5月30日反馈。",
        ),
        {"inspecting_body": "县委第四巡察组"},
    ),
    (
        Printed(
            title="中共栖云县民政局党组关于巡察整改情况的通报",
            opening="根据中央巡视工作方针和县委部署，2022年3月8日至5月7日，县委第4巡察组对县民政局党组进行了巡察，5月30日反馈。",
        ),
        {"inspecting_body": "县委第4巡察组", "inspection_tier": "county"},
    ),
    (
        Printed(
            title="关于落实市委第三巡察组反馈意见整改进展情况的通报",
            opening="根据市委统一部署，2023年3月1日至5月30日，市委第三巡察组对市教育局进行了巡察。7月2日，向市教育局党组反馈了意见。",
            site="梅州市教育局",
        ),
        {"inspected_org": "中共梅州市教育局党组", "region_code": "441400", "feedback_on": "2023-07-02"},
    ),
    (
        Printed(
            title="关于巡察整改进展情况的通报",
            opening="根据区委部署，2021年11月8日至12月20日，区委组建4个巡察组对区民政局、区水利局等4家单位开展常规巡察。",
            site="昆明市西山区纪委监委",
        ),
        {"inspected_org": None, "inspecting_body": "巡察组", "region_code": "530112", "inspection_tier": "county"},
    ),
    (
        Printed(
            title="中共新疆生产建设兵团第八师石河子市教育局党组关于师市党委巡察整改情况的通报",
            opening="根据师市党委统一部署，2023年3月1日至5月30日，师市党委第一巡察组对教育局党组开展了巡察。",
        ),
        {"inspection_tier": "municipal", "region_code": "659001"},
    ),
    (
        Printed(
            title="中共合肥高新技术产业开发区经贸局支部委员会关于工委巡察整改情况的通报",
            opening="根据高新区党工委部署，2023年3月1日至5月30日，高新区党工委第一巡察组对经贸局党支部开展了巡察。",
        ),
        {"inspection_tier": "county", "region_code": "340100"},
    ),
    (
        Printed(
            title="关于巡视整改情况的通报",
            opening="根据自治区党委统一部署，2022年9月13日至11月12日，自治区党委第十巡视组对自治区教育厅党组进行了常规巡视。",
            site="内蒙古自治区教育厅",
        ),
        {"inspected_org": "中共内蒙古自治区教育厅党组", "region_code": "150000"},
    ),
    (
        Printed(
            title="关于县委巡察整改情况的通报",
            opening="2023年11月1日至1月30日，县委第一巡察组对县卫健局开展了巡察。2月20日，反馈了意见。",
            site="云湾县卫生健康局",
        ),
        {
            "inspected_org": "云湾县卫健局",
            "inspection_start": "2023-11-01",
            "inspection_end": "2024-01-30",
            "feedback_on": "2024-02-20",
        },
    ),
    (
        Printed(
            title="中共云湾县水利局党组关于县委第四巡察组巡察整改情况的通报",
            opening="根据县委统一部署，2024年3月4日至4月28日，县委第巡察组对县水利局党组进行了巡察。",
        ),
        {"inspecting_body": "县委第四巡察组"},
    ),
    (
        Printed(
            title="十二届县委第三轮巡察整改情况通报",
            opening="2024年3月4日至4月28日，十二届县委第三轮巡察派出县委第一、第二巡察组，对县水利局、县林业局等6个单位开展常规巡察。",
            signature="中共云湾县委巡察工作领导小组办公室|2024年11月14日",
        ),
        {"inspected_org": None, "inspecting_body": "县委第一、第二巡察组", "inspection_round": "十二届县委第三轮"},
    ),
    (
        Printed(
            title="水利工程学院党委关于校党委巡察整改情况的通报",
            opening="根据学校党委安排，2024年3月4日至4月28日，校党委第二巡察组对水利工程学院党委开展了巡察。",
            signature="中共云湾大学水利工程学院委员会|2024年11月14日",
        ),
        {"inspected_org": "中共云湾大学水利工程学院委员会", "inspection_tier": "unit"},
    ),
    (
        Printed(
            title="中共第三师五十团委员会关于师市党委巡察整改情况的通报",
            opening="2024年3月4日至4月28日，师市党委第一巡察组对五十团党委进行了巡察。印发《关于第三师党委第五轮巡察反馈意见的方案》。",
        ),
        {"inspection_round": "第三师党委第五轮", "inspecting_body": "师市党委第一巡察组"},
    ),
]


@pytest.mark.parametrize(("printed", "expected"), CASES, ids=[printed.title for printed, _ in CASES])
def test_an_opening_is_read(printed: Printed, expected: dict[str, str | None]) -> None:
    head = head_of(printed)
    read = {field: getattr(head, field) for field in expected}
    assert {field: value if value is None else str(value) for field, value in read.items()} == expected


NOTICE = Printed(
    "中共云湾县水利局党组关于县委巡察整改情况的通报",
    "根据县委统一部署，2024年3月4日至4月28日，县委第三巡察组对县水利局党组进行了巡察。" * 3,
)


def is_notice(printed: Printed) -> bool:
    page = page_of(printed)
    return is_rectification_notice(page, read_metadata(page, URL))


def test_a_notice_is_told_from_other_pages() -> None:
    assert is_notice(NOTICE)


@pytest.mark.parametrize(
    "title",
    [
        "县水利局党组关于县委巡察反馈问题办理情况的公开",
        "县水利局党组关于县委巡察整改情况的汇报",
        "县水利局党组县委巡察反馈意见落实清单",
        "县水利局党组关于巡察组反馈问题销号情况的公示",
    ],
)
def test_a_notice_may_speak_of_settling_instead_of_rectifying(title: str) -> None:
    assert is_notice(replace(NOTICE, title=title))


@pytest.mark.parametrize(
    "title",
    [
        "县水利局召开巡察整改工作动员部署会",
        "县委第三巡察组向县水利局党组反馈巡察情况",
        "县水利局党组听取巡察整改进展情况汇报",
        "县水利局举办巡察整改专题培训班",
        "巡察整改情况报告范文（精选5篇）",
    ],
)
def test_news_reports_and_models_are_no_notices(title: str) -> None:
    assert not is_notice(replace(NOTICE, title=title))


def test_masked_names_and_dates_mark_a_model() -> None:
    masked = "根据某县委统一部署，20XX年X月X日至X月X日，县委第X巡察组对某局党组进行了巡察。" * 6
    assert not is_notice(replace(NOTICE, title="某局党组关于巡察整改情况的通报", opening=masked))


def test_a_page_without_an_inspection_is_no_notice() -> None:
    audit = Printed(
        "云湾县水利局关于审计整改情况的公告",
        "2024年3月，县审计局对县水利局预算执行情况进行了审计，现将整改情况公告如下。" * 9,
    )
    assert not is_notice(audit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "12月16日，县水利局党组召开会议，传达学习县委第三巡察组反馈意见，研究整改落实工作。会议要求压实整改责任。",
            False,
        ),
        ("1月27日，县委4个巡察组反馈了巡察情况。697个问题完成整改688个。现将整改进展情况向社会公开。", True),
    ],
)
def test_without_a_title_the_words_decide(text: str, expected: bool) -> None:
    page = read_page(f"<p>{text * 4}</p>".encode(), "", URL)
    assert is_rectification_notice(page, read_metadata(page, URL)) is expected


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        "轮" * 60_000,
        "2024年" * 20_000,
        "（" * 60_000 + "。",
        "对" * 60_000,
        "第三巡察组" * 16_000,
        "中 " * 40_000,
    ],
)
def test_hostile_texts_are_read_too(text: str) -> None:
    page = read_page(f"<title>{text[:50_000]}</title><p>{text}</p>".encode(), "", URL)
    head = read_metadata(page, URL)
    outline = Outline((), (), ())
    assert not is_rectification_notice(page, head)
    assert read_closing(page, read_opening(page, head, (), outline), ()).url == URL


@pytest.mark.parametrize(
    ("opening", "body", "start", "end", "feedback"),
    [
        (
            "县委第三巡察组于2024年3月5日进驻县水利局，对局党组开展专项巡察，5月20日撤离。6月12日反馈了巡察情况。",
            "县委第三巡察组",
            "2024-03-05",
            "2024-05-20",
            "2024-06-12",
        ),
        (
            "县委第七巡察组对县水利局党组的巡察于2024年3月5日启动，5月20日结束，6月12日当面通报了巡察情况。",
            "县委第七巡察组",
            "2024-03-05",
            "2024-05-20",
            "2024-06-12",
        ),
        (
            "2024年3月5日至5月20日，县委第一巡察组、第四巡察组对县水利局党组进行了巡察，6月12日交换了意见。",
            "县委第一巡察组、第四巡察组",
            "2024-03-05",
            "2024-05-20",
            "2024-06-12",
        ),
        (
            "接受县委第五巡察组巡察（2024年3月5日—5月20日）后，县水利局党组于6月12日收到反馈意见。",
            "县委第五巡察组",
            "2024-03-05",
            "2024-05-20",
            "2024-06-12",
        ),
    ],
)
def test_an_inspection_is_dated_however_it_is_told(
    opening: str, body: str, start: str, end: str, feedback: str
) -> None:
    page = page_of(Printed("中共云湾县水利局党组关于巡察整改情况的通报", opening))
    dates = read_dates(page.text, Outline((), (), ()), date(2024, 11, 15))
    head = read_opening(page, read_metadata(page, URL), dates, Outline((), (), ()))
    assert head.inspecting_body == body
    days = (head.inspection_start, head.inspection_end, head.feedback_on)
    assert tuple(map(str, days)) == (start, end, feedback)
