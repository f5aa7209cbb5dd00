"""Readings printed beside characters: 開(kāi), 检查（jiǎn chá）. They are a mirror's, not the notice's words.

Mirrors that convert notices for learners or readers elsewhere put pinyin in brackets behind characters. The canonical
text leaves it out, as it leaves out the annotations of <ruby> markup (HTML 4.5.12), and the page says so.
"""

from __future__ import annotations

import re
from dataclasses import replace

from flows.normalise.fold import fold
from flows.normalise.page_lines import PrintedLine, Printout

READINGS = "readings"
"""The word that what is said of them begins with in `Page.damage`."""

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ\u0300\u0301\u0304\u030c"
"""Vowels with the four tones, written as one character or with the tone mark behind the letter."""

_WIDE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTERS = "a-zA-Zêüɑɡ '’·-"
_TONED_LETTER = re.compile(rf"\([{_LETTERS}]{{0,24}}[{_TONED}]")
_PINYIN = re.compile(f"(?<=[{_WIDE}])[(（][{_LETTERS}]{{0,24}}[{_TONED}][{_LETTERS}{_TONED}]{{0,40}}[)）]")
"""`(kāi)`, `（jiǎn chá）` right behind a character; one syllable has its tone."""

_TONELESS = re.compile(f"(?<=[{_WIDE}])[(（](?:de|le|zhe|men|zi|ma|ba|ne|ge|a|la|guo|shang|xia|li|tou|bian|me)[)）]")
"""`(de)`, `(men)`: syllables in the neutral tone, read as pinyin only on a page that has toned ones."""


def without_pinyin(printout: Printout) -> Printout:
    """The printout without pinyin in brackets; its damage says how many annotations were left out."""
    printed = "".join([line.text for line in printout.lines])
    if not _TONED_LETTER.search(printed.replace("（", "(")):
        return printout
    found = _PINYIN.findall(printed)
    if not found:
        return printout
    words = f"{READINGS} in brackets left out at {len(found)} places, {found[0]} first"
    return replace(
        printout,
        lines=tuple(line for line in map(_plain_line, printout.lines) if line.text),
        metadata={name: _plain(value) for name, value in printout.metadata.items()},
        title=printout.title and _plain(printout.title),
        damage=(*printout.damage, words),
    )


def _plain_line(line: PrintedLine) -> PrintedLine:
    text = _plain(line.text)
    if len(text) == len(line.text):
        return line
    look = line.look._replace(bold=min(line.look.bold, len(text)))
    return line._replace(text=text, folded=fold(text), linked=min(line.linked, len(text)), look=look)


def _plain(text: str) -> str:
    return _TONELESS.sub("", _PINYIN.sub("", text))
