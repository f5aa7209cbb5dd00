"""Same-length folding: every rule matches folded text, every quote comes from the text as printed.

Each character maps to exactly one character, so an offset in the folded text is an offset in the original.
"""

from __future__ import annotations

import unicodedata

_PUNCTUATION = {
    "、": "、", "。": "。", "〔": "[", "〕": "]", "【": "[", "】": "]", "［": "[", "］": "]",
    "—": "-", "–": "-", "－": "-", "―": "-", "─": "-", "～": "~", "〜": "~",
    "\u3000": " ", "\xa0": " ", "\t": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ",
}  # fmt: skip


def _single_width() -> dict[int, str]:
    """Every character whose NFKC form is one other character, except the CJK marks that the rules name themselves."""
    kept = set("、。《》〈〉「」『』“”‘’…℃①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㎡㎥㎞㎏")
    table = {
        code: folded
        for code in range(0x80, 0x10000)
        if not 0xD800 <= code <= 0xDFFF
        and chr(code) not in kept
        and len(folded := unicodedata.normalize("NFKC", chr(code))) == 1
        and folded != chr(code)
    }
    return table | {ord(mark): folded for mark, folded in _PUNCTUATION.items()}


_TABLE = _single_width()


def fold(text: str) -> str:
    """The text with width, spaces, dashes and brackets unified; `len(fold(text)) == len(text)` always."""
    return text.translate(_TABLE)
