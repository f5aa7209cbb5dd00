"""What is shaped like a quantity and counts nothing: set phrases, ordinals, years, codes, names of documents.

Chinese numerals of one character need the most care; 一 has a module of its own, `quantities_one`. The words that
decide are in `rules/numerals_contexts.csv` and `rules/set_phrases.csv`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

from flows.normalise.documents import title_spans
from flows.normalise.quantities_one import counts_one, is_acted, is_lasting, lasts
from flows.normalise.quantities_qualifiers import qualifier_before, qualifier_of
from flows.normalise.quantities_scan import Candidate, find_candidates
from flows.normalise.quantities_wording import clause_before
from flows.normalise.quantities_words import WordsBefore, context_words, one_of
from flows.normalise.records import Span
from flows.normalise.rules_table import rule_rows

_COUNTED_READERS = frozenset(("次", "人次"))
_COUNTER = re.compile(r"(?:浏览|阅读|点击|访问)(?:量|次数|人次|数)?[: ]*[\[(]?$")  # 浏览次数:642次
_COUNTER_ENDS = frozenset("览读击问量数次: [(")
_ADDRESS_REACH = 60
_ADDRESS_END = re.compile(r"[;。\n]")
_QUOTED_PAIR = re.compile(  # “三笔一话”, ‘一位多卖’
    r"[“\"‘'「『][一二两三四五六七八九十百][\u4e00-\u9fff]{1,2}[一二两三四五六七八九十百多][\u4e00-\u9fff]{1,2}[”\"’'」』]"
)
_QUOTED_SLOGAN = re.compile(r"[“\"‘'「『][^“”\"‘’'」』\n]{2,9}[”\"’'」』]")
_CODE_BEFORE = re.compile(r"(?:(?<![A-Za-z])[A-Za-z]{1,2}|[0-9][.:时点]?|[A-Za-z0-9]-|[+×*#№/_])$")
_CODE_ENDS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:时点-+×*#№/_")
_REACH = 12
_YEARS = range(1900, 2101)
_ORDINAL = WordsBefore(context_words("ordinal_before"))
_VAGUE = WordsBefore(context_words("vague_before"))
_RANK = WordsBefore(context_words("rank_before"))
_SESSION = WordsBefore(context_words("session_before"))
_ORDINAL_CUES = ("ordinal_before", "vague_before", "rank_before", "session_before")
_ORDINAL_ENDS = frozenset(word[-1] for cue in _ORDINAL_CUES for word in context_words(cue))
_RANKED = frozenset(("名", "位"))
_MONEY_BEFORE = re.compile(one_of(context_words("money_before")))
_SHARE_BEFORE = WordsBefore(context_words("share_before"))
_PART_OF_WORD = WordsBefore(context_words("word_before_some"))
_SLOGAN_WORDS = frozenset(context_words("slogan_word"))
_SLOGAN_AFTER = context_words("slogan_after")
_CIRCLE = re.compile(r"[\u4e00-\u9fff]{0,6}圈")  # 15分钟便民服务圈
_DAY_AFTER = context_words("day_after")
_STRETCH = WordsBefore(context_words("stretch_before"))
_YEAR_AFTER_POINT = re.compile(r"\.(?:19|20)[0-9]{2}$")


def _phrases_by_number() -> dict[str, list[tuple[str, int]]]:
    """Set phrases and names of places by the number and unit in them, with its offset: a candidate looks up its own.

    五台县 and 五家渠 are places; a name of two characters without its 县 or 市 is left to chance.
    """
    index: dict[str, list[tuple[str, int]]] = defaultdict(list)
    places = {row["name"] for row in rule_rows("regions")}
    places |= {place[:-1] for place in places if len(place) > 3}
    for phrase in (*(row["phrase"] for row in rule_rows("set_phrases")), *sorted(places)):
        for candidate in find_candidates(phrase):
            index[phrase[candidate.start : candidate.start + 2]].append((phrase, candidate.start))
    return dict(index)


_PHRASES = _phrases_by_number()


class Guards:
    """Decides for the candidates of one text whether they count anything."""

    def __init__(self, folded: str, dates: Iterable[Span]) -> None:
        self._text = folded
        taken = sorted((*dates, *title_spans(folded)))
        self._starts = [span.start for span in taken]
        self._ends = [span.end for span in taken]
        first_address = folded.find("址:")
        self._first_address = first_address if first_address >= 0 else len(folded)

    def refuse(self, candidate: Candidate) -> bool:
        """Whether the candidate is no quantity."""
        return (
            self._is_taken(candidate)
            or (candidate.start > self._first_address and self._is_addressed(candidate.start))
            or self._is_set_phrase(candidate.start)
            or self._is_ordinal(candidate)
            or (candidate.unit.kind == "duration" and self._is_period(candidate))
            or (candidate.unit.accepts == "governed" and not self._is_governed(candidate))
            or (self._is_code(candidate) if candidate.is_arabic else self._is_wording(candidate))
        )

    def _is_taken(self, candidate: Candidate) -> bool:
        """Inside a date or the name of a document, or with one inside: 2.2024年 where 2. is the number of the line."""
        found = bisect_left(self._starts, candidate.end) - 1
        return found >= 0 and candidate.start < self._ends[found]

    def _is_addressed(self, start: int) -> bool:
        """Inside an address: 地址:杏林路3号2栋."""
        opened = self._text.rfind("址:", max(0, start - _ADDRESS_REACH), start)
        return opened >= 0 and not _ADDRESS_END.search(self._text, opened, start)

    def _is_set_phrase(self, start: int) -> bool:
        text = self._text
        known = _PHRASES.get(text[start : start + 2])
        return known is not None and any(
            text.startswith(phrase, start - offset) for phrase, offset in known if start >= offset
        )

    def _before(self, candidate: Candidate, length: int = _REACH) -> str:
        return self._text[max(0, candidate.start - length) : candidate.start]

    def _is_ordinal(self, candidate: Candidate) -> bool:
        """第3次, 前三名; 数十 and 几百 are vague, while 人数12人 is a count."""
        text, place = self._text, candidate.start
        while place and text[place - 1] == " ":
            place -= 1
        if not place or text[place - 1] not in _ORDINAL_ENDS:
            return False
        if _ORDINAL.end_at(text, place):
            return True
        if candidate.unit.name == "次" and _SESSION.end_at(text, place):
            return True
        if candidate.unit.name in _RANKED and _RANK.end_at(text, place):
            return True
        return candidate.printed[0] in "十百千万亿" and _VAGUE.end_at(text, place)

    def _is_period(self, candidate: Candidate) -> bool:
        """2024年 and 98年 are years, 未来三年 is a stretch of the calendar; 近三年 is a duration."""
        value = candidate.upper or candidate.value
        unit_text = self._text[candidate.unit_start : candidate.unit_end]
        if unit_text == "年" and (_is_year(value, candidate) or _YEAR_AFTER_POINT.search(candidate.printed)):
            return True
        if _STRETCH.end_at(self._text, candidate.start) or self._is_day_of_month(candidate):
            return True
        return _CIRCLE.match(self._text, candidate.end) is not None

    def _is_day_of_month(self, candidate: Candidate) -> bool:
        """15日 is a date, 15日内 and 由15日缩短 are durations."""
        if self._text[candidate.unit_start : candidate.unit_end] != "日":
            return False
        if candidate.after and qualifier_of("", candidate.after) != "about":
            return False
        start = candidate.start
        lasting = is_lasting(self._text, start) or qualifier_before(self._text, start) is not None
        return not lasting and not self._text.startswith(_DAY_AFTER, candidate.end)

    def _is_governed(self, candidate: Candidate) -> bool:
        """清退35万 is money by the words before it; 近一半, 压减一半, 2/3以上 and 占1/3 are shares."""
        if candidate.unit.kind == "money":
            before = clause_before(self._text, candidate.start)
            return not candidate.numeral.is_bare and _MONEY_BEFORE.search(before) is not None
        qualified = candidate.after or qualifier_before(self._text, candidate.start)
        return bool(qualified) or _SHARE_BEFORE.end_at(self._text, candidate.start)

    def _is_code(self, candidate: Candidate) -> bool:
        """S223线, K3+500处; 5个100%; 方 and 度 with a small number; the reading counter of a page."""
        unit, start = candidate.unit, candidate.start
        if unit.accepts == "scaled" and candidate.amount < 100 * unit.factor:
            return True
        if _is_wholly(self._text, candidate):
            return True
        last = self._text[start - 1] if start else ""
        if last in _CODE_ENDS and not candidate.is_numbered and _CODE_BEFORE.search(self._before(candidate, 3)):
            return True
        if last not in _COUNTER_ENDS or unit.name not in _COUNTED_READERS or candidate.scale_text:
            return False
        return _COUNTER.search(self._before(candidate)) is not None

    def _is_wording(self, candidate: Candidate) -> bool:
        """Whether a Chinese numeral here is part of a word, a rank, a slogan or an idiom."""
        if candidate.unit.accepts == "digits" or candidate.numeral.value == 0:
            return True
        if candidate.numeral.is_bare:
            return not candidate.between and qualifier_before(self._text, candidate.start, is_bare=True) is None
        is_single = (
            len(candidate.printed) == 1 and candidate.upper is None and not candidate.between
        )  # 二、三次, 十余次
        return is_single and self._is_single_wording(candidate)

    def _is_single_wording(self, candidate: Candidate) -> bool:
        if candidate.unit.accepts == "governed":
            return candidate.printed != "一"  # 一半
        if candidate.start and _QUOTED_PAIR.match(self._text, candidate.start - 1):
            return True
        if candidate.unit.accepts != "any" or _PART_OF_WORD.end_at(self._text, candidate.start):
            return True
        word = candidate.unit.part_of_word
        if word is not None and word.match(self._text, candidate.unit_end):
            return True
        if candidate.printed == "一":
            return not counts_one(self._text, candidate)
        if candidate.printed == "半":
            return not lasts(self._text, candidate)
        return self._is_rank(candidate) or self._is_slogan(candidate)

    def _is_rank(self, candidate: Candidate) -> bool:
        """二期, 二类, 三期 are ranks; 举办三期 counts."""
        ranks = candidate.unit.ranks
        return candidate.printed in ranks and not (len(ranks) > 1 and is_acted(self._text, candidate.start))

    def _is_slogan(self, candidate: Candidate) -> bool:
        """三个一, “四个必须”: a verb or 一 right after 个, or a short quotation that opens with the number."""
        if candidate.unit.name not in _SLOGAN_WORDS:
            return False
        behind = candidate.end + self._text.startswith(("“", '"', "‘"), candidate.end)
        if candidate.unit.name == "个" and self._text.startswith(_SLOGAN_AFTER, behind):
            return True
        start = candidate.start
        return start > 0 and _QUOTED_SLOGAN.match(self._text, start - 1) is not None


def _is_wholly(text: str, candidate: Candidate) -> bool:
    """5个100%, 六个100%: a way of speaking, with neither a count nor a ratio in it."""
    if candidate.unit.name == "个":
        return text.startswith("100%", candidate.end)
    return candidate.printed == "100" and text.endswith("个", 0, candidate.start)


def _is_year(value: float, candidate: Candidate) -> bool:
    return value in _YEARS or (candidate.is_arabic and 50 < value < 100 and value.is_integer())
