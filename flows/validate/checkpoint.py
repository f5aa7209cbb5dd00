"""Running the generated suites with Great Expectations, one checkpoint a table.

Great Expectations takes seconds to import, so it is imported here, inside the functions that need it, and nowhere
else. The first pass asks only whether an expectation holds; failing ones run again to name their rows.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from flows import schema
from flows.validate.outcome import Outcome
from flows.validate.suites import Expectation, suite

ENGINE = "great_expectations"
ROW = "__row"
WHETHER = {"result_format": "BOOLEAN_ONLY"}
WHERE = {"result_format": "COMPLETE", "unexpected_index_column_names": [ROW]}


def run_suites(tables: Mapping[str, pa.Table]) -> tuple[Outcome, ...]:
    """Hold every table against the suite of its schema, in an ephemeral context: nothing is sent or kept."""
    checkpoints = Checkpoints()
    return tuple(
        outcome
        for name, table in tables.items()
        for outcome in run_suite(checkpoints, name, table, suite(schema.table(name)))
    )


def run_suite(
    checkpoints: Checkpoints, name: str, table: pa.Table, expectations: Sequence[Expectation]
) -> Iterator[Outcome]:
    """Hold one table against these expectations; the outcomes come in their order."""
    frame = _frame(table)
    results = checkpoints.run(name, frame, expectations, WHETHER)
    failing = [each for each, result in zip(expectations, results, strict=True) if not result["success"]]
    details = iter(checkpoints.run(f"{name} failing", _numbered(frame), failing, WHERE) if failing else ())
    for expectation, result in zip(expectations, results, strict=True):
        if result["success"]:
            yield Outcome(expectation.check, ENGINE, holds=True)
        else:
            yield _failure(expectation, result, next(details))


def _frame(table: pa.Table) -> pd.DataFrame:
    """The table for pandas, times as UTC without their zone: pandas warns about comparing those that have one."""
    without_zone = pa.timestamp("ms")
    fields = [each.with_type(without_zone) if pa.types.is_timestamp(each.type) else each for each in table.schema]
    frame: pd.DataFrame = table.cast(pa.schema(fields)).to_pandas(date_as_object=False)
    return frame


def _numbered(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(**{ROW: np.arange(len(frame))})


def _failure(expectation: Expectation, result: Mapping[str, Any], detail: Mapping[str, Any]) -> Outcome:
    """An expectation that fails: its rows, or why it could not be evaluated (such errors are not raised)."""
    problem = _problem(result) or _problem(detail)
    found = detail["result"].get("unexpected_index_list") or ()
    rows = sorted({int(each[ROW]) for each in found})
    return Outcome(expectation.check, ENGINE, holds=False, rows=tuple(rows), problem=problem)


def _problem(result: Mapping[str, Any]) -> str | None:
    """The message of an exception inside an expectation; one expectation may report several, by metric."""
    information = result.get("exception_info") or {}
    reports = [information] if "raised_exception" in information else list(information.values())
    messages = [str(each.get("exception_message")) for each in reports if each.get("raised_exception")]
    return messages[0] if messages else None


class Checkpoints:
    """One ephemeral context, and a checkpoint for each table that is brought to it."""

    def __init__(self) -> None:
        os.environ["GX_ANALYTICS_ENABLED"] = "false"
        logging.getLogger("great_expectations").setLevel(logging.WARNING)  # it tells of every metric at INFO
        import great_expectations as gx
        from great_expectations.data_context.types.base import (
            DataContextConfig,
            InMemoryStoreBackendDefaults,
            ProgressBarsConfig,
        )

        in_memory = DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(),
            progress_bars=ProgressBarsConfig(globally=False),
        )
        self._gx = gx
        self._context = gx.get_context(project_config=in_memory, mode="ephemeral")
        self._source = self._context.data_sources.add_pandas("tables")

    def run(
        self, name: str, frame: pd.DataFrame, expectations: Sequence[Expectation], result_format: Mapping[str, Any]
    ) -> list[Mapping[str, Any]]:
        """The results in the order of the expectations."""
        checkpoint = self._checkpoint(name, expectations, result_format)
        run = checkpoint.run(batch_parameters={"dataframe": frame})
        (validation,) = run.run_results.values()
        by_position = {each.expectation_config.meta["position"]: each for each in validation.results}
        return [by_position[position] for position in range(len(expectations))]

    def _checkpoint(self, name: str, expectations: Sequence[Expectation], result_format: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the library is untyped here
        batch = self._source.add_dataframe_asset(name).add_batch_definition_whole_dataframe(name)
        built = [self._built(position, each) for position, each in enumerate(expectations)]
        suite_of_table = self._context.suites.add(self._gx.ExpectationSuite(name, expectations=built))
        definition = self._context.validation_definitions.add(
            self._gx.ValidationDefinition(name=name, data=batch, suite=suite_of_table)
        )
        return self._context.checkpoints.add(
            self._gx.Checkpoint(name=name, validation_definitions=[definition], result_format=dict(result_format))
        )

    def _built(self, position: int, expectation: Expectation) -> Any:  # noqa: ANN401 - the library is untyped here
        kind = getattr(self._gx.expectations, expectation.kind)
        severity = "critical" if expectation.check.severity == "error" else "warning"
        return kind(**expectation.arguments, severity=severity, meta={"position": position})
