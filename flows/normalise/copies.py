"""Copies of notices: the same text at another address, mostly on a mirror.

Candidates share the wording of their problems; copies are those whose whole text is nearly the same and whose
inspected organisation is not another one. The original is the page on the inspected organisation's own site, then the
one on a public body's site, then the one published first. Nothing is removed: a copy is named in a finding.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

import pyarrow as pa
from rapidfuzz import fuzz

from flows.normalise.checks.findings import finding
from flows.normalise.fold import fold
from flows.normalise.near_equal import near_pairs
from flows.normalise.rules_table import rule_pattern
from flows.normalise.tables import Row, finding_row

_NOISE = re.compile(r"[^\w]+")
_SAME_TEXT = 90
_SHORTEST_NAME = 3
_COLUMNS = ["notice_id", "url", "title", "publisher", "published_at", "inspected_org", "text"]


@dataclass(frozen=True, slots=True)
class Edition:
    """One notice at one address.

    Attributes:
        problems: the wording of its problems, folded, without signs.
    """

    notice_id: str
    url: str
    title: str
    publisher: str
    inspected_org: str
    published_at: datetime | None
    text: str
    problems: tuple[str, ...]

    @property
    def age(self) -> tuple[bool, float, str]:
        """Sorts the notice published first to the front, those without a day behind."""
        published = self.published_at.timestamp() if self.published_at else 0.0
        return self.published_at is None, published, self.url

    def is_of_another(self, other: Edition) -> bool:
        """Whether both organisations are known and are not the same, whichever of its names is used."""
        name, other_name = _stem(self.inspected_org), _stem(other.inspected_org)
        return bool(name and other_name) and name not in other_name and other_name not in name

    def is_on_own_site(self) -> bool:
        """Whether the site bears the name of the inspected organisation, or of the place that its name begins with."""
        site, organisation = _stem(self.publisher), _stem(self.inspected_org)
        if min(len(site), len(organisation)) < _SHORTEST_NAME:
            return False
        return site in organisation or organisation[:_SHORTEST_NAME] in site

    def is_on_official_site(self) -> bool:
        """Whether the host is one that only public bodies get."""
        host = urlsplit(self.url).hostname or ""
        return rule_pattern("copies", "kind", "official_host").search(host) is not None


def read_editions(tables: Mapping[str, pa.Table]) -> list[Edition]:
    """The notices of the combined tables, in their order."""
    problems: defaultdict[str, list[str]] = defaultdict(list)
    items = tables["items"]
    for notice_id, problem in zip(items["notice_id"].to_pylist(), items["problem"].to_pylist(), strict=True):
        problems[notice_id].append(_words(problem))
    return [
        Edition(
            notice_id=row["notice_id"],
            url=row["url"],
            title=row["title"] or "",
            publisher=row["publisher"] or "",
            inspected_org=row["inspected_org"] or "",
            published_at=row["published_at"],
            text=row["text"],
            problems=tuple(problems[row["notice_id"]]),
        )
        for row in tables["notices"].select(_COLUMNS).to_pylist()
    ]


def copy_groups(editions: Sequence[Edition]) -> list[list[Edition]]:
    """Editions of one text, the original first; notices without a copy are in no group."""
    listed = [edition for edition in editions if edition.problems]
    originals = dict(
        near_pairs(
            (edition.problems for edition in listed),
            lambda later, earlier: _is_copy(listed[later], listed[earlier]),
        )
    )
    groups: defaultdict[int, list[Edition]] = defaultdict(list)
    for position, edition in enumerate(listed):
        groups[originals.get(position, position)].append(edition)
    return [sorted(group, key=_originality) for group in groups.values() if len(group) > 1]


def copy_findings(groups: Sequence[Sequence[Edition]]) -> Iterator[Row]:
    """One finding a copy; it belongs to no notice, since it says nothing about the notice's own words."""
    for original, *copies in groups:
        for copy in copies:
            found = finding(
                "copy_of_notice",
                evidence=(copy.url, original.url),
                title=copy.title,
                url=original.url,
                observed=original.notice_id,
            )
            yield finding_row(found, None, "notices", copy.notice_id)


def _originality(edition: Edition) -> tuple[bool, bool, tuple[bool, float, str]]:
    """Sorts the original first: own site, official site, the earliest."""
    return not edition.is_on_own_site(), not edition.is_on_official_site(), edition.age


def _is_copy(edition: Edition, other: Edition) -> bool:
    if edition.is_of_another(other):
        return False
    return fuzz.ratio(_words(edition.text), _words(other.text), score_cutoff=_SAME_TEXT) > 0


@lru_cache(maxsize=4_096)
def _stem(name: str) -> str:
    """A name without what organisations and their sites add: 中共, 党组, 委员会, 政府门户网站."""
    return rule_pattern("copies", "kind", "added").sub("", _words(name))


def _words(text: str) -> str:
    return _NOISE.sub("", fold(text))
