"""Numbers printed in the ways that notices print them, for tests that generate sentences with known answers."""

from __future__ import annotations

from hypothesis import strategies as st

_DIGITS = "零一二三四五六七八九"
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_SECTIONS = ("", "万", "亿")


def chinese(number: int) -> str:
    """12 → 十二, 2030 → 两千零三十, 10200 → 一万零二百; below a thousand million million."""
    printed, level = "", 0
    while number:
        number, section = divmod(number, 10_000)
        if section:
            gap = "零" if section < 1000 and number else ""
            printed = gap + _section(section) + _SECTIONS[level] + printed
        level += 1
    return printed.removeprefix("一") if printed.startswith("一十") else printed or "零"


def _section(number: int) -> str:
    printed, is_gap = "", False
    for place, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            printed += ("零" if is_gap else "") + _DIGITS[digit] + mark
        is_gap = not digit and bool(printed)
    return printed


def formal(number: int) -> str:
    """12 → 壹拾贰, as amounts of money are printed."""
    printed = chinese(number)
    return (f"一{printed}" if printed.startswith("十") else printed).translate(_FORMAL)


def wide(printed: str) -> str:
    """Full-width digits."""
    return printed.translate(_WIDE)


def printed_numbers(least: int = 2, most: int = 99_999) -> st.SearchStrategy[tuple[int, str]]:
    """A whole number and one of the ways to print it."""
    forms = (str, chinese, lambda number: wide(str(number)), lambda number: f"{number:,}")
    return st.tuples(st.integers(least, most), st.sampled_from(forms)).map(
        lambda drawn: (drawn[0], drawn[1](drawn[0]))
    )
