"""Whether 一 before a unit counts: 至少一次, 召开一次会议, 一名干部 and 一起案件 do; 一批, 又一次 and 一户一策 do not.

Notices use 一 far more often as an article or in idioms than as a number, so that it needs a reason to count. The
words that give one are in `rules/numerals_contexts.csv`; what a measure word asks for, in `rules/measure_words.csv`.
"""

from __future__ import annotations

import re

from flows.normalise.quantities_qualifiers import qualifier_apart, qualifier_before
from flows.normalise.quantities_scan import Candidate
from flows.normalise.quantities_words import WordsBefore, context_words, one_of

_REACH = 12
_NEAR = 6
_LIST_REACH = 20


def _one_of(cue: str) -> str:
    return one_of(context_words(cue))


_PART_OF_WORD = WordsBefore(context_words("word_before_one"))
_STRETCH = WordsBefore(context_words("no_duration_before"))
_HALF = WordsBefore(context_words("half_before"))
_ACTION = re.compile(f"{_one_of('action_before')}(?:了|过|完成)?$")
_ACTION_NEAR = re.compile(  # 签订责任书一份: the number behind the noun
    f"(?:{_one_of('action_before')}|{_one_of('noun_action_before')})[^,.;:。!?\\n]{{0,10}}$"
)
_FREQUENCY = re.compile(f"{_one_of('frequency_before')}[^,.;:。、!?\\n]{{0,10}}$")
_HANDLED = re.compile(f"{_one_of('handled_before')}[^,.;:。!?\\n]{{0,6}}$")
_DURATION = re.compile(f"{_one_of('duration_before')}[了近约达]?$")
_FOLLOWED = re.compile(f"[^,.;:。!?\\n]{{0,6}}?{_one_of('followed_after')}")
_CHANGED = re.compile(f"{_one_of('changed_after')}(?:了|到|至|为)")
# 会议九次、专题会一次: the last of a list whose others are counted by the same measure word
_LISTED = re.compile(r"[0-9二两三四五六七八九十百]余?([\u4e00-\u9fff]{1,2})、[^0-9,.;:。、!?\n]{2,12}$")
_MONTHS = re.compile("零?[0-9一二两三四五六七八九十]{1,2}个月")  # 一年零三个月
_CLAUSE_END = re.compile(r"[,.;:。、!?)\]”’\"\n]|$")
_TWICE = re.compile(r"[、,]?一[\u4e00-\u9fff]")  # 一户一策
_SERIES_AFTER = re.compile(r"[^,.;:。!?\n]{0,8}、一[\u4e00-\u9fff]")  # 一名领导、一个专班、一套方案: a way of speaking
_SERIES_BEFORE = re.compile(r"一[\u4e00-\u9fff][^,.;:。、!?\n]{0,8}、$")


def counts_one(text: str, candidate: Candidate) -> bool:
    """Whether the candidate, whose number is a single 一, is a quantity."""
    start, end, unit = candidate.start, candidate.end, candidate.unit
    if _in_series(text, start, end):
        return False
    if candidate.value != 1:  # 一年半
        return True
    if candidate.after or qualifier_before(text, start) is not None:
        return True
    before = text[max(0, start - _REACH) : start]
    if unit.kind == "duration" and lasts(text, candidate):
        return True
    if _PART_OF_WORD.end_at(text, start):
        return False
    if unit.kind != "count":
        return unit.name == "month" or unit.kind == "ratio" or _ACTION.search(before) is not None
    return _is_governed(text, before, candidate)


def _is_governed(text: str, before: str, candidate: Candidate) -> bool:
    end, unit = candidate.end, candidate.unit
    if unit.name == "次" and _FREQUENCY.search(before):
        return qualifier_apart(text, candidate.start) is not None  # 每季度至少召开一次
    if unit.one == "usual":
        return True
    ends_clause = _CLAUSE_END.match(text, end) is not None
    if unit.one == "handled":
        return ends_clause and _HANDLED.search(before) is not None
    if unit.one == "followed":
        return _FOLLOWED.match(text, end) is not None
    if ends_clause and _is_listed(text, candidate):
        return True
    if unit.one != "governed":
        return False
    if candidate.printed in unit.ranks:  # 建成污水处理厂一期
        return _ACTION.search(before) is not None
    return _ACTION.search(before) is not None or (ends_clause and _ACTION_NEAR.search(before) is not None)


def _is_listed(text: str, candidate: Candidate) -> bool:
    listed = _LISTED.search(text[max(0, candidate.start - _LIST_REACH) : candidate.start])
    return listed is not None and listed[1] == candidate.unit.name


def _in_series(text: str, start: int, end: int) -> bool:
    """一户一策, 完成一个销号一个, 一件一件: 一 again with a word within a few characters."""
    if _TWICE.search(text, end, end + 2) or _TWICE.search(text, max(0, start - 3), start):
        return True
    if _SERIES_AFTER.match(text, end) or _SERIES_BEFORE.search(text, max(0, start - _REACH), start):
        return True
    printed = text[start:end]
    return printed in text[max(0, start - _NEAR) : start] or printed in text[end : end + _NEAR]


def lasts(text: str, candidate: Candidate) -> bool:
    """Whether 一 or 半 before a unit of time is a duration: 为期一年, 逾期半年, 一小时, not 一天到晚 or 上半年."""
    start = candidate.start
    before = text[max(0, start - _REACH) : start]
    if candidate.unit.kind != "duration" or (candidate.printed == "半" and _HALF.end_at(text, start)):
        return False
    if candidate.after or candidate.unit.name in ("working_day", "hour") or _CHANGED.match(text, candidate.end):
        return True
    if candidate.unit.name == "year" and _MONTHS.match(text, candidate.end):
        return True
    if is_lasting(text, start) or qualifier_before(text, start) is not None:
        return True
    opens = not before or not "\u4e00" <= before[-1] <= "\u9fff"
    return not opens and not _STRETCH.end_at(text, start) and _CLAUSE_END.match(text, candidate.end) is not None


def is_lasting(text: str, start: int) -> bool:
    """Whether a word such as 历时, 停工 or 逾期 stands right before the number."""
    return _DURATION.search(text[max(0, start - _REACH) : start]) is not None


def is_acted(text: str, start: int) -> bool:
    """Whether a verb such as 举办 or 购置 stands right before the number."""
    return _ACTION.search(text[max(0, start - _REACH) : start]) is not None
