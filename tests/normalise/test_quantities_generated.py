"""Sentences put together from numbers, units, qualifiers and verbs: the answer is known before they are read."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.normalise.quantities import read_quantities
from flows.normalise.records import Metric, Outline
from flows.normalise.rules_table import rule_rows
from tests.normalise.generated import chinese, formal, printed_numbers

NUMBERS = {"12": 12, "４８": 48, "1,284": 1284}
SCALES = {"": 1, "万": 10_000, "亿": 10**8}
SCALED = ("money", "length", "area", "mass", "volume", "other")
COUNTING = [row["word"] for row in rule_rows("measure_words")]
MEASURING = [
    row
    for row in rule_rows("units")
    if row["numeral"] in ("any", "long", "digits") and row["text"] not in ("番", "日")  # they need words around them
]
QUALIFIERS = [row for row in rule_rows("qualifiers") if row["place"] in ("before", "after") and not row["kinds"]]
CHANGES = [
    ("增长", "increase"),
    ("提高了", "increase"),
    ("下降", "decrease"),
    ("压减", "decrease"),
    ("提高到", "none"),
]


def only(text: str) -> Metric:
    metrics = read_quantities(text, Outline((), (), ()), ())
    assert len(metrics) == 1, (text, [metric.span.of(text) for metric in metrics])
    return metrics[0]


def test_every_measure_word_counts() -> None:
    for printed, word in product(NUMBERS, COUNTING):
        for frame in ("共涉及{}。", "经核查有物品{}，", "另有{}；", "（含{}）", "{}\n"):
            metric = only(frame.format(printed + word))
            assert (metric.value, metric.unit, metric.quantity_kind) == (NUMBERS[printed], word, "count")


def test_every_unit_measures() -> None:
    for number, scale, row in product((2, 50, 365), SCALES, MEASURING):
        if scale and row["kind"] not in SCALED:
            continue
        printed = f"{number}.5{scale}{row['text']}"
        text = f"经统计达到{printed}，"
        metric = only(text)
        amount = (number + 0.5) * SCALES[scale] * float(row["factor"])
        assert metric.span.of(text) == printed
        assert metric.amount == pytest.approx(amount, rel=1e-6, abs=1e-6)
        assert (metric.unit, metric.quantity_kind) == (row["unit"], row["kind"])


def test_every_qualifier_belongs_to_the_quote() -> None:
    for row, number, unit in product(QUALIFIERS, (3, 120), ("个", "万元", "公里", "%", "名")):
        counted = f"{number}{unit}"
        printed = row["text"] + counted if row["place"] == "before" else counted + row["text"]
        text = f"其中，{printed}。"
        metric = only(text)
        assert (metric.span.of(text), metric.qualifier) == (printed, row["qualifier"])


@given(drawn=printed_numbers(11), word=st.sampled_from(["个", "名", "人次", "户", "家", "份", "件", "条", "项", "起"]))
def test_numbers_are_read_however_they_are_printed(drawn: tuple[int, str], word: str) -> None:
    number, printed = drawn
    text = f"先后整改{printed}{word}，"
    metric = only(text)
    assert (metric.span.of(text), metric.amount) == (printed + word, number)


@given(number=st.integers(11, 90_000_000))
def test_money_in_words(number: int) -> None:
    assert only(f"追缴{formal(number)}元，").amount == number
    assert only(f"追缴{chinese(number)}元，").amount == number


@given(
    low=st.integers(2, 60),
    more=st.integers(1, 30),
    sign=st.sampled_from("至到~～—-－"),
    unit=st.sampled_from(["次", "名", "天", "万元", "%", "个月", "户", "公里"]),
    both=st.booleans(),
)
def test_ranges(low: int, more: int, sign: str, unit: str, both: bool) -> None:
    text = f"每个{low}{unit if both else ''}{sign}{low + more}{unit}，"
    metric = only(text)
    assert (metric.value, metric.upper_value, metric.span.of(text)) == (low, low + more, text[2:-1])


@given(
    verb=st.sampled_from(CHANGES),
    number=st.integers(2, 99),
    unit=st.sampled_from(["%", "个百分点", "百分点", "倍", "万元", "人", "‰", "亩"]),
)
def test_changes(verb: tuple[str, str], number: int, unit: str) -> None:
    assert only(f"同比{verb[0]}{number}{unit}，").change == verb[1]


@given(whole=st.integers(2, 10), part=st.integers(1, 9))
def test_shares(whole: int, part: int) -> None:
    if part < whole:
        share = pytest.approx(part / whole, abs=1e-6)
        assert only(f"占{chinese(whole)}分之{chinese(part)}，").amount == share
        assert only(f"占{part}/{whole}，").amount == share
    assert only(f"占百分之{chinese(part)}，").amount == pytest.approx(part / 100)


@given(
    number=st.integers(1, 99), thing=st.sampled_from(["条规定", "次会议", "项议题", "期简报", "届全会", "名", "号文"])
)
def test_ordinals_never_count(number: int, thing: str) -> None:
    for printed in (str(number), chinese(number)):
        assert read_quantities(f"根据第{printed}{thing}。", Outline((), (), ()), ()) == ()
