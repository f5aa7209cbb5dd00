"""Rows of the published tables from what was read: positions become ids, spans become quotes.

Rows are kept column by column, as Arrow takes them: a list per column is several times cheaper than a dict per row.
The tables follow `schemas/`; nothing is decided here that a reader of the notice did not decide before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from itertools import chain
from operator import attrgetter
from typing import Any

import pyarrow as pa

from flows import __version__
from flows.normalise.checks.document_names import usual_spellings
from flows.normalise.documents import document_key
from flows.normalise.identifiers import (
    contents_under,
    identifier,
    notice_identifier,
    row_identifiers,
    tree_identifiers,
)
from flows.normalise.records import Finding, Head, Notice
from flows.schema import table as table_schema

Row = dict[str, Any]
Columns = dict[str, Sequence[Any]]
"""The rows of one table: a sequence of equal length for each column."""
FACT_TABLES = ("sections", "items", "measures", "metrics", "documents", "dates")
NOTICE_TABLES = ("notices", *FACT_TABLES, "findings")
_ABOUT_THE_SITE = frozenset({"readings_left_out"})
"""Checks whose findings say what a site did to a notice, so that they belong to no notice."""
_HEAD_FIELDS = tuple(field.name for field in fields(Head))
_PARENTS = {"measures": ("measure", "measure_id"), "items": ("item", "item_id"), "sections": ("section", "section_id")}
"""Tables that facts stand in: the field that holds the position, and the column for the id."""


@dataclass(frozen=True, slots=True)
class NoticeRows:
    """The rows of one notice, column by column, ids in place."""

    notice_id: str
    tables: Mapping[str, Columns]

    @property
    def rows(self) -> dict[str, list[Row]]:
        """The same row by row, for people and small tables."""
        return {
            name: [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
            for name, columns in self.tables.items()
        }

    def with_findings(self, rows: Sequence[Row]) -> NoticeRows:
        """The same with more findings."""
        findings = _columns_of("findings", [*self.rows["findings"], *rows]) if rows else self.tables["findings"]
        return NoticeRows(self.notice_id, {**self.tables, "findings": findings})


def notice_rows(
    notice: Notice, source_id: str, snapshot_sha256: str, further_sha256: Sequence[str] = ()
) -> NoticeRows:
    """All rows of one notice; a page that is no notice has findings only.

    Args:
        notice: what was read.
        source_id: the registry entry of the capture.
        snapshot_sha256: the capture that it was read from.
        further_sha256: those of the pages that it goes on at, in order.
    """
    notice_id = notice_identifier(notice.head.url)
    if not notice.is_notice:
        return only_findings(
            notice_id, [finding_row(finding, None, "snapshots", snapshot_sha256) for finding in notice.findings]
        )
    head = _notice_row(notice, notice_id, source_id, snapshot_sha256)
    head["continuation_sha256"] = " ".join(further_sha256) or None
    facts = _FactColumns(notice, notice_id).all_tables()
    return NoticeRows(notice_id, {"notices": {name: (value,) for name, value in head.items()}, **facts})


def only_findings(notice_id: str, rows: Sequence[Row]) -> NoticeRows:
    """The findings of an address that has no notice."""
    return NoticeRows(notice_id, {"findings": _columns_of("findings", rows)})


def arrow_table(name: str, rows: Sequence[Row]) -> pa.Table:
    """The rows as one Arrow table in the schema's columns and types; a missing key is null."""
    return _arrow_table(name, [_columns_of(name, rows)])


def arrow_tables(notices: Iterable[NoticeRows]) -> dict[str, pa.Table]:
    """The tables of many notices."""
    notices = list(notices)
    return {
        name: _arrow_table(name, [notice.tables[name] for notice in notices if name in notice.tables])
        for name in NOTICE_TABLES
    }


def _arrow_table(name: str, parts: Sequence[Columns]) -> pa.Table:
    schema = table_schema(name).arrow_schema
    arrays = [
        pa.array(list(chain.from_iterable([part[field.name] for part in parts])), type=field.type) for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _columns_of(name: str, rows: Sequence[Row]) -> Columns:
    return {column: [row.get(column) for row in rows] for column in table_schema(name).column_names}


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


class _FactColumns:
    """Turns the positions of one notice's facts into ids, parents before children."""

    def __init__(self, notice: Notice, notice_id: str) -> None:
        self._notice = notice
        self._notice_id = notice_id
        self._ids: dict[str, list[str]] = {"notices": [notice_id]}

    def all_tables(self) -> dict[str, Columns]:
        tables = {
            "sections": self._sections(),
            "items": self._items(),
            "measures": self._measures(),
            "metrics": self._metrics(),
            "documents": self._documents(),
            "dates": self._dates(),
        }
        return tables | {"findings": self._findings()}

    def _sections(self) -> Columns:
        sections = self._notice.sections
        columns = self._fields(sections, "level", "label", "title", "item_count")
        parents = [section.parent for section in sections]
        ids = self._ids["sections"] = tree_identifiers("sections", self._notice_id, parents, columns["title"])
        parent_ids = [_at(ids, parent) for parent in parents]
        return columns | {"section_id": ids, "parent_section_id": parent_ids, "position": _positions(ids)}

    def _items(self) -> Columns:
        items = self._notice.items
        columns = self._fields(
            items, "number", "problem", "heading", "status", "status_text", "is_long_term", "response",
            "responsible_org", "responsible_role", "deadline", "completed_on",
        )  # fmt: skip
        ids = self._identify("items", columns["problem"])
        counts = Counter([measure.item for measure in self._notice.measures])
        measure_counts = [counts[position] for position in range(len(ids))]
        more = {"item_id": ids, "position": _positions(ids), "measure_count": measure_counts}
        return columns | self._parents(items, "sections") | more

    def _measures(self) -> Columns:
        columns = self._fields(self._notice.measures, "marker", "text")
        parents = self._parents(self._notice.measures, "items", "sections")
        ids = self._identify("measures", contents_under(_innermost(parents), columns["text"]))
        return columns | parents | {"measure_id": ids, "position": _positions(ids)}

    def _metrics(self) -> Columns:
        columns = self._fields(
            self._notice.metrics, "value", "unit_text", "quantity_kind", "amount", "unit", "qualifier", "change",
            "upper_value", "subject", "as_of", "context",
        )  # fmt: skip
        parents = self._parents(self._notice.metrics, "measures", "items", "sections")
        ids = self._identify("metrics", contents_under(_innermost(parents), columns["quote"]))
        return columns | parents | {"metric_id": ids}

    def _documents(self) -> Columns:
        columns = self._fields(self._notice.documents, "name", "action")
        parents = self._parents(self._notice.documents, "measures", "items")
        ids = self._identify("documents", contents_under(_innermost(parents), columns["name"]))
        usual = usual_spellings(self._notice)
        names = [document_key(usual.get(mention.name, mention.name)) for mention in self._notice.documents]
        return (
            columns | parents | {"document_mention_id": ids, "document_id": [identifier("w", name) for name in names]}
        )

    def _dates(self) -> Columns:
        columns = self._fields(self._notice.dates, "date_start", "date_end", "precision")
        parents = self._parents(self._notice.dates, "measures", "items")
        ids = self._identify("dates", contents_under(_innermost(parents), columns["quote"]))
        return columns | parents | {"date_mention_id": ids}

    def _findings(self) -> Columns:
        rows: dict[str, Row] = {}
        for finding in self._notice.findings:
            table, index = finding.table, finding.index
            if table is None or index is None:
                table, index = "notices", 0
            notice_id = None if finding.check in _ABOUT_THE_SITE else self._notice_id
            row = finding_row(finding, notice_id, table, self._ids[table][index])
            rows[row["finding_id"]] = row
        return _columns_of("findings", list(rows.values()))

    def _fields(self, facts: Sequence[Any], *names: str) -> Columns:
        """These fields of every fact, with the notice's id, the quote and its place."""
        names = (*names, "span.start", "span.end")
        values = list(zip(*map(attrgetter(*names), facts), strict=True)) or [()] * len(names)
        *columns, starts, ends = values
        text = self._notice.text
        return {
            **dict(zip(names, columns, strict=False)),
            "notice_id": (self._notice_id,) * len(facts),
            "quote": [text[start:end] for start, end in zip(starts, ends, strict=True)],
            "char_start": starts,
            "char_end": ends,
        }

    def _identify(self, table: str, contents: Sequence[str]) -> list[str]:
        """The ids of a table's rows, kept for the rows that point to them."""
        ids = self._ids[table] = row_identifiers(table, self._notice_id, contents)
        return ids

    def _parents(self, facts: Sequence[Any], *tables: str) -> Columns:
        """The ids of the rows that each fact stands in, innermost table first; null where it stands in none."""
        parents: Columns = {}
        for table in tables:
            field_name, column = _PARENTS[table]
            by_position = dict(enumerate(self._ids[table]))
            parents[column] = list(map(by_position.get, map(attrgetter(field_name), facts)))
        return parents


def _innermost(parents: Columns) -> Sequence[str | None]:
    """The first id of each row that is there."""
    first, *others = parents.values()
    for other in others:
        first = [inner or outer for inner, outer in zip(first, other, strict=True)]
    return first


def _positions(ids: Sequence[str]) -> range:
    """Order in the notice, from 1."""
    return range(1, len(ids) + 1)


def _at(ids: Sequence[str], position: int | None) -> str | None:
    return None if position is None else ids[position]
