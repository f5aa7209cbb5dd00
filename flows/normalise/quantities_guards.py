"""What is shaped like a quantity and counts nothing: set phrases, ordinals, years, codes, names of documents.

Chinese numerals of one character need the most care, 一 above all: 一名干部 counts, 一批 does not, 一次 does where a
verb or a frequency governs it. The words that decide are in `rules/numerals_contexts.csv` and `rules/set_phrases.csv`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable

from flows.normalise.quantities_qualifiers import qualifier_before
from flows.normalise.quantities_scan import Candidate, find_candidates
from flows.normalise.records import Span
from flows.normalise.rules_table import rule_rows

_NAMED = re.compile(
    r"《(?:[^《》\n]|《[^《》\n]*+》){0,300}+》"  # 《…三年行动方案》
    r"|(?:地址|住址)[::][^;。\n]{0,80}"  # 地址:杏林路3号2栋
    r"|(?:浏览|阅读|点击|访问)(?:量|次数|人次|数)?[:： ]*[\[(]?[0-9,]*次?"  # 浏览次数:642次
    r"|[(\[][0-9]{4}[)\]][0-9 ]{1,6}号"  # 〔2020〕20号
)
_QUOTED_SLOGAN = re.compile(r"[“\"‘'「『][^“”\"‘’'」』\n]{2,9}[”\"’'」』]")
_CODE_BEFORE = re.compile(r"(?:(?<![A-Za-z])[A-Za-z]{1,2}|[0-9][.:]?|[A-Za-z0-9]-|[+×*#№/_])$")
_CLAUSE_END = re.compile(r"[,.;:。、!?)\]”’\"\n]|$")
_CLAUSE_START = re.compile(r"[,.;:。、!?(\[\n]")
_REACH = 12
_YEARS = range(1900, 2101)


def _words(cue: str) -> tuple[str, ...]:
    return tuple(row["text"] for row in rule_rows("numerals_contexts") if row["cue"] == cue)


_ORDINAL = _words("ordinal_before")
_VAGUE = _words("vague_before")
_RANK = _words("rank_before")
_WORD_BEFORE_ONE = _words("word_before_one")
_WORD_BEFORE_SOME = _words("word_before_some")
_HALF = _words("half_before")
_SLOGAN_AFTER = _words("slogan_after")
_FREQUENCY = re.compile("(?:" + "|".join(_words("frequency_before")) + r")[^,.;:。、!?\n]{0,10}$")
_ACTION = re.compile("(?:" + "|".join(_words("action_before")) + ")(?:了|过|完成)?$")
_ACTION_NEAR = re.compile("(?:" + "|".join(_words("action_before")) + r")[^,.;:。!?\n]{0,10}$")
_HANDLED = re.compile("(?:" + "|".join(_words("handled_before")) + r")[^,.;:。!?\n]{0,6}$")
_FOLLOWED = re.compile("[^,.;:。!?\n]{0,6}?(?:" + "|".join(_words("followed_after")) + ")")
_DURATION = re.compile("(?:" + "|".join(_words("duration_before")) + ")[了近约达]?$")


def _phrases_by_number() -> dict[str, list[tuple[str, int]]]:
    """Set phrases by the number and unit inside them, with its offset, so that a candidate looks up only its own."""
    index: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in rule_rows("set_phrases"):
        phrase = row["phrase"]
        for candidate in find_candidates(phrase):
            index[phrase[candidate.start : candidate.start + 2]].append((phrase, candidate.start))
    return dict(index)


_PHRASES = _phrases_by_number()


class Guards:
    """Decides for the candidates of one text whether they count anything."""

    def __init__(self, folded: str, dates: Iterable[Span]) -> None:
        self._text = folded
        named = [match.span() for match in _NAMED.finditer(folded)]
        spans = sorted([*((span.start, span.end) for span in dates), *named])
        self._starts = [start for start, _ in spans]
        self._ends: list[int] = []
        for _, end in spans:
            self._ends.append(max(end, self._ends[-1]) if self._ends else end)

    def refuse(self, candidate: Candidate) -> bool:
        """Whether the candidate is no quantity."""
        return (
            self._is_named(candidate)
            or self._is_set_phrase(candidate)
            or self._is_ordinal(candidate)
            or _is_year(candidate)
            or (self._is_code(candidate) if candidate.is_arabic else self._is_wording(candidate))
        )

    def _is_named(self, candidate: Candidate) -> bool:
        found = bisect_right(self._starts, candidate.start) - 1
        return found >= 0 and candidate.start < self._ends[found]

    def _is_set_phrase(self, candidate: Candidate) -> bool:
        start = candidate.start
        known = _PHRASES.get(self._text[start : start + 2], ())
        return any(self._text.startswith(phrase, start - offset) for phrase, offset in known if start >= offset)

    def _before(self, candidate: Candidate, length: int = _REACH) -> str:
        return self._text[max(0, candidate.start - length) : candidate.start]

    def _is_ordinal(self, candidate: Candidate) -> bool:
        before = self._before(candidate, 4).rstrip(" ")
        return before.endswith(_ORDINAL + _VAGUE) or (before.endswith(_RANK) and candidate.unit.name in ("名", "位"))

    def _is_code(self, candidate: Candidate) -> bool:
        if candidate.unit.accepts == "scaled" and candidate.amount < 100 * candidate.unit.factor:
            return True
        return _CODE_BEFORE.search(self._before(candidate, 3)) is not None

    def _is_wording(self, candidate: Candidate) -> bool:
        """Whether a Chinese numeral here is part of a word, a rank, a slogan or an idiom."""
        accepts, printed = candidate.unit.accepts, candidate.printed
        if accepts == "digits" or candidate.numeral.value == 0:
            return True
        if candidate.numeral.is_bare:
            return not candidate.between and qualifier_before(self._text, candidate.start, is_bare=True) is None
        if len(printed) > 1:
            return False
        return (
            accepts in ("long", "scaled")
            or self._before(candidate, 2).endswith(_WORD_BEFORE_SOME)
            or printed in candidate.unit.ranks
            and not _ACTION_NEAR.search(self._before(candidate))
            or self._is_slogan(candidate)
            or (printed == "一" and not self._counts_one(candidate))
            or (printed == "半" and not self._lasts(candidate))
        )

    def _is_slogan(self, candidate: Candidate) -> bool:
        """三个一, “四个必须”: a verb or 一 right after 个, or a short quotation that opens with the number."""
        if candidate.unit.name == "个" and self._text.startswith(_SLOGAN_AFTER, candidate.end):
            return True
        return candidate.start > 0 and _QUOTED_SLOGAN.match(self._text, candidate.start - 1) is not None

    def _lasts(self, candidate: Candidate) -> bool:
        before = self._before(candidate)
        if candidate.unit.kind != "duration" or before.endswith(_HALF):
            return False
        return bool(
            candidate.after
            or _DURATION.search(before)
            or qualifier_before(self._text, candidate.start, is_bare=False)
            or candidate.unit.name in ("working_day", "hour")
        )

    def _counts_one(self, candidate: Candidate) -> bool:
        """Whether 一 counts here, by what governs it: 至少一次, 每季度一次, 召开一次会议, 一名干部, 一起案件."""
        text, before, end = self._text, self._before(candidate), candidate.end
        unit = candidate.unit
        if text.startswith("一", end) or text.startswith("一", end + 1) or self._is_paired(candidate):
            return False
        if qualifier_before(text, candidate.start, is_bare=False) or candidate.after:
            return True
        if before.endswith(_WORD_BEFORE_ONE):
            return False
        if unit.kind != "count":
            return self._lasts(candidate) or candidate.unit_text == "个月" or unit.kind == "ratio"
        if unit.one == "usual" or (unit.name == "次" and _FREQUENCY.search(before)):
            return True
        ends = _CLAUSE_END.match(text, end) is not None
        if unit.one == "governed":
            return bool(_ACTION.search(before) or (ends and unit.name == "次" and _ACTION_NEAR.search(before)))
        if unit.one == "handled":
            return ends and _HANDLED.search(before) is not None
        return unit.one == "followed" and _FOLLOWED.match(text, end) is not None

    def _is_paired(self, candidate: Candidate) -> bool:
        """完成一个销号一个, 一件一件: the same words again within a few characters."""
        start, end = candidate.start, candidate.end
        printed = self._text[start:end]
        return printed in self._text[max(0, start - 6) : start] or printed in self._text[end : end + 6]


def _is_year(candidate: Candidate) -> bool:
    """2024年, 2022至2024年, 98年 are years; 5年 is a duration."""
    if candidate.unit.name != "year" or candidate.unit_text != "年":
        return False
    value = candidate.upper or candidate.value
    return value in _YEARS or (candidate.is_arabic and 50 < value < 100 and not candidate.after)
