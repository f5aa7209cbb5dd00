"""How a line stands out on its page: as a heading element, in bold or another face, in the middle.

Notices whose headings have neither number nor label are readable only by their looks. The marks of bold text are
characters of their own while markup is being printed, since the elements that they stand for are gone by then.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

ON, OFF = "\ufdd0", "\ufdd1"
"""Around emphasised text: two of the characters that Unicode keeps free for a program's own use (chapter 23.7)."""

_BOLD = re.compile(r"(?<![\w-])font-weight\s{0,3}:\s{0,3}(?:bold|[6-9]00)", re.I)
"""`font-weight: 700`, and not Word's `mso-bidi-font-weight:normal`."""

FACES = ("黑体", "楷体", "SimHei", "KaiTi")
"""Faces that GB/T 9704 sets headings in, beside a text in 仿宋."""

_STYLED = (
    '[style*="font-weight" i]',
    *(f'[{attribute}*="{face}" i]' for face in FACES for attribute in ("style", "face")),
)
_SIGNS = ("font-weight", *(face for face in FACES for _ in range(2)))
_ELEMENTS = re.compile(r"<(/?)(?:b|strong)(?=[ >])[^<>]*>")
_WORD = re.compile(r"[^\W\d_]")
_MARKS = re.compile(f"([{ON}{OFF}])")


def mark_styled(parser: LexborHTMLParser, html: str) -> None:
    """Put marks around the elements that a style makes bold or sets in a heading's face."""
    styled = [css for css, sign in zip(_STYLED, _SIGNS, strict=True) if sign in html]
    if not styled:
        return
    for node in parser.css(", ".join(styled)):
        style = node.attributes.get("style") or ""
        if _BOLD.search(style) or any(face in style or face in (node.attributes.get("face") or "") for face in FACES):
            node.insert_before(ON)
            node.insert_after(OFF)


def mark_bold(html: str) -> str:
    """Marks in place of the tags of bold text."""
    if "<strong" not in html and "<b>" not in html and "<b " not in html:
        return html
    return _ELEMENTS.sub(lambda tag: OFF if tag[1] else ON, html)


class Emphasis:
    """Follows the marks through the text of a page: what is open stays open over line ends."""

    def __init__(self) -> None:
        self._depth = 0

    def take(self, raw: str) -> tuple[str, str | None]:
        """The text without its marks, and its bold beginning; null where all of it is bold, punctuation aside."""
        if ON not in raw and OFF not in raw:
            return raw, None if self._depth else ""
        lead, text, is_open = "", "", True
        for part in _MARKS.split(raw):
            if part == ON:
                self._depth += 1
            elif part == OFF:
                self._depth = max(self._depth - 1, 0)
            else:
                text += part
                is_open = is_open and (self._depth > 0 or _WORD.search(part) is None)
                lead = text if is_open and self._depth else lead
        return text, None if is_open and lead.strip() else lead
