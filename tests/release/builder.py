"""Small notices built by hand: text, spans, ids and references are right by construction."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pyarrow as pa

from flows import schema
from flows.normalise.identifiers import PREFIXES, identifier, notice_identifier

Row = dict[str, Any]
FIRST_DAY = datetime(2026, 11, 1, 1, 0, tzinfo=UTC)
# 办结500宗, 整改12个
QUANTITY = re.compile(r"(\d+)(宗|个|次)")


class _Series:
    """Ids for the rows of one table of one notice, equal rows told apart."""

    def __init__(self, table: str, notice_id: str) -> None:
        self._prefix, self._notice_id = PREFIXES[table], notice_id
        self._seen: Counter[tuple[str | None, ...]] = Counter()

    def next(self, *parts: str | None) -> str:
        count = self._seen[parts]
        self._seen[parts] += 1
        return identifier(self._prefix, self._notice_id, *parts, *([str(count)] if count else []))


@dataclass(frozen=True)
class Problem:
    """One problem and its measures."""

    problem: str
    measures: tuple[str, ...]
    status: str = "completed"
    number: str | None = None


@dataclass(frozen=True)
class Sketch:
    """One notice to build; `visits` are the days on which its page was seen, `gone` whether it is gone on the last."""

    name: str
    problems: tuple[Problem, ...]
    title: str = "关于巡察整改进展情况的通报"
    heading: str = "一、整改情况"
    extractor: str = "0.1.0"
    chrome: str = ""
    visits: tuple[int, ...] = (0,)
    gone: bool = False
    earlier: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return f"https://www.example.gov.cn/{self.name}.html"

    @property
    def text(self) -> str:
        lines = [self.heading]
        for position, problem in enumerate(self.problems, start=1):
            lines.append(f"{problem.number or position}.关于“{problem.problem}”的问题")
            lines.extend(problem.measures)
        return "\n".join(lines)

    @property
    def snapshot(self) -> str:
        return sha256((self.text + self.chrome).encode()).hexdigest()

    def with_problems(self, *problems: Problem) -> Sketch:
        return replace(self, problems=problems)


@dataclass
class _Building:
    sketch: Sketch
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in schema.table_names()})
    end: int = 0

    def __post_init__(self) -> None:
        self.text = self.sketch.text
        self.notice_id = notice_identifier(self.sketch.url)
        self.series = {name: _Series(name, self.notice_id) for name in ("sections", "items", "measures", "metrics")}

    def place(self, quote: str) -> Row:
        start = self.text.index(quote, self.end)
        self.end = start + len(quote)
        return self.span(start, self.end)

    def span(self, start: int, end: int) -> Row:
        return {"notice_id": self.notice_id, "quote": self.text[start:end], "char_start": start, "char_end": end}


def build_tables(sketches: Sequence[Sketch]) -> dict[str, pa.Table]:
    """The tables of these notices with provisional ids, as validation hands them over."""
    rows: dict[str, list[Row]] = {name: [] for name in schema.table_names() if name not in ("changes", "corrections")}
    for sketch in sketches:
        for name, built in _build(sketch).items():
            if name in rows:
                rows[name].extend(built)
    return {
        name: pa.Table.from_pylist(values, schema=schema.table(name).arrow_schema) for name, values in rows.items()
    }


def _build(sketch: Sketch) -> dict[str, list[Row]]:
    building = _Building(sketch)
    section_id = building.series["sections"].next(None, sketch.heading.removeprefix("一、"))
    place = building.place(sketch.heading)
    for position, problem in enumerate(sketch.problems, start=1):
        _add_item(building, section_id, position, problem)
    building.rows["sections"].append(
        place
        | {"section_id": section_id, "position": 1, "level": 1, "label": "一、",
           "title": sketch.heading.removeprefix("一、"), "item_count": len(sketch.problems)}
    )  # fmt: skip
    building.rows["notices"].append(_notice(building))
    _add_history(building)
    return building.rows


def _add_item(building: _Building, section_id: str, position: int, problem: Problem) -> None:
    number = problem.number or str(position)
    heading = f"{number}.关于“{problem.problem}”的问题"
    start = building.place(heading)["char_start"]
    item_id = building.series["items"].next(problem.problem)
    for text in problem.measures:
        _add_measure(building, section_id, item_id, text)
    response = "\n".join(problem.measures)
    stated = problem.status != "not_stated"
    building.rows["items"].append(
        building.span(start, building.end)
        | {"item_id": item_id, "section_id": section_id, "position": position, "number": number,
           "problem": problem.problem, "heading": heading, "status": problem.status,
           "status_text": "已完成" if stated else None, "is_long_term": False, "response": response or None,
           "measure_count": len(problem.measures)}
    )  # fmt: skip


def _add_measure(building: _Building, section_id: str, item_id: str, text: str) -> None:
    measure_id = building.series["measures"].next(item_id, text)
    place = building.place(text)
    building.rows["measures"].append(
        place
        | {"measure_id": measure_id, "item_id": item_id, "section_id": section_id,
           "position": len(building.rows["measures"]) + 1, "marker": None, "text": text}
    )  # fmt: skip
    for found in QUANTITY.finditer(text):
        span = building.span(place["char_start"] + found.start(), place["char_start"] + found.end())
        building.rows["metrics"].append(
            span
            | {"metric_id": building.series["metrics"].next(measure_id, span["quote"]), "section_id": section_id,
               "item_id": item_id, "measure_id": measure_id, "value": float(found[1]), "unit_text": found[2],
               "quantity_kind": "count", "amount": float(found[1]), "unit": found[2], "qualifier": "exact",
               "change": "none", "subject": text[: found.start()] or None, "context": "response"}
        )  # fmt: skip


def _notice(building: _Building) -> Row:
    sketch = building.sketch
    return {
        "notice_id": building.notice_id,
        "source_id": "example",
        "url": sketch.url,
        "title": sketch.title,
        "published_at": FIRST_DAY,
        "inspection_tier": "municipal",
        "inspection_focus": "unknown",
        "issued_on": date(2026, 10, 30),
        "contact_postcode": "014000",
        "item_count": len(sketch.problems),
        "measure_count": len(building.rows["measures"]),
        "metric_count": len(building.rows["metrics"]),
        "text": sketch.text,
        "text_sha256": sha256(sketch.text.encode()).hexdigest(),
        "snapshot_sha256": sketch.snapshot,
        "extractor_version": sketch.extractor,
    }


def _add_history(building: _Building) -> None:
    """One snapshot and one revision for each distinct content, and one revision for a page that is gone."""
    sketch = building.sketch
    days = [FIRST_DAY + timedelta(days=day) for day in sketch.visits]
    for number, digest in enumerate((*sketch.earlier, sketch.snapshot), start=1):
        building.rows["snapshots"].append(
            {"snapshot_sha256": digest, "url": sketch.url, "final_url": sketch.url, "fetched_at": days[0],
             "http_status": 200, "media_type": "text/html", "bytes": 1000, "warc_file": "zhenggai-00001.warc.gz",
             "warc_offset": number * 100, "notice_id": building.notice_id}
        )  # fmt: skip
        seen = {"first_seen_at": days[0], "last_seen_at": days[-1]}
        building.rows["revisions"].append(_revision(building, number, "live" if number == 1 else "edited", seen))
        building.rows["revisions"][-1] |= {"snapshot_sha256": digest, "text_sha256": digest}
    if sketch.gone:
        seen = {"first_seen_at": days[-1], "last_seen_at": days[-1]}
        building.rows["revisions"].append(_revision(building, len(sketch.earlier) + 2, "gone", seen))
        building.rows["findings"].append(
            {"finding_id": identifier("f", "page_gone", building.notice_id), "check": "page_gone",
             "severity": "warning", "notice_id": building.notice_id, "table": "notices",
             "row_id": building.notice_id, "message_zh": "网页已消失", "message_en": "The page is gone"}
        )  # fmt: skip


def _revision(building: _Building, number: int, state: str, seen: Row) -> Row:
    return seen | {
        "revision_id": identifier("r", building.notice_id, str(number)),
        "notice_id": building.notice_id,
        "revision": number,
        "state": state,
    }
