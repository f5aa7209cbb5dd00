"""Where a notice says how far a problem is put right: alone in a phrase, before or behind an answer, above a group.

What the words say, as a code of `schemas/codelists/item_status.csv`, is the business of `statuses_words`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from flows.normalise.statuses_words import (
    FIRST_CHARACTERS,
    LAST_CHARACTERS,
    LONGEST,
    read_sign,
    read_wording,
    status_run,
)

NOT_STATED = "not_stated"

_BLANKS = "。:; "
_PHRASE_END = re.compile("[。;\n]")
_COMMA = re.compile("[,;]")
_EXPECTED = re.compile("(?:预计|计划|力争|拟于|将于)[^,。;]{2,24}。?$")
# 已办结(2024.8.15): the day is no part of the status
_DAY_BEHIND = re.compile(r" ?\(\d{4}[^()]{2,12}\)[。;]?$")

# 关于…的问题——已完成整改,长期坚持
_BEHIND_HEADING = re.compile("(?:[-:]| )+([^-: ]{2,30})$")

# 反馈的9个问题均已完成整改; the subject is the problems and nothing else
_ALL_DONE = re.compile(
    r"(?:问题|整改任务|整改事项)(?:目前|现)?,?(?P<words>(?:均|全部|已全部|都|皆)[^,。;\n问题措施]{2,16})"
)
_OTHER_SUBJECT = re.compile(r"立行立改|信访|线索|移交|交办|边巡边改|制度|举报")

# (一)已整改完成的问题; 三、集中整改期内已完成的整改事项
_GROUP_NOUN = r"(?:的)?(?:整改)?(?:问题|事项|任务|项目|内容)(?:\([^()]{0,20}\)|[^,。;\n]{0,4})"
_LONGEST_GROUP_NOUN, _LONGEST_IN_BRACKETS = 11, 30
# what may stand before the words of a group's status: 未落实到位的问题 is a problem and no group
_BEFORE_GROUP = re.compile(r"(?:^|[,、;:。()“”\d ]|[内中前后期的个项类条]|问题|事项|任务)$")

# 该问题已整改完成 and 目前已整改到位 as the last sentence; without such a beginning a whole sentence is asked for
_LAST_SENTENCE = re.compile(
    r"(?:^|[。;\n])(?P<whole>[^,。;\n]{2,20}(?:,[^,。;\n]{2,12}){0,2})[。;]?$"
    r"|,(?P<clause>(?:目前|现)?(?:该|此|本|上述)(?:项|条|类)?(?:问题|事项|任务)[^,。;]{2,16}(?:,[^,。;\n]{2,12})?)[。;]?$"
)
_NAMES_PROBLEM = re.compile("问题|事项|任务|目前|截至|现已|[该本此][项条]")
_SUBJECT = re.compile(
    "(?:截[至止]目前|目前|现)?,?"
    "(?:(?:该|此|本|这|上述|以上)(?:一|项|条|类)*(?:整改)?(?:问题|事项|任务|工作)?|(?:整改)?(?:问题|事项|任务))?"
    "(?:目前|现)?,?"
)
# 【已完成】, ——已完成: what surrounds the words is no part of them
_AHEAD = re.compile("[-—–─:： \u3000(（\\[【〔“]+(?=.)")
_BRACKETS = {"(": ")", "（": "）", "[": "]", "【": "】", "〔": "〕", "“": "”"}


class Status(NamedTuple):
    """A code with the place of its words; `is_long_term` where they say that the work goes on for good.

    `day` is the place of the date that the words tell (于2024年3月完成整改), null where they tell none.
    """

    code: str
    is_long_term: bool
    start: int
    end: int
    day: tuple[int, int] | None = None


def printed_status(printed: str) -> str:
    """The words of a status without the dashes and the brackets around them; √ and a closing 。 stay."""
    ahead = _AHEAD.match(printed)
    if ahead is None:
        return printed
    closer = _BRACKETS.get(ahead[0].strip()[-1:])
    return (printed[ahead.end() :].rpartition(closer)[0] if closer else "") or printed[ahead.end() :]


def may_begin_status(character: str) -> bool:
    """Whether a status can begin with the character: tells most answers apart without reading on."""
    return character in FIRST_CHARACTERS


def read_status(folded: str, start: int, end: int, *, firm: bool = False) -> Status | None:
    """The status that a phrase consists of (已完成整改,长期坚持。), null where it says anything else.

    Args:
        folded: the folded text.
        start: where the phrase begins.
        end: where it ends.
        firm: leave out what is a status only where one is due: 加快推进, 成效明显, 长期坚持.
    """
    if not 1 < end - start <= LONGEST or folded[start] not in FIRST_CHARACTERS:
        return None
    phrase = folded[start:end]
    wording = read_wording(phrase)
    if wording is None or (firm and not wording.is_firm):
        return None
    behind = _DAY_BEHIND.search(phrase) if wording.day else None
    day = wording.day and (start + wording.day[0], start + wording.day[1])
    return Status(wording.code, wording.is_long_term, start, start + behind.start() if behind else end, day)


def read_due_status(folded: str, start: int, end: int) -> Status | None:
    """The status in a place that is made for one (整改状态:… or a column), where more may be said behind it.

    A short place is the status as a whole (已完成,剩余尾款正在支付), of a long one the first words are.
    """
    sign = read_sign(folded[start:end])
    if sign is not None:
        return Status(sign.code, sign.is_long_term, start, end)
    stop = first_phrase_end(folded, start, end)
    status = read_status(folded, start, end) or read_status(folded, start, stop)
    if status is not None:
        return status
    bracket = folded.find("(", start, stop)
    status = read_leading_status(folded, start, stop) or read_status(folded, start, bracket)
    return status and (status._replace(end=end) if end - start <= LONGEST else status)


def is_status_line(folded: str, start: int, end: int) -> bool:
    """Whether a line holds nothing but a status; 已完成的问题 heads a group of problems."""
    if end - start > LONGEST or folded[start] not in FIRST_CHARACTERS:
        return False
    return read_status(folded, start, end, firm=True) is not None and read_group_status(folded, start, end) is None


def read_status_behind(folded: str, start: int, end: int) -> tuple[Status, int] | None:
    """The status behind the words of a heading (…的问题——已完成), and where those words end."""
    if end <= start or folded[end - 1] not in LAST_CHARACTERS:
        return None
    behind = _BEHIND_HEADING.search(folded, max(start, end - LONGEST), end)
    if behind is None or behind.start() <= start:
        return None
    status = read_status(folded, *behind.span(1), firm=behind[0].startswith(" "))
    return None if status is None else (status, behind.start())


# the last character of a status and the noun behind it: most headings are told apart by this
_GROUP_ENDING = re.compile(f"[{re.escape(''.join(sorted(LAST_CHARACTERS)))}](?P<noun>{_GROUP_NOUN})$")


def read_group_status(folded: str, start: int, end: int) -> Status | None:
    """The status that the heading of a group of problems gives to all of them."""
    while end > start and folded[end - 1] in _BLANKS:
        end -= 1
    longest = _LONGEST_IN_BRACKETS if folded[end - 1 : end] == ")" else _LONGEST_GROUP_NOUN
    ending = _GROUP_ENDING.search(folded, max(end - longest, start), end)
    if ending is None:
        return None
    heading = folded[start : ending.start("noun")]
    first = status_run(heading, len(heading))
    if not _BEFORE_GROUP.search(heading[:first]):
        return None
    status = read_status(folded, start + first, start + len(heading))
    if status is None or status.is_long_term or ending["noun"].startswith("的"):
        return status
    # 逐条逐项落实整改任务 tells what was done; 正在推进的问题 and 长期整改事项 are groups
    return read_status(folded, status.start, status.end, firm=True)


def read_leading_status(folded: str, start: int, end: int) -> Status | None:
    """The status that a sentence begins with (正在整改,预计3月底前完成。 or 已完成整改,修订制度3项。).

    What is said of the time of its completion belongs to the status, anything else to the answer.
    """
    if start >= end or folded[start] not in FIRST_CHARACTERS:
        return None
    sentence = folded[start : min(end, start + LONGEST)]
    commas = [start + match.start() for match in _COMMA.finditer(sentence)]
    found = [status for comma in commas if (status := read_status(folded, start, comma)) is not None]
    if not found:
        return None
    status = max(found, key=lambda status: status.end)
    if _EXPECTED.match(folded[status.end + 1 : end]):
        return status._replace(end=end)
    return status


def read_final_status(folded: str, start: int, end: int) -> Status | None:
    """The status that the last sentence of an answer gives to its problem: 该问题已整改完成. 目前已完成整改."""
    while end > start and folded[end - 1] in _BLANKS:
        end -= 1
    if end <= start or folded[end - 1] not in LAST_CHARACTERS:
        return None
    tail = max(start, end - LONGEST)
    match = _LAST_SENTENCE.search(folded, tail, end)
    if match is None:
        return None
    first, last = match.span(match.lastgroup or 0)
    named = _NAMES_PROBLEM.search(folded, first, last) is not None
    if first == start or (not named and folded[first - 1] not in "。;\n"):
        return None
    subject = _SUBJECT.match(folded, first, last)
    return read_status(folded, subject.end() if subject else first, last, firm=not named and folded[first - 1] != "\n")


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
    if stop is None:
        return reach
    return stop.start() if stop[0] == "\n" else stop.end()
