"""Impossible dates, damaged text, unread years, unknown layouts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.normalise.checks import find_findings
from flows.normalise.dates_grammar import MOST_DATES
from flows.normalise.quantities import MOST_CANDIDATES
from flows.normalise.records import Notice
from tests.normalise.checks.invented import Invented, day, invented, page_of


def test_signed_after_publication() -> None:
    notice = invented(issued_on=day("2024-09-26"))
    notice.item()
    notice.line("2024年9月26日")
    (found,) = notice.findings("date_order")
    assert (found.table, found.index, found.evidence) == (None, None, ("2024年9月26日",))


@pytest.mark.parametrize(
    ("head", "count"),
    [
        ({"issued_on": day("2024-09-13")}, 0),
        ({"issued_on": day("2024-09-10"), "feedback_on": day("2024-02-28")}, 0),
        ({"issued_on": day("2024-01-10"), "feedback_on": day("2024-02-28")}, 1),
        ({"inspection_end": day("2024-03-15"), "feedback_on": day("2024-02-28")}, 1),
        ({"inspection_end": day("2023-12-15"), "feedback_on": day("2024-02-28")}, 0),
    ],
)
def test_order_of_the_notice_s_days(head: dict[str, object], count: int) -> None:
    notice = invented(**head)
    notice.item()
    assert len(notice.findings("date_order")) == count


def test_completed_after_publication_sits_on_the_item() -> None:
    notice = invented()
    notice.item()
    notice.items[0] = notice.items[0]._replace(completed_on=day("2025-01-31"))
    (found,) = notice.findings("date_order")
    assert (found.table, found.index) == ("items", 0)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("2025年3月8日召开警示教育大会。", 1),
        ("拟于2025年3月8日召开警示教育大会。", 0),
        ("2025年3月8日前完成。", 0),
        ("2024年5月20日至2024年3月10日开展整治。", 1),
        ("2024年3月10日至2024年5月20日开展整治。", 0),
        ("2024年3月8日召开警示教育大会。", 0),
        ("合同2025年3月8日到期。", 0),
    ],
)
def test_days_told_in_an_item(words: str, count: int) -> None:
    notice = invented()
    notice.item(measures=["完善制度。", words], status="in_progress")
    found = notice.findings("date_order")
    assert [(each.table, each.index) for each in found] == [("items", 0)] * count


@pytest.mark.parametrize(
    "line",
    [
        "2023年3月6日至526日，区委第一巡察组进行了巡察。",
        "2024717日，县委第二巡察组反馈了意见。",
        "县委第察组反馈了意见。",
        "县委第巡察组开展了巡察。",
        "锟斤拷锟斤拷党组。",
        "健全????体系。",
        "健全ï¿½ï¿½体系。",
        "健全鈥滃巺鈥体系。",
        "党组�会议。",
        "å¸‚å§”å·¡å¯Ÿç»„".encode("latin-1", "ignore").decode("latin-1") + "ä¸\xad\xe5\x85\xb1\xe6\xa2\x85",
        "2024年月17日召开会议。",
        "2024年9月31日召开会议。",
    ],
)
def test_damaged_text_is_one_finding_of_the_notice(line: str) -> None:
    notice = Invented()
    notice.line(line)
    notice.line(line)
    notice.item()
    (found,) = notice.findings("text_damaged")
    assert (found.table, found.index) == (None, None)
    assert all(quote in notice.text for quote in found.evidence)


def test_what_the_page_reader_saw_is_reported() -> None:
    built = Invented()
    built.item()
    found = find_findings(built.notice(), page_of(built.text, ("正文中断",)))
    assert [each.observed for each in found if each.check == "text_damaged"] == ["正文中断"]


@pytest.mark.parametrize("end", ["实际成效，", "实际成", "实际成效和"])
def test_a_text_that_breaks_off(end: str) -> None:
    notice = Invented()
    notice.item()
    notice.text += "下一步，局党组将持续抓好后续整改，把整改成果转化为推动发展的" + end
    (found,) = notice.findings("text_damaged")
    assert found.evidence[0].endswith(end)


@pytest.mark.parametrize(
    "end",
    [
        "欢迎社会各界监督。联系电话：0650-1234567，地址：某县人民路1号某局办公室",
        "中共某县住房和城乡建设局党组，某县人民政府",
        "2024年9月10日",
        "附件：整改任务分解表，整改台账",
        "（此件公开发布，有效期至年底）",
        "以上情况特此通报，请社会各界予以监督",
    ],
)
def test_a_text_that_ends_as_texts_do(end: str) -> None:
    notice = Invented()
    notice.item()
    notice.text += end
    assert not notice.findings("text_damaged")


def test_sound_text_has_no_doubts() -> None:
    notice = Invented()
    notice.line("2023年3月6日至5月26日，区委第一巡察组对某局党组进行了巡察，2023年7月11日反馈了意见。")
    notice.item()
    notice.line("中共某局党组")
    notice.line("2024年9月10日")
    for check in ("text_damaged", "uncertain_year", "layout_not_recognised"):
        assert not notice.findings(check)


def test_a_damaged_date_with_two_readings_is_uncertain() -> None:
    notice = Invented()
    notice.line("2022年10月8日至12月26日，进行了巡察。2023117日，反馈了意见。")
    notice.item()
    (found,) = notice.findings("uncertain_year")
    assert found.evidence == ("2023117日",)


def test_no_items_is_an_unknown_layout() -> None:
    notice = Invented()
    notice.line("现将整改情况通报如下。")
    (found,) = notice.findings("layout_not_recognised")
    assert found.severity == "error"


def test_a_notice_about_many_bodies_lists_no_problems_of_one() -> None:
    notice = invented()
    notice.line(
        "2024年3月5日至5月7日，县委巡察组对县水利局、县林业局等12个单位党组织开展巡察。现将整改总体情况通报如下。"
    )
    assert not notice.findings("layout_not_recognised")


@given(st.text("第巡察组2024年月日至7整改正在《》“”，。；\n率%个已完成1.、 ", max_size=120))
def test_findings_of_any_text_quote_it(text: str) -> None:
    built = Invented()
    built.item("某问题", [text.replace("\n", "")])
    notice: Notice = built.notice()
    for found in find_findings(notice, page_of(notice.text)):
        assert all(quote in notice.text for quote in found.evidence)
        assert found.message_zh
        assert found.message_en
        assert "{" not in found.message_zh + found.message_en
        assert (found.table is None) == (found.index is None)


def test_quantities_that_were_not_read_are_reported() -> None:
    notice = invented()
    notice.item(measures=["收回5元。" * (MOST_CANDIDATES + 1)])
    assert [found.evidence for found in notice.findings("text_damaged")] == [("5元",)]


def test_as_many_quantities_as_are_read_are_no_damage() -> None:
    notice = invented()
    notice.item(measures=["收回5元。" * MOST_CANDIDATES])
    assert not notice.findings("text_damaged")


@pytest.mark.parametrize(("words", "surplus"), [("2024年9月9日。", 2), ("9月", 2), ("年", 4 * MOST_DATES)])
def test_dates_that_were_not_read_are_reported(words: str, surplus: int) -> None:
    notice = invented()
    notice.item(measures=[words * (MOST_DATES + surplus)])
    (found,) = notice.findings("text_damaged")
    assert "dates" in found.message_en


def test_as_many_dates_as_are_read_are_no_damage() -> None:
    notice = invented()
    notice.item(measures=["9月" * MOST_DATES])
    assert not notice.findings("text_damaged")


def test_damaged_dates_that_were_not_read_are_reported() -> None:
    notice = invented()
    notice.item(measures=["2024年717日。" * (MOST_DATES + 1)])
    damaged, unread, *_ = notice.findings("text_damaged")
    assert damaged.evidence == ("2024年717日",)
    assert "dates" in unread.message_en
