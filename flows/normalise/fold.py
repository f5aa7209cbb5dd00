"""Same-length folding: every rule matches folded text, every quote comes from the text as printed.

Each character maps to exactly one character, so an offset in the folded text is an offset in the original.
Traditional characters become simplified ones where only one reading is possible (`rules/traditional.csv`, facts from
TSCharacters of OpenCC, Apache-2.0), so rules are written once. Characters that simplified script uses too (乾 in 乾县,
著 in 显著) stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from flows.normalise.rules_table import rule_rows

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


def _table() -> dict[str, str]:
    """Width first, script second: the wide or compatible form of a Traditional character is simplified as well."""
    simplified = {row["traditional"]: row["simplified"] for row in rule_rows("traditional")}
    return simplified | {chr(code): simplified.get(folded, folded) for code, folded in _single_width().items()}


_TABLE = {printed: folded for printed, folded in _table().items() if printed != folded}
# finding the few characters that change is several times faster than translating all of them
_CHANGING = re.compile("[" + "".join(map(re.escape, _TABLE)) + "]")
_LONG = 500
_MOST_REMEMBERED = 16
_REMEMBERED: dict[str, str] = {}
"""The last long texts: every stage folds the whole notice."""


def fold(text: str) -> str:
    """The text with width, spaces, dashes, brackets and script unified; `len(fold(text)) == len(text)` always."""
    if len(text) < _LONG:
        return _fold(text)
    folded = _REMEMBERED.get(text)
    if folded is None:
        folded = _fold(text)
        remember(text, folded)
    return folded


def remember(text: str, folded: str) -> None:
    """Keep what a long text folds to, where its lines have been folded before."""
    if len(_REMEMBERED) >= _MOST_REMEMBERED:
        _REMEMBERED.clear()
    if len(text) >= _LONG:
        _REMEMBERED[text] = folded


def _fold(text: str) -> str:
    # replacing the marks of every sentence one by one leaves next to nothing to look up
    text = text.replace("，", ",").replace("：", ":").replace("；", ";").replace("（", "(").replace("）", ")")
    return _CHANGING.sub(lambda changing: _TABLE[changing[0]], text)


def fold_lines(texts: Iterable[str]) -> list[str]:
    """Texts without line feeds, folded all at once."""
    return _fold("\n".join(texts)).split("\n")
