"""Headings that only their looks tell: bold, centred or a heading element, with neither number nor label.

Lines that stand out alike are one family, as lines with marks of one kind are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flows.normalise.layout import Layout, Segment
from flows.normalise.outline_evidence import cue, problem_weight, trimmed
from flows.normalise.records import Line

_SHORTEST, _LONGEST = 4, 120
_FEWEST = 2
_PART_CUES = cue("general"), cue("problem_part"), cue("closing_part")
_NOT_HEADING, _SIGNATURE = cue("not_heading"), cue("signature")


class StyledHeading(NamedTuple):
    """The family of a heading and where its words end."""

    kind: str
    end: int


def styled_headings(layout: Layout, segments: Iterable[int], looks: Mapping[int, Line]) -> dict[int, StyledHeading]:
    """The segments that stand out as headings; none where only one does."""
    found: dict[int, StyledHeading] = {}
    for index in segments:
        segment = layout.segments[index]
        if segment.mark is None and segment.cell is None and segment.start in looks:
            heading = _heading(layout.folded, segment, looks[segment.start])
            if heading is not None and (segment.label is None or _names_part(layout.folded, segment)):
                found[index] = heading
    families: dict[str, list[int]] = {}
    for index, heading in found.items():
        families.setdefault(heading.kind, []).append(index)
    if all(len(family) < _FEWEST for family in families.values()):
        return {}
    for family in families.values():
        found.update(_parts_apart(layout, {index: found[index] for index in family}))
    return found


def _names_part(folded: str, segment: Segment) -> bool:
    """Whether a line is a label that the notice prints alone on one line only: 整改落实情况 above all problems."""
    line = folded[segment.start : segment.end]
    return segment.body >= segment.end and line[-1] not in ":]" and ("\n" + folded + "\n").count(f"\n{line}\n") == 1


def _heading(folded: str, segment: Segment, line: Line) -> StyledHeading | None:
    look = line.look
    is_whole = bool(look.heading) or line.is_bold
    stop = segment.end if is_whole or not look.bold else min(segment.end, segment.start + look.bold)
    if not (is_whole or look.bold or look.is_centred):
        return None
    end = trimmed(folded, segment.start, stop)
    words = folded[segment.start : end]
    if not _SHORTEST <= len(words) <= _LONGEST or folded[stop - 1] == ":" or folded[stop : stop + 1] == ":":
        return None
    if _NOT_HEADING.search(words) or _SIGNATURE.search(words):
        return None
    return StyledHeading(f"look {look.heading} {int(look.bold > 0)} {int(look.is_centred)} {int(is_whole)}", end)


def _parts_apart(layout: Layout, family: dict[int, StyledHeading]) -> dict[int, StyledHeading]:
    """A family with the parts of the notice as one of their own, where its other headings state problems."""
    parts = {}
    problems = 0
    for index, heading in family.items():
        words = layout.folded[layout.segments[index].start : heading.end]
        if problem_weight(words) > 0:
            problems += 1
        elif any(part.search(words) for part in _PART_CUES):
            parts[index] = heading._replace(kind=f"{heading.kind} part")
    return parts if problems >= _FEWEST and problems + len(parts) == len(family) else {}
