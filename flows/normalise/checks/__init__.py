"""What a reader of the data should know about a notice: each check is a pure function of what was read.

A finding points, it does not accuse: what is reported is a disagreement inside the notice or a doubt in reading it.
"""

from __future__ import annotations

from flows.normalise.checks.chronology import find_dates_out_of_order
from flows.normalise.checks.counts import find_count_mismatches
from flows.normalise.checks.document_names import find_document_name_variants, read_document_names
from flows.normalise.checks.numbering import find_numbering
from flows.normalise.checks.ratios import find_ratios
from flows.normalise.checks.repetition import find_repeated_measures
from flows.normalise.checks.statuses import find_status_contradictions
from flows.normalise.checks.text import find_text_doubts
from flows.normalise.records import Finding, Notice, Page


def find_findings(notice: Notice, page: Page) -> tuple[Finding, ...]:
    """All findings of one notice, check by check, each in the order of the text."""
    names = read_document_names(notice)
    return (
        *find_numbering(notice),
        *find_count_mismatches(notice),
        *find_ratios(notice),
        *find_status_contradictions(notice),
        *find_repeated_measures(notice, names),
        *find_dates_out_of_order(notice),
        *find_document_name_variants(notice, names),
        *find_text_doubts(notice, page),
    )
