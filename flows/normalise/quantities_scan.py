"""Everything in a text that is shaped like a quantity: a numeral with a unit, a measure word or a percent sign.

Shape only: whether it counts anything is decided in `quantities_guards`. One expression walks the text once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flows.normalise.numerals import ARABIC_PATTERN, NUMERAL_PATTERN, Numeral, read_numeral
from flows.normalise.quantities_qualifiers import AFTER_PATTERN, BETWEEN_PATTERN, holds_after
from flows.normalise.units import UNIT_PATTERN, Unit, find_unit

_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_SCALE = "(?:万亿|[十百千]?[万萬]|[亿億百千])"
_TOKEN = re.compile(
    f"(?P<low>{NUMERAL_PATTERN})"
    "(?:"
    f" ?分之 ?(?P<part>{NUMERAL_PATTERN})(?P<part_after>{AFTER_PATTERN})?"  # 百分之三十, 三分之二以上
    f"|(?:(?P<big>[万亿])(?P<rest>{ARABIC_PATTERN}))?"  # 1亿3000万元
    f"(?:(?P<low_scale>{_SCALE})? ?(?P<separator>[至到~、或-]) ?(?P<high>{NUMERAL_PATTERN}))?"  # 3至5次
    f"(?P<few>{BETWEEN_PATTERN})? ?(?P<scale>{_SCALE})?(?P<few_late>{BETWEEN_PATTERN})? ?"  # 1280余万元, 3万余份
    f"(?P<unit>{UNIT_PATTERN})(?P<half>半(?![年月天日小]))?"  # 两年半
    f"(?P<after>{AFTER_PATTERN})?"  # 5天以内
    ")?"
)
_PARTS = {"百": 100, "千": 1_000, "万": 10_000}
_RATIO = Unit("ratio", 1.0, "1", "any", "never", "")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something shaped like a quantity; offsets are those of the text.

    Attributes:
        start, end: the number, its unit and what qualifies it behind.
        printed: the first numeral as printed.
        numeral: the first numeral as read.
        value, upper: as printed, the scale not applied; `upper` is the second end of a range.
        amount: in `unit.name`.
        unit_text: scale and unit as printed.
        unit: what it is measured in.
        between, after: words that qualify it, inside and behind; "" where there are none.
    """

    start: int
    end: int
    printed: str
    numeral: Numeral
    value: float
    upper: float | None
    amount: float
    unit_text: str
    unit: Unit
    between: str
    after: str

    @property
    def is_arabic(self) -> bool:
        """Whether the first numeral is written with digits."""
        return self.printed[0] in "0123456789"


def find_candidates(folded: str, marks: frozenset[int] = frozenset()) -> Iterator[Candidate]:
    """Candidates in text order.

    Args:
        folded: the text in half width.
        marks: offsets at which a section, item or measure starts: a numeral there may be its number (1.3个村).
    """
    for match in _TOKEN.finditer(folded):
        if match["unit"] is not None:
            candidate = _counted(match, is_marked=match.start() in marks or _opens_line(folded, match.start()))
        elif match["part"] is not None:
            candidate = _fraction(match)
        else:
            continue
        if candidate is not None:
            yield candidate


def _opens_line(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] == "\n"


@dataclass(frozen=True, slots=True)
class _Number:
    """The number of a candidate: where it starts, how it is printed, both ends in units of its scale."""

    start: int
    printed: str
    numeral: Numeral
    value: float
    upper: float | None
    scale: int


def _counted(match: re.Match[str], *, is_marked: bool) -> Candidate | None:
    unit = find_unit(match["unit"])
    number = _number(match, is_marked=is_marked, is_whole=unit.kind == "count" and not match["scale"])
    if number is None:
        return None
    half = 0.5 if match["half"] or "半" in match["unit"] else 0.0
    value = number.value + half
    after = match["after"] or ""
    kept = after if after and holds_after(after, unit.kind) else ""
    between = match["few"] or match["few_late"] or ("多" if set(match["unit"]) & set("多余") else "")
    return Candidate(
        start=number.start,
        end=match.end() - len(after) + len(kept),
        printed=number.printed,
        numeral=number.numeral,
        value=value,
        upper=number.upper,
        amount=_exact(value * number.scale * unit.factor),
        unit_text=number.numeral.scale_text + (match["scale"] or "") + match["unit"],
        unit=unit,
        between=between,
        after=kept,
    )


def _number(match: re.Match[str], *, is_marked: bool, is_whole: bool) -> _Number | None:
    """The number that belongs to the unit: a range, the second of two numerals that are no range, or the only one."""
    scale = _scale(match["scale"])
    low = read_numeral(match["low"])
    if match["high"] is None:
        start, printed = match.start(), match["low"]
        if "." in printed and (is_marked or is_whole):  # 1.3个村: the 1. numbers the line
            start, printed = match.end("low") - len(printed.split(".", 1)[1]), printed.split(".", 1)[1]
            low = read_numeral(printed)
        if low is None:
            return None
        if match["rest"]:
            low = Numeral((low.value * _scale(match["big"]) + float(match["rest"].replace(",", ""))) * 1.0)
        return _Number(start, printed, low, low.value, low.upper, scale * low.scale)
    high = read_numeral(match["high"])
    if high is None:
        return None
    scale *= high.scale
    if low is not None and not (is_marked and match["separator"] == "、"):
        own = _scale(match["low_scale"]) * low.scale
        value = low.value if own == 1 else low.value * own / scale
        if _is_range(value, high.value, match["separator"]):
            return _Number(match.start(), match["low"], high if high.scale > 1 else low, value, high.value, scale)
    return _Number(match.start("high"), match["high"], high, high.value, high.upper, scale)


def _is_range(low: float, high: float, separator: str) -> bool:
    """3至5次 is a range; 、 joins neighbours only (4、5次), else it lists (问题3、12个)."""
    return low + 1 == high < 10 if separator == "、" else low < high


def _fraction(match: re.Match[str]) -> Candidate | None:
    numeral, part = read_numeral(match["low"]), read_numeral(match["part"])
    if numeral is None or part is None:
        return None
    if match["low"] in _PARTS:
        value, amount = part.value, _exact(part.value * part.scale / _PARTS[match["low"]])
    elif 1 < numeral.value < 1000 and part.value < numeral.value:
        value = amount = _exact(part.value / numeral.value)
    else:
        return None
    return Candidate(
        start=match.start(),
        end=match.end(),
        printed=match["low"] + match["part"],
        numeral=part,
        value=value,
        upper=part.upper,
        amount=amount,
        unit_text=f"{match['low']}分之" if match["low"] in _PARTS else "分之",
        unit=_RATIO,
        between="",
        after=match["part_after"] or "",
    )


def _scale(text: str | None) -> int:
    product = 1
    for character in text or "":
        product *= _SCALES[character]
    return product


def _exact(amount: float) -> float:
    """Without the noise of binary fractions: 468.5万 is 4685000, not 4685000.000000001."""
    return round(amount, 6)
