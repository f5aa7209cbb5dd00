"""The same words in Traditional script, and with pinyin in brackets, as mirrors print them."""

from __future__ import annotations

import re
from functools import cache

from flows.normalise.rules_table import rule_rows

# the usual form where several Traditional characters share a simplified one
_USUAL = "個為於裡後干係面鐘臺歷發復制準衝關條類餘台范幹穀嚮鬆採註託佔髮鬥麼團匯當彙種儘盡獲護沖線爭勝淨減並"
_SYLLABLES = ("kāi", "zhǎn", "wèi", "shì", "lǜ", "jiǎn chá", "de")
_WIDE = re.compile(r"(?<=>)[^<>]+(?=<)")
_CHARACTER = re.compile("[一-龥]")
_EVERY = 23


@cache
def _traditional() -> dict[int, str]:
    table: dict[str, str] = {}
    for row in rule_rows("traditional"):
        if row["simplified"] not in table or row["traditional"] in _USUAL:
            table[row["simplified"]] = row["traditional"]
    return {ord(simplified): traditional for simplified, traditional in table.items()}


def in_traditional(html: str) -> str:
    """The page with every simplified character that the table knows in a Traditional form, length unchanged."""
    return html.translate(_traditional())


def with_pinyin(html: str) -> str:
    """The page with an annotation in brackets after every so many characters of its text."""
    return _WIDE.sub(lambda text: _annotated(text[0]), html)


def _annotated(text: str) -> str:
    parts, last = [], 0
    for number, match in enumerate(_CHARACTER.finditer(text), start=1):
        if number % _EVERY == 0:
            syllable = _SYLLABLES[number // _EVERY % len(_SYLLABLES)]
            brackets = "（{}）" if number % 2 else "({})"
            parts += [text[last : match.end()], brackets.format(syllable)]
            last = match.end()
    return "".join([*parts, text[last:]])
