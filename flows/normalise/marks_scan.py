"""Where a heading, a problem, a measure or a labelled field may begin: every mark and label of a text in one scan.

A candidate stands at the start of a line or after a mark of punctuation. What it means is decided later, per notice.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice
from operator import attrgetter

from flows.normalise.marks import (
    CIRCLES,
    LETTERS,
    LINE_START,
    MOST_PIECES,
    NUMERALS,
    SINGLES,
    Label,
    Mark,
    label_roles,
    numeral_value,
)
from flows.normalise.marks_learned import learn_labels, with_stemmed
from flows.normalise.outline_words import alternation
from flows.normalise.rules_table import rule_rows

_SENTENCE_END = "。;!?"
_CLOSERS = "”’)》"
_BOUNDARY = "[\n。;:,!?”’)\\]》 ]"
_CIRCLED = re.compile("([①-⑳])[、.]?")
_INITIALS = f"{NUMERALS}0123456789([第问反具主其首再最突{''.join(SINGLES)}{''.join(LETTERS)}"
"""What a mark or a label begins with: most places are passed over at this character."""

_NUMBERED_PROBLEM = r"(?:反馈|具体|主要)?问题 ?\((?:\d|[一二三四五六七八九十])"

_LABEL = 2
"""Number of the group that ends a label; those of the marks follow."""

_KIND_OF = {"counted": "arabic", "order": "ordinal", "decimal": "comma"}
"""Kinds that are told apart only by when they are read."""
_BEGINS_BEHIND = {"counted": ":", "order": "\n。;:"}


@cache
def _candidates() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """All marks and labels in one scan, and what each of its groups is.

    The lookahead leaves their text free to be the boundary of the next one. An empty group ends each alternative, so
    that it is told by its number and begins with a plain character or set, which is what makes most fail at once.
    """
    rows = rule_rows("marks")
    words = alternation(label_roles())
    # 整改情况(责任领导:局长): and 【整改情况】 and, alone on its line, 整改情况
    label = rf"(?:\[(?:{words})\]:?|(?!{_NUMBERED_PROBLEM})(?:{words}) ?(?:\([^()\n]{{0,120}}\) ?)?(?::|(?=\n)))()"
    marks = "|".join(f"(?:{row['pattern']})()" for row in rows)
    of_labels = re.escape("".join(sorted({word[0] for word in label_roles()} | {"["})))
    of_marks = re.escape(_INITIALS)
    scan = re.compile(
        rf"({_BOUNDARY}) ?(?=[{of_labels}{of_marks}])(?=(?=[{of_labels}]){label}|(?=[{of_marks}])(?:{marks}))"
    )
    return scan, ("", "", "label", *(row["kind"] for row in rows))


def find_candidates(folded: str) -> tuple[list[Mark], list[Label]]:
    """Every place of the folded text where a mark or a label may stand, in order; few more than `MOST_PIECES`."""
    marks: list[Mark] = []
    labels: list[Label] = []
    length = len(folded)
    scan, kinds = _candidates()
    for match in islice(scan.finditer("\n" + folded + "\n"), MOST_PIECES + 1):
        group = match.lastindex or 0
        start, end = match.end() - 1, min(match.end(group) - 1, length)
        if group == _LABEL:
            role, note_start, note_end = _printed_label(folded[start:end])
            note = (start + note_start, start + note_end) if note_end else None
            if role:
                labels.append(Label(role, start, end, match[1], note))
        else:
            marks.append(Mark(kinds[group], numeral_value(folded[start:end]), start, end, match[1]))
    marks = _accepted(folded, with_stemmed(folded, _with_circled(folded, _without_lone(marks))))
    return marks, learn_labels(folded, labels, marks)


def _with_circled(folded: str, marks: list[Mark]) -> list[Mark]:
    """The marks with every circled number: ① is never anything else, whatever it follows."""
    if not any(circled in folded for circled in CIRCLES):
        return marks
    known = {mark.start for mark in marks}
    more = [
        Mark("circled", SINGLES[match[1]], match.start(), match.end(), folded[match.start() - 1 : match.start()])
        for match in islice(_CIRCLED.finditer(folded), MOST_PIECES + 1)
        if match.start() not in known
    ]
    return sorted([*marks, *more], key=attrgetter("start"))


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


def _accepted(folded: str, marks: list[Mark]) -> list[Mark]:
    """The marks that number something: at line starts all, inside lines those that begin or go on with a series."""
    last: dict[str, int] = {}
    accepted = []
    for place, mark in enumerate(marks):
        kind = mark.kind
        if kind in _KIND_OF:
            kind = _KIND_OF[kind]
            if not _is_numbering(mark, last.get(kind, 0)) and not _begins_counted(mark, marks[place + 1 :][:1]):
                continue
            mark.kind = kind
        elif kind == "roman" and LETTERS.get(folded[mark.start]) == last.get("capital", 0) + 1:
            kind, mark.kind, mark.ordinal = "capital", "capital", last["capital"] + 1  # H. I. J.
        elif (mark.before != LINE_START or not mark.ordinal) and not _is_numbering(mark, last.get(kind, 0)):
            continue
        last[kind] = mark.ordinal
        accepted.append(mark)
    return accepted


def _begins_counted(mark: Mark, after: list[Mark]) -> bool:
    """Whether 1.38名… numbers a piece that begins with a count: the next mark is its 2."""
    return mark.kind == "counted" and mark.ordinal == 1 and [each.ordinal for each in after] == [2]


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
