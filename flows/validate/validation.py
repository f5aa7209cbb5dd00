"""The whole of validation: shape, suites, rules, evidence; then quarantine, report, and the decision to go on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from flows import schema
from flows.errors import ContractError
from flows.validate.checkpoint import run_suites
from flows.validate.contract import REMEDY, shape_breaches
from flows.validate.outcome import ERROR, Breach, Outcome
from flows.validate.quarantine import TABLE, Separation, separate
from flows.validate.report import build_report, write_report
from flows.validate.rules import run_rules
from flows.validate.spans import run_spans
from flows.validate.thresholds import threshold

NAMED_BREACHES = 3


@dataclass(frozen=True, slots=True)
class Validation:
    """What validation leaves.

    Attributes:
        tables: the rows that hold, by table.
        quarantine: a row for every rule that a row failed.
        report_html: one page for people.
        report_json: the same for programs.
        expectations: checks made: expectations, rules and spans.
        failed: checks that did not hold, warnings included.
    """

    tables: dict[str, pa.Table]
    quarantine: pa.Table
    report_html: Path
    report_json: Path
    expectations: int
    failed: int


def validate_tables(tables: Mapping[str, pa.Table], folder: Path) -> Validation:
    """Hold the tables against `schemas/` and against each other; leave report and quarantine in the folder.

    Args:
        tables: every table that `normalise` makes; those that `release` makes are checked where given.
        folder: where report and quarantine go; made where it is missing.

    Raises:
        ContractError: releasing these tables would mislead readers. Report and quarantine are written before.
        ConfigurationError: a rule of `schemas/` cannot be run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if breaches := shape_breaches(tables):
        _write_quarantine(folder, schema.table(TABLE).arrow_schema.empty_table())
        html, _ = write_report(folder, build_report(tables, (), None, breaches))
        raise _contract_error(breaches, html)
    outcomes = (*run_suites(tables), *run_rules(tables), *run_spans(tables))
    separation = separate(tables, outcomes)
    breaches = (*_table_breaches(outcomes), *_threshold_breaches(tables, separation))
    _write_quarantine(folder, separation.quarantine)
    html, document = write_report(folder, build_report(tables, outcomes, separation, breaches))
    if breaches:
        raise _contract_error(breaches, html)
    failed = sum(not outcome.holds for outcome in outcomes)
    return Validation(separation.clean, separation.quarantine, html, document, len(outcomes), failed)


def _table_breaches(outcomes: Sequence[Outcome]) -> Iterator[Breach]:
    """Checks whose failure no quarantine can mend: of a whole table, of its keys, or without a verdict."""
    for outcome in outcomes:
        check = outcome.check
        if outcome.problem is not None:
            chinese, english = f"检查 {check.rule} 未能执行", f"the check {check.rule} could not be run"
            yield Breach(check.table, f"{chinese}：{outcome.problem}", f"{english}: {outcome.problem}", REMEDY)
        elif outcome.holds or check.severity != ERROR:
            continue
        elif not outcome.rows or (check.rule == "unique" and check.column == schema.table(check.table).primary_key):
            yield Breach(check.table, check.message_zh, check.message_en, REMEDY)


def _threshold_breaches(tables: Mapping[str, pa.Table], separation: Separation) -> Iterator[Breach]:
    for name, table in tables.items():
        failing, limit = separation.own[name], threshold(name)
        if limit.is_exceeded(failing, table.num_rows):
            share = f"{limit.share:.0%}"
            yield Breach(
                name,
                f"{table.num_rows} 行中有 {failing} 行未通过检查，超过限度（{limit.rows} 行或 {share}）",
                f"{failing} of {table.num_rows} rows fail, more than is allowed ({limit.rows} rows or {share})",
                "see the failing rules in the report and correct the reader, or the threshold with date and reason",
            )


def _contract_error(breaches: Sequence[Breach], report: Path) -> ContractError:
    named = "; ".join(f"{each.table}: {each.message_en}" for each in breaches[:NAMED_BREACHES])
    more = f"; and {len(breaches) - NAMED_BREACHES} more" if len(breaches) > NAMED_BREACHES else ""
    return ContractError(
        f"The tables break their contract, nothing is released: {named}{more}",
        where=str(report),
        remedy=breaches[0].remedy,
    )


def _write_quarantine(folder: Path, table: pa.Table) -> None:
    """Write the quarantine as Parquet and as CSV, empty or not, so that an old one never stands for a new run."""
    table = table.replace_schema_metadata(None).combine_chunks()
    pq.write_table(table, folder / "quarantine.parquet", compression="zstd")
    pa_csv.write_csv(table, folder / "quarantine.csv", pa_csv.WriteOptions(quoting_style="needed"))
