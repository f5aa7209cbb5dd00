"""Items called completed whose answer says that the result is still to come: 正在办理, 尚未签订, 将于2025年一季度.

A strong cue is enough. Weak cues (加快推进, 尽快, 下一步) are the genre's habit as often as not: two of different
kinds are asked for, none of them answered by 已… later in its sentence. What stands inside “…” or 《…》 counts for
nothing. The cues are the rows of `rules/contradictions.csv`; its skips say where a cue means something else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from flows.normalise.checks.beginnings import opening_pattern
from flows.normalise.checks.findings import MARK, finding
from flows.normalise.fold import fold
from flows.normalise.records import DateMention, Finding, Item, Notice, Span
from flows.normalise.rules_table import rule_rows

_QUOTED = re.compile(r"“[^“”\n]{1,80}”|《[^《》\n]{1,120}》|「[^「」\n]{1,80}」")
_CLAUSE_ENDS = ",。;\n"
_CLAUSE_END = re.compile(f"[{_CLAUSE_ENDS}]")
_DONE_LATER = re.compile(r"[^。;\n]{0,120}?已")
_BY_A_DATE = re.compile(r"(?:将|拟|力争|预计|计划|争取|确保|于)[^,。;\n]{0,8}\Z")
_WEAK_KINDS_NEEDED = 2
_MOST_QUOTES = 5


def _patterns(kind: str) -> str:
    return "|".join(f"(?:{row['pattern']})" for row in rule_rows("contradictions") if row["kind"] == kind)


def _weak_groups() -> str:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for row in rule_rows("contradictions"):
        if row["kind"] == "weak":
            groups[row["group"]].append(row["pattern"])
    return "|".join(f"(?P<{group}>{'|'.join(patterns)})" for group, patterns in groups.items())


_OPENING = opening_pattern([row["pattern"] for row in rule_rows("contradictions")])
_UNSKIPPED = f"(?P<strong>{_patterns('strong')})|{_weak_groups()}"
_CUE = re.compile(f"(?P<skip>{_patterns('skip')})|{_UNSKIPPED}")
# most answers hold nothing that looks like a cue, and need no look at what is quoted or skipped
_CUE_OPENING = opening_pattern([row["pattern"] for row in rule_rows("contradictions") if row["kind"] != "skip"])
_LOOKS_LIKE_CUE = re.compile(_UNSKIPPED)


def find_status_contradictions(notice: Notice) -> Iterator[Finding]:
    """Completed items whose answer speaks of work under way or to come; one finding an item."""
    today = _latest_day(notice)
    folded = fold(notice.text)
    dates: defaultdict[int | None, list[DateMention]] = defaultdict(list)
    for mention in notice.dates:
        dates[mention.item].append(mention)
    for index, item in enumerate(notice.items):
        if item.status != "completed" or item.response_span is None:
            continue
        places = _cues(item.response_span, folded) or _days_to_come(dates[index], item, notice.text, today)
        if places:
            quotes = tuple(_clause(notice.text, folded, place, item.response_span) for place in places[:_MOST_QUOTES])
            yield finding(
                "status_contradiction",
                evidence=tuple(dict.fromkeys(quotes)),
                table="items",
                index=index,
                status=item.status_text or item.status,
                quote=quotes[0],
                observed=item.status_text or item.status,
            )


def _cues(span: Span, folded: str) -> list[int]:
    """Places of the cues that contradict `completed`; empty where none or only one kind of weak cue is found."""
    openings = _CUE_OPENING.finditer(folded, span.start, span.end)
    if not any(_LOOKS_LIKE_CUE.match(folded, opening.start(), span.end) for opening in openings):
        return []
    line = folded.rfind("\n", 0, span.start) + 1
    answer = _QUOTED.sub(lambda quoted: "■" * len(quoted.group()), folded[line : span.end])
    return [line + place for place in _cues_of(answer, span.start - line)]


def _cues_of(answer: str, start: int) -> list[int]:
    strong: list[int] = []
    weak: dict[str, int] = {}
    position = start
    for opening in _OPENING.finditer(answer, start):
        match = _CUE.match(answer, opening.start()) if opening.start() >= position else None
        if match is None:
            continue
        position, kind = match.end(), match.lastgroup or "skip"
        if kind == "strong":
            strong.append(match.start())
        elif kind != "skip" and not _DONE_LATER.match(answer, match.end()):
            weak.setdefault(kind, match.start())
    if strong:
        return strong
    return sorted(weak.values()) if len(weak) >= _WEAK_KINDS_NEEDED else []


def _days_to_come(mentions: list[DateMention], item: Item, text: str, today: date | None) -> list[int]:
    """Days after the publication that the answer sets as a term: 2025年3月底前."""
    span = item.response_span
    if today is None or span is None:
        return []
    return [
        mention.span.start
        for mention in mentions
        if span.holds(mention.span)
        and mention.precision not in ("year", "range")
        and mention.date_start > today
        and (
            text.startswith("前", mention.span.end)
            or _BY_A_DATE.search(fold(text[max(span.start, mention.span.start - 12) : mention.span.start]))
        )
    ]


def _latest_day(notice: Notice) -> date | None:
    published = notice.head.published_at.date() if notice.head.published_at else None
    days = [day for day in (published, notice.head.issued_on) if day]
    return max(days, default=None)


def _clause(text: str, folded: str, place: int, within: Span) -> str:
    """The clause that holds a place."""
    start = max(within.start, *(folded.rfind(sign, within.start, place) + 1 for sign in _CLAUSE_ENDS))
    end = _CLAUSE_END.search(folded, place, within.end)
    return MARK.sub("", text[start : end.start() if end else within.end].strip())
