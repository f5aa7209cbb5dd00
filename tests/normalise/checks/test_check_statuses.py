"""Completed items whose answer is still to come, and the genre's habits that are no contradiction."""

from __future__ import annotations

import pytest

from tests.normalise.checks.invented import Invented, of_items

CONTRADICTIONS = """
正在逐笔核对，分批清偿。
相关权证正在办理。
管理办法正在征求意见，拟于10月底前印发。
方案正在起草。
将于2025年一季度提交党委会审定。
正在洽谈租赁事宜，尚未签订协议。
其余2处房产权属尚待法院判决。
剩余欠款120万元将分期收回。
项目已进入招标阶段。
目前已上报市政府审批。
目前正在开展资产评估，预计2024年12月底完成。
不动产权证正在办理中。
3宗历史遗留问题仍在协商处理中。
已形成初稿，待征求意见后印发。
待资金到位后启动建设。
剩余13户尚未搬迁。
下一步将尽快完成验收。
力争年内全部办结。
力争2025年上半年完工。
计划于2025年6月建成投用。
拟提交下次党委会研究。
现正抓紧推进土地报批。
该项目计划2024年年底前完工。
工程仍在施工，预计11月竣工。
诉讼案件仍在审理中。
余下3个村暂未完成整改。
系统尚在开发，将于明年上线。
部分欠款还在追缴。
正与县财政局对接落实经费。
正由第三方机构开展审计。
制度修订工作正在进行。
系统还在调试阶段。
方案已报市政府待批。
报告正由第三方编制。
项目仍处于前期。
项目目前处在立项阶段。
设备正安装调试。
其余3宗正走司法程序。
平台明年上线，平台计划明年启用。
工程尚余2公里。
工程已完成80%。
手续在办。
已启动采购，已进入施工图审查。
后续将启动二期。
修缮工程暂缓实施。
产权办理暂时无法推进。
目前尚不具备开工条件。
将分三年解决。
仍有12万元在追缴。
将报县政府审批。
目前公示中。
有2名同志尚未退还。
剩余工程将在2025年3月前完成。
相关手续待自然资源部门批复。
目前已完成总工程量的70%。
将超额完成年度投资计划。
预案还在修改完善。
招标工作已启动，预计明年一季度确定中标单位。
整改工作仍在持续推进，部分问题未整改到位。
加快研究人脸识别系统。
稳步有序推进新车投放，部署下一步划线工作。
督促建设单位尽快办理验收，加快解决历史遗留问题。
于2024年12月31日前完成全部清收。
计划2025年上半年完工。
""".strip().splitlines()

HABITS = """
在建项目正在施工时必须公示。
暂无法发放的36笔已依规提存。
有望成为全市亮点。
仍在运行的企业均已登记。
还在门户网站开设专栏。
正式印发办法，纠正与查处并举。
尚不具备条件的一律取消。
进一步完善长效机制，确保整改取得实效。
将整改成效与年度考核挂钩，持续巩固整改成果。
将完成情况纳入年度考核。
对正在施工的12个项目开展检查，发现隐患32处，已全部整改。
对尚未整改到位的问题逐一销号，现已全部完成。
下一步，将持续加强日常监管，防止问题反弹。
下一步，我局将继续加强对企业的督导检查。
将常态化开展督查，长期坚持。
逐步提升服务水平。
加快推进信息化建设，已建成平台1个。
今后凡购置大型设备先论证再审批。
待验收合格后方可拨付资金。
规范公务接待，接待后及时报销。
在工作推进中，坚持分类施策。
公正组织评审，纠正按资排辈问题。
尚未发现新的违规问题。
盘活闲置房产19处，预计年增收200万元。
严格落实“正在进行时”要求。
对2020年以来正在执行的合同全面清理。
每年12月底前完成年度盘点。
力争上游，争先创优。
建立健全正向激励机制。
召开会议研究部署下一步整改工作。
将问题整改情况及时向社会公开。
争取上级资金380万元，改造已全部完成。
办理中坚持首问负责。
加强在建设中的项目监管。
对剩余问题逐项清零，剩余3个问题已全部整改完成。
要求各科室于每月底前报送进度。
合同期限至2026年12月，租金按年收取。
已列入2025年度预算。
完善项目储备，编制《2025年正在实施项目计划》。
进入常态化管理阶段。
针对部分项目未完成验收问题，逐个落实验收。
全力加快农村公路建设，全市已完成460公里。
工程已进入收尾阶段并于6月完工验收。
""".strip().splitlines()


@pytest.mark.parametrize("words", CONTRADICTIONS)
def test_work_under_way_contradicts_completed(words: str) -> None:
    invented = Invented()
    invented.item(measures=("完善制度。", words))
    (found,) = invented.findings("status_contradiction")
    assert of_items([found]) == [0]
    assert all(quote in invented.text for quote in found.evidence)
    assert found.evidence[0] in words


@pytest.mark.parametrize("words", HABITS)
def test_habits_and_purposes_contradict_nothing(words: str) -> None:
    invented = Invented()
    invented.item(measures=("完善制度。", words))
    assert invented.findings("status_contradiction") == ()


@pytest.mark.parametrize("status", ["in_progress", "partially_completed", "not_completed", "not_stated"])
def test_only_completed_items_can_contradict_themselves(status: str) -> None:
    invented = Invented()
    invented.item(measures=("权证正在办理。",), status=status)
    assert invented.findings("status_contradiction") == ()


def test_the_words_of_the_problem_are_no_cue() -> None:
    invented = Invented()
    invented.item("项目正在停工，尚未复工", ("项目已复工。",))
    assert invented.findings("status_contradiction") == ()


def test_an_item_has_one_finding_however_many_cues() -> None:
    invented = Invented()
    invented.item(measures=("权证正在办理。", "协议尚未签订。", "将于明年完成。"))
    invented.item(measures=("已完成。",))
    (found,) = invented.findings("status_contradiction")
    assert len(found.evidence) == 3
