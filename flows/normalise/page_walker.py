"""Block tags and texts to printed lines: boxes, lists with their numbers, tables with their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flows.normalise.page_emphasis import OFF, ON, Emphasis
from flows.normalise.page_lines import MOST_LINES, PrintedLine, printed_lines, tidy, without_unprinted
from flows.normalise.page_tables import TableGrid
from flows.normalise.page_tags import LINK, LINK_END, Tag
from flows.normalise.records import PLAIN, Look

_LINKED = re.compile(f"{LINK}([^{LINK}{LINK_END}]*){LINK_END}?")
_NARROW_END = "\u02ff"
"""The last of the characters whose scripts print a line break between words as a blank."""

_VOID = frozenset(("", "br", "hr"))
_LISTS = frozenset(("ol", "ul"))
_GRID = frozenset(("table", "tr", "td", "th"))
_CELLS = frozenset(("table", "td", "th"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_REPAIR_REACH = 40
_NUMBERS = re.compile(r'\b(start|value|type|rowspan|colspan)="([^"]{0,9})"')
_NUMBERED = re.compile(r"[((【]?[\d０-９一二三四五六七八九十①-⑳]{1,3}[、..))】]")
"""A list line that already prints its own number: `1.`, `(一)`, `三、`."""


class Walker:
    """State of the pass: open boxes, open lists, open tables and the lines so far."""

    def __init__(self) -> None:
        self._lines: list[tuple[str, int, int, Look, int | None]] = []
        self._boxes = [0]
        self._open_boxes = [(Tag("body"), 0)]
        self._lists: list[tuple[str, int] | None] = []
        self._grid = TableGrid()
        self._emphasis = Emphasis()
        self._marker = ""
        self._preformatted = 0

    def walk(self, tags: Iterable[tuple[str, Tag]]) -> tuple[tuple[PrintedLine, ...], tuple[int, ...]]:
        """The lines and the boxes of `block_tags`, as `Printout` holds them."""
        boxes, open_boxes = self._boxes, self._open_boxes
        for text, tag in tags:
            if text and not text.isspace():
                self._text(text)
            name, is_end, _, _, _, is_plain = tag
            if is_end:
                top, _ = open_boxes[-1]
                if top.name == name and top.is_plain and len(open_boxes) > 1:
                    open_boxes.pop()
                else:
                    self._close(name)
            elif name not in _VOID:
                boxes.append(open_boxes[-1][1])
                open_boxes.append((tag, len(boxes) - 1))
                if not is_plain:
                    self._enter(tag)
        return self._printed(), tuple(boxes)

    def _text(self, raw: str) -> None:
        """Print a run of text between two block tags."""
        bold = self._emphasis.ahead()
        if ON in raw or OFF in raw:
            raw, bold = self._emphasis.take(raw)
        for line in raw.split("\n") if self._preformatted else (raw,):
            linked = 0
            if LINK in line or LINK_END in line:
                linked = sum(len(tidy(part)) for part in _LINKED.findall(line))
                line = line.replace(LINK, "").replace(LINK_END, "")
            printed = _printed_text(line)
            if printed and len(self._lines) < MOST_LINES:
                self._line(printed, linked, bold)

    def _line(self, printed: str, linked: int, bold: str | None) -> None:
        """Print one line; `bold` is the beginning of its text as `Emphasis.take` gives it."""
        if self._marker:
            printed = printed if _NUMBERED.match(printed) else self._marker + printed
            self._marker = ""
        tag, box = self._open_boxes[-1]
        look = PLAIN if bold == "" and tag.is_plain else _look(tag, printed, bold)
        self._lines.append((printed, linked, box, look, self._grid.open_cell))

    def _enter(self, tag: Tag) -> None:
        """Begin what an element is beside a box."""
        name = tag.name
        if name in _GRID:
            self._grid.open(name, dict(_NUMBERS.findall(tag.attributes)) if "span=" in tag.attributes else {})
        elif name in _LISTS:
            self._lists.append(_first_number(tag.attributes) if name == "ol" else None)
        elif name == "li":
            self._number(tag.attributes)
        elif name == "pre":
            self._preformatted += 1
        if tag.is_bold:
            self._emphasis.turn(on=True)

    def _number(self, attributes: str) -> None:
        """The number of a list element, where its list prints numbers."""
        if self._lists and self._lists[-1]:
            style, number = self._lists[-1]
            value = dict(_NUMBERS.findall(attributes)).get("value", "")
            number = int(value) if value.isdigit() else number
            self._marker = f"{_counter(style, number)}. "
            self._lists[-1] = (style, number + 1)

    def _close(self, name: str) -> None:
        """Leave a block element, and any left open inside it."""
        boxes = self._open_boxes
        if boxes[-1][0].name != name and not any(left.name == name for left, _ in boxes[-_REPAIR_REACH:]):
            return
        while len(boxes) > 1:
            left, _ = boxes.pop()
            if not left.is_plain:
                self._leave(left)
            if left.name == name:
                return

    def _leave(self, tag: Tag) -> None:
        if tag.name in _CELLS:
            self._grid.close(tag.name)
        elif tag.name in _LISTS and self._lists:
            self._lists.pop()
        elif tag.name == "pre":
            self._preformatted -= 1
        if tag.is_bold:
            self._emphasis.turn(on=False)

    def _printed(self) -> tuple[PrintedLine, ...]:
        """The lines with their cells, which are known once all tables have been read."""
        if not self._lines:
            return ()
        texts, linked, boxes, looks, places = zip(*self._lines, strict=True)
        cells = self._grid.cells(list(zip(texts, places, strict=True)))
        return printed_lines(texts, linked, boxes, cells, looks)


def _printed_text(raw: str) -> str:
    """What a browser shows of a line's text: line breaks between ideographs and characters without ink are nothing."""
    if "\n" in raw:
        raw = _unbroken(raw)
    printed = tidy(raw)
    return printed if printed.isprintable() else tidy(without_unprinted(printed))


def _unbroken(raw: str) -> str:
    """The text with source line breaks between two wide characters printed as nothing (CSS Text 3, 4.1.3)."""
    unbroken = ""
    for line in raw.replace("\r", "\n").split("\n"):
        part = line.strip(" \t")
        if part:
            is_joined = not unbroken or (_is_wide(unbroken[-1]) and _is_wide(part[0]))
            unbroken += part if is_joined else f" {part}"
    return unbroken


def _is_wide(character: str) -> bool:
    return character > _NARROW_END and not character.isspace()


def _look(tag: Tag, printed: str, bold: str | None) -> Look:
    """How a line of a block stands out."""
    if not bold:
        length = 0 if bold == "" else len(printed)
    else:
        length = min(len(printed), len(_printed_text(bold.replace(LINK, "").replace(LINK_END, ""))))
    return Look(_HEADINGS.get(tag.name, 0), length, tag.is_centred)


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
