"""What a notice says about how far a problem is put right, as a code of `schemas/codelists/status.csv`.

The words are those of `rules/statuses.csv` and `rules/statuses_composed.csv`; the longest one wins, so that 未完成 is
never read as 完成.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from flows.normalise.outline_words import alternation, composed_rows
from flows.normalise.rules_table import rule_rows

NOT_STATED = "not_stated"
LONGEST = 40
"""Characters: a status is a phrase, a longer text is an answer."""

# what may stand between and around the words of a status without saying anything else
_FILLERS = re.compile(
    r"[,、;。.:!()\[\]“”‘’\"' ]|目前|现阶段|截至目前|该|此|本|项|条|问题|任务|事项|整改|工作|均|都|皆|已经|已|现|"
    r"[√✓✔☑△▲○●◎◐◑◯□■☆★×✗]|全部|全面|并且|并|且|但|需要|需|要|仍|还|将|及|和|与|的|了"
)
# 反馈的9个问题均已完成整改; the subject is the problems and nothing else
_ALL_DONE = re.compile(
    r"(?:问题|整改任务|整改事项)(?:目前|现)?,?(?P<words>(?:均|全部|已全部|都|皆)[^,。;\n问题措施]{2,16})"
)
_OTHER_SUBJECT = re.compile(r"立行立改|信访|线索|移交|交办|边巡边改|制度|举报")
# (一)已整改完成的问题; 三、集中整改期内已完成的整改事项
_GROUP_NOUNS = ("问题", "事项", "任务", "项目", "内容")
_GROUP_TAIL = 40
_GROUP_NOUN = rf"(?:的)?(?:整改)?(?:{'|'.join(_GROUP_NOUNS)})(?:\([^()]{{0,20}}\)|[^,。;\n]{{0,4}})"

_PHRASE_END = re.compile("[。;\n]")
_COMMA = re.compile("[,;]")
_EXPECTED = re.compile("(?:预计|计划|力争|拟于|将于)[^,。;]{2,24}。?$")
_THIS_PROBLEM = re.compile(
    "(?<=[。;,])(?:目前|现)?,?(?:该|此|本|上述)(?:项|条)?(?:问题|事项|任务)(?P<words>[^,。;]{2,12})[。;]?$"
)


class Status(NamedTuple):
    """A code with the place of its words; `is_long_term` where they say that the work goes on for good."""

    code: str
    is_long_term: bool
    start: int
    end: int


@cache
def _codes() -> dict[str, tuple[str, bool]]:
    codes = {row["text"]: (row["code"], row["long_term"] == "yes") for row in rule_rows("statuses")}
    for word, row in composed_rows("statuses_composed"):
        codes.setdefault(word, (row["code"], row["long_term"] == "yes"))
    return codes


@cache
def _first_characters() -> frozenset[str]:
    """What a status can begin with: most phrases are told apart by this character."""
    return frozenset(
        "".join(word[0] for word in _codes())
        + "√✓✔☑△▲○●◎◐◑◯□■☆★×✗目现截该此本均都皆已全需要仍还将与并但且且经,、;。.:!()[]“”‘’\"' 项条问任事工"
    )


def may_begin_status(character: str) -> bool:
    """Whether a status can begin with the character: tells most answers apart without reading on."""
    return character in _first_characters()


@cache
def _words() -> re.Pattern[str]:
    return re.compile(alternation(_codes()))


@cache
def _group_ending() -> re.Pattern[str]:
    """The last character of a status and the noun behind it: most headings are told apart by this."""
    lasts = {word[-1] for word, (code, _) in _codes().items() if code}
    return re.compile(f"[{re.escape(''.join(lasts))}]{_GROUP_NOUN}$")


@cache
def _group_heading() -> re.Pattern[str]:
    words = alternation(word for word, (code, _) in _codes().items() if code)
    return re.compile(rf"(?P<words>(?:{words})(?:(?:[,、]|并|且|及)*(?:{words}))*){_GROUP_NOUN}$")


def _is_only_status(phrase: str) -> bool:
    return not _FILLERS.sub("", _words().sub("", phrase))


def read_status(folded: str, start: int, end: int) -> Status | None:
    """The status that a phrase consists of (已完成整改,长期坚持。), null where it says anything else."""
    if not 1 < end - start <= LONGEST or folded[start] not in _first_characters():
        return None
    said = _phrase_status(folded[start:end])
    return None if said is None else Status(*said, start, end)


@lru_cache(maxsize=4096)
def _phrase_status(phrase: str) -> tuple[str, bool] | None:
    """Code and long-term of a phrase; a notice, and its neighbours, say the same few again and again."""
    found = [_codes()[match.group()] for match in _words().finditer(phrase)]
    codes = [code for code, long_term in found if code and not long_term] or [code for code, _ in found if code]
    if not codes or not _is_only_status(phrase):
        return None
    return codes[0], any(long_term for _, long_term in found)


def read_group_status(folded: str, start: int, end: int) -> Status | None:
    """The status that the heading of a group of problems gives to all of them."""
    while end > start and folded[end - 1] in "。:; ":
        end -= 1
    if _group_ending().search(folded, max(end - _GROUP_TAIL, start), end) is None:
        return None
    heading = folded[start:end]
    match = _group_heading().search(heading)
    if match is None:
        return None
    return read_status(folded, start + match.start("words"), start + match.end("words"))


def read_leading_status(folded: str, start: int, end: int) -> Status | None:
    """The status that a sentence begins with (正在整改,预计3月底前完成。 or 已完成整改,修订制度3项。).

    What is said of the time of its completion belongs to the status, anything else to the answer.
    """
    if start >= end or folded[start] not in _first_characters():
        return None
    sentence = folded[start : min(end, start + LONGEST)]
    commas = [start + match.start() for match in _COMMA.finditer(sentence)]
    found = [status for comma in commas if (status := read_status(folded, start, comma)) is not None]
    if not found:
        return None
    status = found[-1]
    return status._replace(end=end) if _EXPECTED.match(folded, status.end + 1, end) else status


def read_final_status(folded: str, start: int, end: int) -> Status | None:
    """The status that the last sentence of an answer gives to its problem: 该问题已整改完成."""
    tail = folded[max(start, end - LONGEST) : end]
    if "问题" not in tail and "事项" not in tail and "任务" not in tail:
        return None
    match = _THIS_PROBLEM.search(tail)
    if match is None:
        return None
    first = end - len(tail) + match.start("words")
    return read_status(folded, first, first + len(match["words"]))


def read_common_status(folded: str) -> Status | None:
    """The status that one sentence of the general part gives to all problems: 反馈的9个问题均已完成整改."""
    for match in _ALL_DONE.finditer(folded):
        clause = folded[max(folded.rfind(mark, 0, match.start()) for mark in "。;\n") + 1 : match.start()]
        if _OTHER_SUBJECT.search(clause):
            continue
        status = read_status(folded, match.start("words"), match.end("words"))
        if status is not None:
            return status
    return None


def first_phrase_end(folded: str, start: int, end: int) -> int:
    """End of the first sentence, its 。 included, where a status may stand before the answer."""
    reach = min(end, start + LONGEST + 1)
    stop = _PHRASE_END.search(folded, start, reach)
    return stop.end() if stop else reach
