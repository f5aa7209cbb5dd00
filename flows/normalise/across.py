"""Findings that only the whole corpus shows: copies of notices, and measures that organisations share.

They carry no `notice_id`: they say how notices compare, and nothing about how one notice was read. `table` and
`row_id` name the copy, or the later measure.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from flows.normalise.copies import copy_findings, copy_groups, read_editions
from flows.normalise.shared_measures import shared_measure_findings
from flows.normalise.tables import Row, arrow_table


def findings_across(tables: Mapping[str, pa.Table]) -> list[Row]:
    """Rows of `findings` about the notices of the combined tables taken together."""
    editions = read_editions(tables)
    groups = copy_groups(editions)
    return [*copy_findings(groups), *shared_measure_findings(tables, editions, groups)]


def with_findings_across(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The combined tables with those findings added."""
    found = arrow_table("findings", findings_across(tables))
    return {**tables, "findings": pa.concat_tables([tables["findings"], found])}
