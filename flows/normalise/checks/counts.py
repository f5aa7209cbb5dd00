"""What a notice claims about itself against what it prints: problems, measures, completed problems.

Problems are counted on several levels (4个方面18个问题34个具体问题), so every denominator of the text is tried before
a mismatch is reported (NOTICE_FORMS 8). A notice that says it publishes only some of its problems claims no total
of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from flows.normalise.checks.findings import finding
from flows.normalise.checks.numbering import chinese_number
from flows.normalise.fold import fold
from flows.normalise.records import Finding, Notice
from flows.normalise.rules_table import rule_pattern

_SUBSET = rule_pattern("checks", "kind", "subset")
_COUNTED = r"(?P<count>\d{1,4}|[一二三四五六七八九十百]{1,4})(?:余)? ?[个项条类]"
# 11个问题, 34个具体问题, 14类突出问题
_PROBLEMS = re.compile(_COUNTED + r"(?:方面)?(?:[^,。;、\d\n]{0,6})(?:问题|事项)")
_MEASURES = re.compile(
    r"(?:整改)?(?:措施|举措)"
    + _COUNTED
    + "|"
    + _COUNTED.replace("count", "count_2")
    + r"[^,。;、\d\n]{0,6}(?:措施|举措)"
)


def find_count_mismatches(notice: Notice) -> Iterator[Finding]:
    """One finding a notice, about the first of its claims that what it prints does not bear out."""
    if not notice.items:
        return
    general = fold(_general_text(notice))
    if _SUBSET.search(general):
        return
    for variant, stated, printed in _claims(notice, general):
        if stated is not None and stated not in printed:
            yield finding(
                "stated_count_mismatch",
                variant,
                evidence=_evidence(notice, general, stated),
                stated=stated,
                printed=printed[0],
                expected=str(stated),
                observed=str(printed[0]),
            )
            return


def _claims(notice: Notice, general: str) -> Iterator[tuple[str, int | None, list[int]]]:
    """Kind of claim, the number claimed, and every count of what is printed that it may mean, the plainest first."""
    head = notice.head
    problems = _problem_counts(notice)
    named = {number for match in _PROBLEMS.finditer(general) if (number := chinese_number(match["count"]))}
    yield "problems", None if named & set(problems[:1]) else head.stated_problem_count, problems
    yield "measures", head.stated_measure_count, _measure_counts(notice)
    yield "completed", head.stated_completed_count, _completed_counts(notice)


def _problem_counts(notice: Notice) -> list[int]:
    """Items, and the headings that hold them, level by level."""
    levels = Counter(notice.sections[item.section].level for item in notice.items if item.section is not None)
    headings = [
        len(
            {
                item.section
                for item in notice.items
                if item.section is not None and notice.sections[item.section].level == level
            }
        )
        for level in levels
    ]
    return [len(notice.items), *headings]


def _measure_counts(notice: Notice) -> list[int]:
    of_items = [measure for measure in notice.measures if measure.item is not None]
    return [
        len(of_items),
        sum(measure.marker is not None for measure in of_items),
        len(notice.measures),
        sum(measure.marker is not None for measure in notice.measures),
    ]


def _completed_counts(notice: Notice) -> list[int]:
    """How many items are completed; the claim itself where a status is missing, for then nothing can be compared."""
    statuses = Counter(item.status for item in notice.items)
    if statuses["not_stated"]:
        return [notice.head.stated_completed_count or 0]
    completed = statuses["completed"]
    lasting = sum(item.status == "completed" and item.is_long_term for item in notice.items)
    return [completed, completed + statuses["partially_completed"], completed - lasting]


def _general_text(notice: Notice) -> str:
    """The text outside all items, blanked to keep offsets."""
    parts: list[str] = []
    position = 0
    for item in sorted(notice.items, key=lambda item: item.span):
        start, end = max(position, item.span.start), max(position, item.span.end)
        parts += [notice.text[position:start], "\n" * (end - start)]
        position = end
    return "".join([*parts, notice.text[position:]])


def _evidence(notice: Notice, general: str, stated: int) -> tuple[str, ...]:
    """The words of the claim."""
    for pattern in (_PROBLEMS, _MEASURES):
        for match in pattern.finditer(general):
            number = match.groupdict().get("count") or match.groupdict().get("count_2") or ""
            if chinese_number(number) == stated:
                return (notice.text[match.start() : match.end()],)
    at = re.search(rf"(?<!\d){stated}(?!\d)[^,。;\n]{{0,12}}", general)
    return (notice.text[at.start() : at.end()],) if at else ()
