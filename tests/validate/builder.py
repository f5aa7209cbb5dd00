"""Two small invented notices as tables that hold every rule; tests break one thing at a time."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from flows import schema

# Great Expectations takes seconds to import: its tests go to the worker that imports it anyway, for the command line.
GREAT_EXPECTATIONS = pytest.mark.xdist_group("prefect")
Row = dict[str, Any]
Rows = dict[str, list[Row]]
Tables = dict[str, pa.Table]

SHANGHAI = ZoneInfo("Asia/Shanghai")
TEXT = "一、整改情况\n1.会议纪律松散。\n整改情况：已完成。一是2024年3月5日印发《会议管理办法》，通报3次。"
SEEN = datetime(2024, 6, 1, 9, 0, tzinfo=SHANGHAI)


def evidence(notice: str, quote: str) -> Row:
    start = TEXT.index(quote)
    return {"notice_id": notice, "quote": quote, "char_start": start, "char_end": start + len(quote)}


def notice_rows(number: int) -> Rows:
    """One notice with one row in every fact table; ids end in its number."""
    notice, section, item, measure = (f"{kind}00000{number}" for kind in ("notice", "section", "item", "measure"))
    snapshot = sha256(str(number).encode()).hexdigest()
    url = f"file:///notice-{number}.html"
    keys = {"item_id": item, "measure_id": measure}
    return {
        "notices": [
            {
                "notice_id": notice, "source_id": "invented", "url": url, "title": "整改通报",
                "inspection_tier": "county",
                "inspection_focus": "unknown", "inspection_start": date(2023, 9, 1),
                "inspection_end": date(2023, 11, 1),
                "feedback_on": date(2023, 12, 1), "issued_on": date(2024, 6, 1), "region_code": "440000",
                "contact_postcode": "514000", "contact_email": "office@example.org", "stated_problem_count": 1,
                "stated_completed_count": 1, "item_count": 1, "measure_count": 1, "metric_count": 1, "text": TEXT,
                "text_sha256": sha256(TEXT.encode()).hexdigest(), "snapshot_sha256": snapshot,
                "extractor_version": "0.1.0",
            }
        ],
        "sections": [
            {"section_id": section, "position": 1, "level": 1, "title": "整改情况", "item_count": 1}
            | evidence(notice, "一、整改情况"),
            {"section_id": f"{section}b", "parent_section_id": section, "position": 2, "level": 2, "title": "会议",
             "item_count": 0} | evidence(notice, "会议"),
        ],
        "items": [
            {"item_id": item, "section_id": section, "position": 1, "problem": "会议纪律松散",
             "heading": "1.会议纪律松散。",
             "status": "completed", "status_text": "已完成。", "is_long_term": False, "measure_count": 1}
            | evidence(notice, TEXT[TEXT.index("1.") :]),
        ],
        "measures": [
            {"measure_id": measure, "item_id": item, "section_id": section, "position": 1, "marker": "一是",
             "text": "2024年3月5日印发《会议管理办法》，通报3次。"}
            | evidence(notice, TEXT[TEXT.index("一是") :]),
        ],
        "metrics": [
            {"metric_id": f"metric00000{number}", "section_id": section, **keys, "value": 3.0, "unit_text": "次",
             "quantity_kind": "count", "amount": 3.0, "unit": "次", "qualifier": "exact", "change": "none",
             "context": "response"} | evidence(notice, "3次"),
        ],
        "documents": [
            {"document_mention_id": f"mention00000{number}", **keys, "name": "会议管理办法", "action": "issued",
             "document_id": "document000001"} | evidence(notice, "《会议管理办法》"),
        ],
        "dates": [
            {"date_mention_id": f"date00000{number}", **keys, "date_start": date(2024, 3, 5),
             "date_end": date(2024, 3, 5), "precision": "day"} | evidence(notice, "2024年3月5日"),
        ],
        "findings": [
            {"finding_id": f"finding00000{number}", "check": "uncertain_year", "severity": "info", "notice_id": notice,
             "table": "items", "row_id": item, "message_zh": "年份不确定", "message_en": "the year is uncertain"},
        ],
        "snapshots": [
            {"snapshot_sha256": snapshot, "url": url, "final_url": url, "fetched_at": SEEN, "http_status": 200,
             "bytes": 100, "warc_file": "a.warc.gz", "warc_offset": 0, "notice_id": notice},
        ],
        "revisions": [
            {"revision_id": f"revision00000{number}", "notice_id": notice, "revision": 1, "state": "live",
             "first_seen_at": SEEN, "last_seen_at": SEEN, "snapshot_sha256": snapshot},
        ],
        "changes": [
            {"change_id": f"change00000{number}", "release_from": "2024.6.1", "release_to": "2024.6.2",
             "table": "items", "row_id": item, "notice_id": notice, "change": "modified", "field": "status",
             "old_value": "in_progress", "new_value": "completed", "cause": "source_edit"},
        ],
        "corrections": [
            {"correction_id": f"correction00000{number}", "table": "items", "row_id": item, "field": "number",
             "corrected_value": "1", "reason": "misprint", "author_role": "editor", "decided_on": date(2024, 6, 2),
             "applied": "true"},
        ],
    }  # fmt: skip


def many_rows(notices: int) -> Rows:
    """The rows of so many notices."""
    rows: Rows = {}
    for number in range(1, notices + 1):
        for name, found in notice_rows(number).items():
            rows.setdefault(name, []).extend(found)
    return rows


def as_tables(rows: Rows) -> Tables:
    return {name: pa.Table.from_pylist(found, schema=schema.table(name).arrow_schema) for name, found in rows.items()}
