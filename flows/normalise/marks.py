"""Numbering marks and labels: where a heading, a problem, a measure or a labelled field may begin.

A candidate stands at the start of a line or after a mark of punctuation. What it means is decided later, per notice.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from flows.normalise.outline_words import alternation, composed_rows
from flows.normalise.rules_table import rule_rows

LINE_START = "\n"
_SENTENCE_END = "。;!?"
_CLOSERS = "”’)》"
_NUMERALS = "一二三四五六七八九十"
_DIGITS = {numeral: value for value, numeral in enumerate(_NUMERALS, 1)}
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SINGLE = {
    mark: value
    for marks in (_CIRCLES, "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇", "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛", "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ")
    for value, mark in enumerate(marks, 1)
}
_ROMANS = {
    tens + units: 10 * ten + unit
    for ten, tens in enumerate(("", "X", "XX", "XXX"))
    for unit, units in enumerate(("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"))
    if tens + units
}

SPOKEN = frozenset({"is", "must", "ordinal"})
"""Kinds of marks that belong to running text: 一是, 一要, 第一."""

_BOUNDARY = "[\n。;:,!?”’)\\]》 ]"
_CIRCLED = re.compile("([①-⑳])[、.]?")
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 4}
_LETTERS = {
    letter: value
    for letters in ("甲乙丙丁戊己庚辛壬癸", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for value, letter in enumerate(letters, 1)
}
_NUMBER = re.compile(rf"\d+|[{_NUMERALS}]+|{'|'.join(_WORDS)}|[{''.join(_LETTERS)}]")
_INITIALS = f"{_NUMERALS}0123456789([第问反具主其首再最突{''.join(_SINGLE)}{''.join(_LETTERS)}"
"""What a mark or a label begins with: most places are passed over at this character."""

_NUMBERED_PROBLEM = r"(?:反馈|具体|主要)?问题 ?\((?:\d|[一二三四五六七八九十])"
# 清单1:, [事项2], No.3 : a line that begins with a few words and a number
_STEMMED = re.compile(
    r"\n([A-Za-z\u4e00-\u9fff#*(\[<.]{0,6}?)"
    rf"(\d{{1,3}}|[{_NUMERALS}]{{1,3}}|[A-Z])"
    r"([)\]>]?(?:[:、.,)\]-]{1,2} ?| (?=[\u4e00-\u9fff“])|(?=\n))|[)\]>])(?!\d)"
)
_SLIPS = 5
"""One number in so many may be wrong."""
_PRINTED_TAIL = "、.:, "

_KIND_OF = {"counted": "arabic", "order": "ordinal", "decimal": "comma"}
"""Kinds that are told apart only by when they are read."""
_BEGINS_BEHIND = {"counted": ":", "order": "\n。;:"}

MOST_PIECES = 20_000
"""Lines, marks and labels; a notice has under 2,000. A text with more is read without an outline."""


class Mark(NamedTuple):
    """One candidate. `before` is the character that it follows, a line feed at the start of a line.

    `kind` is that of `rules/marks.csv`; offsets are those of the text.
    """

    kind: str
    ordinal: int
    start: int
    end: int
    before: str


class Label(NamedTuple):
    """A label with its colon (整改措施:), or alone on its line; `note` is what its bracket says."""

    role: str
    start: int
    end: int
    before: str
    note: tuple[int, int] | None


@lru_cache(maxsize=4096)
def numeral_value(text: str) -> int:
    """The value of a Chinese numeral below 100, of digits, a circled number, a letter, 首先; 0 where there is none."""
    if text[:1] in _SINGLE:
        return _SINGLE[text[0]]
    found = _NUMBER.search(text)
    if found is None:
        return 0
    number = found.group()
    if number.isdigit():
        return int(number)
    if text[0] in "IVX":
        return _ROMANS.get(text.rstrip("、.: "), 0)
    if number in _WORDS or number in _LETTERS:
        return _WORDS.get(number) or _LETTERS[number]
    tens, ten, units = number.rpartition("十")
    if not ten:
        return _DIGITS.get(number[-1], 0)
    return _DIGITS.get(tens[-1:], 1) * 10 + _DIGITS.get(units, 0)


@lru_cache(maxsize=4096)
def printed_number(text: str) -> str:
    """A mark as a reader names it: 1. → 1, 问题1: → 问题1, (一) → (一)."""
    return text.strip().rstrip(_PRINTED_TAIL + "．：，").strip()


@cache
def label_roles() -> dict[str, str]:
    """Label → what it introduces, from `rules/labels.csv` and, composed, from `rules/labels_composed.csv`."""
    roles = {row["label"]: row["role"] for row in rule_rows("labels")}
    for word, row in composed_rows("labels_composed"):
        roles.setdefault(word, row["role"])
    return roles


@cache
def _candidates() -> re.Pattern[str]:
    """All marks and labels in one scan; the lookahead leaves their text free to be the boundary of the next one."""
    kinds: dict[str, list[str]] = {}
    for row in rule_rows("marks"):
        kinds.setdefault(row["kind"], []).append(row["pattern"])
    words = alternation(label_roles())
    # 整改情况(责任领导:局长): and 【整改情况】 and, alone on its line, 整改情况
    label = rf"\[(?:{words})\]:?|(?!{_NUMBERED_PROBLEM})(?:{words}) ?(?:\([^()\n]{{0,120}}\) ?)?(?::|(?=\n))"
    parts = "|".join(f"(?P<{kind}>{'|'.join(patterns)})" for kind, patterns in kinds.items())
    of_labels = re.escape("".join(sorted({word[0] for word in label_roles()} | {"["})))
    of_marks = re.escape(_INITIALS)
    return re.compile(
        rf"({_BOUNDARY}) ?(?=[{of_labels}{of_marks}])"
        rf"(?=(?=[{of_labels}])(?P<label>{label})|(?=[{of_marks}])(?:{parts}))"
    )


def find_candidates(folded: str) -> tuple[list[Mark], list[Label]]:
    """Every place of the folded text where a mark or a label may stand, in order; few more than `MOST_PIECES`."""
    marks: list[Mark] = []
    labels: list[Label] = []
    length = len(folded)
    for match in islice(_candidates().finditer("\n" + folded + "\n"), MOST_PIECES + 1):
        kind = match.lastgroup or ""
        start, end = match.end() - 1, min(match.end(kind) - 1, length)
        if kind == "label":
            role, note_start, note_end = _printed_label(folded[start:end])
            note = (start + note_start, start + note_end) if note_end else None
            if role:
                labels.append(Label(role, start, end, match[1], note))
        else:
            marks.append(Mark(kind, numeral_value(folded[start:end]), start, end, match[1]))
    return _accepted(_with_stemmed(folded, _with_circled(folded, _without_lone(marks)))), labels


def _with_stemmed(folded: str, marks: list[Mark]) -> list[Mark]:
    """The marks with those that no table knows: lines that begin alike but for a number that goes on (清单1)."""
    known = {mark.start for mark in marks if mark.before == LINE_START}
    series: dict[tuple[str, str, bool], list[Mark]] = {}
    for match in islice(_STEMMED.finditer("\n" + folded), MOST_PIECES + 1):
        if match.start() not in known:
            numeral = match[2]
            alike = series.setdefault((match[1], match[3], numeral.isdigit()), [])
            alike.append(Mark("stem", numeral_value(numeral), match.start(), match.end() - 1, LINE_START))
    found = [alike for alike in series.values() if _counts_up(alike)]
    if not found:
        return marks
    more = [mark._replace(kind=f"stem{place}") for place, alike in enumerate(found) for mark in alike]
    return sorted([*marks, *more], key=_start)


def _start(mark: Mark) -> int:
    return mark.start


def _counts_up(marks: list[Mark]) -> bool:
    """Whether the numbers begin at 1 and go on but for a slip, all through or from 1 again and again."""
    ordinals = [mark.ordinal for mark in marks]
    steps = list(pairwise(ordinals))
    going_on = sum(after == 1 or before <= after <= before + 2 for before, after in steps)
    return ordinals[0] == 1 and max(ordinals) > 1 and going_on * _SLIPS >= len(steps) * (_SLIPS - 1)


def _with_circled(folded: str, marks: list[Mark]) -> list[Mark]:
    """The marks with every circled number: ① is never anything else, whatever it follows."""
    if not any(circled in folded for circled in _CIRCLES):
        return marks
    known = {mark.start for mark in marks}
    more = [
        Mark("circled", _SINGLE[match[1]], match.start(), match.end(), folded[match.start() - 1 : match.start()])
        for match in islice(_CIRCLED.finditer(folded), MOST_PIECES + 1)
        if match.start() not in known
    ]
    return sorted([*marks, *more], key=_start)


@lru_cache(maxsize=4096)
def _printed_label(printed: str) -> tuple[str, int, int]:
    """The role of a label as printed ("" where it is none after all) and the place of its note, 0 to 0 without one."""
    role = label_roles().get(printed.strip("[]: "))
    if role == "ahead":
        return "answer" if printed[-1] in ":]" else "", 0, 0
    if role is not None:
        return role, 0, 0
    opened = printed.find("(")
    return label_roles()[printed[:opened].strip("[ ")], opened + 1, printed.rfind(")")


def _accepted(marks: list[Mark]) -> list[Mark]:
    """The marks that number something: at line starts all, inside lines those that begin or go on with a series."""
    last: dict[str, int] = {}
    accepted = []
    for mark in marks:
        kind = mark.kind
        if kind in _KIND_OF:
            kind = _KIND_OF[kind]
            if not _is_numbering(mark, last.get(kind, 0)):
                continue
            mark = mark._replace(kind=kind)
        elif (mark.before != LINE_START or not mark.ordinal) and not _is_numbering(mark, last.get(kind, 0)):
            continue
        last[kind] = mark.ordinal
        accepted.append(mark)
    return accepted


def _without_lone(marks: list[Mark]) -> list[Mark]:
    """The marks less 首先 without 其次, and less bare numbers (1 总体情况) without 1.1."""
    kinds = {mark.kind for mark in marks}
    if "order" not in kinds and "decimal" not in kinds:
        return marks
    unread = set() if len({mark.ordinal for mark in marks if mark.kind == "order"}) > 1 else {"order"}
    above = {mark.ordinal for mark in marks if mark.kind == "pair" and mark.before == LINE_START}
    return [
        mark
        for mark in marks
        if mark.kind not in unread
        and (
            mark.kind != "decimal"
            or (mark.before == LINE_START and not above.isdisjoint({mark.ordinal, mark.ordinal - 1}))
        )
    ]


def _is_numbering(mark: Mark, last: int) -> bool:
    if mark.kind == "circled":
        return True
    if mark.ordinal == 0:
        return False
    goes_on = 0 < last <= mark.ordinal <= last + 2
    if mark.kind in _BEGINS_BEHIND:
        begins = mark.ordinal == 1 and mark.before in _BEGINS_BEHIND[mark.kind]
        return begins or (goes_on and mark.before in "\n。;")
    if mark.before == LINE_START or mark.kind == "is":
        return True
    if mark.kind == "problem" and mark.before in _CLOSERS:
        return False
    if mark.before in _SENTENCE_END:
        return goes_on or mark.ordinal == 1 or mark.kind in ("problem", "part")
    if mark.before in ":]":
        return mark.ordinal == 1 or (goes_on and mark.kind == "bracket")
    if mark.before == ",":
        return mark.kind == "must" and (goes_on or mark.ordinal == 1)
    if mark.before in _CLOSERS and mark.kind not in ("bracket", "must"):
        return False
    return goes_on or (mark.ordinal == 1 and mark.kind != "ordinal")
