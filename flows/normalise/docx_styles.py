"""How paragraphs and runs of Word files stand out: heading levels, bold text, faces for headings, centred lines.

Said of the paragraph or run itself, or of its style and the styles that it builds on (ISO/IEC 29500-1, 17.7).
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from flows.normalise.docx_xml import child, children, is_on, value
from flows.normalise.page_emphasis import FACES
from flows.normalise.records import PLAIN, Look

_HEADING_NAME = re.compile(r"(?:heading|标题) ?([1-9])$", re.I)
_MOST_STYLES = 20
_OUTLINE_LEVELS = "012345678"
_WHOLE = 1


class Styles:
    """The looks that a file's styles give; `Look.bold` is 1 where a style is bold."""

    def __init__(self, styles: Element | None) -> None:
        self._styles = {each.get("styleId", ""): each for each in children(styles, "style")}
        self._looks: dict[str, Look] = {"": PLAIN}

    def look(self, properties: Element | None) -> Look:
        """What a paragraph's `pPr` says, null where there is none, over what its style says."""
        style = self._look(value(child(properties, "pStyle")), _MOST_STYLES)
        return style if properties is None else _with(style, properties, None)

    def _look(self, name: str, left: int) -> Look:
        if name not in self._looks:
            self._looks[name] = PLAIN  # a style that builds on itself
            self._looks[name] = self._resolved(self._styles.get(name), left)
        return self._looks[name]

    def _resolved(self, style: Element | None, left: int) -> Look:
        if style is None or left == 0:
            return PLAIN
        look = _with(self._look(value(child(style, "basedOn")), left - 1), child(style, "pPr"), child(style, "rPr"))
        named = _HEADING_NAME.match(value(child(style, "name")))
        return look._replace(heading=int(named[1])) if named else look


def _with(look: Look, paragraph: Element | None, run: Element | None) -> Look:
    """A look with what paragraph and run properties say instead."""
    level, aligned, bold = child(paragraph, "outlineLvl"), child(paragraph, "jc"), is_bold(run)
    return Look(
        look.heading if level is None else _outline_level(value(level)),
        look.bold if bold is None else _WHOLE * bold,
        look.is_centred if aligned is None else value(aligned) == "center",
    )


def _outline_level(printed: str) -> int:
    """1 at the top; 0 for body text, which Word counts as level 9."""
    return int(printed) + 1 if printed and printed in _OUTLINE_LEVELS else 0


def is_bold(run: Element | None) -> bool | None:
    """Whether run properties (`rPr`) say bold or a face for headings; null where they say nothing."""
    bold, fonts = child(run, "b"), child(run, "rFonts")
    if fonts is not None and fonts.get("eastAsia", "").startswith(FACES):
        return True
    return None if bold is None else is_on(bold)
