"""Dates as notices write them, with the years that they leave out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.normalise.dates import read_dates, resolve_date
from flows.normalise.records import DateMention, Item, Measure, Outline, Span

EMPTY = Outline((), (), ())
PUBLISHED = date(2024, 9, 13)
OPENING = "根据统一部署，2023年10月16日至12月15日，市委第四巡察组开展了巡察。2024年2月28日反馈了意见。\n"


def read(text: str, opening: str = OPENING, published_on: date | None = PUBLISHED) -> list[DateMention]:
    """The mentions after the opening."""
    whole = opening + text
    mentions = read_dates(whole, EMPTY, published_on)
    return [mention for mention in mentions if mention.span.start >= len(opening)]


def told(text: str, **options: object) -> list[tuple[str, str, str, str]]:
    opening = str(options.get("opening", OPENING))
    mentions = read(text, **options)  # type: ignore[arg-type]
    return [
        (each.span.of(opening + text), str(each.date_start), str(each.date_end), each.precision) for each in mentions
    ]


FORMS = [
    ("于2024年5月20日通过复验", "2024年5月20日", "2024-05-20", "2024-05-20", "day"),
    ("截至2024年8月底", "2024年8月底", "2024-08-01", "2024-08-31", "month"),
    ("2023年底前完成", "2023年底", "2023-01-01", "2023-12-31", "year"),
    ("2024年年底", "2024年年底", "2024-01-01", "2024-12-31", "year"),
    ("今年年底前", "今年年底", "2024-01-01", "2024-12-31", "year"),
    ("2024年5月中下旬", "2024年5月中下旬", "2024-05-11", "2024-05-31", "range"),
    ("2024年8月份以来", "2024年8月份", "2024-08-01", "2024-08-31", "month"),
    ("2020年以来", "2020年", "2020-01-01", "2020-12-31", "year"),
    ("2022年度费用", "2022年度", "2022-01-01", "2022-12-31", "year"),
    ("2024年上半年", "2024年上半年", "2024-01-01", "2024-06-30", "range"),
    ("2024年第二季度", "2024年第二季度", "2024-04-01", "2024-06-30", "quarter"),
    ("2025年一季度", "2025年一季度", "2025-01-01", "2025-03-31", "quarter"),
    ("2024年前三季度", "2024年前三季度", "2024-01-01", "2024-09-30", "range"),
    ("2024年第二、三季度", "2024年第二、三季度", "2024-04-01", "2024-09-30", "range"),
    ("2024年前5个月", "2024年前5个月", "2024-01-01", "2024-05-31", "range"),
    ("2024年1至9月", "2024年1至9月", "2024-01-01", "2024-09-30", "range"),
    ("2024年1—3月份", "2024年1—3月份", "2024-01-01", "2024-03-31", "range"),
    ("2024年1月至7月", "2024年1月至7月", "2024-01-01", "2024-07-31", "range"),
    ("2024年5月1日至8月16日", "2024年5月1日至8月16日", "2024-05-01", "2024-08-16", "range"),
    ("2024年3月8至15日", "2024年3月8至15日", "2024-03-08", "2024-03-15", "range"),
    ("3月8日至15日", "3月8日至15日", "2024-03-08", "2024-03-15", "range"),
    ("2022年11月7日至1月13日", "2022年11月7日至1月13日", "2022-11-07", "2023-01-13", "range"),
    ("2019年11月24日-2月29日", "2019年11月24日-2月29日", "2019-11-24", "2020-02-29", "range"),
    ("2月29日-2021年1月5日", "2月29日-2021年1月5日", "2020-02-29", "2021-01-05", "range"),
    ("2022年11月7日至2023年1月13日", "2022年11月7日至2023年1月13日", "2022-11-07", "2023-01-13", "range"),
    ("2024年10月至次年3月", "2024年10月至次年3月", "2024-10-01", "2025-03-31", "range"),
    ("10月至2024年3月", "10月至2024年3月", "2023-10-01", "2024-03-31", "range"),
    ("2022—2024年", "2022—2024年", "2022-01-01", "2024-12-31", "range"),
    ("2021年至2023年", "2021年至2023年", "2021-01-01", "2023-12-31", "range"),
    ("2023—2024学年", "2023—2024学年", "2023-01-01", "2024-12-31", "range"),
    ("5月上旬至6月下旬", "5月上旬至6月下旬", "2024-05-01", "2024-06-30", "range"),
    ("2024年5月中旬", "2024年5月中旬", "2024-05-11", "2024-05-20", "range"),
    ("２０２４年４月６日", "２０２４年４月６日", "2024-04-06", "2024-04-06", "day"),
    ("2 0 2 4 年 5 月底", "2 0 2 4 年 5 月底", "2024-05-01", "2024-05-31", "month"),
    ("2.2 0 2 4 年3月1 5日召开", "2 0 2 4 年3月1 5日", "2024-03-15", "2024-03-15", "day"),
    ("1.2023年签约的项目", "2023年", "2023-01-01", "2023-12-31", "year"),
    ("二〇二四年三月五日", "二〇二四年三月五日", "2024-03-05", "2024-03-05", "day"),
    ("二○二四年十二月", "二○二四年十二月", "2024-12-01", "2024-12-31", "month"),
    ("2024-07-17", "2024-07-17", "2024-07-17", "2024-07-17", "day"),
    ("2024.7.17", "2024.7.17", "2024-07-17", "2024-07-17", "day"),
    ("23年5月", "23年5月", "2023-05-01", "2023-05-31", "month"),
    ("2024年7月17，召开会议", "2024年7月17", "2024-07-17", "2024-07-17", "day"),
    ("5月1日起至8月16日", "5月1日起至8月16日", "2024-05-01", "2024-08-16", "range"),
    ("今年1月14日", "今年1月14日", "2024-01-14", "2024-01-14", "day"),
    ("今年以来", "今年", "2024-01-01", "2024-12-31", "year"),
    ("去年底", "去年底", "2023-01-01", "2023-12-31", "year"),
    ("于年底前完成", "年底", "2024-01-01", "2024-12-31", "year"),
    ("20249月", "20249月", "2024-09-01", "2024-09-30", "month"),
    ("二〇二四年三月至五月", "二〇二四年三月至五月", "2024-03-01", "2024-05-31", "range"),
    ("2024717日", "2024717日", "2024-07-17", "2024-07-17", "day"),
    ("2024年717日", "2024年717日", "2024-07-17", "2024-07-17", "day"),
]


@pytest.mark.parametrize(("text", "quote", "start", "end", "precision"), FORMS)
def test_every_form(text: str, quote: str, start: str, end: str, precision: str) -> None:
    assert told(text) == [(quote, start, end, precision)]


@pytest.mark.parametrize(
    "text",
    [
        "每月15日前报送", "每年3月底前盘点", "每季度通报", "一月一通报", "三个月", "3个月", "20年以上",
        "有期徒刑3年6月", "2000年代", "春节前", "“五一”“十一”期间", "印发《2022年工作要点》",
        "《规划（2024—2028年）》", "十月怀胎",
        "当日办结", "〔2023〕28号", "0650-5562038", "8:30—11:30", "2月30日", "2024年13月", "S223线", "1至5次",
        "近一年", "各季度", "逐月", "12.5万元", "第3次",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert [each for each in told(text) if each[0] != "2024年"] == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("7月14日、8月2日、8月16日召开会议", ["2024-07-14", "2024-08-02", "2024-08-16"]),
        ("3月9日、20日", ["2024-03-09", "2024-03-20"]),
        ("3月9日、20日至25日", ["2024-03-09", "2024-03-20"]),
        ("5月5日召开会议，次日下发通知，当天办结", ["2024-05-05", "2024-05-06", "2024-05-06"]),
        ("2021、2022、2023年", ["2021-01-01", "2022-01-01", "2023-01-01"]),
        ("2023和2024年度", ["2023-01-01", "2024-01-01"]),
        ("2021年和2022年", ["2021-01-01", "2022-01-01"]),
        ("3月、5月、7月", ["2024-03-01", "2024-05-01", "2024-07-01"]),
    ],
)
def test_chains(text: str, days: list[str]) -> None:
    assert [start for _, start, _, _ in told(text)] == days


@pytest.mark.parametrize(
    ("opening", "text", "days"),
    [
        # the feedback rolls over where it would lie before the end of the inspection
        ("", "2023年11月13日至12月22日巡察。1月30日反馈。", ["2023-11-13", "2024-01-30"]),
        ("", "2022年11月7日至1月13日巡察。3月21日反馈。", ["2022-11-07", "2023-03-21"]),
        # a meeting after the feedback rolls over, one in the same year does not
        ("", "2023年8月21日至10月20日巡察。12月5日反馈。\n1月16日开会", ["2023-08-21", "2023-12-05", "2024-01-16"]),
        ("", "2023年3月6日至5月26日巡察。7月11日反馈。\n从9月起启用。", ["2023-03-06", "2023-07-11", "2023-09-01"]),
        # what is announced lies after the publication, what was done before it
        (OPENING, "预案拟于10月底前印发", ["2024-10-01"]),
        (OPENING, "已于10月印发", ["2023-10-01"]),
        (OPENING, "10月底前完成", ["2024-10-01"]),
        # a year said in the same sentence holds
        (OPENING, "2022年采购设备，3月验收", ["2022-01-01", "2022-03-01"]),
    ],
)  # fmt: skip
def test_years_left_out(opening: str, text: str, days: list[str]) -> None:
    assert [start for _, start, _, _ in told(text, opening=opening)] == days


def test_nothing_tells_the_year() -> None:
    assert told("3月21日反馈", opening="", published_on=None) == []
    assert told("3月21日反馈", opening="", published_on=date(2024, 2, 1))[0][1] == "2023-03-21"


def test_damaged_dates_are_read_where_one_reading_fits() -> None:
    damaged = "2024年3月6日至526日，进行了巡察。2024年7月11日反馈。"
    assert told(damaged, opening="")[0][:3] == ("2024年3月6日至526日", "2024-03-06", "2024-05-26")
    ambiguous = "2022年10月8日至12月26日，进行了巡察。2023117日反馈。"
    assert [quote for quote, *_ in told(ambiguous, opening="")] == ["2022年10月8日至12月26日"]


def test_the_next_year_at_the_end_of_a_range_counts_from_its_start() -> None:
    text = "对2018年至2020年的项目复核。今年11月至次年3月开展攻坚。"
    assert told(text, opening="", published_on=date(2021, 10, 12))[-1][:3] == (
        "今年11月至次年3月", "2021-11-01", "2022-03-31",
    )  # fmt: skip


def test_mentions_know_their_place() -> None:
    text = "问题。2022年的补贴。一是2024年3月发还。"
    item = Item(
        span=Span(0, len(text)), section=None, number="1", problem="问题", problem_span=Span(0, 2), heading="问题",
        status="completed", status_text=None, is_long_term=False, response=text[11:],
        response_span=Span(11, len(text)), responsible_org=None, responsible_role=None, deadline=None,
        completed_on=None,
    )  # fmt: skip
    outline = Outline((), (item,), (Measure(Span(11, len(text)), 0, None, "一是", text[13:]),))
    first, last = read_dates(text, outline, PUBLISHED)
    assert (first.item, first.measure) == (0, None)
    assert (last.item, last.measure) == (0, 0)


@pytest.mark.parametrize(
    ("label", "published_on", "day"),
    [
        ("整改时限：2024年6月底前", PUBLISHED, "2024-06-30"),
        ("完成时限：2024年12月31日", PUBLISHED, "2024-12-31"),
        ("2024年9月底前，长期坚持", PUBLISHED, "2024-09-30"),
        ("2024年3月至6月", PUBLISHED, "2024-06-30"),
        ("2024年二季度", PUBLISHED, "2024-06-30"),
        ("2024年底", PUBLISHED, "2024-12-31"),
        ("6月底前", date(2024, 5, 17), "2024-06-30"),
        ("12月底前", date(2025, 3, 1), "2024-12-31"),
        ("今年年底前", PUBLISHED, "2024-12-31"),
        ("今年10月", PUBLISHED, "2024-10-31"),
        ("立行立改并长期坚持", PUBLISHED, None),
        ("6月底前", None, None),
        ("", PUBLISHED, None),
    ],
)
def test_a_label_s_date(label: str, published_on: date | None, day: str | None) -> None:
    found = resolve_date(label, published_on)
    assert (str(found) if found else None) == day


ANY_TEXT = st.text("0123456789２年月日号至到—-、，。；前底上下旬季度半一二三四〇十今去每次当《》\n 起第", max_size=200)


@given(ANY_TEXT, st.dates(date(1990, 1, 1), date(2090, 1, 1)))
@example("9月 ", PUBLISHED)
@example("10月　 \n", PUBLISHED)
def test_mentions_of_any_text_are_sound(text: str, published_on: date) -> None:
    mentions = read_dates(text, EMPTY, published_on)
    assert mentions == read_dates(text, EMPTY, published_on)
    for mention in mentions:
        assert mention.date_start <= mention.date_end
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert mention.span.of(text) == mention.span.of(text).strip()
    for before, after in zip(mentions, mentions[1:], strict=False):
        assert before.span.end <= after.span.start


@given(
    st.dates(date(2000, 1, 1), date(2049, 12, 31)),
    st.sampled_from(["{y}年{m}月{d}日", "{y}-{m:02}-{d:02}", "{y}.{m}.{d}"]),
)
def test_a_full_date_reads_back(day: date, form: str) -> None:
    text = "于" + form.format(y=day.year, m=day.month, d=day.day) + "召开会议"
    (mention,) = read_dates(text, EMPTY, None)
    assert (mention.date_start, mention.date_end, mention.precision) == (day, day, "day")


@pytest.mark.parametrize(
    "unit", ["2024年", "至", "1月", "《", "2 0 2 4 ", "9月9日、", "1", "十", "——", "前", "2023、", "《》", "1日至"]
)
def test_long_runs_are_safe(unit: str) -> None:
    read_dates(unit * 5000, EMPTY, PUBLISHED)


def test_a_chain_of_ranges_shares_its_month() -> None:
    assert told("2024年3月5日至7日、9日至12日轮训") == [
        ("2024年3月5日至7日", "2024-03-05", "2024-03-07", "range"),
        ("9日至12日", "2024-03-09", "2024-03-12", "range"),
    ]


def test_the_signature_stands_in_for_the_publication() -> None:
    text = "2024年上半年立案3起。\n3月21日召开专题会。\n10月底前打通。\n某某中心党组\n2024年9月24日"
    mentions = read_dates(text, EMPTY, None)
    assert [mention.date_end for mention in mentions[1:3]] == [date(2024, 3, 21), date(2024, 10, 31)]
    assert read_dates("会议于3月21日召开", EMPTY, None) == ()


def test_what_is_waited_for_is_still_to_come() -> None:
    (mention,) = read("待12月到期后结清")
    assert mention.date_start == date(2024, 12, 1)
