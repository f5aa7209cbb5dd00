"""How a line stands out on its page: as a heading element, in bold or another face, in the middle.

Notices whose headings have neither number nor label are readable only by their looks. The marks of bold text are
characters of their own while markup is being printed, since the elements that they stand for are gone by then.
"""

from __future__ import annotations

import re

ON, OFF = "\ufdd0", "\ufdd1"
"""Around emphasised text: two of the characters that Unicode keeps free for a program's own use (chapter 23.7)."""

FACES = ("黑体", "楷体", "SimHei", "KaiTi")
"""Faces that GB/T 9704 sets headings in, beside a text in 仿宋."""

_BOLD = re.compile(r"(?<![\w-])font-weight\s{0,3}:\s{0,3}(?:bold|[6-9]00)", re.I)
"""`font-weight: 700`, and not Word's `mso-bidi-font-weight:normal`."""

_MARKS = re.compile(f"([{ON}{OFF}])")
_WORD = re.compile(r"[^\W\d_]")


def is_styled(attributes: str) -> bool:
    """Whether the attributes of an element make its text bold or set it in a face for headings."""
    return any(face in attributes for face in FACES) or _BOLD.search(attributes) is not None


class Emphasis:
    """Follows the marks through the texts of a page: what is open stays open over line ends."""

    def __init__(self) -> None:
        self._depth = 0

    def turn(self, *, on: bool) -> None:
        """Enter or leave an element that is bold as a whole."""
        self._depth = max(self._depth + (1 if on else -1), 0)

    def ahead(self) -> str | None:
        """The bold beginning of a text without marks: nothing, or null where all of it is bold."""
        return None if self._depth else ""

    def take(self, raw: str) -> tuple[str, str | None]:
        """The text without its marks, and its bold beginning; null where all of it is bold, punctuation aside."""
        if not self._depth and raw.startswith(ON):
            bold, _, rest = raw[1:].partition(OFF)
            if ON not in bold and ON not in rest and OFF in raw and OFF not in rest:
                is_all = bold.strip() and not _WORD.search(rest)
                return bold + rest, None if is_all else bold
        lead, text, is_open = "", "", True
        for part in _MARKS.split(raw):
            if part in (ON, OFF):
                self.turn(on=part == ON)
            else:
                text += part
                is_open = is_open and (self._depth > 0 or _WORD.search(part) is None)
                lead = text if is_open and self._depth > 0 else lead
        return text, None if is_open and lead.strip() else lead
