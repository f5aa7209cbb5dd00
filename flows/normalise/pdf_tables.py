"""Ruled lines to table grids: which rectangles a page's rules enclose, and which cells they merge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flows.normalise.page_blocks import Table, TableCell
from flows.normalise.pdf_boxes import Box, Glyph
from flows.normalise.pdf_lines import cell_paragraphs, text_lines

_TOUCH = 3.0
_MOST_RULES, _MOST_FIELDS = 600, 5_000
_LEAST_CELLS = 2


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: `columns` the x of its vertical rules, `rows` the y of its horizontal ones from the top down."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    across: tuple[Box, ...]
    down: tuple[Box, ...]

    @property
    def box(self) -> Box:
        """The table's outline."""
        return Box(self.columns[0], self.rows[-1], self.columns[-1], self.rows[0])

    def has_rule_below(self, row: int, column: int) -> bool:
        """Whether a horizontal rule closes the grid field at its bottom."""
        y, x = self.rows[row + 1], (self.columns[column] + self.columns[column + 1]) / 2
        return any(abs(rule.middle - y) <= _TOUCH and rule.left <= x <= rule.right for rule in self.across)

    def has_rule_right(self, row: int, column: int) -> bool:
        """Whether a vertical rule closes the grid field at its right."""
        x, y = self.columns[column + 1], (self.rows[row] + self.rows[row + 1]) / 2
        return any(abs(rule.centre - x) <= _TOUCH and rule.bottom <= y <= rule.top for rule in self.down)


def find_grids(rules: Sequence[Box]) -> list[Grid]:
    """The tables that the rules of a page draw, from the top down; a frame around one field is none."""
    across = _merged([rule for rule in rules if rule.right - rule.left > rule.top - rule.bottom], is_across=True)
    down = _merged([rule for rule in rules if rule.right - rule.left <= rule.top - rule.bottom], is_across=False)
    if len(across) + len(down) > _MOST_RULES:
        return []
    grids = []
    for lines, posts in _connected(across, down):
        columns = _levels(
            [*(post.centre for post in posts), *_open_sides([(line.left, line.right) for line in lines])]
        )
        rows = _levels([*(line.middle for line in lines), *_open_sides([(post.bottom, post.top) for post in posts])])
        if len(columns) > _LEAST_CELLS and len(rows) >= _LEAST_CELLS and len(columns) * len(rows) < _MOST_FIELDS:
            grids.append(Grid(columns, tuple(reversed(rows)), tuple(lines), tuple(posts)))
    return sorted(grids, key=lambda grid: -grid.rows[0])


def fill_grid(grid: Grid, glyphs: Sequence[Glyph]) -> Table:
    """The table of a grid with its text."""
    fields = _fields(grid, glyphs)
    height, width = len(grid.rows) - 1, len(grid.columns) - 1
    taken: set[tuple[int, int]] = set()
    table = Table()
    for row in range(height):
        cells = []
        for column in range(width):
            if (row, column) in taken:
                continue
            right, bottom = _extent(grid, row, column)
            covered = [(r, c) for r in range(row, bottom) for c in range(column, right)]
            taken.update(covered)
            inside = [glyph for place in covered for glyph in fields.get(place, ())]
            breadth = grid.columns[right] - grid.columns[column]
            cells.append(TableCell([*cell_paragraphs(text_lines(inside), breadth)], right - column, bottom - row))
        table.rows.append(cells)
    return table


def _open_sides(ends: Sequence[tuple[float, float]]) -> Iterator[float]:
    """Where most rules end: the sides of a table that has no rule there, as at a page break."""
    if not ends:
        return
    first, last = min(begin for begin, _ in ends), max(end for _, end in ends)
    if sum(1 for begin, _ in ends if begin - first < _TOUCH) * 2 > len(ends):
        yield first
    if sum(1 for _, end in ends if last - end < _TOUCH) * 2 > len(ends):
        yield last


def _extent(grid: Grid, row: int, column: int) -> tuple[int, int]:
    """Column and row behind the cell that begins at a field: it grows to the next rules."""
    right, bottom = column, row
    while right < len(grid.columns) - 2 and not grid.has_rule_right(row, right):
        right += 1
    while bottom < len(grid.rows) - 2 and not grid.has_rule_below(bottom, column):
        bottom += 1
    return right + 1, bottom + 1


def _fields(grid: Grid, glyphs: Iterable[Glyph]) -> dict[tuple[int, int], list[Glyph]]:
    """The glyphs by the grid field that their centre lies in."""
    fields: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        column = sum(1 for x in grid.columns[1:-1] if glyph.box.centre > x)
        row = sum(1 for y in grid.rows[1:-1] if glyph.box.middle < y)
        fields.setdefault((row, column), []).append(glyph)
    return fields


def _merged(rules: Sequence[Box], *, is_across: bool) -> list[Box]:
    """The rules with those that continue or double each other as one."""

    def place(rule: Box) -> float:
        return rule.middle if is_across else rule.centre

    def begin(rule: Box) -> float:
        return rule.left if is_across else rule.bottom

    levels = _levels(map(place, rules))
    if len(levels) > _MOST_RULES:
        return list(rules)
    by_level: dict[float, list[Box]] = {}
    for rule in rules:
        by_level.setdefault(min(levels, key=lambda level: abs(level - place(rule))), []).append(rule)
    merged: list[Box] = []
    for level in levels:
        open_rule: Box | None = None
        for rule in sorted(by_level[level], key=begin):
            if open_rule is not None and begin(rule) <= (open_rule.right if is_across else open_rule.top) + _TOUCH:
                merged.pop()
                rule = Box(
                    min(rule.left, open_rule.left),
                    min(rule.bottom, open_rule.bottom),
                    max(rule.right, open_rule.right),
                    max(rule.top, open_rule.top),
                )
            merged.append(rule)
            open_rule = rule
    return merged


def _levels(places: Iterable[float]) -> tuple[float, ...]:
    """Distinct places, those within touch of each other as one, ascending."""
    levels: list[float] = []
    for place in sorted(places):
        if not levels or place - levels[-1] > _TOUCH:
            levels.append(place)
    return tuple(levels)


def _connected(across: Sequence[Box], down: Sequence[Box]) -> list[tuple[list[Box], list[Box]]]:
    """Horizontal and vertical rules by the table that they belong to: those that touch."""
    open_lines, open_posts, groups = set(range(len(across))), set(range(len(down))), []
    while open_lines:
        first = open_lines.pop()
        lines, posts, waiting = [first], list[int](), [(True, first)]
        while waiting:
            is_line, index = waiting.pop()
            others = open_posts if is_line else open_lines
            found = {
                o for o in others if (_touch(across[index], down[o]) if is_line else _touch(across[o], down[index]))
            }
            others -= found
            (posts if is_line else lines).extend(found)
            waiting.extend((not is_line, each) for each in found)
        groups.append(([across[index] for index in lines], [down[index] for index in posts]))
    return groups


def _touch(line: Box, post: Box) -> bool:
    reaches_across = line.left - _TOUCH <= post.centre <= line.right + _TOUCH
    return reaches_across and post.bottom - _TOUCH <= line.middle <= post.top + _TOUCH
