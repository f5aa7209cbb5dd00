"""Invented sentences of every form: what is read as a quantity, and what is not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.normalise.quantities import MOST_CANDIDATES, read_quantities
from flows.normalise.quantities_scan import find_candidates, find_unread
from flows.normalise.records import DateMention, Item, Measure, Metric, Outline, Span
from flows.normalise.rules_table import rule_rows

NO_OUTLINE = Outline((), (), ())


def read(text: str, outline: Outline = NO_OUTLINE, dates: tuple[DateMention, ...] = ()) -> tuple[Metric, ...]:
    return read_quantities(text, outline, dates)


def quotes(text: str) -> list[str]:
    return [metric.span.of(text) for metric in read(text)]


COUNTS = [
    ("先后召开党组会议6次", ["6次"]),
    ("先后召开3次会议、专题会２次", ["3次", "２次"]),
    ("制定措施239条，建立制度31项", ["239条", "31项"]),
    ("成立五个专班，抽调十四名干部", ["五个", "十四名"]),
    ("约谈两人，提醒谈话三人次", ["两人", "三人次"]),
    ("听课学生九千六百余人次", ["九千六百余人次"]),
    ("签订承诺书一百四十二份", ["一百四十二份"]),
    ("解决堵点问题三十余个", ["三十余个"]),
    ("累计服务超1.8万人次", ["超1.8万人次"]),
    ("发放宣传册3万余份", ["3万余份"]),
    ("盘点物资1,284件", ["1,284件"]),
    ("撂荒耕地1 86亩", ["1 86亩"]),
    ("配置听漏设备46台（套）", ["46台（套）"]),
    ("审批事项26项（次）", ["26项（次）"]),
    ("处理0人", ["0人"]),
    ("查处19艘、拆解64艘", ["19艘", "64艘"]),
    ("抽检1680批次，不合格15批次", ["1680批次", "15批次"]),
    ("清运12车次，巡查30余趟", ["12车次", "30余趟"]),
    ("编发简报12期，举办三期培训班", ["12期", "三期"]),
    ("复盘查找不足38条，发现问题不足5个", ["38条", "不足5个"]),
    ("提前六个月辅导，发放两项补贴3万元", ["六个月", "3万元"]),
    ("近三年审计发现3个问题，科研团队近两年没有项目", ["近三年", "3个", "近两年"]),
    ("建立困境儿童三本台账，汛期24小时值班", ["三本", "24小时"]),
    ("每月不少于 2 次，终止租约5份，法人层级最多达8级", ["不少于 2 次", "5份", "8级"]),
    ("就诊能力1年3个月内翻番，工期延误一年零三个月", ["1年3个月", "一年零三个月"]),
    ("专题片阅读量1.3亿次，停办栏目5档，平均年龄由49.3岁降到45.8岁", ["1.3亿次", "5档", "49.3岁", "45.8岁"]),
    ("近百名党员、上百次走访、千余户群众", ["近百名", "上百次", "千余户"]),
    ("G15高速公路2条、A3打印机4台", ["2条", "4台"]),
    ("12项目标任务全部完成", ["12项"]),
    ("移送问题线索三件，通报典型案例两起", ["三件", "两起"]),
    ("涉及3个街道，３０个村", ["3个", "３０个"]),
    ("受理后转办23个诉求，其中有效20个", ["23个", "20个"]),
    ("更新名册4卷、图纸18张、书籍2本", ["4卷", "18张", "2本"]),
    ("会同12家单位清理2笔往来款", ["12家", "2笔"]),
    ("核查112家校外培训机构", ["112家"]),
    ("整改5处分散供水点、３本书、6座落后泵站", ["5处", "３本", "6座"]),
    ("参训人数120人、项目数12个、平均跑动次数0.3次", ["120人", "12个", "0.3次"]),
    ("人均谈话1.5次，户均2.3人", ["1.5次", "2.3人"]),
    ("整改成效：1.3个村完成清账；2.5户退出低保", ["3个", "5户"]),
    ("每3个月轮换2名，每两周更新台账", ["3个月", "2名", "两周"]),
    ("办证周期由15日缩短为7日，3月15日办结，公示5日", ["15日", "7日", "5日"]),
    ("对1人予以记过，对两名责任人通报批评", ["1人", "两名"]),
    ("整理验方700多首，编演情景剧4幕，举办夜校24讲、比武3届", ["700多首", "4幕", "24讲", "3届"]),
    ("接听热线8.8万通，增配灭火器210具，接入视频256路", ["8.8万通", "210具", "256路"]),
    ("落实廿三条措施，走访卅余户", ["廿三条", "卅余户"]),
    ("压减管理层级2级，安装防火门12扇", ["2级", "12扇"]),
    ("问责3名优秀干部、5名次要责任人，处置3起诉讼", ["3名", "5名", "3起"]),
    ("走访三家国有企业、两家校外机构、五家乡镇医院", ["三家", "两家", "五家"]),
    ("三户均已退出，两处在建工地，开展三次年度考核", ["三户", "两处", "三次"]),
    ("移交两条线索，新开三条线路，征求二十条意见", ["两条", "三条", "二十条"]),
    ("召开党组会九次、专题会一次", ["九次", "一次"]),
    ("设立四个专项工作组", ["四个"]),
    ("吞吐31.5万标箱，管护期由一年延长至三年", ["31.5万标箱", "一年", "三年"]),
]

MEASURED = [
    ("追缴6.28万元", "money", 62800, "CNY", "exact"),
    ("收回1.07亿元", "money", 107_000_000, "CNY", "exact"),
    ("补缴5.0227万元", "money", 50227, "CNY", "exact"),
    ("投资1亿3000万元", "money", 130_000_000, "CNY", "exact"),
    ("追缴六十七万元", "money", 670_000, "CNY", "exact"),
    ("超概算1280余万元", "money", 12_800_000, "CNY", "at_least"),
    ("人均300元", "money", 300, "CNY", "exact"),
    ("单价100万元以上的设备", "money", 1_000_000, "CNY", "at_least"),
    ("不超过1500元", "money", 1500, "CNY", "at_most"),
    ("节约采购资金约460万元", "money", 4_600_000, "CNY", "about"),
    ("避免损失约900万元", "money", 9_000_000, "CNY", "about"),
    ("节约460万元", "money", 4_600_000, "CNY", "exact"),
    ("新建管网74.6公里", "length", 74600, "m", "exact"),
    ("拓宽至12米左右", "length", 12, "m", "about"),
    ("绿道3千米", "length", 3000, "m", "exact"),
    ("附属用房1200㎡", "area", 1200, "m2", "exact"),
    ("二期5.8万平方米", "area", 58000, "m2", "exact"),
    ("复耕621亩", "area", 414_000, "m2", "exact"),
    ("农田126公顷", "area", 1_260_000, "m2", "exact"),
    ("林地2平方公里", "area", 2_000_000, "m2", "exact"),
    ("清运垃圾约320吨", "mass", 320_000, "kg", "about"),
    ("储备粮2.85万吨", "mass", 28_500_000, "kg", "exact"),
    ("化肥300公斤", "mass", 300, "kg", "exact"),
    ("日供水1.5万立方米", "volume", 15000, "m3", "exact"),
    ("挖填土方3.2万方", "volume", 32000, "m3", "exact"),
    ("驻点不少于6个月", "duration", 6, "month", "at_least"),
    ("为期三个半月", "duration", 3.5, "month", "exact"),
    ("两个多月", "duration", 2, "month", "at_least"),
    ("历时一年半", "duration", 1.5, "year", "exact"),
    ("停工近一年的工程", "duration", 1, "year", "about"),
    ("账龄一年以上", "duration", 1, "year", "at_least"),
    ("15个工作日内办结", "duration", 15, "working_day", "exact"),
    ("压缩到5天以内", "duration", 5, "day", "at_most"),
    ("30日内答复", "duration", 30, "day", "exact"),
    ("24小时内上报", "duration", 24, "hour", "exact"),
    ("补缴十几万元", "money", 100000, "CNY", "at_least"),
    ("收缴二十余万元", "money", 200000, "CNY", "at_least"),
    ("占三成五以上", "ratio", 0.35, "1", "at_least"),
    ("近一半的支部", "ratio", 0.5, "1", "about"),
    ("一年半未到位", "duration", 1.5, "year", "exact"),
    ("限速80公里每小时", "other", 80, "公里/小时", "exact"),
    ("最多相差4倍", "ratio", 4, "1", "exact"),
    ("延误1年3个月", "duration", 15, "month", "exact"),
    ("候诊时间22分钟", "duration", 22, "minute", "exact"),
    ("逾期半年", "duration", 0.5, "year", "exact"),
    ("占比不足20%", "ratio", 0.2, "1", "at_most"),
    ("药占比３５.９％", "ratio", 0.359, "1", "exact"),
    ("发生率2.1‰", "ratio", 0.0021, "1", "exact"),
    ("下降3.17个百分点", "ratio", 0.0317, "1", "exact"),
    ("百分之八十五的村", "ratio", 0.85, "1", "exact"),
    ("三分之二以上的代表", "ratio", 0.666667, "1", "at_least"),
    ("七成以上群众", "ratio", 0.7, "1", "at_least"),
    ("增长2.3倍", "ratio", 2.3, "1", "exact"),
    ("≥90%", "ratio", 0.9, "1", "at_least"),
    ("装机20万千瓦", "other", 200_000, "千瓦", "exact"),
    ("近120万元", "money", 1_200_000, "CNY", "about"),
    ("每季度至少研究一次", "count", 1, "次", "at_least"),
    ("2人以上核验", "count", 2, "人", "at_least"),
    ("逾40件", "count", 40, "件", "at_least"),
    ("至多3次", "count", 3, "次", "at_most"),
    ("十来次", "count", 10, "次", "about"),
    ("其中耕地约占三成", "ratio", 0.3, "1", "about"),
    ("共有党员约200人", "count", 200, "人", "about"),
    ("总磷浓度降到0.048毫克/升", "other", 0.048, "毫克/升", "exact"),
    ("税收完成1,825.95亿元", "money", 182_595_000_000, "CNY", "exact"),
    ("选派35岁以下干部", "count", 35, "岁", "at_most"),
    ("清退违规津贴35万，", "money", 350_000, "CNY", "exact"),
    ("节约资金1200余万", "money", 12_000_000, "CNY", "at_least"),
    ("追缴2万3千6百元", "money", 23_600, "CNY", "exact"),
    ("追缴人民币壹拾贰万叁仟元整", "money", 123_000, "CNY", "exact"),
    ("投资一点二亿元", "money", 120_000_000, "CNY", "exact"),
    ("汇入2000英镑", "other", 2000, "英镑", "exact"),
    ("近一半的村", "ratio", 0.5, "1", "about"),
    ("审批时限压减一半", "ratio", 0.5, "1", "exact"),
    ("三分之二", "ratio", 0.666667, "1", "exact"),
    ("2/3以上的成员", "ratio", 0.666667, "1", "at_least"),
    ("仅占1/4", "ratio", 0.25, "1", "exact"),
    ("下降百分之五点六", "ratio", 0.056, "1", "exact"),
    ("百分之百整改", "ratio", 1, "1", "exact"),
]

RANGES = [
    ("每周3至5次", 3, 5, "次"),
    ("每月4、5次", 4, 5, "次"),
    ("每月2-3次", 2, 3, "次"),
    ("每人2～3名", 2, 3, "名"),
    ("3次至5次", 3, 5, "次"),
    ("10%—15%", 10, 15, "1"),
    ("5万元至10万元", 5, 10, "CNY"),
    ("三到五年", 3, 5, "year"),
    ("走访两三次", 2, 3, "次"),
    ("三四十户", 30, 40, "户"),
    ("8至10万元", 8, 10, "CNY"),
    ("每年二、三次", 2, 3, "次"),
    ("百分之八十至九十", 80, 90, "1"),
]

ONE = [
    ("每季度至少召开一次会议", ["一次"]),
    ("每半年听取一次汇报", []),
    ("召开一次专题民主生活会", ["一次"]),
    ("选派一名党员干部", ["一名"]),
    ("给予党内警告处分一人", ["一人"]),
    ("查处一起违规案件", ["一起"]),
    ("新增一个服务窗口", ["一个"]),
    ("用时一个月", ["一个月"]),
    ("缓交一个工作日", ["一个工作日"]),
    ("购置一台检测设备", ["一台"]),
    ("产量翻一番", ["一番"]),
    ("撰写调研报告一篇，签订责任书一份", ["一篇", "一份"]),
    ("下派挂职一年，抽调到专班工作半年", ["一年", "半年"]),
]

NOTHING = [
    "全年看不到一场戏，乘3路公交直达",
    "学习20届三中全会精神",
    "12345通过验收，2024.10.31统计，制定“1+N”方案",
    "（一）统一思想，一是强化领导，二是压实责任，三是一体推进",
    "1.党组会议；2、责任清单；（3）督查；④问责",
    "第三次会议、第18次常委会、第十二条、第三方机构、第一时间",
    "2024年3月5日上午9时30分，2023年度，98年建成，22年底",
    "根据《关于开展三年行动的方案》和《十项措施》要求",
    "市政〔2020〕20号，S223线，G1532，K3+500处",
    "电话：0753-2281032，邮编514071，地址：杏林路3号2栋",
    "落实“一岗双责”“四个意识”“两个维护”“三重一大”“三会一课”",
    "坚决拥护两个确立，增强四个意识，落实八项规定",
    "开展百日攻坚，实行一次性告知，最多跑一次，一件事一次办",
    "一户一策、一企一档、一月一通报、一次一结、完成一个销号一个",
    "一批项目、一系列制度、一些问题、一定程度、一支队伍",
    "作为一名党员，每一次检查，又一次强调，新的一次部署",
    "形成一套机制，构建一张网，下好一盘棋，当好一把手",
    "大家一起抓，一起来，一件件落实，一项一项过",
    "推进三年行动，编制五年规划，近年来，两年来，3年前",
    "打造15分钟便民服务圈，实施“三年大灭火”",
    "未来三年、过去五年，2024年前5个月",
    "2.2024年以来，1.2023年度",
    "近三年来，未来两年",
    "引进亿元以上项目、百万元以上支出，建成污水处理厂一期",
    "停车位‘一位多卖’，师范生“三笔一话”，落实“5个100%”",
    "数十个项目，几十次检查，成千上万，好几家",
    "二次供水改造，二期工程，三级查房，二类费用",
    "做到五个“到位”、三个“一”，三个一、五个必须、“三个清单”、“六个到位”",
    "五一期间、两会期间、十一期间，一季度，上半年，每半年",
    "浏览次数：1286次 阅读量：[96]次 点击12次",
    "12项目进展，3台账，5人大代表，7条例",
    "统一、逐一、唯一、万一、进一步、上一轮、下一步",
    "八小时以外监督，24小时热线，15分钟生活圈",
    "二〇二四年，二零二三年",
    "“五人小组”之外另设十佳、四大家、三务公开",
    "市委巡察六组、七届市委第一轮巡察",
    "十四届三次全会，五台县、五家渠市的支援，5号楼3单元，转3分机，上午九点三十分",
    "登记在册3万，一半对一半，3/4号楼，2/3页，三点一线",
    "一名分管领导、一个牵头科室、一套整改措施",
]


@pytest.mark.parametrize(("text", "expected"), COUNTS)
def test_measure_words_count(text: str, expected: list[str]) -> None:
    assert quotes(text) == expected


@pytest.mark.parametrize(("text", "kind", "amount", "unit", "qualifier"), MEASURED)
def test_units_are_normalised(text: str, kind: str, amount: float, unit: str, qualifier: str) -> None:
    (metric,) = read(text)
    assert (metric.quantity_kind, metric.unit, metric.qualifier) == (kind, unit, qualifier)
    assert metric.amount == pytest.approx(amount, rel=1e-9)


@pytest.mark.parametrize(("text", "low", "high", "unit"), RANGES)
def test_ranges_have_two_ends(text: str, low: float, high: float, unit: str) -> None:
    (metric,) = read(text)
    assert (metric.value, metric.upper_value, metric.unit) == (low, high, unit)


@pytest.mark.parametrize(("text", "expected"), ONE)
def test_one_counts_where_something_governs_it(text: str, expected: list[str]) -> None:
    assert quotes(text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_what_counts_nothing_is_no_quantity(text: str) -> None:
    assert quotes(text) == []


@pytest.mark.parametrize("phrase", [row["phrase"] for row in rule_rows("set_phrases")])
def test_no_set_phrase_is_a_quantity(phrase: str) -> None:
    assert quotes(f"认真落实{phrase}要求") == []


def test_a_change_from_one_level_to_another_is_two_quantities() -> None:
    assert quotes("由3次增加到5次，从18%降至11%") == ["3次", "5次", "18%", "11%"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("同比增长1.6%", "increase"), ("新增学位3240个", "increase"), ("压减非刚性支出7800万元", "decrease"),
        ("下降了3个百分点", "decrease"), ("提高到26.8%", "none"), ("降至11.3%", "none"), ("达到96%", "none"),
        ("改造提升泊位3个", "none"), ("提升17%", "increase"), ("核减造价5万元", "none"), ("计提减值3万元", "none"),
        ("增设减震支座5个", "none"), ("平均降价11.3%", "decrease"), ("压减与定位不符的专业6个", "decrease"),
    ],
)  # fmt: skip
def test_a_verb_makes_a_change(text: str, expected: str) -> None:
    (metric,) = read(text)
    assert metric.change == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("购置3台快检设备", "快检设备"), ("签订承诺书4份", "承诺书"), ("共召开党组会6次", "党组会"), ("占30%", None)],
)
def test_the_subject_is_in_the_words_of_the_notice(text: str, expected: str | None) -> None:
    (metric,) = read(text)
    assert metric.subject == expected


def test_a_list_shares_its_verb() -> None:
    text = "分别减少19.4%、22.7%，新增停车位638个、充电车棚27处，培训3人、5次"
    assert [metric.change for metric in read(text)] == ["decrease", "decrease", "increase", "increase", "none", "none"]


def test_value_and_unit_stay_as_printed() -> None:
    (metric,) = read("安装智能水表约2.4万余只")
    assert (metric.value, metric.unit_text, metric.amount, metric.unit) == (2.4, "万只", 24000, "只")
    (ratio,) = read("３５％")
    assert ratio.unit_text == "％"


def test_traditional_script_is_read_and_quoted_as_printed() -> None:
    text = "召開專題會議兩次，制定措施36條，追繳六十七萬餘元"
    assert quotes(text) == ["兩次", "36條", "六十七萬餘元"]
    assert [metric.unit for metric in read(text)] == ["次", "条", "CNY"]
    assert read("投入3.2萬元")[0].unit_text == "萬元"


def test_the_number_of_a_line_is_no_part_of_a_quantity() -> None:
    assert quotes("1.3个村未公开\n2、5个支部未换届\n4、5个支部未换届") == ["3个", "5个", "5个"]
    outline = Outline((), (), (Measure(Span(0, 11), None, None, "1.", "5公里道路"),))
    assert [metric.value for metric in read("1.5公里道路未修复", outline)] == [5]
    assert [metric.value for metric in read("1.5公里道路未修复")] == [1.5]


def test_dates_hold_no_quantities_and_tie_a_sentence_to_one() -> None:
    text = "截至2024年5月底，已完成9个。又立案2起"
    mention = DateMention(Span(2, 9), None, None, date(2024, 5, 1), date(2024, 5, 31), "month")
    assert [metric.as_of for metric in read(text, dates=(mention,))] == [date(2024, 5, 31), None]
    start = text.index("9个")
    covering = DateMention(Span(start, start + 2), None, None, date(2024, 5, 1), date(2024, 5, 31), "month")
    assert [metric.span.of(text) for metric in read(text, dates=(covering,))] == ["2起"]


def test_the_place_decides_between_fault_and_achievement() -> None:
    text = "3个支部未换届\n整改5个支部\n共12次"
    item = Item(
        span=Span(0, 14), section=None, number=None, problem="3个支部未换届", problem_span=Span(0, 7), heading="",
        status="completed", status_text=None, is_long_term=False, response="", response_span=Span(8, 14),
        responsible_org=None, responsible_role=None, deadline=None, completed_on=None,
    )  # fmt: skip
    metrics = read(text, Outline((), (item,), ()))
    assert [(metric.item, metric.context) for metric in metrics] == [
        (0, "problem"),
        (0, "response"),
        (None, "general"),
    ]


PIECES = [
    *"第一三十百万亿两半,. 个次年月日%元至、-约余《》“”\n人（）台㎡亩成倍",
    "1",
    "23",
    "万元",
    "以上",
    "分之",
    "召开",
]
PIECES += ["每季度", "址:", "浏览次数:", "个月", "公里", "内"]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@example("万元以上万元")
@example("清退35万余")
def test_spans_hold_quotes_in_order_and_never_overlap(text: str) -> None:
    metrics = read(text)
    ends = 0
    for metric in metrics:
        assert ends <= metric.span.start < metric.span.end <= len(text)
        assert metric.amount >= 0
        assert metric.upper_value is None or metric.upper_value > metric.value
        ends = metric.span.end
    assert metrics == read(text)


@pytest.mark.parametrize(
    "run", ["1", "万", "第", "1 ", "1,", "1至", "《", "址:", "三分之", "一二三", "1.", "“三", "一个"]
)
def test_hostile_runs_are_read_in_linear_time(run: str) -> None:
    read(run * (60_000 // len(run)))


def test_unknown_units_are_told() -> None:
    text = "新增3厢菜地、5万余厢、20rpm、12条、12项目、第18次、S223线、三厢\n7畦"
    assert list(find_unread(text)) == [(2, "厢"), (7, "厢"), (12, "rpm")]


def test_reading_stops_where_a_text_is_an_attack() -> None:
    assert len(read("3人" * (MOST_CANDIDATES + 9))) == MOST_CANDIDATES
    assert len(list(find_candidates("3人，" * 100))) == 100
