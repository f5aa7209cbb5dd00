"""The validation report: one JSON document, and one HTML page made from it that reads well without a network.

Its content follows from the tables alone: no clock, no path, no random order.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from flows import schema
from flows.validate.outcome import Breach, Outcome
from flows.validate.quarantine import Separation, printed

HTML = "report.html"
JSON = "report.json"
EXAMPLES = 5

Report = dict[str, Any]


def build_report(
    tables: Mapping[str, pa.Table],
    outcomes: Sequence[Outcome],
    separation: Separation | None,
    breaches: Sequence[Breach],
) -> Report:
    """Everything that validation found, ready for JSON.

    Args:
        tables: the tables as they came.
        outcomes: one for each check; empty where the shape of the tables is already broken.
        separation: null where the shape is already broken.
        breaches: what stops the release.
    """
    quarantined = separation.quarantine.num_rows if separation else 0
    return {
        "schema_version": schema.SCHEMA_VERSION,
        "state": "stopped" if breaches else "quarantine" if quarantined else "passed",
        "checks": len(outcomes),
        "failed": sum(not outcome.holds for outcome in outcomes),
        "breaches": [_breach(breach) for breach in breaches],
        "tables": [_table(name, tables[name], outcomes, separation) for name in _in_order(tables)],
        "findings": _findings(tables),
    }


def write_report(folder: Path, report: Report) -> tuple[Path, Path]:
    """Write the report as HTML and JSON; returns the paths of both in this order."""
    html, document = folder / HTML, folder / JSON
    document.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    html.write_text(render(report), encoding="utf-8", newline="\n")
    return html, document


def render(report: Report) -> str:
    """The report as a self-contained page."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("report.html.j2").render(report=report)


def _in_order(tables: Mapping[str, pa.Table]) -> list[str]:
    return [name for name in schema.table_names() if name in tables]


def _breach(breach: Breach) -> Report:
    return {
        "table": breach.table,
        "message_zh": breach.message_zh,
        "message_en": breach.message_en,
        "remedy": breach.remedy,
    }


def _table(name: str, table: pa.Table, outcomes: Sequence[Outcome], separation: Separation | None) -> Report:
    described = schema.table(name)
    checked = [outcome for outcome in outcomes if outcome.check.table == name]
    own, dependent = (separation.own[name], separation.dependent[name]) if separation else (0, 0)
    return {
        "name": name,
        "title_zh": described.title_zh,
        "title_en": described.title_en,
        "rows": table.num_rows,
        "published": table.num_rows - own - dependent,
        "quarantined": own,
        "dependent": dependent,
        "checks": len(checked),
        "failed": sum(not outcome.holds for outcome in checked),
        "failures": [_failure(outcome, table, described.primary_key) for outcome in checked if not outcome.holds],
    }


def _failure(outcome: Outcome, table: pa.Table, primary_key: str) -> Report:
    check = outcome.check
    examples = table.take(pa.array(outcome.rows[:EXAMPLES], pa.int64())).to_pylist()
    return {
        "rule": check.rule,
        "column": check.column,
        "severity": check.severity,
        "engine": outcome.engine,
        "message_zh": check.message_zh,
        "message_en": check.message_en,
        "rows": len(outcome.rows),
        "problem": outcome.problem,
        "examples": [
            {"row_id": printed(row[primary_key]), "value": printed(row.get(check.column or ""))} for row in examples
        ],
    }


def _findings(tables: Mapping[str, pa.Table]) -> list[Report]:
    """Findings by check and severity, in the order of the code lists."""
    table = tables.get("findings")
    if table is None or not {"check", "severity"} <= set(table.column_names):
        return []
    counts = Counter(zip(table["check"].to_pylist(), table["severity"].to_pylist(), strict=True))
    checks, severities = schema.code_list("finding_check"), schema.code_list("severity")
    return [
        {
            "check": check.code,
            "severity": severity.code,
            "label_zh": check.label_zh,
            "label_en": check.label_en,
            "severity_zh": severity.label_zh,
            "severity_en": severity.label_en,
            "count": counts[check.code, severity.code],
        }
        for check in checks.codes
        for severity in severities.codes
        if counts[check.code, severity.code]
    ]
