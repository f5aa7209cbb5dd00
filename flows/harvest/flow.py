"""The harvest as a Prefect flow: one task a source, so that a dead site hides no other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.archive.store import Archive
from flows.harvest.harvest import harvest_source
from flows.harvest.report import HarvestReport
from flows.harvest.sources import Source, load_sources

_HARVEST_TIMEOUT_SECONDS = 6 * 3600


@task(name="harvest source", task_run_name="harvest {source.id}", cache_policy=NO_CACHE, retries=1)
def harvest_one(source: Source, archive_folder: Path, run_started: datetime) -> HarvestReport:
    """Capture one source; failed pages are part of the report, so a retry means that the archive itself failed."""
    with Archive(archive_folder) as archive:
        return harvest_source(source, archive, run_started)


@flow(name="harvest", timeout_seconds=_HARVEST_TIMEOUT_SECONDS, validate_parameters=False)
def harvest(sources: Sequence[Path], archive_folder: Path, run_started: datetime) -> tuple[HarvestReport, ...]:
    """Capture every source into the archive, one after another: they share its files.

    Raises:
        ConfigurationError: a source file cannot be used.
    """
    return tuple(harvest_one(source, archive_folder, run_started) for source in load_sources(sources))
