"""The flow of flows: harvest, normalise, validate, release, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from flows.clock import now
from flows.harvest.flow import harvest
from flows.harvest.report import HarvestReport
from flows.normalise.flow import normalise
from flows.portal.page import write_index_page
from flows.release.flow import release
from flows.release.publish import Publication
from flows.settings import Settings
from flows.validate.flow import validate


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What one run found, read and published."""

    harvest: tuple[HarvestReport, ...]
    rows: dict[str, int]
    quarantined: int
    publication: Publication

    @property
    def failed_pages(self) -> int:
        """Pages that could not be captured in this run."""
        return sum(len(report.failed) for report in self.harvest)

    def markdown(self) -> str:
        """The summary as a Markdown table, for the artifact and for the file beside the data."""
        rows = [
            ("release", self.publication.version or f"none: {self.publication.reason}"),
            ("sources", len(self.harvest)),
            ("pages captured", sum(report.captured for report in self.harvest)),
            ("pages unchanged", sum(report.unchanged for report in self.harvest)),
            ("pages gone", sum(report.gone for report in self.harvest)),
            ("pages failed", self.failed_pages),
            *((name, self.rows[name]) for name in ("notices", "items", "measures", "metrics", "findings")),
            ("rows in quarantine", self.quarantined),
            ("changes", self.publication.counts.get("changes", 0)),
        ]
        table = "\n".join(f"| {name} | {value} |" for name, value in rows)
        failures = "\n".join(f"- {page.url}: {page.reason}" for report in self.harvest for page in report.failed)
        return f"| what | value |\n| --- | --- |\n{table}\n" + (f"\nFailed pages:\n\n{failures}\n" if failures else "")


@flow(name="zhenggai", validate_parameters=False)
def run(settings: Settings) -> RunSummary:
    """From published notices to a release.

    Raises:
        ZhenggaiError: a stage failed; yesterday's release still stands.
    """
    started = now()
    reports = harvest(settings.sources, settings.archive, started)
    return _read_and_publish(settings, reports, started.date())


@flow(name="zhenggai-scheduled")
def scheduled(sources: tuple[Path, ...] | None = None, data: Path | None = None, output: Path | None = None) -> str:
    """The run for a deployment; what is not given comes from the environment. Returns what was published, in words."""
    return run(_settings(sources=sources, data=data, output=output)).publication.reason


@flow(name="zhenggai-reread")
def reread(data: Path | None = None, output: Path | None = None) -> str:
    """Read the whole archive again and publish what a better reader finds; fetches nothing."""
    settings = _settings(data=data, output=output)
    return _read_and_publish(settings, (), now().date()).publication.reason


def _settings(**given: object) -> Settings:
    """The settings of the environment, with what a deployment gives in their place."""
    return Settings().model_copy(update={name: value for name, value in given.items() if value is not None})


def _read_and_publish(settings: Settings, reports: tuple[HarvestReport, ...], released_on: date) -> RunSummary:
    rows = normalise(settings.archive, settings.normalised, settings.batch_size, settings.workers)
    validation = validate(settings.normalised, settings.validated, settings.quality)
    publication = publish(settings, released_on)
    return _summarised(settings, RunSummary(reports, rows, validation.quarantine.num_rows, publication))


def publish(settings: Settings, released_on: date) -> Publication:
    """The release flow with the portal that every release has."""
    return release(
        settings.validated, settings.output, settings.quality, settings.corrections, released_on, write_index_page
    )


@contextmanager
def single_command() -> Iterator[None]:
    """Spare the second that Prefect waits for its heartbeat thread at the end of every flow."""
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield


def import_what_is_slow() -> None:
    """Great Expectations takes seconds to import; a single command does it while its server starts."""
    import great_expectations  # noqa: F401


def _summarised(settings: Settings, summary: RunSummary) -> RunSummary:
    text = summary.markdown()
    create_markdown_artifact(key="run-summary", markdown=text, description="What this run found and published")
    settings.data.mkdir(parents=True, exist_ok=True)
    (settings.data / "last-run.md").write_text(text, encoding="utf-8")
    return summary
