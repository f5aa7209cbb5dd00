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
from flows.normalise.checks.numbering import whole_number
from flows.normalise.fold import fold
from flows.normalise.records import Finding, Notice
from flows.normalise.rules_table import rule_pattern

_SUBSET = rule_pattern("checks", "kind", "subset")
_COUNTED = r"(?P<count>\d{1,4}|[一二三四五六七八九十百]{1,4})(?:余)? ?[个项条类]"
# 11个问题, 34个具体问题, 14类突出问题
_PROBLEMS = re.compile(_COUNTED + r"(?:方面)?(?:[^,。;、\d\n]{0,6})(?:问题|事项)")
# where a claim of each kind is printed: 36条整改措施, 制定整改措施25条, 已完成整改8个
_CLAIMS = {
    "problems": r"{count} ?[个项条类][^,。;、\n]{{0,8}}(?:问题|事项)",
    "measures": r"{count} ?[条项个][^,。;、\n]{{0,6}}(?:措施|举措)|(?:措施|举措){count} ?[条项个]",
    "completed": r"(?:完成|办结|销号)[^,。;、\d\n]{{0,8}}{count} ?[个项条]",
}


def find_count_mismatches(notice: Notice) -> Iterator[Finding]:
    """One finding a notice, about the first of its claims that what it prints does not bear out."""
    if not notice.items:
        return
    for variant, stated, printed in _claims(notice):
        if stated is None or stated in printed:
            continue
        printed_text = _general_text(notice)
        general = fold(printed_text)
        if _SUBSET.search(general):
            return
        if variant == "problems" and len(notice.items) in _named_counts(general):
            continue
        yield finding(
            "stated_count_mismatch",
            variant,
            evidence=_evidence(variant, stated, general, printed_text),
            stated=stated,
            printed=printed[0],
            expected=str(stated),
            observed=str(printed[0]),
        )
        return


def _claims(notice: Notice) -> Iterator[tuple[str, int | None, list[int]]]:
    """Kind of claim, the number claimed, and every count of what is printed that it may mean, the plainest first."""
    yield "problems", notice.head.stated_problem_count, _problem_counts(notice)
    yield "measures", notice.head.stated_measure_count, _measure_counts(notice)
    yield "completed", notice.head.stated_completed_count, _completed_counts(notice)


def _named_counts(general: str) -> set[int | None]:
    """Every number of problems that the text names: another denominator may be the one that is printed."""
    return {whole_number(match["count"]) for match in _PROBLEMS.finditer(general)}


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
    """The text outside all items."""
    parts: list[str] = []
    position = 0
    for item in sorted(notice.items, key=lambda item: item.span):
        parts.append(notice.text[position : max(position, item.span.start)])
        position = max(position, item.span.end)
    return "\n".join([*parts, notice.text[position:]])


def _evidence(variant: str, stated: int, general: str, printed_text: str) -> tuple[str, ...]:
    """The words of the claim."""
    claim = re.compile(_CLAIMS[variant].format(count=rf"(?<!\d){stated}(?!\d)"))
    match = claim.search(general) or re.search(rf"(?<!\d){stated}(?!\d)[^,。;\n]{{0,12}}", general)
    return (printed_text[match.start() : match.end()],) if match else ()
