"""Measures that answer several items."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.normalise.checks.invented import Invented, invented, of_items

SAME = [
    ("组织镇村干部开展财经纪律培训3次，参训126人次。", "组织镇村干部开展财经纪律培训3次,参训126人次。"),
    ("组织重点岗位人员签订廉洁承诺书156份。", "组织重点岗位人员签订廉洁承诺书156份。"),
    ("优化刷卡计费系统，已设置延长刷卡间隔。", "优化刷卡计费系统，设置延长刷卡间隔。"),
    ("成立意识形态工作分析研判专项小组，加强定期研判。", "成立意识形态工作分析研判专项小组，压实工作责任。"),
    ("印发《某县小型工程管理办法》，明确流程。", "印发《某县小型工程管理办法》，规范验收。"),
    ("修订《某局公务接待管理办法》，严控标准。", "修订《某局公务接待管理办法》并组织宣讲。"),
    ("组织学习《党章》《廉洁自律准则》，提高认识。", "专题学习《党章》《廉洁自律准则》等法规。"),
    ("印发《关于深入开展谈心谈话的方案》。", "印发《关于深人开展谈心谈话的方案》。"),
    (
        "医院开展行风整治，组织全员签订廉洁行医承诺书，逐人核对缴纳记录，上交红包九万元，全部登记造册并上缴财政，"
        "对重点岗位轮岗交流，聘请行风监督员明察暗访，医药代表进入诊疗区域的行为得到遏制。",
        "医院上线审核系统，对违规收费事中拦截，组织全员签订廉洁行医承诺书，逐人核对缴纳记录，主动退回医保基金，"
        "向患者退还费用，对科室负责人集体约谈，定期组织知识竞赛和案例警示，规范诊疗成为共识，投诉明显减少。",
    ),
    ("制定抽查巡查盗刷卡行为工作方案，并开展巡查。", "推进日常监管，制定抽查巡查盗刷卡行为工作方案。"),
]

DIFFERENT = [
    ("建立健全长效机制，定期督查。", "建立健全长效机制，加强培训。"),
    ("对相关责任人员进行批评教育，完善台账。", "对相关责任人员进行批评教育，清退补助。"),
    ("印发《某县小型工程管理办法》，明确流程。", "严格执行《某县小型工程管理办法》，规范验收。"),
    ("修订《某局工作规则》，明确权限。", "印发《某局工作规则》，狠抓落实。"),
    ("组织学习《党政领导干部选拔任用工作条例》，提升水平。", "深入学习《党政领导干部选拔任用工作条例》等文件。"),
    ("追缴资金3.2万元，处理2人。", "清退补贴5.6万元，处理3人。"),
    ("召开党组会议专题研究部署整改工作，制定方案。", "召开党组会议专题研究部署整改工作，开展排查。"),
    ("切实增强党员干部廉洁自律意识，通报案例。", "切实增强党员干部廉洁自律意识，开展家访。"),
    ("修复沟渠37.6公里，机井全部恢复使用。", "新建沟渠12公里，设立标识牌。"),
    ("组织重点岗位人员签订廉洁承诺书156份。", "组织重点岗位人员签订廉洁承诺书98份。"),
    ("加强业务培训，举办培训班3期，培训120人次。", "加强业务培训，举办培训班2期，培训80人次。"),
    ("已完成。", "已完成。"),
    ("对相关责任人员进行了批评教育。", "对相关责任人员进行了批评教育。"),
    ("印发《某县住房和城乡建设局工程款支付管理办法》。", "印发《某县住房和城乡建设局工程款结算管理办法》。"),
]


def two(first: str, last: str) -> Invented:
    invented = Invented()
    invented.item("甲不到位", ["先行。", first])
    invented.item("乙不到位", [last])
    return invented


@pytest.mark.parametrize(("first", "last"), SAME)
def test_the_later_item_is_found(first: str, last: str) -> None:
    invented = two(first, last)
    (found,) = invented.findings("repeated_measure")
    assert of_items([found]) == [1]
    assert found.evidence == (last, first)
    assert "甲不到位" in found.message_zh


@pytest.mark.parametrize(("first", "last"), DIFFERENT)
def test_common_stock_and_other_acts_pass(first: str, last: str) -> None:
    assert not two(first, last).findings("repeated_measure")


def test_measures_of_one_item_repeat_nothing() -> None:
    invented = Invented()
    invented.item(measures=[SAME[0][0], SAME[0][1]])
    assert not invented.findings("repeated_measure")


def test_one_finding_an_item() -> None:
    invented = Invented()
    invented.item("甲", [SAME[0][0], SAME[2][0]])
    invented.item("乙", [SAME[0][1], SAME[2][1]])
    invented.item("丙", [SAME[0][1]])
    assert of_items(invented.findings("repeated_measure")) == [1, 2]


@given(st.lists(st.text("甲乙丙丁戊己庚辛，。《》3", min_size=1, max_size=40), min_size=1, max_size=8))
def test_any_words_are_safe_and_the_first_item_never_repeats(measures: list[str]) -> None:
    invented = Invented()
    for words in measures:
        invented.item(measures=[words])
    assert 0 not in of_items(invented.findings("repeated_measure"))


def test_measures_that_were_not_compared_are_reported() -> None:
    notice = invented()
    for number in range(80):
        first = 0x4E00 + 200 * number
        notice.item(measures=["对全部项目" + "".join(map(chr, range(first, first + 1000)))])
    assert "compared" in notice.findings("text_damaged")[0].message_en
