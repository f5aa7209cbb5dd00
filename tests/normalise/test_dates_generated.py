"""Dates printed in every usual way, alone, in ranges and in sentences: the answer is known before they are read."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.normalise.dates import read_dates
from flows.normalise.records import Outline
from tests.normalise.generated import chinese, wide

DAYS = st.dates(date(2015, 1, 1), date(2029, 12, 31))
FRAMES = ("于{}召开会议。", "（{}）", "{}，县委常委会研究整改工作。", "截至{}，已完成12项。", "自{}以来")
YEARS = str.maketrans("0123456789", "〇一二三四五六七八九")


def ways(day: date) -> tuple[str, ...]:
    """The same day as notices print it."""
    year, month, number = day.year, day.month, day.day
    plain = f"{year}年{month}月{number}日"
    spaced = f"{year} 年 {month} 月 {number} 日"
    in_words = f"{str(year).translate(YEARS)}年{chinese(month)}月{chinese(number)}日"
    return plain, wide(plain), spaced, in_words, f"{year}年{month:02}月{number:02}日", f"{year}-{month:02}-{number:02}"


def only(text: str, published_on: date = date(2030, 1, 1)) -> tuple[str, date, date, str]:
    (mention,) = read_dates(text, Outline((), (), ()), published_on)
    return mention.span.of(text), mention.date_start, mention.date_end, mention.precision


@given(day=DAYS, frame=st.sampled_from(FRAMES))
def test_a_day_however_it_is_printed(day: date, frame: str) -> None:
    for printed in ways(day):
        assert only(frame.format(printed)) == (printed, day, day, "day")


@given(day=DAYS, frame=st.sampled_from(FRAMES))
def test_a_month_and_its_parts(day: date, frame: str) -> None:
    month = f"{day.year}年{day.month}月"
    first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    parts = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, last.day), "上中旬": (1, 20), "中下旬": (11, last.day)}
    for printed in (month, f"{month}份", f"{month}底", f"{month}初", f"{month}末"):
        assert only(frame.format(printed)) == (printed, first, last, "month")
    for part, (start, end) in parts.items():
        found = only(frame.format(month + part))
        assert found == (month + part, day.replace(day=start), day.replace(day=end), "range")


@given(year=st.integers(2015, 2029), frame=st.sampled_from(FRAMES))
def test_a_year_and_its_parts(year: int, frame: str) -> None:
    for printed in (f"{year}年", f"{year}年度", f"{year}年底", f"{year}年年底", f"{year}年初", f"{year}年末"):
        assert only(frame.format(printed)) == (printed, date(year, 1, 1), date(year, 12, 31), "year")
    for quarter, name in enumerate("一二三四"):
        start = date(year, 3 * quarter + 1, 1)
        end = (start + timedelta(days=92)).replace(day=1) - timedelta(days=1)
        for printed in (f"{year}年第{name}季度", f"{year}年{name}季度", f"{year}年第{quarter + 1}季度"):
            assert only(frame.format(printed)) == (printed, start, end, "quarter")
    halves = {"上半年": (date(year, 1, 1), date(year, 6, 30)), "下半年": (date(year, 7, 1), date(year, 12, 31))}
    for half, days in halves.items():
        assert only(frame.format(f"{year}年{half}")) == (f"{year}年{half}", *days, "range")


@given(start=DAYS, days=st.integers(1, 360), sign=st.sampled_from(["至", "到", "—", "-", "~", "——", "起至"]))
def test_a_range_whose_end_leaves_out_its_year(start: date, days: int, sign: str) -> None:
    end = start + timedelta(days=days)
    forms = [f"{end.year}年{end.month}月{end.day}日"]
    if (end.month, end.day) > (start.month, start.day) or end.year > start.year:
        forms.append(f"{end.month}月{end.day}日")
    if (end.year, end.month) == (start.year, start.month):
        forms.append(f"{end.day}日")
    for form in forms:
        printed = f"{start.year}年{start.month}月{start.day}日{sign}{form}"
        assert only(f"{printed}，县委巡察组开展了巡察。") == (printed, start, end, "range")


@given(first=st.integers(2010, 2028), years=st.integers(1, 5), sign=st.sampled_from(["至", "—", "-", "~"]))
def test_a_range_of_years(first: int, years: int, sign: str) -> None:
    last = first + years
    for printed in (f"{first}{sign}{last}年", f"{first}年{sign}{last}年", f"{first}{sign}{last}年度"):
        assert only(f"对{printed}的账目进行核查。") == (printed, date(first, 1, 1), date(last, 12, 31), "range")


@given(day=DAYS, more=st.lists(st.integers(1, 28), min_size=1, max_size=4, unique=True))
def test_days_of_a_chain_share_their_month(day: date, more: list[int]) -> None:
    text = f"{day.year}年{day.month}月{day.day}日、" + "、".join(f"{number}日" for number in more) + "召开会议。"
    found = [mention.date_start for mention in read_dates(text, Outline((), (), ()), date(2030, 1, 1))]
    assert found == [day, *(day.replace(day=number) for number in more)]


@given(number=st.integers(2, 30), unit=st.sampled_from(["年", "个月", "天", "个工作日", "周", "个季度", "小时"]))
def test_durations_are_no_dates(number: int, unit: str) -> None:
    for printed in (str(number), chinese(number)):
        assert (
            read_dates(f"历时{printed}{unit}完成，{printed}{unit}内办结。", Outline((), (), ()), date(2030, 1, 1))
            == ()
        )
