"""Sections, items and measures while they are being found: by reference first, by position once all are known."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from operator import attrgetter

from flows.normalise.dates import resolve_date
from flows.normalise.items import Answer
from flows.normalise.marks import printed_number
from flows.normalise.measures import MeasurePlace
from flows.normalise.records import Item, Measure, Outline, Section, Span
from flows.normalise.statuses import NOT_STATED, Status, printed_status

_LOOKS_AHEAD = re.compile("前|以内|之内|期限|长期|持续")
_PAST = re.compile(r"(?<![拟划计])(?:实际|销号|办结)\w{0,4}[:：]\s*$")
_LONGEST_LABEL = 10
_DIGIT = re.compile("[0-9０-９]")
_NO_DAYS = None, None, False
_FOR_GOOD = re.compile("长期|持续|常态")


@dataclass(slots=True, eq=False)
class SectionDraft:
    """A heading. `end` is the end of its title."""

    start: int
    title: int
    end: int
    parent: SectionDraft | None
    group_status: Status | None = None

    def level(self) -> int:
        """1 at the top."""
        return 1 if self.parent is None else self.parent.level() + 1


@dataclass(slots=True, eq=False)
class ItemDraft:
    """A problem with its answer. `number` is the place of its mark, `problem` that of its own words."""

    start: int
    end: int
    section: SectionDraft | None
    number: tuple[int, int]
    heading_end: int
    problem: tuple[int, int]
    answer: Answer


@dataclass(slots=True, eq=False)
class MeasureDraft:
    """A measure of an item, or of the general part."""

    place: MeasurePlace
    item: ItemDraft | None
    section: SectionDraft | None


@dataclass(slots=True)
class Drafts:
    """All that was found, in any order."""

    sections: list[SectionDraft] = field(default_factory=list)
    items: list[ItemDraft] = field(default_factory=list)
    measures: list[MeasureDraft] = field(default_factory=list)


def finish(drafts: Drafts, text: str, published_on: date | None, common: Status | None) -> Outline:
    """The rows in text order, their references as positions; `common` is the status of items that say none."""
    sections = sorted(drafts.sections, key=lambda draft: (draft.start, draft.level()))
    items = sorted(drafts.items, key=attrgetter("start"))
    measures = sorted(drafts.measures, key=_start)
    section_at: dict[SectionDraft | None, int | None] = {draft: place for place, draft in enumerate(sections)}
    item_at: dict[ItemDraft | None, int | None] = {draft: place for place, draft in enumerate(items)}
    section_at[None] = item_at[None] = None
    counts = Counter([item.section for item in items])
    if any(_is_due(item, text) for item in items):
        _take_days_as_deadlines(items)
    return Outline(
        sections=tuple([_section(draft, text, section_at[draft.parent], counts[draft]) for draft in sections]),
        items=tuple([_item(draft, text, section_at[draft.section], common, published_on) for draft in items]),
        measures=tuple(
            [_measure(each.place, text, item_at[each.item], section_at[each.section]) for each in measures]
        ),
    )


def _start(measure: MeasureDraft) -> int:
    return measure.place.start


def _section(draft: SectionDraft, text: str, parent: int | None, item_count: int) -> Section:
    label = printed_label(text[draft.start : draft.title])
    return Section(
        Span(draft.start, draft.end), draft.level(), label, text[draft.title : draft.end], parent, item_count
    )


def printed_label(mark: str) -> str | None:
    """A section's mark as printed, its colon excluded; null where it has none."""
    return mark.strip().rstrip(":： ") or None


def _item(draft: ItemDraft, text: str, section: int | None, shared: Status | None, published_on: date | None) -> Item:
    answer = draft.answer
    code, status_text, long_term = _status(draft, text, shared)
    deadline, completed_on, for_good = _days(answer, text, published_on, code) if answer.fields else _NO_DAYS
    pieces = answer.pieces
    return Item(
        span=Span(draft.start, draft.end),
        section=section,
        number=printed_number(text[draft.number[0] : draft.number[1]]) or None,
        problem=text[draft.problem[0] : draft.problem[1]],
        problem_span=Span(*draft.problem),
        heading=text[draft.start : draft.heading_end],
        status=code,
        status_text=status_text,
        is_long_term=long_term or for_good,
        response="\n".join([text[start:end] for start, end in pieces]),
        response_span=Span(pieces[0][0], pieces[-1][1]) if pieces else None,
        responsible_org=_value(answer, text, "org"),
        responsible_role=_value(answer, text, "role"),
        deadline=deadline,
        completed_on=completed_on,
    )


def _names_day(answer: Answer) -> bool:
    """Whether a label of its own (完成时间), not only the status, names a day of completion and no deadline."""
    day = answer.fields.get("completed_on")
    return day is not None and "deadline" not in answer.fields and not (answer.status and answer.status.day == day)


def _is_due(draft: ItemDraft, text: str) -> bool:
    """Whether an unfinished problem has a day of completion: 完成时间:2025年6月."""
    status = draft.answer.status or _group_status(draft.section)
    if status is None or status.code == "completed" or not _names_day(draft.answer):
        return False
    return _DIGIT.search(_value(draft.answer, text, "completed_on") or "") is not None


def _take_days_as_deadlines(items: list[ItemDraft]) -> None:
    """完成时间 means one thing all through: the day of an unfinished problem makes all of them deadlines."""
    for item in items:
        if _names_day(item.answer):
            item.answer.fields["deadline"] = item.answer.fields.pop("completed_on")


def _status(draft: ItemDraft, text: str, shared: Status | None) -> tuple[str, str | None, bool]:
    """The item's own status, else that of its group, else that of all; unknown words are kept as printed."""
    answer = draft.answer
    if answer.status is None and answer.unknown_status is not None:
        return NOT_STATED, printed_status(text[slice(*answer.unknown_status)]), False
    status = answer.status or _group_status(draft.section) or shared
    if status is None:
        return NOT_STATED, None, False
    return status.code, printed_status(text[status.start : status.end]), status.is_long_term


def _group_status(section: SectionDraft | None) -> Status | None:
    while section is not None:
        if section.group_status is not None:
            return section.group_status
        section = section.parent
    return None


def _value(answer: Answer, text: str, role: str) -> str | None:
    place = answer.fields.get(role)
    return text[slice(*place)] if place else None


def _days(answer: Answer, text: str, published_on: date | None, code: str) -> tuple[date | None, date | None, bool]:
    """Deadline, day of completion, and whether the deadline says that the work goes on for good.

    完成时间 is a deadline where it looks ahead (2024年6月底前) and where the work is not completed.
    """
    due, done = _value(answer, text, "deadline"), _value(answer, text, "completed_on")
    unfinished = code != "completed" and not (code == NOT_STATED and _is_past(answer, text))
    if done is not None and due is None and (unfinished or _LOOKS_AHEAD.search(done)):
        due, done = done, None
    return (
        resolve_date(due, published_on) if due else None,
        resolve_date(done, published_on) if done else None,
        bool(due and _FOR_GOOD.search(due)),
    )


def _is_past(answer: Answer, text: str) -> bool:
    """Whether the label of the day says that it is past, so that no status is needed: 销号时间, 实际完成时间."""
    start, _ = answer.fields.get("completed_on", (0, 0))
    return _PAST.search(text, max(start - _LONGEST_LABEL, 0), start) is not None


def _measure(place: MeasurePlace, text: str, item: int | None, section: int | None) -> Measure:
    start, end, marker_end = place.start, place.end, place.marker_end
    marker = printed_marker(text[start:marker_end]) if marker_end > start else None
    return Measure(Span(start, end), item, section, marker, text[place.text_start : end])


@lru_cache(maxsize=256)
def printed_marker(mark: str) -> str | None:
    """A measure's marker as printed (一是, 1., (1)), the comma or colon behind it excluded; null where it has none."""
    return mark.strip().rstrip(":：,， ") or None
