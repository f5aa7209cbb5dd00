"""One failing example for every rule: which row of which table is broken how, and what must be found there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tests.validate.builder import SHANGHAI, Rows

Change = dict[str, Any]


@dataclass(frozen=True)
class Break:
    """`change` goes into the first row of `table`; the rule must then name `rows`."""

    rule: str
    table: str
    column: str
    change: Change
    rows: tuple[int, ...] = (0,)
    elsewhere: Callable[[Rows], None] | None = field(default=None)

    def __str__(self) -> str:
        return f"{self.table}-{self.rule}-{self.column}"

    def apply(self, rows: Rows) -> None:
        rows[self.table][0] |= self.change
        if self.elsewhere is not None:
            self.elsewhere(rows)


def drop_items(rows: Rows) -> None:
    rows["items"].clear()


BREAKS = (
    Break("required", "items", "status", {"status": None}),
    Break("required", "items", "is_long_term", {"is_long_term": None}),
    Break("required", "dates", "date_start", {"date_start": None}),
    Break("required", "metrics", "amount", {"amount": None}),
    Break("required", "metrics", "value", {"value": float("nan")}),
    Break("required", "snapshots", "fetched_at", {"fetched_at": None}),
    Break("unique", "items", "item_id", {"item_id": "item000002"}, rows=(0, 1)),
    Break("unique_together", "sections", "position", {"position": 2}, rows=(0, 1)),
    Break("code_list", "items", "status", {"status": "done"}),
    Break("code_list", "findings", "check", {"check": "astrology"}),
    Break("code_list", "findings", "table", {"table": "persons"}),
    Break("pattern", "notices", "region_code", {"region_code": "44010"}),
    Break("pattern", "notices", "snapshot_sha256", {"snapshot_sha256": "0" * 63 + "G"}),
    Break("pattern", "notices", "url", {"url": "no address"}),
    Break("pattern", "notices", "source_id", {"source_id": "two words"}),
    Break("pattern", "items", "item_id", {"item_id": "12-3"}),
    Break("range", "snapshots", "http_status", {"http_status": 600}),
    Break("range", "sections", "level", {"level": 0}),
    Break("range", "notices", "stated_problem_count", {"stated_problem_count": -1}),
    Break("inspection_start_not_after_end", "notices", "inspection_start", {"inspection_start": date(2023, 11, 2)}),
    Break("inspection_end_not_after_feedback", "notices", "inspection_end", {"inspection_end": date(2023, 12, 2)}),
    Break("feedback_not_after_issue", "notices", "feedback_on", {"feedback_on": date(2024, 6, 2)}),
    Break("completed_not_above_problems", "notices", "stated_completed_count", {"stated_completed_count": 2}),
    Break("range_ends_in_order", "metrics", "value", {"upper_value": 2.0}),
    Break("period_ends_in_order", "dates", "date_start", {"date_start": date(2024, 3, 6)}),
    Break(
        "first_seen_not_after_last_seen",
        "revisions",
        "first_seen_at",
        {"first_seen_at": datetime(2024, 6, 1, 9, 0, 1, tzinfo=SHANGHAI)},
    ),
    Break("text_digest_true", "notices", "text_sha256", {"text_sha256": "0" * 64}),
    Break("postcode_has_six_digits", "notices", "contact_postcode", {"contact_postcode": "51400"}),
    Break("email_has_one_at_sign", "notices", "contact_email", {"contact_email": "a@b@c"}),
    Break("top_sections_have_no_parent", "sections", "level", {"level": 2}),
    Break("section_is_not_its_own_parent", "sections", "parent_section_id", {"parent_section_id": "section000001"}),
    Break("parent_stands_above", "sections", "level", {"level": 2}, rows=(1,)),
    Break("stated_status_has_its_words", "items", "status", {"status_text": None}),
    Break("not_blank", "metrics", "subject", {"subject": ""}),
    Break("not_blank", "items", "problem", {"problem": " \u3000\n"}),
    Break("unit_fits_kind", "metrics", "unit", {"quantity_kind": "money"}),
    Break("measure_word_is_not_a_unit", "metrics", "quantity_kind", {"unit": "CNY"}),
    Break("numbers_are_finite", "metrics", "amount", {"amount": float("inf")}),
    Break("numbers_are_finite", "metrics", "amount", {"upper_value": float("inf")}),
    Break("day_is_one_day", "dates", "precision", {"date_end": date(2024, 3, 6)}),
    Break("row_and_table_together", "findings", "row_id", {"row_id": None}),
    Break("field_only_where_modified", "changes", "field", {"field": None}),
    Break("foreign_key", "items", "section_id", {"section_id": "section000009"}),
    Break("foreign_key", "sections", "parent_section_id", {"parent_section_id": "section000009"}),
    Break("foreign_key", "notices", "snapshot_sha256", {"snapshot_sha256": "0" * 64}),
    Break("foreign_key", "measures", "item_id", {}, rows=(0, 1), elsewhere=drop_items),
    Break("same_notice", "items", "section_id", {"section_id": "section000002"}),
    Break("inside_parent", "metrics", "measure_id", {"char_start": 8}),
    Break("inside_parent", "measures", "item_id", {"char_end": 900}),
    Break("row_count", "notices", "item_count", {"item_count": 2}),
    Break("row_count", "items", "measure_count", {"measure_count": 0}),
    Break("row_count", "sections", "item_count", {}, rows=(0, 2), elsewhere=drop_items),
    Break("row_reference", "findings", "row_id", {"row_id": "item000009"}),
    Break("row_reference", "findings", "row_id", {"table": "measures"}),
    Break("quote_at_span", "metrics", "quote", {"quote": "4次"}),
    Break("quote_at_span", "metrics", "quote", {"char_start": -1, "char_end": 900}),
    Break("quote_at_span", "metrics", "quote", {"char_end": 901}),
    Break("quote_at_span", "items", "quote", {"char_start": 8}),
    Break("quote_at_span", "metrics", "quote", {"quote": "", "char_end": 0, "char_start": 0}),
)
