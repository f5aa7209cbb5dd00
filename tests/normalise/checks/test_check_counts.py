"""What a notice claims about itself."""

from __future__ import annotations

import pytest

from tests.normalise.checks.invented import Invented, invented


def with_items(count: int, claim: str, *, measures: int = 1, **head: object) -> Invented:
    notice = invented(**head)
    notice.line(claim)
    for number in range(1, count + 1):
        notice.item(
            f"问题内容{number}不到位", [f"第{place}项工作。" for place in range(measures)], number=f"{number}."
        )
    return notice


def test_fewer_problems_than_claimed() -> None:
    notice = with_items(3, "将反馈的4个问题逐条分解。", stated_problem_count=4)
    (found,) = notice.findings("stated_count_mismatch")
    assert (found.table, found.index, found.expected, found.observed) == (None, None, "4", "3")
    assert found.evidence == ("4个问题",)


@pytest.mark.parametrize(
    ("claim", "stated"),
    [
        ("反馈的3个问题均已整改。", 3),
        ("反馈2个方面3个问题，细化为7个具体问题。", 7),
        ("反馈的18个问题，现将其中群众关切的3个具体问题整改进展公布如下。", 18),
        ("反馈问题18个，需要向社会公开的3个。", 18),
        ("反馈2个方面3类6个具体问题。", 6),
        ("反馈8个具体问题（合并为3项）。", 8),
        ("没有说明。", None),
    ],
)
def test_claims_that_some_denominator_or_a_subset_bears_out(claim: str, stated: int | None) -> None:
    assert not with_items(3, claim, stated_problem_count=stated).findings("stated_count_mismatch")


def test_headings_may_be_what_is_counted() -> None:
    notice = invented(stated_problem_count=2)
    notice.line("反馈2个问题。")
    for label in ("（一）", "（二）"):
        section = notice.section(label, "某问题")
        notice.item("其一不到位", section=section)
        notice.item("其二不到位", section=section)
    assert not notice.findings("stated_count_mismatch")


@pytest.mark.parametrize(("stated", "found"), [(6, 0), (8, 1)])
def test_measures(stated: int, found: int) -> None:
    notice = with_items(3, f"制定整改措施{stated}条。", measures=2, stated_measure_count=stated)
    assert len(notice.findings("stated_count_mismatch")) == found


def test_completed_problems_against_the_printed_statuses() -> None:
    notice = invented(stated_completed_count=3)
    notice.line("已完成3个，正在整改1个。")
    for status in ("completed", "completed", "in_progress", "not_completed"):
        notice.item(status=status)
    (found,) = notice.findings("stated_count_mismatch")
    assert found.evidence == ("完成3个",)


def test_statuses_that_are_not_printed_are_not_compared() -> None:
    notice = invented(stated_completed_count=3)
    notice.line("已完成3个。")
    notice.item(status="not_stated")
    assert not notice.findings("stated_count_mismatch")


def test_one_finding_a_notice() -> None:
    notice = with_items(3, "将4个问题细化为9条整改措施。", stated_problem_count=4, stated_measure_count=9)
    assert len(notice.findings("stated_count_mismatch")) == 1


def test_a_notice_without_items_claims_nothing() -> None:
    notice = invented(stated_problem_count=4)
    notice.line("反馈4个问题。")
    assert not notice.findings("stated_count_mismatch")


@pytest.mark.parametrize(
    ("claim", "count"),
    [
        ("反馈的3个问题中，已完成2个，正在整改1个。", 0),
        ("反馈的3个问题，已完成2个，阶段性完成2个。", 1),
        ("反馈的3个问题分为5个具体问题，已完成3个，阶段性完成2个。", 0),
        ("反馈的3个问题，已完成3个，立行立改2个。", 0),
        ("反馈的3个问题，已完成1个，阶段性完成1个，初见成效1个。", 0),
        ("3个问题已完成整改2个、阶段性完成3个、正在整改1个。", 1),
        ("3个问题中，已完成2个（含立行立改1个），正在整改1个。", 0),
        ("3个问题中，已完成2个（含立行立改1个），正在整改2个。", 1),
    ],
)
def test_numbers_by_status_add_up_to_some_total(claim: str, count: int) -> None:
    notice = with_items(3, claim, stated_problem_count=3)
    assert len(notice.findings("stated_count_mismatch")) == count


@pytest.mark.parametrize(("claim", "found"), [("已完成两个，正在整改一个。", 1), ("已完成两个，需长期坚持一个。", 0)])
def test_completed_problems_that_last_may_be_counted_apart(claim: str, found: int) -> None:
    notice = invented(stated_completed_count=2)
    notice.line(claim)
    for is_long_term in (False, False, True):
        notice.item(is_long_term=is_long_term)
    assert len(notice.findings("stated_count_mismatch")) == found


@pytest.mark.parametrize(("claim", "found"), [("基本完成两个", 0), ("基本完成六个", 1)])
def test_two_is_a_number_as_any_other(claim: str, found: int) -> None:
    notice = with_items(5, f"反馈的五个问题，已完成二个，{claim}，未完成一个。", stated_problem_count=5)
    assert len(notice.findings("stated_count_mismatch")) == found
