"""Numbers as Word prints them: the formats of automatic lists (ISO/IEC 29500-1, 17.18.59 ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from flows.normalise.rules_table import rule_rows

_ROMAN = ((1000, "6"), (900, "46"), (500, "5"), (400, "45"), (100, "4"), (90, "24"), (50, "3"), (40, "23"))
_ROMAN_SMALL = ((10, "2"), (9, "02"), (5, "1"), (4, "01"), (1, "0"))
"""Values and the positions of their symbols in `i v x l c d m`."""

_LARGEST = 9_999


def counter(number: int, number_format: str) -> str:
    """The number in a format; decimal where Word has a format that the table has not, or the number outgrows it."""
    row = _formats().get(number_format)
    if row is None or not 0 < number <= _LARGEST:
        return str(number)
    kind, symbols = row["kind"], row["symbols"]
    if kind in ("digits", "padded"):
        digits = str(number).rjust(2 if kind == "padded" else 1, "0")
        return "".join(symbols[int(digit)] for digit in digits)
    if kind == "counting":
        return _counting(number, symbols)
    if kind == "letters":
        repeats, place = divmod(number - 1, len(symbols))
        return symbols[place] * (repeats + 1)
    if kind == "roman":
        return _roman(number, symbols.split())
    return symbols[number - 1] if number <= len(symbols) else str(number)


def _counting(number: int, symbols: str) -> str:
    """`二十三`, `一百零五`; ten to nineteen without the leading one in ordinary script (`十一`, `壹拾壹`)."""
    text, pending = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            pending = bool(text)
            continue
        text += ("零" if pending else "") + symbols[digit] + (symbols[9 + place] if place else "")
        pending = False
    return text[1:] if text.startswith("一十") else text


def _roman(number: int, symbols: list[str]) -> str:
    text = ""
    for value, places in (*_ROMAN, *_ROMAN_SMALL):
        while number >= value:
            text += "".join(symbols[int(place)] for place in places)
            number -= value
    return text


@cache
def _formats() -> Mapping[str, Mapping[str, str]]:
    return {row["format"]: row for row in rule_rows("numbering_formats")}
