"""Percentages that their own numbers contradict, and those that speak of other numbers."""

from __future__ import annotations

import pytest

from flows.normalise.checks.ratios import MOST_PERCENTAGES
from tests.normalise.checks.invented import Invented, invented, of_items

WRONG = [
    ("排查安全隐患386处，已整改371处，整改率98.1%。", "96.1%"),
    ("共受理信访件87件，已办结83件，办结率97.4%。", "95.4%"),
    ("应收欠费432.8万元，已收回389.5万元，收缴率95%。", "90.0%"),
    ("收回资金389.5万元，占应收总额432.8万元的92%。", "90.0%"),
    ("全县62家企业中51家已建立党组织，组建率85.3%。", "82.3%"),
    ("办公经费由120万元降至96万元，降幅25%。", "20.0%"),
    ("门诊次均费用由246.8元降至219.6元，下降12.5%。", "11.0%"),
    ("漏损率由18.6%降至11.3%，下降8.3个百分点。", "7.3个百分点"),
    ("年度计划投资2.4亿元，已完成1.8亿元，投资完成率78%。", "75.0%"),
    ("涉及资金1.2亿元，已拨付9600万元，拨付率85%。", "80.0%"),
    ("教师党支部49个，配备“双带头人”书记47名，占比97.9%。", "95.9%"),
    ("抽查病历2400份，其中甲级病历2316份，甲级率98.5%。", "96.5%"),
    ("150套年度任务已筹集112套，占76.7%。", "74.7%"),
    ("平均办理时长由26天压缩到5天，压缩率85%。", "80.8%"),
    ("完成检测1680批次，检出不合格15批次，合格率98.1%。", "99.1%"),
    ("发现问题线索64条，办结60条、正在核查4条，办结率95.8%。", "93.8%"),
    ("调整书记5名，14个临床医技党支部中“双带头人”书记13名，占97.9%。", "92.9%"),
    ("拦截可疑业务672笔、金额5230万元。在拦截的可疑业务中查实168笔，查实率28%。", "25.0%"),
    ("6795公里检测任务已完成6805公里，完成率101%。", "100.1%"),
]

RIGHT = """
排查安全隐患386处，已整改371处，整改率96.1%。
应收欠费432.8万元，已收回389.5万元，收缴率90%。
收回欠费389.5万元，占应收欠费的90%。
办公经费由120万元降至96万元，降幅20%。
文件同比减少18.5%，会议同比减少23.1%。
发放问卷200份，回收195份，群众满意率98.6%。
倒查采购合同318份，对价格偏高的92个品种重新议价，平均降价11.3%。
完成定量检测1680批次，为年度计划2400批次的70%，检出不合格15批次，合格率99.1%。
清退资金12.5万元，追缴税款6.3万元，综合执行率100%。
盘活资产19处，资产利用率由62%提高到81%。
约320吨垃圾已清运，近300吨，清运率98%。
巡查120次，发现问题45个，整改43个，整改率95.6%。
入户走访2400户，覆盖率100%，发现问题12个。
计划投资2.4亿元，完成1.8亿元，完成率75%；支付1.2亿元，支付率66.7%。
党员大会应到120人，实到110人，参会率91.7%，收集意见32条，采纳率80%。
药占比由35.9%降至32.5%，下降3.4个百分点。
受理群众诉求1846件，按期办结1801件，按期办结率97.5%。
选派干部12名到村任职，大专以上学历占比92%。
检查企业50家，发现问题47个，整改率100%。
对36所学校开展检查，发现隐患35处，整改完成率100%。
拦截可疑业务672笔。对历年积案查实168笔，查实率28%。
""".strip().splitlines()


@pytest.mark.parametrize(("words", "expected"), WRONG)
def test_a_wrong_percentage_is_found_with_the_right_one(words: str, expected: str) -> None:
    invented = Invented()
    invented.item(measures=("完善制度。", words))
    (found,) = invented.findings("ratio_mismatch")
    assert of_items([found]) == [0]
    assert found.expected == expected
    assert found.observed is not None
    assert found.observed in words
    assert found.evidence[0] in words


@pytest.mark.parametrize("words", RIGHT)
def test_right_and_unrelated_percentages_pass(words: str) -> None:
    invented = Invented()
    invented.item(measures=("完善制度。", words))
    assert invented.findings("ratio_mismatch") == ()


def test_a_share_of_a_number_in_the_problem_passes() -> None:
    invented = Invented()
    invented.item("签约的32个项目仅落地11个", ["终止13个，推动落地8个，项目落地率59.4%。"])
    assert invented.findings("ratio_mismatch") == ()


def test_a_percentage_of_the_general_part_is_the_section_s() -> None:
    invented = Invented()
    invented.section("一、", "信访件办理情况")
    invented.line("移交信访件87件，已办结83件，办结率97.4%。")
    (found,) = invented.findings("ratio_mismatch")
    assert (found.table, found.index) == ("sections", 0)


def test_percentages_that_were_not_computed_are_reported() -> None:
    notice = invented()
    notice.item(measures=["应办64件，办结60件，办结率93.75%。" * (MOST_PERCENTAGES + 1)])
    assert not notice.findings("ratio_mismatch")
    (found,) = notice.findings("text_damaged")
    assert (found.evidence, "percentages" in found.message_en) == (("93.75%",), True)
