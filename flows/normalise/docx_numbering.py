"""Automatic numbering of Word documents, rendered as Word prints it.

A paragraph names a list (`numId`) and a level, itself or through its style; the list says how each level counts and
looks (ISO/IEC 29500-1, 17.9). Lists that share one definition count on from each other unless one restarts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from flows.normalise.docx_counters import counter
from flows.normalise.docx_xml import child, children, value

_SLOT = re.compile(r"%([1-9])")
_LEVELS = 9
_MOST_STYLES, _LONGEST_LABEL = 20, 40
_TIGHT = "、)）.．】]：:》，。"


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    is_joined: bool = False
    is_decimal: bool = False


@dataclass(slots=True)
class _List:
    """One list: its definition's id, its levels, and the levels at which it restarts."""

    definition: str
    levels: dict[int, _Level]
    restarts: dict[int, int] = field(default_factory=dict)
    is_started: bool = False


class Numbering:
    """Gives each paragraph, asked in the order of the text, the number that Word prints before it."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._styles = dict(_style_parts(styles))
        self._style_levels: dict[str, int] = {}
        self._lists = dict(self._read_lists(numbering)) if numbering is not None else {}
        self._counts: dict[str, list[int | None]] = {}

    def label(self, properties: Element | None) -> str:
        """The printed number of a paragraph with a blank behind it where one shows, "" where it has none.

        Args:
            properties: the `pPr` element, null where there is none.
        """
        place = self._place(properties)
        if place is None:
            return ""
        numbered, depth = self._lists.get(place[0]), place[1]
        if numbered is None or depth not in numbered.levels:
            return ""
        counts = self._count(numbered, depth)
        level = numbered.levels[depth]
        if level.number_format in ("bullet", "none") and not _SLOT.search(level.text):
            return "" if level.number_format == "bullet" else level.text
        label = _SLOT.sub(lambda slot: self._number(numbered, level, counts, int(slot[1]) - 1), level.text)
        return label if not label or level.is_joined or label[-1] in _TIGHT else f"{label} "

    def _number(self, numbered: _List, level: _Level, counts: list[int | None], depth: int) -> str:
        other = numbered.levels.get(depth, level)
        number = counts[depth] if counts[depth] is not None else other.start
        return counter(number or 0, "decimal" if level.is_decimal else other.number_format)

    def _count(self, numbered: _List, depth: int) -> list[int | None]:
        """The counters of the list's definition once this paragraph is counted."""
        counts = self._counts.setdefault(numbered.definition, [None] * _LEVELS)
        if not numbered.is_started:
            numbered.is_started = True
            for restarted, start in numbered.restarts.items():
                counts[restarted] = start - 1
        before = counts[depth]
        counts[depth] = numbered.levels[depth].start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        return counts

    def _place(self, properties: Element | None) -> tuple[str, int] | None:
        """List and level of a paragraph: its own, or those of its style and the styles that it builds on."""
        own = child(properties, "numPr")
        if own is not None and child(own, "numId") is not None:
            return _list_and_level(own, 0)
        style = value(child(properties, "pStyle"))
        for _ in range(_MOST_STYLES):
            if style not in self._styles:
                return None
            inherited, parent = self._styles[style]
            if inherited is not None and child(inherited, "numId") is not None:
                return _list_and_level(inherited, self._style_levels.get(style, 0))
            style = parent
        return None

    def _read_lists(self, numbering: Element) -> Iterator[tuple[str, _List]]:
        definitions = {_attribute(each, "abstractNumId"): each for each in children(numbering, "abstractNum")}
        levels = {name: self._levels(each) for name, each in definitions.items()}
        links = {value(child(each, "styleLink")): name for name, each in definitions.items()}
        for each in children(numbering, "num"):
            name = value(child(each, "abstractNumId"))
            linked = value(child(definitions.get(name), "numStyleLink"))
            name = links.get(linked, name) if linked else name
            numbered = _List(name, dict(levels.get(name, {})))
            for override in children(each, "lvlOverride"):
                self._override(numbered, override)
            yield _attribute(each, "numId"), numbered

    def _override(self, numbered: _List, override: Element) -> None:
        depth = _integer(_attribute(override, "ilvl"), 0)
        level, start = child(override, "lvl"), child(override, "startOverride")
        if not 0 <= depth < _LEVELS:
            return
        if level is not None:
            numbered.levels[depth] = _level(level)
        if start is not None:
            numbered.restarts[depth] = _integer(value(start), 1)

    def _levels(self, definition: Element) -> dict[int, _Level]:
        found = {}
        for each in children(definition, "lvl"):
            depth = _integer(_attribute(each, "ilvl"), 0)
            if 0 <= depth < _LEVELS:
                found[depth] = _level(each)
                style = value(child(each, "pStyle"))
                if style:
                    self._style_levels[style] = depth
        return found


def _level(element: Element) -> _Level:
    return _Level(
        start=_integer(value(child(element, "start")), 1),
        number_format=value(child(element, "numFmt")) or "decimal",
        text=value(child(element, "lvlText"))[:_LONGEST_LABEL],
        is_joined=value(child(element, "suff")) == "nothing",
        is_decimal=child(element, "isLgl") is not None,
    )


def _list_and_level(properties: Element, depth: int) -> tuple[str, int]:
    return value(child(properties, "numId")), _integer(value(child(properties, "ilvl")), depth)


def _style_parts(styles: Element | None) -> Iterator[tuple[str, tuple[Element | None, str]]]:
    """For each paragraph style its numbering and the style that it builds on."""
    for style in children(styles, "style"):
        yield (
            _attribute(style, "styleId"),
            (child(child(style, "pPr"), "numPr"), value(child(style, "basedOn"))),
        )


def _attribute(element: Element, name: str) -> str:
    return element.get(name, "")


def _integer(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise
