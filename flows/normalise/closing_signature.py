"""Who signed a notice and when: the last lines, or the end of the last paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flows.normalise.fold import fold
from flows.normalise.rules_table import rule_test

_DIGITS = r"[\d〇○零一二三四五六七八九十](?:\s?[\d〇○零Oo一二三四五六七八九十]){0,3}"
_SIGNED_ON = re.compile(rf"({_DIGITS})\s?年\s?({_DIGITS})\s?月\s?({_DIGITS})\s?日\s?[)。]?(?=\s|$|\()")
"""`2023年2月6日`, `2 0 2 4 年 6 月 1 8 日`, `二〇二四年六月十八日`."""

_SIGNED_SHORT = re.compile(r"(?<!\d)(20\d\d)[-./](\d{1,2})[-./](\d{1,2})$")
_SEALED = re.compile(r"\s?\((?:代章|盖章|公章|印章|章|代)\)\s*$")
_SENTENCE_END = re.compile(r"[。;:!?,、]")
_CHINESE = {"〇": 0, "○": 0, "零": 0, "O": 0, "o": 0} | {
    mark: n for n, mark in enumerate("一二三四五六七八九", start=1)
}
_SIGNATURE_LINES = 9
_REACH = 1_200
_SHORTEST_NAME, _LONGEST_NAME = 4, 60


@dataclass(frozen=True, slots=True)
class Signature:
    """The name under a notice as printed, and the day; either may be missing."""

    issuer: str | None
    issued_on: date | None


@lru_cache(maxsize=2)  # the opening asks for the name, the closing for name and day
def read_signature(text: str) -> Signature | None:
    """The signature of a canonical text, null where it has none.

    The name stands on its own line or after the last sentence, the date behind it or on the next line.
    """
    lines = text[-_REACH:].split("\n")[-_SIGNATURE_LINES:]
    folded = fold(text)[-_REACH:].split("\n")[-_SIGNATURE_LINES:]
    for index in range(len(lines) - 1, -1, -1):
        found = _last_date(folded[index])
        if not found:
            continue
        start, day = found
        issuer = _ending_name(lines[index][:start], folded[index][:start])
        if issuer is None and not folded[index][:start].strip():
            issuer = _name_above(lines[:index], folded[:index])
        if issuer is None and index + 1 < len(lines):
            issuer = _whole_name(lines[index + 1], folded[index + 1])
        if issuer or not folded[index][:start].strip():
            return Signature(issuer, day)
    for line, plain in zip(reversed(lines), reversed(folded), strict=True):
        issuer = _whole_name(line, plain)
        if issuer:
            return Signature(issuer, None)
    return None


def _name_above(lines: Sequence[str], folded: Sequence[str]) -> str | None:
    """The name on the lines above a date: brackets (代章) passed over, a name broken over two lines joined."""
    index = len(lines) - 1
    while index >= 0 and folded[index].startswith("(") and folded[index].endswith(")"):
        index -= 1
    if index < 0:
        return None
    if len(folded[index]) < _SHORTEST_NAME and index:
        return _whole_name(lines[index - 1] + lines[index], folded[index - 1] + folded[index])
    return _ending_name(lines[index], folded[index])


def _last_date(line: str) -> tuple[int, date | None] | None:
    """(start, day) of the date that a line ends with; a bracketed contact may follow it."""
    found = list(_SIGNED_ON.finditer(line)) or list(_SIGNED_SHORT.finditer(line))
    if not found or not _is_last(line, found[-1]):
        return None
    year, month, day = (_number(part) for part in found[-1].groups())
    try:
        return found[-1].start(), date(year, month, day)
    except ValueError:
        return found[-1].start(), None


def _is_last(line: str, match: re.Match[str]) -> bool:
    rest = line[match.end() :].strip()
    return not rest or (rest[0] == "(" and rest[-1] == ")")


def _number(printed: str) -> int:
    """`2024`, `2 0 2 4`, `二〇二四`, `十八`, `二十六` as a number."""
    marks = printed.replace(" ", "")
    if marks.isdigit() and marks.isascii():
        return int(marks)
    if "十" in marks:
        tens, _, ones = marks.partition("十")
        return _CHINESE.get(tens, 1) * 10 + (_CHINESE.get(ones, 0) if ones else 0)
    return int("".join(str(_CHINESE.get(mark, mark)) for mark in marks))


def _ending_name(line: str, folded: str) -> str | None:
    """The name that a line ends with: the whole line, or what follows the last sentence."""
    end = max((mark.end() for mark in _SENTENCE_END.finditer(folded)), default=0)
    return _whole_name(line[end:], folded[end:])


def _whole_name(line: str, folded: str) -> str | None:
    """The line as a signer's name, blanks inside left out, if it reads like one."""
    sealed = _SEALED.search(folded)
    if sealed:
        line, folded = line[: sealed.start()], folded[: sealed.start()]
    name = line.strip().strip("（）()").removeprefix("（此页无正文）").strip()
    plain = folded.replace(" ", "").strip("()")
    if not _SHORTEST_NAME <= len(plain) <= _LONGEST_NAME or _SENTENCE_END.search(plain):
        return None
    is_signer = rule_test("closing", "kind", "signer")
    if not is_signer(plain):
        return None
    parts = name.split(" ")
    return name if all(is_signer(fold(part)) for part in parts) else "".join(parts)
