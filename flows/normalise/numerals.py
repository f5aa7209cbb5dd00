"""Numbers as notices print them: 1,284, 1 86, 二十二, 九千六百, 两三 (a pair), 一亿二千万.

Reading is strict: a run of characters that is no well-formed numeral (二〇二四, 五一) gives null and is never guessed.
The characters and their values are in `rules/numerals.csv`.
"""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import NamedTuple

from flows.normalise.rules_table import rule_rows

LONGEST = 24  # characters; longer runs are codes or damage, not numbers

_CHARACTERS = {row["character"]: row for row in rule_rows("numerals")}
_DIGITS = {mark: int(row["value"]) for mark, row in _CHARACTERS.items() if row["role"] in ("digit", "formal")}
_ZEROS = "".join(mark for mark, digit in _DIGITS.items() if digit == 0)
_FORMAL = frozenset(mark for mark, row in _CHARACTERS.items() if row["role"] == "formal")
_MULTIPLIERS = {mark: int(row["value"]) for mark, row in _CHARACTERS.items() if row["role"] == "multiplier"}
SCALES = {mark: int(row["value"]) for mark, row in _CHARACTERS.items() if row["role"] == "scale"}
_TENS = {mark: int(row["value"]) for mark, row in _CHARACTERS.items() if row["role"] == "tens"}
_CHINESE = "".join(_CHARACTERS)
_PLAIN_DIGITS = "".join(mark for mark, row in _CHARACTERS.items() if row["role"] == "digit")

_MORE_DIGITS = r"[0-9]*+(?:(?:,(?=[0-9]{3}(?![0-9]))| (?=[0-9]))[0-9]++)*+(?:\.[0-9]++)*+"  # 12, 1,284, 1 86, 3.5
ARABIC_PATTERN = f"[0-9]{_MORE_DIGITS}"
_DECIMALS = f"(?:点[{_PLAIN_DIGITS}]{{1,4}}+(?![十点分])[万亿]{{0,2}})?"  # 五点六; 九点三十分 is a time of day
NUMERAL_PATTERN = (  # one set opens it: fast
    f"[0-9{_CHINESE}半](?:(?<=[0-9]){_MORE_DIGITS}|(?<=[{_CHINESE}])[{_CHINESE}]*+{_DECIMALS}|)"
)


class Numeral(NamedTuple):
    """A number as printed.

    Attributes:
        value: the number, its closing 万 or 亿 not applied.
        upper: the larger of a pair (两三次), else null.
        scale: what the closing 万 or 亿 multiplies by, 1 where there is none.
        scale_text: that closing 万 or 亿 as printed.
        is_bare: 百, 千 or 万 without a digit before it (百余次), vague by itself.
    """

    value: float
    upper: float | None = None
    scale: int = 1
    scale_text: str = ""
    is_bare: bool = False


@lru_cache(maxsize=4096)
def read_numeral(text: str) -> Numeral | None:
    """The numeral that the whole of `text` (folded to half width) is, or null where it is none."""
    if not text or len(text) > LONGEST:
        return None
    return _read_arabic(text) if text[0] in "0123456789" else _read_chinese(text)


def _read_arabic(text: str) -> Numeral | None:
    digits = text.replace(",", "").replace(" ", "")
    try:
        return Numeral(float(digits))
    except ValueError:  # 1.2.3 numbers a heading or a version
        return None


def _read_chinese(text: str) -> Numeral | None:
    if text == "半":
        return Numeral(0.5)
    if text in _FORMAL:  # 陆 and 伍 alone are words or names
        return None
    if "点" in text:
        return _read_decimal(text)
    base = text.rstrip("".join(SCALES))
    scale_text = text[len(base) :]
    scale = 1
    for character in scale_text:
        scale *= SCALES[character]
    if not base:
        return Numeral(1, scale=scale, scale_text=scale_text, is_bare=True) if scale_text else None
    compound = any(mark in SCALES for mark in base)  # 一亿二千万: the first scale counts from the last
    bounds = _bounds(text) if compound else _bounds(base)
    if bounds is None:
        return None
    low, high = (bounds[0] / scale, bounds[1] / scale) if compound else bounds
    is_bare = base in _MULTIPLIERS and base != "十"
    return Numeral(low, high if high != low else None, scale, scale_text, is_bare)


def _read_decimal(text: str) -> Numeral | None:
    """五点六, 一点二亿."""
    whole, _, rest = text.partition("点")
    decimals = rest.rstrip("".join(SCALES))
    integer = Numeral(0.0) if whole in _ZEROS else _read_chinese(whole)
    if integer is None or integer.scale != 1 or not decimals or any(mark not in _DIGITS for mark in decimals):
        return None
    fraction = int("".join(str(_DIGITS[mark]) for mark in decimals)) / 10 ** len(decimals)
    scale_text = rest[len(decimals) :]
    return Numeral(integer.value + fraction, scale=prod(SCALES[mark] for mark in scale_text), scale_text=scale_text)


def _bounds(text: str) -> tuple[float, float] | None:
    """Both ends of a numeral that may hold a scale inside (一亿二千); equal where the number is exact."""
    low = high = 0.0
    ceiling = float("inf")
    section = ""
    for character in text if text[-1] in SCALES else [*text, ""]:
        if character and character not in SCALES:
            section += character
            continue
        factor = SCALES.get(character, 1)
        ends = _section_bounds(section.lstrip(_ZEROS) if low else section)  # 一万零一
        if ends is None or factor >= ceiling:
            return None
        low, high, ceiling, section = low + ends[0] * factor, high + ends[1] * factor, factor, ""
    return low, high


def _section_bounds(text: str) -> tuple[int, int] | None:
    """Both ends of a numeral below ten thousand: 九千六百 (9600, 9600), 三四十 (30, 40)."""
    low = high = 0
    pending: tuple[int, int] | None = None
    last = 10_000
    after_zero = False
    for character in text:
        if character in _MULTIPLIERS:
            multiplier = _MULTIPLIERS[character]
            if multiplier >= last or pending == (0, 0):
                return None
            first, second = pending or (1, 1)
            low, high = low + first * multiplier, high + second * multiplier
            last, pending, after_zero = multiplier, None, False
            continue
        if character in _TENS and pending is None and last > 10:
            low, high, last, after_zero = low + _TENS[character], high + _TENS[character], 10, False
            continue
        digit = _DIGITS.get(character)
        if digit is None:
            return None
        if digit == 0 and pending is None and low:
            after_zero = True
        elif pending is None:
            pending = (digit, digit)
        elif pending[0] == pending[1] and (pending[0] + 1 == digit or (pending[0], digit) == (3, 5)) and pending[0]:
            pending = (pending[0], digit)
        else:
            return None
    if pending is None:
        return (low, high) if low else None
    place = last // 10 if last in (100, 1000) and not after_zero else 1  # 三千二 is 3200, 三千零二 is 3002
    return low + pending[0] * place, high + pending[1] * place
