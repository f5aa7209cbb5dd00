"""Reading the archive as a Prefect flow: a task is a batch of notices, worker processes share the batches."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa
from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.archive.store import Archive
from flows.handover import write_tables
from flows.normalise import batch as batches
from flows.normalise.across import with_findings_across
from flows.normalise.batch import AddressHistory

if TYPE_CHECKING:
    from prefect.futures import PrefectFuture

# Cast because the runner of PrefectConcurrentFuture is not typed as one of PrefectFuture.
_RUNNER = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=16))


@task(name="read batch", cache_policy=NO_CACHE, retries=1)
def read_batch(
    executor: Executor | None, archive_folder: Path, batch: Sequence[AddressHistory]
) -> dict[str, pa.Table]:
    """Read one batch, in a worker process where there are several."""
    if executor is None:
        return batches.read_batch(archive_folder, batch)
    return executor.submit(batches.read_batch, archive_folder, batch).result()


@flow(name="normalise", task_runner=_RUNNER, validate_parameters=False)
def normalise(archive_folder: Path, normalised: Path, batch_size: int, workers: int) -> dict[str, int]:
    """Read every notice of the archive and leave the tables in `normalised`; returns rows a table."""
    with Archive(archive_folder) as archive, _executor(workers) as executor:
        reading = [
            read_batch.submit(executor, archive_folder, batch)
            for batch in batches.address_batches(archive, batch_size)
        ]
        parts = [part.result() for part in reading]
        about_the_archive = [batches.damage_row(damage) for damage in archive.damage()]
        tables = batches.combine(parts, [*about_the_archive, *batches.list_failures(archive)])
    tables = with_findings_across(tables)
    write_tables(normalised, tables)
    return {name: table.num_rows for name, table in tables.items()}


def _executor(workers: int) -> AbstractContextManager[Executor | None]:
    """Worker processes, or none: a spawned process is safe beside Prefect's threads."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn")) if workers > 1 else nullcontext()
