"""Invented claims of every form that notices make about themselves, and numbers of other scopes that look alike."""

from __future__ import annotations

import pytest

from flows.normalise.quantities import read_quantities
from flows.normalise.records import Head, Outline
from flows.normalise.totals import claims_at, with_totals

NO_OUTLINE = Outline((), (), ())


def stated(text: str) -> tuple[int | None, int | None, int | None]:
    head = with_totals(Head(url=""), text, NO_OUTLINE, read_quantities(text, NO_OUTLINE, ()))
    return head.stated_problem_count, head.stated_completed_count, head.stated_measure_count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("巡察反馈25个问题，已完成整改19个、正在整改6个，整改完成率76%。", (25, 19, None)),
        ("巡察反馈的697个问题,完成整改688个,基本完成并持续整改问题4个,未完成5个。", (697, 688, None)),
        ("市委第二巡察组反馈了巡察意见，指出了4个方面32个问题。", (32, None, None)),
        ("巡察组指出具体问题41个，其中35个已整改。", (41, 35, None)),
        ("省委巡视组反馈的4个方面18个问题34个具体问题，县委照单全收。", (34, None, None)),
        ("反馈指出的4个方面18个问题，县委细化分解为34个具体问题。34个具体问题中，已整改完成21个。", (34, 21, None)),
        ("将反馈的六个方面二十五个问题分解到十四个科室。", (25, None, None)),
        ("巡察反馈5个方面14个大类40项问题，制定整改措施121条。", (40, None, 121)),
        ("反馈问题共计37个，已整改完成35个，基本完成2个，制定整改措施112条。", (37, 35, 112)),
        ("巡察反馈了意见。截止6月20日，9个问题已完成6个，基本完成2个，未完成1个。", (9, 6, None)),
        ("反馈的3个方面15项问题已全部整改到位。", (15, 15, None)),
        ("对反馈的9个问题逐条制定措施，目前9个问题均已完成整改。", (9, 9, None)),
        ("梳理出巡察反馈的4大类28个具体问题，制定86项整改举措。", (28, None, 86)),
        ("截至目前，巡察反馈的28个问题，已办结25个，阶段性完成3个。", (28, 25, None)),
        ("把巡察反馈的12个问题细化为36项整改任务，逐项销号。", (12, None, 36)),
        ("针对巡察反馈意见，逐条制定整改措施，共计96条。", (None, None, 96)),
        ("细化制定121条具体整改措施，报市委巡察办审核。", (None, None, 121)),
        ("巡察反馈问题27个。目前已整改27个。", (27, 27, None)),
        ("反馈的25个问题，目前已全部完成整改。", (25, 25, None)),
        ("巡察反馈10个问题，完成整改8个，2个正在整改，立行立改3个。", (10, 8, None)),
        ("反馈3个方面19个问题，班子带头认领，完成整改16个，2个长期坚持。", (19, 16, None)),
        ("巡察组向市审计局党组反馈了20个问题，巡察发现问题20个，已整改18个。", (20, 18, None)),
        ("反馈问题4个方面，照单全收。", (None, None, None)),
        ("反馈问题3大类9方面26个，制定措施80条，已完成77条。", (26, None, 80)),
        ("反馈的4个方面、11项、26条问题，已全部整改到位。", (26, 26, None)),
        ("巡察反馈的25个问题中，完成20个，基本完成5个。", (25, 20, None)),
        ("收到反馈意见后，班子召开专题民主生活会，制定整改措施45条。", (None, None, 45)),
        ("巡察反馈4个方面13个具体问题，完成整改13个，完成率100%，制定整改措施四十二条。", (13, 13, 42)),
        ("巡察反馈12个问题23个具体表现，需整改事项11项，已整改完成9个，剩余3个正在推进。", (23, 9, None)),
        ("截至2022年10月底，反馈的9个问题完成7个，正在整改2个。", (9, 7, None)),
        ("巡察指出8个问题，至8月已了结6个、部分了结1个、未了结1个。", (8, 6, None)),
        ("县委将反馈的10个问题细分为26条整改办法。截至11月中旬，完成八个，正在攻坚二个。", (10, 8, 26)),
        ("截至9月30日，13个问题中，11个已完成，2个阶段性完成。", (13, 11, None)),
        ("明确整改措施165条，截至8月31日，应完成的146条整改措施已完成143条。", (None, None, 165)),
        ("巡察反馈我校4方面问题共22个，制定具体措施51条。", (22, None, 51)),
        ("巡察组反馈的问题共14项，目前已全部整改到位。", (14, 14, None)),
        ("巡察共发现问题30个，移交问题线索2件。", (30, None, None)),
        ("对巡察反馈的问题制定整改措施103项，已完成101项。", (None, None, 103)),
        ("反馈的9个问题，书记认领整改任务4项。", (9, None, None)),
        ("将反馈的5个方面15个问题拆分成50项具体任务，书记牵头的6项任务已办结。", (15, None, 50)),
        ("巡察共反馈10个问题，制成台账。至2022年6月底，9个问题完成，1个问题基本完成。", (10, 9, None)),
    ],
)
def test_a_notice_states_its_totals(text: str, expected: tuple[int | None, int | None, int | None]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "指导10家子企业对照巡察反馈意见开展自查，发现问题27个，已纠正25个。",
        "党委书记领办7项重点整改任务。",
        "上轮巡察反馈的7个问题未建立销号台账。",
        "开展财务审计，发现问题389个，完成整改371个。",
        "移交信访件87件，已办结83件。",
        "对阶段性完成的3个具体问题，持续整改。",
        "开展专项检查，排查隐患386条，全部整改到位。",
        "班子成员包案化解重点难点问题7个。",
        "征求意见建议4条，制定制度21项。",
        "召开专题会议6次，整改期间追缴资金12万元。",
        "整改期间现场督导11次，帮助解决问题17个。",
    ],
)
def test_numbers_of_another_scope_are_no_totals(text: str) -> None:
    assert stated(text) == (None, None, None)


def test_the_published_subset_is_not_the_total() -> None:
    text = "反馈的34个具体问题，已整改完成21个。现将其中群众关切的16个具体问题公布如下。"
    assert stated(text) == (34, 21, None)
    assert "problems" not in claims_at(text.replace("，", ","), text.index("16个"), text.index("16个") + 3, "个")


def test_claims_are_marked_as_totals() -> None:
    text = "巡察反馈25个问题，已完成整改19个，建立制度6项。"
    assert [metric.context for metric in read_quantities(text, NO_OUTLINE, ())] == ["totals", "totals", "general"]
