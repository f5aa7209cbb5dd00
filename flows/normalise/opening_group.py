"""The inspecting group of the opening sentence, and the rank of the committee behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.normalise.records import Span
from flows.normalise.regions import is_county_level_city, is_direct_municipality
from flows.normalise.rules_table import rule_rows

_NUMERAL = r"[一二三四五六七八九十百\d]{1,4}"
_GROUP_END = re.compile(rf"巡[察视查](?:工作)?(?:第?{_NUMERAL})?组")
"""The end of `市委第三巡察组`, `县委巡察四组`, `营商环境专项巡察组`; its committee stands before it."""

_BOUNDARY = re.compile(
    r"[,。;:\n()]|[日旬]|\d月底?|[由对向在于从]|接受|期间|以来|根据|按照|安排|部署|要求|决定"
    r"|(?:组建|派出|抽调|组成|成立)了?(?:\d{1,2}|[一二两三四五六七八九十]{1,2})个"
    r"|派出(?=[^,。;:\n]{0,10}(?:[省市县区州盟旗地]委|党委|党组|党工委))"
)
_LONGEST_GROUP = 40
_JOINT = re.compile("[、和与及]|以及")
_LOST_ORDINAL = re.compile(r"第(?=巡?[察视查]组)")
"""`县委第巡察组`: the number is gone, and the title may print it."""

_ORDINAL = re.compile(rf"第{_NUMERAL}|巡[察视查]第?{_NUMERAL}组")
_COMMITTEE = re.compile(r"党中央|中央|[省市县区州盟旗地]委(?!员会?主)|党工委|工委|党委|党组|党总支|管委会")
"""`市委`, `自治区党委`, `集团党委`; the last one before the group is its own."""

_GOVERNING = re.compile(r"[一-龥]{0,6}(?:[省市县区州盟旗]委|自治区党委)|党中央|中央")
"""Committees of places, for groups that name none: `根据县委部署，第二巡察组…`."""

_CITY = re.compile(r"([一-龥]{2,5}市)委$")


@dataclass(frozen=True, slots=True)
class Group:
    """A group as printed and where it stands in the folded text."""

    name: str
    span: Span

    @property
    def is_distinct(self) -> bool:
        """Whether the name tells it from other groups of the same committee: an ordinal or a theme."""
        if _LOST_ORDINAL.search(self.name):
            return False
        committee = _COMMITTEE.search(self.name)
        return bool(_ORDINAL.search(self.name)) or (committee is not None and len(self.name) - committee.end() > 3)


def find_groups(text: str) -> list[Group]:
    """Every inspecting group named in a folded text, in order."""
    found = []
    for match in _GROUP_END.finditer(text):
        start = max(match.start() - _LONGEST_GROUP, 0)
        for boundary in _BOUNDARY.finditer(text, start, match.start()):
            start = boundary.end()
        name = text[start : match.end()].lstrip("“”‘’、和与及了 ")
        found.append(Group(name, Span(match.end() - len(name), match.end())))
    return found


def choose_group(opening: str, title: str) -> str | None:
    """The group that inspected: the first distinct one of the opening, the title's, else the first named at all.

    Groups of one committee that inspected together stay together: `县委第一巡察组、第四巡察组`.
    """
    for text in (opening, title):
        groups = find_groups(text)
        for index, group in enumerate(groups):
            if group.is_distinct:
                return text[group.span.start : _end_of_joint(text, groups[index:])]
    return next((group.name for text in (opening, title) for group in find_groups(text)), None)


def _end_of_joint(text: str, groups: Sequence[Group]) -> int:
    """Where the last of the groups ends that stand right behind the first and belong to its committee."""
    end, own = groups[0].span.end, committee_of(groups[0].name)
    for group in groups[1:]:
        joint = _JOINT.match(text, end)
        if not joint or group.span.start > joint.end():
            break
        if committee_of(text[joint.end() : group.span.end]) not in (own, None):
            break
        end = group.span.end
    return end


def committee_of(group: str) -> str | None:
    """The last committee named in a group's name, with the words before it: `市委`, `鄂城区委`, `集团公司党委`."""
    found = list(_COMMITTEE.finditer(group))
    return group[: found[-1].end()] if found else None


def governing_committee(text: str) -> str | None:
    """The last committee of a place that a title or sentence names, for a group without its committee."""
    found = _GOVERNING.findall(text)
    return found[-1] if found else None


def tier_of(committee: str, home: Sequence[str]) -> str:
    """The rank of a committee.

    Args:
        committee: its name, ending with the committee's word.
        home: names of cities that the inspected body stands in, for a bare 市委: a county-level city's committee is a
            county committee, a municipality's a provincial one.
    """
    ending = next(
        (row["code"] for row in rule_rows("opening_tiers") if re.search(row["pattern"], committee)), "unknown"
    )
    if ending != "municipal" or not committee.endswith("市委"):
        return ending
    named = _CITY.search(committee)
    city = named[1] if named else next((name for name in home if name.endswith("市")), "")
    if is_direct_municipality(city):
        return "provincial"
    return "county" if is_county_level_city(city) else ending
