"""What a notice claims about itself against what it prints: problems, measures, completed problems.

Problems are counted on several levels (4个方面18个问题34个具体问题), so every denominator of the text is tried before
a mismatch is reported (NOTICE_FORMS 8). A notice that says it publishes only some of its problems claims no total
of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from flows.normalise.checks.beginnings import opening_pattern
from flows.normalise.checks.findings import finding
from flows.normalise.checks.numbering import whole_number
from flows.normalise.fold import fold
from flows.normalise.records import Finding, Notice
from flows.normalise.rules_table import rule_rows


def _words(kind: str) -> list[str]:
    return [row["pattern"] for row in rule_rows("checks") if row["kind"] == kind]


_SUBSET, _SUBSET_OPENING = re.compile("|".join(_words("subset"))), opening_pattern(_words("subset"))
_LASTING_COUNTED = re.compile("|".join(_words("lasting_counted")))
_CHINESE = "一二两三四五六七八九十百"
# one set opens it: fast
_COUNTED = rf"(?P<count>[0-9{_CHINESE}](?:(?<=[0-9])[0-9]{{0,3}}|(?<=[{_CHINESE}])[{_CHINESE}]{{0,3}}))余? ?[个项条类]"
# 11个问题, 34个具体问题, 14类突出问题
_PROBLEMS = re.compile(_COUNTED + r"(?:方面)?(?:[^,。;、\d\n]{0,6})(?:问题|事项)")
# 4类6个具体问题, 8个具体问题(合并为4项): what may be printed one by one instead of the problems
_CLASSES = re.compile(
    rf"(?P<count>[0-9{_CHINESE}]{{1,3}})大?类(?=[0-9{_CHINESE}]{{1,3}}[个项条])"
    rf"|(?:合并|归并|整合|归纳)(?:为|成)(?P<merged>[0-9{_CHINESE}]{{1,3}})[个项条类]"
)
_SENTENCE_ENDS = "。\n"
# 已完成整改8个, 阶段性完成2个, 正在整改1个
_BY_STATUS = re.compile(
    "(?:"
    + "|".join(sorted({row["text"] for row in rule_rows("statuses")}, key=len, reverse=True))
    + r")(?:的|问题|整改|有){0,3}(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3}) ?[个项条]"
)
_ONES = re.compile(r"[0-9一二两三四五六七八九十] ?个")
# what a number by status ends with: cheap to find, so that the long list of statuses is tried in few sentences
_COUNTER = re.compile(r"[0-9一二两三四五六七八九十] ?[个项条]")
# 已整改到位12个(含立行立改3个), 其中长期坚持3个
_INCLUDED = re.compile(r"(?:\([^()。\n]{0,20}|其中[^,。;\n]{0,8}|含[^,。;\n]{0,8})\Z")
_LONGEST_INCLUSION = 21
_FEWEST_PARTS = 2
# where a claim of each kind is printed: 36条整改措施, 制定整改措施25条, 已完成整改8个
_CLAIMS = {
    "problems": r"{count} ?[个项条类][^,。;、\n]{{0,8}}(?:问题|事项)",
    "measures": r"{count} ?[条项个][^,。;、\n]{{0,6}}(?:措施|举措)|(?:措施|举措){count} ?[条项个]",
    "completed": r"(?:完成|办结|销号)[^,。;、\d\n]{{0,8}}{count} ?[个项条]",
}


class _General(NamedTuple):
    """The text outside all items, as printed and folded, a line feed at its end."""

    printed: str
    folded: str


def find_count_mismatches(notice: Notice) -> Iterator[Finding]:
    """One finding a notice, about the first of its claims that what it prints does not bear out."""
    if notice.items:
        general = _general_text(notice)
        found = next(_unborne_claims(notice, general), None) or next(_wrong_sums(notice, general), None)
        if found:
            yield found


def _unborne_claims(notice: Notice, general: _General) -> Iterator[Finding]:
    for variant, stated, printed in _claims(notice, general):
        if stated is None or stated in printed:
            continue
        if _publishes_some(general.folded):
            return
        if variant == "problems" and len(notice.items) in _named_counts(general):
            continue
        yield _report(variant, stated, printed[0], _evidence(variant, stated, general))


def _publishes_some(folded: str) -> bool:
    """Whether the text says that it publishes only some of its problems."""
    return any(_SUBSET.match(folded, opening.start()) for opening in _SUBSET_OPENING.finditer(folded))


def _wrong_sums(notice: Notice, general: _General) -> Iterator[Finding]:
    """Sentences whose numbers by status (已完成8个，阶段性完成2个) add up to none of the totals of the text."""
    folded = general.folded
    for sentence in _counting_sentences(folded):
        parts = _parts(folded, sentence)
        if len(parts) < _FEWEST_PARTS or not _PROBLEMS.search(folded, sentence.start, parts[0].end()):
            continue
        if _counted(folded, parts[0].start(), sentence.stop) > len(parts):
            continue  # a status that the table of statuses does not know
        numbers = [whole_number(part["count"]) or 0 for part in parts]
        named = _named_counts(general) | {len(notice.items), notice.head.stated_problem_count}
        if not {sum(numbers), sum(numbers[1:]), sum(numbers[:-1])} & named:
            quote = general.printed[parts[0].start() : parts[-1].end()]
            yield _report("sum", sum(numbers), notice.head.stated_problem_count or len(notice.items), (quote,))


def _parts(folded: str, sentence: slice) -> list[re.Match[str]]:
    """The numbers by status of a sentence, those left out that another one includes."""
    numbers = _BY_STATUS.finditer(folded, sentence.start, sentence.stop)
    return [number for number in numbers if not _is_included(folded, sentence.start, number.start())]


def _counted(folded: str, start: int, stop: int) -> int:
    """How many numbers of a counter a stretch of text holds, those left out that another one includes."""
    return sum(not _is_included(folded, start, one.start()) for one in _ONES.finditer(folded, start, stop))


def _is_included(folded: str, start: int, place: int) -> bool:
    return _INCLUDED.search(folded, max(start, place - _LONGEST_INCLUSION), place) is not None


def _counting_sentences(folded: str) -> Iterator[slice]:
    """The sentences that hold at least two numbers of a counter."""
    end = 0
    for first, second in pairwise(match.start() for match in _COUNTER.finditer(folded)):
        if first >= end:
            start = max(folded.rfind(sign, 0, first) for sign in _SENTENCE_ENDS) + 1
            end = min(place for sign in _SENTENCE_ENDS if (place := folded.find(sign, first)) >= 0)
            if second < end:
                yield slice(start, end)


def _report(variant: str, stated: int, printed: int, evidence: tuple[str, ...]) -> Finding:
    return finding(
        "stated_count_mismatch",
        variant,
        evidence=evidence,
        stated=stated,
        printed=printed,
        expected=str(stated),
        observed=str(printed),
    )


def _claims(notice: Notice, general: _General) -> Iterator[tuple[str, int | None, list[int]]]:
    """Kind of claim, the number claimed, and every count of what is printed that it may mean, the plainest first."""
    yield "problems", notice.head.stated_problem_count, _problem_counts(notice)
    yield "measures", notice.head.stated_measure_count, _measure_counts(notice)
    yield "completed", notice.head.stated_completed_count, _completed_counts(notice, general)


def _named_counts(general: _General) -> set[int | None]:
    """Every number of problems that the text names: another denominator may be the one that is printed."""
    named = [match["count"] for match in _PROBLEMS.finditer(general.folded)]
    named += [match["count"] or match["merged"] for match in _CLASSES.finditer(general.folded)]
    return {whole_number(count) for count in named}


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


def _completed_counts(notice: Notice, general: _General) -> list[int]:
    """How many items are completed; the claim itself where a status is missing, for then nothing can be compared.

    Those that last (已完成，长期坚持) may be left out of the claim only where the text counts them apart.
    """
    statuses = Counter(item.status for item in notice.items)
    if statuses["not_stated"]:
        return [notice.head.stated_completed_count or 0]
    completed = statuses["completed"]
    counts = [completed, completed + statuses["partially_completed"]]
    if _LASTING_COUNTED.search(general.folded):
        counts.append(completed - sum(item.status == "completed" and item.is_long_term for item in notice.items))
    return counts


def _general_text(notice: Notice) -> _General:
    """The text outside all items; items stand in the order of the text."""
    gaps: list[slice] = []
    position = 0
    for item in notice.items:
        if item.span.start > position:
            gaps.append(slice(position, item.span.start))
        position = max(position, item.span.end)
    gaps.append(slice(position, None))
    folded = fold(notice.text)
    return _General(
        "\n".join([*(notice.text[gap] for gap in gaps), ""]), "\n".join([*(folded[gap] for gap in gaps), ""])
    )


def _evidence(variant: str, stated: int, general: _General) -> tuple[str, ...]:
    """The words of the claim."""
    claim = re.compile(_CLAIMS[variant].format(count=rf"(?<!\d){stated}(?!\d)"))
    words = re.compile(rf"(?<!\d){stated}(?!\d)[^,。;\n]{{0,12}}")
    match = claim.search(general.folded) or words.search(general.folded)
    return (general.printed[match.start() : match.end()],) if match else ()
