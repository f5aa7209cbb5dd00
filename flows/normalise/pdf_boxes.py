"""Places on a PDF page, in points from its bottom left."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points; `bottom` is below `top`."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        """The height of its centre line."""
        return (self.bottom + self.top) / 2

    @property
    def centre(self) -> float:
        """The x of its centre."""
        return (self.left + self.right) / 2

    def holds(self, other: Box) -> bool:
        """Whether the centre of the other box lies inside this one."""
        return self.left <= other.centre <= self.right and self.bottom <= other.middle <= self.top

    def turned(self, quarters: int) -> Box:
        """The box once the page is turned clockwise by quarters, about the origin."""
        if quarters == 0:
            return self
        return Box(self.bottom, -self.right, self.top, -self.left).turned(quarters - 1)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and the box of its font at its place."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Everything read from one page.

    Attributes:
        glyphs: its characters.
        rules: horizontal and vertical lines as flat boxes.
        box: the page's own.
        shapes: how many of its objects were looked at for the rules.
    """

    glyphs: tuple[Glyph, ...]
    rules: tuple[Box, ...]
    box: Box
    shapes: int = 0
