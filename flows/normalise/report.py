"""What the reader met and no rule table knows: where the data team teaches next (`zhenggai normalise --report`).

Everything is found in the normalised tables and the rule tables alone, so a report can be made of any release's
tables at any time, and the readers carry no state for it. `docs/teaching.md` says which table takes which word; what
is no unit, label, … at all is put into `rules/report.csv` and not shown again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa

from flows.normalise.report_unknowns import ReadNotice, Sighting, find_unknowns

_LONGEST_QUOTE = 60
_FORMULA = ("=", "+", "-", "@", "\t")
_FACTS = ("dates", "documents", "metrics")
_HEADINGS = ("sections", "items")


@dataclass(frozen=True, slots=True)
class Unknown:
    """One thing that no table knows.

    Attributes:
        kind: mark, unit, status, label, metadata_label or layout.
        text: the word; a mark stands for its whole series (甲、 for 乙、), a layout is named by its source.
        count: how often it was met.
        notices: in how many notices.
        quote: the words around it in the first of them, by address.
        notice_url: the address of that notice.
    """

    kind: str
    text: str
    count: int
    notices: int
    quote: str
    notice_url: str


def reading_report(tables: Mapping[str, pa.Table]) -> tuple[Unknown, ...]:
    """Every unknown thing in the normalised tables, the most frequent first.

    Args:
        tables: at least notices, sections, items, metrics, documents, dates and findings, as `normalise` writes them.
    """
    seen: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for notice in _notices(tables):
        for sighting in find_unknowns(notice):
            place = (notice.url, _quote(notice.text, sighting))
            seen.setdefault((sighting.kind, sighting.text), []).append(place)
    unknowns = [
        Unknown(kind, text, len(places), len({url for url, _ in places}), places[0][1], places[0][0])
        for (kind, text), places in seen.items()
    ]
    return tuple(sorted(unknowns, key=lambda unknown: (-unknown.count, -unknown.notices, unknown.kind, unknown.text)))


def write_report(path: Path, unknowns: Iterable[Unknown]) -> None:
    """Write the report as CSV that spreadsheets open right: with BOM, and no cell a formula."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(field.name for field in fields(Unknown))
        writer.writerows([_cell(value) for value in astuple(unknown)] for unknown in unknowns)


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _quote(text: str, sighting: Sighting) -> str:
    """The words from the sighting on, the line before them where they stand inside one."""
    start = max(text.rfind("\n", 0, sighting.start) + 1, sighting.start - _LONGEST_QUOTE // 3)
    return text[start : start + _LONGEST_QUOTE].split("\n")[0]


def _notices(tables: Mapping[str, pa.Table]) -> Iterator[ReadNotice]:
    """The notices in the order of their addresses, each with what was read from it."""
    columns = ["notice_id", "source_id", "url", "text"]
    rows = sorted(tables["notices"].select(columns).to_pylist(), key=itemgetter("url", "notice_id"))
    facts = [_by_notice(tables[name], ["char_start", "char_end"]) for name in _FACTS]
    headings = [_by_notice(tables[name], ["char_start"]) for name in _HEADINGS]
    items = _by_notice(tables["items"], ["heading", "status", "status_text", "char_start"])
    findings = tables["findings"].select(["notice_id", "check"]).to_pylist()
    unread = {row["notice_id"] for row in findings if row["check"] == "layout_not_recognised"}
    for row in rows:
        notice_id = row["notice_id"]
        yield ReadNotice(
            source_id=row["source_id"],
            url=row["url"],
            text=row["text"],
            facts=sorted((fact["char_start"], fact["char_end"]) for kind in facts for fact in kind.get(notice_id, ())),
            headings=frozenset(each["char_start"] for kind in headings for each in kind.get(notice_id, ())),
            unstated=[item for item in items.get(notice_id, ()) if item["status"] == "not_stated"],
            is_layout_known=notice_id not in unread,
        )


def _by_notice(table: pa.Table, columns: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in table.select(["notice_id", *columns]).to_pylist():
        grouped.setdefault(row["notice_id"], []).append(row)
    return grouped
