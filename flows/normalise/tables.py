"""Rows of the published tables from what was read: positions become ids, spans become quotes.

The tables follow `schemas/`; nothing is decided here that a reader of the notice did not decide before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from hashlib import sha256
from typing import Any

import pyarrow as pa

from flows import __version__
from flows.normalise.checks.document_names import usual_spellings
from flows.normalise.documents import document_key
from flows.normalise.identifiers import IdentifierSeries, identifier, notice_identifier
from flows.normalise.records import Finding, Head, Notice, Span
from flows.schema import table as table_schema

Row = dict[str, Any]
FACT_TABLES = ("sections", "items", "measures", "metrics", "documents", "dates")
NOTICE_TABLES = ("notices", *FACT_TABLES, "findings")
_ABOUT_THE_SITE = frozenset({"readings_left_out"})
"""Checks whose findings say what a site did to a notice, so that they belong to no notice."""
_HEAD_FIELDS = tuple(field.name for field in fields(Head))


@dataclass(frozen=True, slots=True)
class NoticeRows:
    """The rows of one notice, table by table, ids in place."""

    notice_id: str
    rows: dict[str, list[Row]] = field(default_factory=dict)


def notice_rows(notice: Notice, source_id: str, snapshot_sha256: str) -> NoticeRows:
    """All rows of one notice; a page that is no notice has findings only.

    Args:
        notice: what was read.
        source_id: the registry entry of the capture.
        snapshot_sha256: the capture that it was read from.
    """
    notice_id = notice_identifier(notice.head.url)
    if not notice.is_notice:
        findings = [finding_row(finding, None, "snapshots", snapshot_sha256) for finding in notice.findings]
        return NoticeRows(notice_id, {"findings": findings})
    facts = _FactRows(notice, notice_id)
    rows = facts.all_rows()
    rows["notices"] = [_notice_row(notice, notice_id, source_id, snapshot_sha256)]
    return NoticeRows(notice_id, rows)


def arrow_table(name: str, rows: Sequence[Row]) -> pa.Table:
    """The rows as one Arrow table in the schema's columns and types; a missing key is null."""
    schema = table_schema(name).arrow_schema
    arrays = [pa.array([row.get(column.name) for row in rows], type=column.type) for column in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def arrow_tables(notices: Iterable[NoticeRows]) -> dict[str, pa.Table]:
    """The tables of many notices."""
    collected: defaultdict[str, list[Row]] = defaultdict(list)
    for notice in notices:
        for name, rows in notice.rows.items():
            collected[name].extend(rows)
    return {name: arrow_table(name, collected[name]) for name in NOTICE_TABLES}


def finding_row(finding: Finding, notice_id: str | None, table: str | None, row_id: str | None) -> Row:
    """A finding as a row; `table` and `row_id` say what it is about, null for the archive or the web itself."""
    return {
        "finding_id": identifier("f", finding.check, notice_id, table, row_id, finding.observed, *finding.evidence),
        "check": finding.check,
        "severity": finding.severity,
        "notice_id": notice_id,
        "table": table,
        "row_id": row_id,
        "message_zh": finding.message_zh,
        "message_en": finding.message_en,
        "evidence": "\n".join(finding.evidence) or None,
        "expected": finding.expected,
        "observed": finding.observed,
    }


def _notice_row(notice: Notice, notice_id: str, source_id: str, snapshot_sha256: str) -> Row:
    row: Row = {name: getattr(notice.head, name) for name in _HEAD_FIELDS}
    return row | {
        "notice_id": notice_id,
        "source_id": source_id,
        "item_count": len(notice.items),
        "measure_count": len(notice.measures),
        "metric_count": len(notice.metrics),
        "text": notice.text,
        "text_sha256": sha256(notice.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "snapshot_sha256": snapshot_sha256,
        "extractor_version": __version__,
    }


class _FactRows:
    """Turns the positions of one notice's facts into ids, parents before children."""

    def __init__(self, notice: Notice, notice_id: str) -> None:
        self._notice = notice
        self._notice_id = notice_id
        self._ids: dict[str, list[str]] = {}

    def all_rows(self) -> dict[str, list[Row]]:
        rows = {
            "sections": self._sections(),
            "items": self._items(),
            "measures": self._measures(),
            "metrics": self._metrics(),
            "documents": self._documents(),
            "dates": self._dates(),
        }
        rows["findings"] = self._findings()
        return rows

    def _id(self, table: str, position: int | None) -> str | None:
        return None if position is None else self._ids[table][position]

    def _place(self, span: Span) -> Row:
        return {
            "notice_id": self._notice_id,
            "quote": span.of(self._notice.text),
            "char_start": span.start,
            "char_end": span.end,
        }

    def _sections(self) -> list[Row]:
        series = IdentifierSeries("sections", self._notice_id)
        ids = self._ids.setdefault("sections", [])
        rows = []
        for position, section in enumerate(self._notice.sections):
            parent = self._id("sections", section.parent)
            ids.append(series.next(parent, section.title))
            rows.append(
                self._place(section.span)
                | {
                    "section_id": ids[position],
                    "parent_section_id": parent,
                    "position": position + 1,
                    "level": section.level,
                    "label": section.label,
                    "title": section.title,
                    "item_count": section.item_count,
                }
            )
        return rows

    def _items(self) -> list[Row]:
        series = IdentifierSeries("items", self._notice_id)
        self._ids["items"] = [series.next(item.problem) for item in self._notice.items]
        counts = _count(measure.item for measure in self._notice.measures)
        return [
            self._place(item.span)
            | {
                "item_id": self._ids["items"][position],
                "section_id": self._id("sections", item.section),
                "position": position + 1,
                "number": item.number,
                "problem": item.problem,
                "heading": item.heading,
                "status": item.status,
                "status_text": item.status_text,
                "is_long_term": item.is_long_term,
                "response": item.response,
                "responsible_org": item.responsible_org,
                "responsible_role": item.responsible_role,
                "deadline": item.deadline,
                "completed_on": item.completed_on,
                "measure_count": counts[position],
            }
            for position, item in enumerate(self._notice.items)
        ]

    def _measures(self) -> list[Row]:
        series = IdentifierSeries("measures", self._notice_id)
        measures = self._notice.measures
        parents = [self._id("items", m.item) or self._id("sections", m.section) for m in measures]
        self._ids["measures"] = [series.next(parent, m.text) for parent, m in zip(parents, measures, strict=True)]
        return [
            self._place(measure.span)
            | {
                "measure_id": self._ids["measures"][position],
                "item_id": self._id("items", measure.item),
                "section_id": self._id("sections", measure.section),
                "position": position + 1,
                "marker": measure.marker,
                "text": measure.text,
            }
            for position, measure in enumerate(measures)
        ]

    def _metrics(self) -> list[Row]:
        series = IdentifierSeries("metrics", self._notice_id)
        rows = []
        for metric in self._notice.metrics:
            place = self._place(metric.span)
            measure, item = self._id("measures", metric.measure), self._id("items", metric.item)
            section = self._id("sections", metric.section)
            rows.append(
                place
                | {
                    "metric_id": series.next(measure or item or section, place["quote"]),
                    "section_id": section,
                    "item_id": item,
                    "measure_id": measure,
                    "value": metric.value,
                    "unit_text": metric.unit_text,
                    "quantity_kind": metric.quantity_kind,
                    "amount": metric.amount,
                    "unit": metric.unit,
                    "qualifier": metric.qualifier,
                    "change": metric.change,
                    "upper_value": metric.upper_value,
                    "subject": metric.subject,
                    "as_of": metric.as_of,
                    "context": metric.context,
                }
            )
        self._ids["metrics"] = [row["metric_id"] for row in rows]
        return rows

    def _documents(self) -> list[Row]:
        series = IdentifierSeries("documents", self._notice_id)
        rows = []
        usual = usual_spellings(self._notice)
        for mention in self._notice.documents:
            measure, item = self._id("measures", mention.measure), self._id("items", mention.item)
            rows.append(
                self._place(mention.span)
                | {
                    "document_mention_id": series.next(measure or item, mention.name),
                    "item_id": item,
                    "measure_id": measure,
                    "name": mention.name,
                    "action": mention.action,
                    "document_id": identifier("w", document_key(usual.get(mention.name, mention.name))),
                }
            )
        self._ids["documents"] = [row["document_mention_id"] for row in rows]
        return rows

    def _dates(self) -> list[Row]:
        series = IdentifierSeries("dates", self._notice_id)
        rows = []
        for mention in self._notice.dates:
            place = self._place(mention.span)
            measure, item = self._id("measures", mention.measure), self._id("items", mention.item)
            rows.append(
                place
                | {
                    "date_mention_id": series.next(measure or item, place["quote"]),
                    "item_id": item,
                    "measure_id": measure,
                    "date_start": mention.date_start,
                    "date_end": mention.date_end,
                    "precision": mention.precision,
                }
            )
        self._ids["dates"] = [row["date_mention_id"] for row in rows]
        return rows

    def _findings(self) -> list[Row]:
        rows: dict[str, Row] = {}
        for finding in self._notice.findings:
            on_notice = finding.table is None or finding.index is None
            table = "notices" if on_notice else finding.table
            row_id = self._notice_id if on_notice or table is None else self._id(table, finding.index)
            notice_id = None if finding.check in _ABOUT_THE_SITE else self._notice_id
            row = finding_row(finding, notice_id, table, row_id)
            rows[row["finding_id"]] = row
        return list(rows.values())


def _count(positions: Iterable[int | None]) -> defaultdict[int, int]:
    counts: defaultdict[int, int] = defaultdict(int)
    for position in positions:
        if position is not None:
            counts[position] += 1
    return counts
