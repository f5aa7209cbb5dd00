"""Block tags and texts to printed lines: boxes, lists with their numbers, tables with their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flows.normalise.page_emphasis import Emphasis
from flows.normalise.page_lines import PrintedLine, tidy, without_unprinted
from flows.normalise.page_tables import TableGrid
from flows.normalise.page_tags import LINK, LINK_END, Tag
from flows.normalise.records import PLAIN, Look

_LINKED = re.compile(f"{LINK}([^{LINK}{LINK_END}]*){LINK_END}?")
_BROKEN_LINE = re.compile(r"(?<=[^\x00-\u02ff\s])[ \t]*[\r\n]+[ \t\r\n]*(?=[^\x00-\u02ff\s])")
"""A source line break between two wide characters prints as nothing (CSS Text 3, 4.1.3)."""

_VOID = frozenset(("", "br", "hr"))
_LISTS = frozenset(("ol", "ul", "li"))
_GRID = frozenset(("table", "tr", "td", "th"))
_CLOSED = frozenset(("ol", "ul", "pre", "table", "td", "th"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_REPAIR_REACH = 40
_NUMBERS = re.compile(r'\b(start|value|type|rowspan|colspan)="([^"]{0,9})"')
_NUMBERED = re.compile(r"[((【]?[\d０-９一二三四五六七八九十①-⑳]{1,3}[、..))】]")
"""A list line that already prints its own number: `1.`, `(一)`, `三、`."""


class Walker:
    """State of the pass: open boxes, open lists, open tables and the lines so far."""

    def __init__(self) -> None:
        self._lines: list[PrintedLine] = []
        self._places: list[int | None] = []
        self._boxes = [0]
        self._open_boxes = [("body", 0)]
        self._lists: list[tuple[str, int] | None] = []
        self._grid = TableGrid()
        self._emphasis = Emphasis()
        self._bold: set[int] = set()
        self._centred: set[int] = set()
        self._marker = ""
        self._preformatted = 0

    def walk(self, tags: Iterable[tuple[str, Tag]]) -> tuple[tuple[PrintedLine, ...], tuple[int, ...]]:
        """The lines and the boxes of `block_tags`, as `Printout` holds them."""
        for text, tag in tags:
            if text and not text.isspace():
                self._text(text)
            if tag.name in _VOID:
                continue
            if tag.is_end:
                self._close(tag.name)
            else:
                self._open(tag)
        return self._printed(), tuple(self._boxes)

    def _text(self, raw: str) -> None:
        """Print a run of text between two block tags."""
        raw, bold = self._emphasis.take(raw)
        if not self._preformatted:
            self._line(raw, bold)
            return
        for line in raw.split("\n"):
            self._line(line, bold)

    def _line(self, line: str, bold: str | None) -> None:
        linked = 0
        if "\n" in line:
            line = _BROKEN_LINE.sub("", line.strip())
        if LINK in line or LINK_END in line:
            linked = sum(len(tidy(part)) for part in _LINKED.findall(line))
            line = line.replace(LINK, "").replace(LINK_END, "")
        printed = tidy(line)
        if not printed.isprintable():
            printed = tidy(without_unprinted(printed))
        if not printed:
            return
        if self._marker:
            printed = printed if _NUMBERED.match(printed) else self._marker + printed
            self._marker = ""
        name, box = self._open_boxes[-1]
        is_plain = bold == "" and name not in _HEADINGS and box not in self._centred
        look = PLAIN if is_plain else self._look(name, box, printed, bold)
        self._lines.append(PrintedLine(printed, linked, box, None, look))
        self._places.append(self._grid.open_cell)

    def _look(self, name: str, box: int, printed: str, bold: str | None) -> Look:
        """How the line stands out; `bold` is its beginning as `Emphasis.take` gives it."""
        if bold is None:
            length = len(printed)
        else:
            length = min(len(printed), len(tidy(bold.replace(LINK, "").replace(LINK_END, ""))))
        return Look(_HEADINGS.get(name, 0), length, box in self._centred)

    def _open(self, tag: Tag) -> None:
        """Enter a block element."""
        name, box = tag.name, len(self._boxes)
        self._boxes.append(self._open_boxes[-1][1])
        self._open_boxes.append((name, box))
        if name in _GRID:
            self._grid.open(name, dict(_NUMBERS.findall(tag.attributes)) if "span=" in tag.attributes else {})
        elif name in _LISTS:
            self._open_list(tag)
        elif name == "pre":
            self._preformatted += 1
        if tag.is_centred:
            self._centred.add(box)
        if tag.is_bold:
            self._bold.add(box)
            self._emphasis.turn(on=True)

    def _open_list(self, tag: Tag) -> None:
        if tag.name != "li":
            self._lists.append(_first_number(tag.attributes) if tag.name == "ol" else None)
        elif self._lists and self._lists[-1]:
            style, number = self._lists[-1]
            value = dict(_NUMBERS.findall(tag.attributes)).get("value", "")
            number = int(value) if value.isdigit() else number
            self._marker = f"{_counter(style, number)}. "
            self._lists[-1] = (style, number + 1)

    def _close(self, name: str) -> None:
        """Leave a block element, and any left open inside it."""
        if self._open_boxes[-1][0] != name and not any(left == name for left, _ in self._open_boxes[-_REPAIR_REACH:]):
            return
        while len(self._open_boxes) > 1:
            left, box = self._open_boxes.pop()
            if left in _CLOSED:
                self._leave(left)
            if box in self._bold:
                self._emphasis.turn(on=False)
            if left == name:
                return

    def _leave(self, name: str) -> None:
        if name == "pre":
            self._preformatted -= 1
        elif name not in _LISTS:
            self._grid.close(name)
        elif self._lists:
            self._lists.pop()

    def _printed(self) -> tuple[PrintedLine, ...]:
        """The lines with their cells, which are known once all tables have been read."""
        if not self._grid.placed:
            return tuple(self._lines)
        cells = self._grid.cells([(line.text, place) for line, place in zip(self._lines, self._places, strict=True)])
        return tuple(line._replace(cell=cell) if cell else line for line, cell in zip(self._lines, cells, strict=True))


def _first_number(attributes: str) -> tuple[str, int] | None:
    """Counter style and first number of an ordered list; nothing where its style says that none is printed."""
    if "list-style:none" in attributes.replace(" ", "") or "list-style-type:none" in attributes.replace(" ", ""):
        return None
    given = dict(_NUMBERS.findall(attributes))
    start = given.get("start", "1")
    return given.get("type", "1"), int(start) if start.isdigit() else 1


def _counter(style: str, number: int) -> str:
    if style in ("a", "A") and 1 <= number <= 26:
        return chr(ord(style) + number - 1)
    return str(number)
