"""One problem and its answer: what each labelled piece below the heading says.

The text below a heading is a row of blocks: labelled fields (责任领导:…), a status, words that say more about the
problem, and the answer itself. Labels that may introduce both (整改情况:) are settled by what follows them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from flows.normalise.layout import Layout
from flows.normalise.marks import label_roles
from flows.normalise.measures import Piece, enumeration
from flows.normalise.outline_evidence import problem_weight
from flows.normalise.statuses import (
    Status,
    first_phrase_end,
    may_begin_status,
    read_due_status,
    read_final_status,
    read_leading_status,
    read_status,
    read_status_behind,
)

_FIELDS = frozenset(
    {"org", "role", "deadline", "completed_on", "other_org", "other_role", "number", "note", "section"}
)
_ONE_LINE = _FIELDS | {"status"}
_ANSWERS = frozenset({"lead", "answer"})
_SHORT_STATUS = 20
# (责任领导:局长;完成时限:6月底) or (已完成) at the end of a heading or of an answer
_CLOSING_BRACKET = re.compile(r"[(\[]([^()\[\]\n]{2,120})[)\]][。;]?$")
_OPENING_BRACKET = re.compile(r"[(\[]([^()\[\]\n]{2,120})[)\]][。;:,]?")
_SENTENCE_MARK = re.compile("[。;]")
_OPENERS, _CLOSERS = frozenset("(["), frozenset(")]")
_CLOSED = frozenset({")。", ");", "]。", "];"})
_VALUE_ENDS = "。;,、: |/"
_SETS_APART = " -*★●■◆▲"
"""Before the status at the end of an answer: …3次。 已完成; …3次。——已完成"""


@dataclass(slots=True)
class Block:
    """A piece of the text below a heading, and what it is about."""

    role: str
    start: int
    end: int


@dataclass(slots=True)
class Answer:
    """What the text below a heading says. The heading's own words are [title_start, title_end)."""

    title_start: int
    title_end: int
    pieces: list[Piece] = field(default_factory=list)
    status: Status | None = None
    unknown_status: Piece | None = None
    fields: dict[str, Piece] = field(default_factory=dict)


@cache
def _field_label() -> re.Pattern[str]:
    names = sorted(
        (re.escape(name) for name, role in label_roles().items() if role in _ONE_LINE), key=len, reverse=True
    )
    return re.compile(rf"(?:^|(?<=[;,。、 |/\n]))({'|'.join(names)}) ?:")


def read_answer(layout: Layout, title: Piece, blocks: list[Block]) -> Answer:
    """Sort the blocks below a heading into status, fields and answer."""
    answer = Answer(*title)
    _read_heading_edges(layout.folded, answer)
    for block in blocks:
        if block.role == "status":
            _read_status_block(layout.folded, block, answer)
        elif block.role in _FIELDS:
            _read_field_block(layout.folded, block, answer)
    for block in blocks:
        if block.role in _ANSWERS and block.end > block.start:
            if read_status(layout.folded, block.start, block.end) is None:  # 完成(长期坚持) is one status
                _take_brackets(layout.folded, block, answer)
            _take_status(layout.folded, block, answer)
    answer.pieces = _answer_pieces(layout, [block for block in blocks if block.end > block.start])
    return answer


def read_blocks(layout: Layout, first: int, last: int, rest: Piece) -> list[Block]:
    """The blocks of segments first…last-1, after what stands behind the heading in its own line."""
    blocks = [Block("lead", *_trim(layout.folded, *rest))] if rest[1] > rest[0] else []
    for segment in layout.segments[first:last]:
        label = segment.label
        if label is not None:
            if label.note is not None:
                blocks += _note_blocks(layout.folded, label.note)
            blocks.append(Block(label.role, segment.body, segment.end))
        elif blocks and blocks[-1].role not in _ONE_LINE or (blocks and blocks[-1].end == blocks[-1].start):
            block = blocks[-1]
            block.start = segment.start if block.end == block.start else block.start
            block.end = segment.end
        else:
            blocks.append(Block("lead", segment.start, segment.end))
    return blocks


def _note_blocks(folded: str, note: Piece) -> list[Block]:
    """What the bracket of a label says: 整改情况(已完成):, 整改措施(责任单位:办公室):."""
    fields = [Block(*each) for each in bracket_fields(folded, *note)]
    return fields or ([Block("status", *note)] if read_status(folded, *note) else [])


def bracket_fields(folded: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """The labelled fields that one bracket holds: (role, start, end) of each value."""
    found = list(_field_label().finditer(folded[start:end]))
    ends = [*(match.start() for match in found[1:]), end - start][: len(found)]
    return [
        (label_roles()[match[1]], *_trim(folded, start + match.end(), start + last))
        for match, last in zip(found, ends, strict=True)
    ]


def _trim(folded: str, start: int, end: int) -> Piece:
    while start < end and folded[start] in "。;,:、 \n":
        start += 1
    while end > start and folded[end - 1] in " \n":
        end -= 1
    return start, end


def _read_field_block(folded: str, block: Block, answer: Answer) -> None:
    """A field, and the ones that are run into its value: 责任单位:办公室、责任领导:局长."""
    more = _field_label().search(folded, block.start, block.end) if ":" in folded[block.start : block.end] else None
    end = block.end if more is None else more.start()
    _keep_field(folded, block.role, block.start, end, answer)
    if more is not None:
        _read_fields(folded, end, block.end, answer)


def _keep_field(folded: str, role: str, start: int, end: int, answer: Answer) -> None:
    start, end = _trim(folded, start, end)
    while end > start and folded[end - 1] in _VALUE_ENDS:
        end -= 1
    if end > start:
        answer.fields.setdefault(role, (start, end))


def _keep_status(answer: Answer, status: Status) -> None:
    if answer.status is None:
        answer.status = status
        if status.day is not None:
            answer.fields.setdefault("completed_on", status.day)


def _read_bracket(folded: str, start: int, end: int, answer: Answer) -> bool:
    """Whether a bracket holds a status or fields, which are kept."""
    status = read_status(folded, start, end)
    if status is not None:
        _keep_status(answer, status)
        return True
    return _read_fields(folded, start, end, answer)


def _read_fields(folded: str, start: int, end: int, answer: Answer) -> bool:
    """Whether a piece holds labelled fields, which are kept."""
    fields = bracket_fields(folded, start, end)
    for role, first, last in fields:
        if role == "status":
            _read_status_block(folded, Block(role, first, last), answer)
        else:
            _keep_field(folded, role, first, last, answer)
    return bool(fields)


def _read_heading_edges(folded: str, answer: Answer) -> None:
    """Fields and statuses around a heading's own words: (已完成)关于…的问题, …的问题(责任单位:办公室), …——已完成."""
    start, end = answer.title_start, answer.title_end
    if folded[start : start + 1] in _OPENERS:
        opening = _OPENING_BRACKET.match(folded, start, end)
        if opening and opening.end() < end and _read_bracket(folded, *opening.span(1), answer):
            answer.title_start = opening.end()
    if folded[end - 1 : end] in _CLOSERS:
        match = _CLOSING_BRACKET.search(folded[start:end])
        if match and _read_bracket(folded, start + match.start(1), start + match.end(1), answer):
            answer.title_end = start + match.start()
        return
    behind = read_status_behind(folded, start, end)
    if behind is not None:
        _keep_status(answer, behind[0])
        answer.title_end = behind[1]


def _take_brackets(folded: str, block: Block, answer: Answer) -> None:
    """Fields and statuses in brackets around an answer are no part of it."""
    if folded[block.start] in _OPENERS:
        opening = _OPENING_BRACKET.match(folded, block.start, block.end)
        if opening and _read_bracket(folded, *opening.span(1), answer):
            block.start, block.end = _trim(folded, opening.end(), block.end)
    if folded[block.end - 1] in _CLOSERS or folded[block.end - 2 : block.end] in _CLOSED:
        tail = max(block.start, block.end - 130)
        closing = _CLOSING_BRACKET.search(folded[tail : block.end])
        if closing and _read_bracket(folded, tail + closing.start(1), tail + closing.end(1), answer):
            block.end = _trim(folded, block.start, tail + closing.start())[1]


def _read_status_block(folded: str, block: Block, answer: Answer) -> None:
    """A block behind 整改状态:; what is too long for a status is an answer after all."""
    start, end = _trim(folded, block.start, block.end)
    status = read_due_status(folded, start, end)
    if status is not None:
        _keep_status(answer, status)
        block.start = end if status.day and status.day[0] > status.end else status.end
        block.role = "lead" if block.start < end else block.role
    elif end == start:
        return
    elif end - start <= _SHORT_STATUS:
        answer.unknown_status = answer.unknown_status or (start, end)
    else:
        block.role = "answer"


def _take_status(folded: str, block: Block, answer: Answer) -> None:
    """整改情况:已完成。一是…: the first sentence of an answer may be or begin with its status, else the last may."""
    status = _first_status(folded, block)
    if status is not None:
        _keep_status(answer, status)
        block.start, block.end = _trim(folded, status.end, block.end)
        return
    status = read_final_status(folded, block.start, block.end)
    if status is not None:
        _keep_status(answer, status)
        line = folded.rfind("\n", block.start, status.start) + 1
        if folded[status.start] in _SETS_APART:
            block.start, block.end = _trim(folded, block.start, status.start)
        elif line > block.start and _SENTENCE_MARK.search(folded, line, status.start) is None:
            block.start, block.end = _trim(folded, block.start, line)


def _first_status(folded: str, block: Block) -> Status | None:
    if block.start >= block.end or not may_begin_status(folded[block.start]):
        return None
    stop = first_phrase_end(folded, block.start, block.end)
    status = read_status(folded, block.start, stop)
    if status is None and block.role == "answer":
        return read_leading_status(folded, block.start, stop)
    return status


def _answer_pieces(layout: Layout, blocks: list[Block]) -> list[Piece]:
    """The pieces that answer; where a label introduces the answer, what stands before it tells more of the problem."""
    roles = [block.role for block in blocks]
    first = roles.index("answer") if "answer" in roles else 0
    if "lead" not in roles[:first]:
        return [(block.start, block.end) for block in blocks if block.role in _ANSWERS]
    numbered = any(block.role == "answer" and enumeration(layout, (block.start, block.end)) for block in blocks)
    return [
        (block.start, block.end)
        for place, block in enumerate(blocks)
        if block.role == "answer"
        or (block.role == "lead" and (place > first or _lists_measures(layout, block, numbered)))
    ]


def _lists_measures(layout: Layout, block: Block, numbered: bool) -> bool:
    """Whether a block before the answer's label lists measures rather than details of the problem."""
    marks = enumeration(layout, (block.start, block.end))
    if numbered or not marks:
        return False
    ends = [*(mark.start for mark in marks[1:]), block.end]
    clauses = (
        layout.folded[mark.end : end].split("。")[0].rstrip(";, \n") for mark, end in zip(marks, ends, strict=True)
    )
    return sum(problem_weight(clause) > 0 for clause in clauses) * 2 < len(marks)
