"""Publishing as a Prefect flow: one task, no retry, because a release is all or nothing by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.handover import read_tables
from flows.release.publish import Portal, Publication, publish


@task(name="publish release", cache_policy=NO_CACHE)
def publish_release(
    validated: Path, output: Path, quality: Path, corrections: Path, released_on: date, portal: Portal
) -> Publication:
    """Publish the validated tables, or nothing where nothing changed."""
    tables = read_tables(validated, written_by="validate")
    return publish(
        tables, output=output, quality=quality, released_on=released_on, corrections=corrections, portal=portal
    )


@flow(name="release", validate_parameters=False)
def release(
    validated: Path, output: Path, quality: Path, corrections: Path, released_on: date, portal: Portal
) -> Publication:
    """Publish a release; `portal` writes its pages.

    Raises:
        ReleaseError: it could not be written or did not verify; the last good one still stands.
    """
    return publish_release(validated, output, quality, corrections, released_on, portal)
