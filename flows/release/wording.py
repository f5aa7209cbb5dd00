"""Changes in words: which row, what it says, and what an edit touched, for the change log and the workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pyarrow as pa
from rapidfuzz.distance import Indel

from flows import schema
from flows.release.changes import volatile_places
from flows.release.tables import CHANGES, PROOF
from flows.release.values import Row

# The column that says what a row is about, table by table.
_ABOUT = {
    "notices": "title",
    "sections": "title",
    "items": "problem",
    "measures": "text",
    "metrics": "quote",
    "documents": "name",
    "dates": "quote",
    "findings": "message_zh",
    "snapshots": "final_url",
    "revisions": "state",
    "corrections": "reason",
}
# Fields that follow from others: an edit moves every later offset, and that is no news to a reader.
BOOKKEEPING = PROOF | {"warc_file", "warc_offset"}
_AROUND = 12


def told_changes(tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, ...]]:
    """Every change that a reader wants to know, one row each.

    Yields:
        notice title, notice id, table, row id, kind of change, field, old value, new value, cause; all as text.
    """
    titles = notice_titles(tables["notices"])
    hidden = volatile_places()
    for change in tables[CHANGES].to_pylist():
        if change["field"] in BOOKKEEPING or f"{change['table']}.{change['field']}" in hidden:
            continue
        whole = change["change"] != "modified"
        yield (
            titles.get(change["notice_id"], ""),
            change["notice_id"] or "",
            _labelled(schema.table(change["table"]).title_zh, change["table"]),
            change["row_id"],
            code_label("change_kind", change["change"]),
            field_label(change["table"], change["field"]) if change["field"] else "",
            (subject_of(change) if whole and change["old_value"] else change["old_value"]) or "",
            (subject_of(change) if whole and change["new_value"] else change["new_value"]) or "",
            code_label("change_cause", change["cause"]),
        )


def notice_titles(notices: pa.Table) -> dict[str, str]:
    """Title of each notice, its address where it has none."""
    rows = notices.select(["notice_id", "title", "url"]).to_pylist()
    return {row["notice_id"]: row["title"] or row["url"] for row in rows}


def subject_of(change: Row) -> str:
    """What an added or removed row is about."""
    row = json.loads(change["new_value"] or change["old_value"])
    return str(row.get(_ABOUT[change["table"]]) or change["row_id"])


def about(table: str, row: Row) -> str:
    """What a row is about."""
    return str(row.get(_ABOUT[table]) or row[schema.table(table).primary_key])


def field_label(table: str, field: str) -> str:
    """A column in both languages; its bare name where the schema no longer has it."""
    described = schema.table(table)
    return _labelled(described.column(field).title_zh, field) if field in described.column_names else field


def code_label(code_list: str, code: str) -> str:
    """A code in both languages."""
    codes = schema.code_list(code_list)
    return _labelled(codes.label(code), code) if code in codes.values else code


def value_label(table: str, field: str, value: str | None) -> str:
    """A value as a reader wants it: codes with their label, nothing as ∅."""
    if value is None:
        return "∅"
    described = schema.table(table)
    enum = described.column(field).enum if field in described.column_names else None
    return code_label(enum, value) if enum else value


def edit_in_words(old: str, new: str, longest: int = 60) -> tuple[str, str]:
    """Both values, or where they are long, the piece in which they differ with a few characters around it."""
    if max(len(old), len(new)) <= longest:
        return old, new
    edits = [edit for edit in Indel.opcodes(old, new) if edit.tag != "equal"]
    if not edits:
        return _cut(old, 0, longest), _cut(new, 0, longest)
    first, last = edits[0], edits[-1]
    return (
        _cut(old, first.src_start - _AROUND, min(last.src_end + _AROUND, first.src_start + longest)),
        _cut(new, first.dest_start - _AROUND, min(last.dest_end + _AROUND, first.dest_start + longest)),
    )


def shorten(text: str, longest: int = 60) -> str:
    """The beginning of a text on one line."""
    return _cut(" ".join(text.split()), 0, longest)


def _cut(text: str, start: int, end: int) -> str:
    start, end = max(start, 0), min(end, len(text))
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _labelled(label: str, code: str) -> str:
    return f"{label} {code}"
