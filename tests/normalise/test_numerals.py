from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.normalise.numerals import Numeral, read_numeral

_DIGITS = "零一二三四五六七八九"


def spell(number: int) -> str:
    """The number in Chinese, as a careful writer spells it; the inverse that the reader is held against."""
    for scale, mark in ((100_000_000, "亿"), (10_000, "万"), (1_000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            rest = number % scale
            joint = "零" if 0 < rest < scale // 10 else ""
            return spell(number // scale) + mark + (joint + spell(rest) if rest else "")
    return _DIGITS[number]


@given(st.integers(1, 999_999_999_999))
def test_spelt_numbers_are_read_back(number: int) -> None:
    numeral = read_numeral(spell(number))
    if numeral is not None:
        assert round(numeral.value * numeral.scale) == number
    else:
        assert len(spell(number)) > 24


@given(st.integers(1, 9_999))
def test_numbers_below_ten_thousand_need_no_scale(number: int) -> None:
    numeral = read_numeral(spell(number))
    assert numeral is not None
    assert (numeral.value, numeral.scale, numeral.upper) == (number, 1, None)


@given(st.integers(0, 10**12))
def test_thousands_may_be_separated(number: int) -> None:
    for printed in (str(number), f"{number:,}", f"{number:,}".replace(",", " ")):
        numeral = read_numeral(printed)
        assert numeral is not None
        assert numeral.value == number


@given(st.text("零〇一二两三四五六七八九十百千万亿半壹拾0123456789., ", max_size=40))
def test_any_run_is_read_or_refused(text: str) -> None:
    numeral = read_numeral(text)
    assert numeral is None or numeral.value >= 0


@pytest.mark.parametrize(
    ("printed", "value", "scale"),
    [
        ("十", 10, 1), ("十四", 14, 1), ("二十二", 22, 1), ("一百零五", 105, 1), ("三千二", 3200, 1), ("两", 2, 1),
        ("六十七万", 67, 10_000), ("一亿二千万", 12_000, 10_000), ("三万五千", 35_000, 1), ("伍拾", 50, 1),
        ("3.5", 3.5, 1), ("1 86", 186, 1), ("半", 0.5, 1),
    ],
)  # fmt: skip
def test_numerals_are_read(printed: str, value: float, scale: int) -> None:
    numeral = read_numeral(printed)
    assert numeral is not None
    assert (numeral.value, numeral.scale) == (value, scale)


@pytest.mark.parametrize(
    ("printed", "low", "high"), [("两三", 2, 3), ("三五", 3, 5), ("三四十", 30, 40), ("十七八", 17, 18)]
)
def test_neighbouring_digits_are_a_range(printed: str, low: int, high: int) -> None:
    numeral = read_numeral(printed)
    assert numeral is not None
    assert (numeral.value, numeral.upper) == (low, high)


@pytest.mark.parametrize(
    "printed", ["", "二〇二四", "五一", "十十", "百千", "陆", "1.2.3", "零", "1" * 30, "一" * 30, "二三四"]
)
def test_what_is_no_number_is_refused(printed: str) -> None:
    numeral = read_numeral(printed)
    assert numeral is None or numeral.value == 0


@pytest.mark.parametrize("printed", ["百", "千", "万", "百万"])
def test_a_bare_multiplier_is_vague(printed: str) -> None:
    numeral = read_numeral(printed)
    assert isinstance(numeral, Numeral)
    assert numeral.is_bare
