"""How a line stands out on its page: as a heading element, in bold or another face, in the middle.

Notices whose headings have neither number nor label are readable only by their looks. The marks of bold text are
characters of their own while markup is being printed, since the elements that they stand for are gone by then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

ON, OFF = "\ufdd0", "\ufdd1"
"""Around emphasised text: two of the characters that Unicode keeps free for a program's own use (chapter 23.7)."""

SEPARATOR = "\x00"
"""Between the texts of a page, a block tag in place of each: a character that no markup holds (HTML 13.2.3.5)."""

FACES = ("黑体", "楷体", "SimHei", "KaiTi")
"""Faces that GB/T 9704 sets headings in, beside a text in 仿宋."""

_BOLD = re.compile(r"(?<![\w-])font-weight\s{0,3}:\s{0,3}(?:bold|[6-9]00)", re.I)
"""`font-weight: 700`, and not Word's `mso-bidi-font-weight:normal`."""

_WEIGHT = "font-weight"
_BOLD_TAG = re.compile(r"<(?:b|strong)(?=[ >])[^<>]*>")
_STYLED_TAG = re.compile(r"<(span|font)(?=[ >])[^<>]*$")
_TAGS = {name: re.compile(rf"<(/?){name}(?=[ >])") for name in ("span", "font")}
_LONGEST_TAG, _MOST_INNER_TAGS = 600, 80
_MARKS = re.compile(f"([{ON}{OFF}])")
_WORD = re.compile(r"[^\W\d_]")


def is_styled(attributes: str) -> bool:
    """Whether the attributes of an element make its text bold or set it in a face for headings."""
    if "font-" not in attributes:
        return False
    return any(face in attributes for face in FACES) or _BOLD.search(attributes) is not None


def mark_bold(texts: str) -> str:
    """Marks in place of the tags of bold text."""
    if "</b>" not in texts and "</strong>" not in texts:
        return texts
    return _BOLD_TAG.sub(ON, texts).replace("</b>", OFF).replace("</strong>", OFF)


def mark_styled(texts: str) -> str:
    """Marks inside the inline elements that a style makes bold or sets in a face for headings."""
    if "font" not in texts:
        return texts
    marks: list[tuple[int, str]] = []
    for tag in dict.fromkeys(_styled_tags(texts)):
        start = texts.index(">", tag[0]) + 1
        marks += [(start, ON), (_closing(texts, tag[1], start), OFF)]
    return _with_marks(texts, marks) if marks else texts


def _styled_tags(texts: str) -> Iterator[tuple[int, str]]:
    """Where the tags of such elements begin, and their names."""
    for sign in (*FACES, _WEIGHT):
        place = texts.find(sign)
        while place >= 0:
            start = texts.rfind("<", max(place - _LONGEST_TAG, 0), place)
            tag = _STYLED_TAG.match(texts, start, place) if start >= 0 else None
            if tag and (sign != _WEIGHT or _BOLD.match(texts, place)):
                yield start, tag[1]
            place = texts.find(sign, place + 1)


def _closing(texts: str, name: str, start: int) -> int:
    """Where the closing tag of an element stands; the end of its text where that is far off."""
    depth = 1
    for tag in islice(_TAGS[name].finditer(texts, start), _MOST_INNER_TAGS):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.start()
    end = texts.find(SEPARATOR, start)
    return end if end >= 0 else len(texts)


def _with_marks(texts: str, marks: list[tuple[int, str]]) -> str:
    parts, last = [], 0
    for place, mark in sorted(marks, key=lambda each: each[0]):
        parts += [texts[last:place], mark]
        last = place
    return "".join([*parts, texts[last:]])


class Emphasis:
    """Follows the marks through the texts of a page: what is open stays open over line ends."""

    def __init__(self) -> None:
        self._depth = 0

    def turn(self, *, on: bool) -> None:
        """Enter or leave an element that is bold as a whole."""
        self._depth = max(self._depth + (1 if on else -1), 0)

    def take(self, raw: str) -> tuple[str, str | None]:
        """The text without its marks, and its bold beginning; null where all of it is bold, punctuation aside."""
        if ON not in raw and OFF not in raw:
            return raw, None if self._depth else ""
        lead, text, is_open = "", "", True
        for part in _MARKS.split(raw):
            if part in (ON, OFF):
                self.turn(on=part == ON)
            else:
                text += part
                is_open = is_open and (self._depth > 0 or _WORD.search(part) is None)
                lead = text if is_open and self._depth else lead
        return text, None if is_open and lead.strip() else lead
