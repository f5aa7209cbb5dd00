"""Marks and labels that no table knows, learnt from a notice that repeats them.

Writers invent words (清单1, 纠偏结果:), but use them again for every problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain, islice, pairwise

from flows.normalise.marks import LINE_START, MOST_PIECES, NUMERALS, Label, Mark, label_roles, numeral_value
from flows.normalise.outline_evidence import problem_weight
from flows.normalise.statuses import read_status

# 清单1:, [事项2], No.3 : a line that begins with a few words and a number
_STEMMED = re.compile(
    rf"\n(?=[A-Za-z\u4e00-\u9fff#*(\[<.]{{0,6}}?[\dA-Z{NUMERALS}])"  # most lines have no number there
    r"([A-Za-z\u4e00-\u9fff#*(\[<.]{0,6}?)"
    rf"(\d{{1,3}}|[{NUMERALS}]{{1,3}}|[A-Z])"
    r"([)\]>]?(?:[:、.,)\]-]{1,2} ?| (?=[\u4e00-\u9fff“])|(?=\n))|[)\]>])(?!\d)"
)
_SLIPS = 5
"""One number in so many may be wrong."""
# 纠偏结果: or [纠偏结果] or 纠偏结果 alone on a line
_LABEL = r"(?:\[(?P<bracketed>[\u4e00-\u9fff]{2,8})\]:?|(?P<plain>[\u4e00-\u9fff]{3,8})(?::|(?=\n)))"
_AT_START, _WORD = re.compile("\n" + _LABEL), re.compile(_LABEL)
# behind a sentence; short words there (其中:) are no labels
_RUN_IN = re.compile("。(?P<plain>[\u4e00-\u9fff]{4,8}):")
# ●责任单位:办公室 and, set off by a blank, 责任单位 办公室
_SET_OFF = re.compile(
    r"\n(?:[●■◆▲★•▪○□◇※·*>➢►-]{1,2} ?(?P<bulleted>[\u4e00-\u9fff]{2,8}) ?:"
    r"|(?P<apart>[\u4e00-\u9fff]{4,8}) (?=[0-9\u4e00-\u9fff“《(]))"
)
_FEWEST_LABELS = 3
_SHORTEST_ANSWER = 15
_HALF, _MOST = 0.5, 0.7
_MOST_READ, _MOST_SAID = 40, 240


def with_stemmed(folded: str, marks: list[Mark]) -> list[Mark]:
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
    for place, alike in enumerate(found):
        for mark in alike:
            mark.kind = f"stem{place}"
    return sorted([*marks, *chain.from_iterable(found)], key=_start)


def _start(piece: Mark | Label) -> int:
    return piece.start


def _counts_up(marks: list[Mark]) -> bool:
    """Whether the numbers begin at 1 and go on but for a slip, all through or from 1 again and again."""
    ordinals = [mark.ordinal for mark in marks]
    steps = list(pairwise(ordinals))
    going_on = sum(after == 1 or before <= after <= before + 2 for before, after in steps)
    return ordinals[0] == 1 and max(ordinals) > 1 and going_on * _SLIPS >= len(steps) * (_SLIPS - 1)


def _set_off(folded: str) -> list[Label]:
    """The labels that the table knows behind a bullet (●责任单位:) or, where it comes again, before a blank alone."""
    found: dict[str, list[Label]] = {}
    roles = label_roles()
    for match in islice(_SET_OFF.finditer("\n" + folded), MOST_PIECES):
        role = roles.get(match["bulleted"] or match["apart"])
        if role == "ahead":
            role = "answer" if match["bulleted"] else None
        if role is not None:
            alike = found.setdefault(match["apart"] or "", [])
            alike.append(Label(role, match.start(), match.end() - 1, LINE_START, None))
    return [label for word, alike in found.items() if not word or len(alike) > 1 for label in alike]


def learn_labels(folded: str, labels: list[Label], marks: list[Mark]) -> list[Label]:
    """The labels with words that no table knows, where several lines hold them: 纠偏结果:.

    What such a word introduces is told by what follows it each time: a status, a problem, or an answer.
    """
    set_off = _set_off(folded)
    if set_off:
        ends = {label.end for label in set_off}
        labels = sorted([*set_off, *(label for label in labels if label.end not in ends)], key=_start)
    known = {label.start for label in labels}
    found: dict[str, list[Label]] = {}
    for word, label in _labelled(folded + "\n", marks, known):
        found.setdefault(word, []).append(label)
    learnt: list[Label] = []
    for alike in _repeated(folded, found):
        role = _introduces(folded, alike[:_MOST_READ])
        for label in alike:
            label.role = role
        learnt += alike
    return sorted([*labels, *learnt], key=_start) if learnt else labels


def _labelled(folded: str, marks: list[Mark], known: set[int]) -> Iterator[tuple[str, Label]]:
    """Every unknown word that may be a label: at the start of a line, behind its mark or behind a sentence."""
    for match in islice(_AT_START.finditer("\n" + folded), MOST_PIECES):
        if match.start() not in known:
            yield match["bracketed"] or match["plain"], Label("", match.start(), match.end() - 1, LINE_START, None)
    behind = (mark.end for mark in marks if mark.before == LINE_START and mark.end not in known)
    for start in behind:
        marked = _WORD.match(folded, start)
        if marked is not None:
            yield marked["bracketed"] or marked["plain"], Label("", start, marked.end(), LINE_START, None)
    for match in islice(_RUN_IN.finditer(folded), MOST_PIECES):
        if match.start() + 1 not in known:
            yield match["plain"], Label("", match.start() + 1, match.end(), "。", None)


def _repeated(folded: str, found: dict[str, list[Label]]) -> Iterator[list[Label]]:
    """The labels of each word that several lines hold, none of them twice; [已完成] is a status itself."""
    for word, alike in found.items():
        if len(alike) >= _FEWEST_LABELS and read_status(word, 0, len(word)) is None:
            alike.sort(key=_start)
            if all("\n" in folded[before.end : after.start] for before, after in pairwise(alike)):
                yield alike


def _introduces(folded: str, labels: list[Label]) -> str:
    """The role of a word: the table's where a mark only hid it (1.责任单位:), else by what most often follows."""
    known = label_roles().get(folded[labels[0].start : labels[0].end].strip("[]: \n"), "ahead")
    if known != "ahead":
        return known
    texts = [_said(folded, label.end) for label in labels]
    if _share(texts, lambda text: read_status(text, 0, len(text)) is not None) > _MOST:
        return "status"
    if _share(texts, lambda text: problem_weight(text.split("。")[0]) > 0) > _HALF:
        return "problem"
    return "answer" if _share(texts, lambda text: len(text) >= _SHORTEST_ANSWER) > 1 - _MOST else "note"


def _said(folded: str, start: int) -> str:
    """What follows a label: the rest of its line, else the next line."""
    start += len(folded[start : start + 2]) - len(folded[start : start + 2].lstrip("\n "))
    stop = folded.find("\n", start)
    return folded[start : min(len(folded) if stop < 0 else stop, start + _MOST_SAID)]


def _share(texts: list[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, texts)) / len(texts)
