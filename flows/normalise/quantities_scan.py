"""Everything in a text that is shaped like a quantity: a numeral with a unit, a measure word or a percent sign.

Shape only: whether it counts anything is decided in `quantities_guards`. One expression walks the text once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from math import prod
from operator import itemgetter
from typing import NamedTuple

from flows.normalise.numerals import ARABIC_PATTERN, NUMERAL_PATTERN, Numeral, read_numeral
from flows.normalise.quantities_qualifiers import AFTER_PATTERN, BETWEEN_LETTERS, BETWEEN_PATTERN, holds_after
from flows.normalise.records import Span
from flows.normalise.units import KNOWN_UNITS, UNIT_OPENERS, UNIT_PATTERN, Unit, find_unit

_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_SCALE = "(?:万亿|[十百千]?万|[亿千]|百(?!分))"  # 3百分点 is 3 of them
_OPENERS = f"[ 分/至到~、或{BETWEEN_LETTERS}十百千万亿{UNIT_OPENERS}-]"
_RANGE_SIGN = "[至到~、或-]"
_NO_UNIT = f"(?:(?<=[万亿])|(?<=[万亿][{BETWEEN_LETTERS}]))(?=[,.;:。、!?)\\n]|$)"  # 清退35万余, with no 元
_TOKEN = re.compile(
    f"(?P<low>{NUMERAL_PATTERN})"
    f"(?:(?={_OPENERS})(?:"  # most numerals are no quantities: leave them at once
    # 百分之三十, 三分之二以上, 百分之八十至九十
    f" ?分之 ?(?P<part>{NUMERAL_PATTERN})(?:[至到~-](?P<part_to>{NUMERAL_PATTERN}))?(?P<part_after>{AFTER_PATTERN})?"
    f"|/(?P<whole>[2-9]|10)(?![0-9./])(?P<whole_after>{AFTER_PATTERN})?"  # 2/3以上
    f"|(?P<rest>(?:{_SCALE}{ARABIC_PATTERN}){{1,4}}+)?"  # 1亿3000万元, 2万3千6百元
    f"(?:(?P<low_scale>{_SCALE})? ?(?P<separator>{_RANGE_SIGN}) ?(?P<high>{NUMERAL_PATTERN}))?"  # 3至5次
    f"(?P<few>{BETWEEN_PATTERN})? ?(?P<scale>{_SCALE})?(?P<few_late>{BETWEEN_PATTERN})? ?"  # 1280余万元, 3万余份
    f"(?P<unit>{UNIT_PATTERN}|{_NO_UNIT})(?P<half>半(?![年月天日小])|(?<=成)[一二三四五六七八九])?"  # 两年半, 三成五
    f"(?P<after>{AFTER_PATTERN})?"  # 5天以内
    "))?"
)
_UNREAD = re.compile(  # 3厢, 5万余厢, 20rpm, 5㏄
    r"[余多几]?[万亿千百十]{0,2}+[余多]?(?P<word>[A-Za-z]{1,6}|[\u3300-\u33ff\u4e00-\u9fff])"
)
_CODE_BEFORE = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.-/:#第\n")
_MOST_NUMERALS = 200_000  # looked at for the report of unknown units; a notice has some hundreds
_NUMERAL_ALONE = _TOKEN.groupindex["low"]  # the last group that matched, where no unit follows
_UNIT = _TOKEN.groupindex["unit"]
_COUNTED = itemgetter(_TOKEN.groupindex["low"] - 1, *range(_TOKEN.groupindex["rest"] - 1, _TOKEN.groups))
_FRACTION = range(_TOKEN.groupindex["part"], _TOKEN.groupindex["whole_after"] + 1)
_PART = re.compile(f"({_SCALE})({ARABIC_PATTERN})")
_PARTS = {"百": 100, "千": 1_000, "万": 10_000}
_RATIO = Unit("ratio", 1.0, "1", "any")
_SHARE = Unit(
    "ratio", 1.0, "1", "governed"
)  # 1/3 may be a date, a page or a door: it needs words that make it a share


class Candidate(NamedTuple):
    """Something shaped like a quantity; offsets are those of the text.

    Attributes:
        start: where the number starts.
        end: where its unit, or what qualifies it behind, ends.
        printed: the first numeral as printed.
        numeral: the first numeral as read.
        value: as printed, the scale not applied.
        upper: the second end of a range, as printed.
        amount: in `unit.name`.
        scale_text: 万 or 亿 as printed, "" where there is none; a qualifier may follow it (3万余元).
        unit_start: where the bare unit starts.
        unit_end: where it ends.
        unit: what it is measured in.
        between: the word that qualifies it inside, "" where there is none.
        after: the word that qualifies it behind.
        is_numbered: whether the number of its line stood before it and was cut off (1.3个村).
    """

    start: int
    end: int
    printed: str
    numeral: Numeral
    value: float
    upper: float | None
    amount: float
    scale_text: str
    unit_start: int
    unit_end: int
    unit: Unit
    between: str = ""
    after: str = ""
    is_numbered: bool = False

    @property
    def is_arabic(self) -> bool:
        """Whether the first numeral is written with digits."""
        return self.printed[0] in "0123456789"

    @property
    def span(self) -> Span:
        """The number, its unit and what qualifies it behind."""
        return Span(self.start, self.end)


class _Number(NamedTuple):
    """The number of a candidate: where it stands, how it is printed, both ends in units of its scale."""

    start: int
    printed: str
    numeral: Numeral
    value: float
    upper: float | None
    scale: int
    is_numbered: bool = False


def find_candidates(folded: str, marks: frozenset[int] = frozenset()) -> Iterator[Candidate]:
    """Candidates in text order.

    Args:
        folded: the text in half width.
        marks: offsets at which the outline has read the number of a section, item or measure: 1.5公里 there is 5公里.
    """
    for match in _TOKEN.finditer(folded):
        kind = match.lastindex
        if kind == _NUMERAL_ALONE:
            continue
        candidate = _fraction(match) if kind in _FRACTION else _counted(match, is_marked=match.start() in marks)
        if candidate is not None:
            yield candidate


def find_unread(folded: str) -> Iterator[tuple[int, str]]:
    """Arabic numbers with a word behind them that no table knows as a unit, for a report.

    Yields:
        Where the number starts and the word: one Chinese character, or Latin letters. Codes, ordinals and the numbers
        of lines are left out; so are Chinese numerals, which are parts of too many words.
    """
    for match in islice(_TOKEN.finditer(folded), _MOST_NUMERALS):
        start, end = match.span()
        if match.lastindex != _NUMERAL_ALONE or folded[start] not in "0123456789":
            continue
        word = _UNREAD.match(folded, end)
        if word is None or folded.startswith(KNOWN_UNITS, word.start("word")):
            continue
        if not start or folded[start - 1] not in _CODE_BEFORE:
            yield start, word["word"]


def _counted(match: re.Match[str], *, is_marked: bool) -> Candidate | None:
    low, rest, _, _, high, few, scale, few_late, printed, half, after = _COUNTED(match.groups(""))
    unit = find_unit(printed)
    if high:
        number = _number(match, is_marked=is_marked)
    elif scale or rest or "." in low:
        number = _single(match, is_marked=is_marked, may_open=unit.kind == "count" and not scale)
    else:
        skip = unit.name == "month" and low[0] == "零"  # 一年零三个月
        number = _plain(match.start() + skip, low[skip:])
    if number is None:
        return None
    start, first, numeral, value, upper, factor, is_numbered = number
    if half or unit.split == "半":
        value += 0.5 if half in ("", "半") else _tenths(half)
    if printed == "半":  # 近一半
        value, upper = value / 2, None
    end = match.end()
    if after and not holds_after(after, unit.kind):
        end -= len(after)
        after = ""
    amount = value * factor * unit.factor
    return Candidate(
        start,
        end,
        first,
        numeral,
        value,
        upper,
        amount if amount.is_integer() else _exact(amount),
        numeral.scale_text + scale,
        *match.span(_UNIT),
        unit,
        few or few_late or (unit.split if unit.split != "半" else ""),
        after,
        is_numbered,
    )


def _tenths(digit: str) -> float:
    """三成五 is three tenths and a half of one."""
    numeral = read_numeral(digit)
    return numeral.value / 10 if numeral else 0.0


def _plain(start: int, printed: str) -> _Number | None:
    numeral = read_numeral(printed)
    return _Number(start, printed, numeral, numeral.value, numeral.upper, numeral.scale) if numeral else None


def _opens_sentence(match: re.Match[str]) -> bool:
    """Whether a line's number may stand here; 人均1.5次 is a mean."""
    return match.start() == 0 or match.string[match.start() - 1] in "\n。;:"


def _single(match: re.Match[str], *, is_marked: bool, may_open: bool) -> _Number | None:
    """The only numeral before the unit; where it opens a line, what stands before its point is the line's number."""
    start, printed = match.start(), match["low"]
    is_numbered = "." in printed and (is_marked or (may_open and _opens_sentence(match)))
    if is_numbered:
        printed = printed.split(".", 1)[1]
        start = match.end("low") - len(printed)
    numeral = read_numeral(printed)
    if numeral is None:
        return None
    scale = _scale(match["scale"])
    if match["rest"]:
        whole = _whole(numeral.value, match["rest"], scale)
        if whole is None:
            return None
        numeral = Numeral(whole)
    return _Number(start, printed, numeral, numeral.value, numeral.upper, scale * numeral.scale, is_numbered)


def _whole(first: float, rest: str, scale: int) -> float | None:
    """2万3千6 before 百 is 236 of them; null where a larger scale follows a smaller one."""
    amount, ceiling = 0.0, float("inf")
    for larger, printed in _PART.findall(rest):
        numeral, factor = read_numeral(printed), _scale(larger)
        if numeral is None or factor >= ceiling:
            return None
        amount += first * factor
        first, ceiling = numeral.value, factor
    return amount / scale + first if scale < ceiling else None


def _number(match: re.Match[str], *, is_marked: bool) -> _Number | None:
    """Of two numerals before the unit both, where they are a range, else the second."""
    low, high = read_numeral(match["low"]), read_numeral(match["high"])
    if high is None:
        return None
    scale = _scale(match["scale"]) * high.scale
    opens = is_marked or _opens_sentence(match)
    if low is not None and not (opens and match["separator"] == "、"):
        own = _scale(match["low_scale"]) * low.scale
        value = low.value if own == 1 else low.value * own / scale
        if _is_range(value, high.value, match["separator"]):
            return _Number(match.start(), match["low"], high, value, high.value, scale)
    return _Number(match.start("high"), match["high"], high, high.value, high.upper, scale, is_numbered=opens)


def _is_range(low: float, high: float, separator: str) -> bool:
    """3至5次 is a range; 、 joins neighbours only (4、5次), else it lists (问题3、12个)."""
    return low + 1 == high < 10 if separator == "、" else low < high


def _fraction(match: re.Match[str]) -> Candidate | None:
    """百分之三十 is 30 of a hundred; 三分之二 and 2/3 have no other value than their ratio."""
    return _share(match) if match["part"] is None else _parts(match)


def _parts(match: re.Match[str]) -> Candidate | None:
    whole, part = read_numeral(match["low"]), read_numeral(match["part"])
    if whole is None or part is None:
        return None
    upper, of = part.upper, _PARTS.get(match["low"])
    if match["part_to"]:
        last = read_numeral(match["part_to"])
        if last is None or last.value <= part.value:
            return None
        upper = last.value
    if of is not None:
        return _ratio(match, part.value, upper, part.value * part.scale / of, match.start())
    if 1 < whole.value < 1000 and part.value < whole.value and not match["part_to"]:
        return _ratio(match, part.value / whole.value, None, part.value / whole.value, match.end("low"))
    return None


def _share(match: re.Match[str]) -> Candidate | None:
    if not match["low"].isdecimal() or not 0 < int(match["low"]) < int(match["whole"]):
        return None
    share = int(match["low"]) / int(match["whole"])
    return _ratio(match, share, None, share, match.end("low"))


def _ratio(match: re.Match[str], value: float, upper: float | None, amount: float, unit_start: int) -> Candidate:
    unit_end = match.start("whole") if match["part"] is None else match.start("part")
    return Candidate(
        start=match.start(),
        end=match.end(),
        printed=match["low"] + (match["part"] or ""),
        numeral=Numeral(value),
        value=_exact(value),
        upper=upper,
        amount=_exact(amount),
        scale_text="",
        unit_start=unit_start,
        unit_end=unit_end,
        unit=_SHARE if match["part"] is None else _RATIO,
        after=match["part_after"] or match["whole_after"] or "",
    )


def _scale(text: str | None) -> int:
    return prod(_SCALES[character] for character in text) if text else 1


def _exact(amount: float) -> float:
    """Without the noise of binary fractions: 468.5万 is 4685000, not 4685000.000000001."""
    return round(amount, 6)
