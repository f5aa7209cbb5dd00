"""The command line: `zhenggai run`, one command a stage, and the commands that prove what was published.

Exit codes: 0 done (also when nothing changed), 1 an unexpected failure, 2 a wrong option or configuration, and one
code for each class in `flows.errors` (3 harvest, 4 archive, 5 contract, 6 release, 7 verification).
Heavy libraries are imported inside the commands that need them: help must answer at once.
"""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows import __version__, private_server
from flows.clock import now
from flows.errors import HarvestError, VerificationError, ZhenggaiError
from flows.private_server import PrivateServer
from flows.settings import Settings

if TYPE_CHECKING:
    from flows.harvest.report import HarvestReport
    from flows.pipeline import RunSummary
    from flows.release.explain import Explanation

app = typer.Typer(
    help="Published rectification notices (巡视巡察整改通报) as validated open data.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
sources_app = typer.Typer(help="The registry of publishers.", no_args_is_help=True)
app.add_typer(sources_app, name="sources")
console = Console(soft_wrap=True)
messages = Console(stderr=True, soft_wrap=True)

_REPORT_ROWS = 50
_DEFAULTS = Settings()
SourcesOption = Annotated[
    list[Path],
    typer.Option("--sources", help="A source file, a folder of them, or saved pages (file or folder); repeatable."),
]
DataOption = Annotated[Path, typer.Option("--data", help="Archive and tables between the stages.")]
OutputOption = Annotated[Path, typer.Option("--output", help="Where releases are published.")]
CorrectionsOption = Annotated[Path, typer.Option("--corrections", help="Folder of corrections; may be absent.")]
WorkersOption = Annotated[int, typer.Option("--workers", min=1, help="Processes that read notices side by side.")]
ReleaseArgument = Annotated[Path, typer.Argument(help="A release folder, for example output/latest.")]


@app.command()
def run(
    sources: SourcesOption = list(_DEFAULTS.sources),  # noqa: B006  typer copies it
    data: DataOption = _DEFAULTS.data,
    output: OutputOption = _DEFAULTS.output,
    corrections: CorrectionsOption = _DEFAULTS.corrections,
    workers: WorkersOption = _DEFAULTS.workers,
) -> None:
    """Harvest, normalise, validate and publish; exit 0 also when nothing changed."""
    settings = Settings(sources=tuple(sources), data=data, output=output, corrections=corrections, workers=workers)
    with _prefect(data) as server:
        from flows import pipeline

        pipeline.import_what_is_slow()
        with _ready(server, "Harvest, normalise, validate, release"):
            summary = pipeline.run(settings)
    _print_run(summary)


@app.command()
def harvest(sources: SourcesOption = list(_DEFAULTS.sources), data: DataOption = _DEFAULTS.data) -> None:  # noqa: B006
    """Capture the sources into the archive."""
    settings = Settings(sources=tuple(sources), data=data)
    with _prefect(data) as server:
        from flows.harvest.flow import harvest as harvest_flow

        with _ready(server, "Harvest"):
            reports = harvest_flow(settings.sources, settings.archive, now())
    _print_harvest(reports)


@app.command()
def normalise(
    data: DataOption = _DEFAULTS.data,
    workers: WorkersOption = _DEFAULTS.workers,
    report: Annotated[bool, typer.Option("--report", help="Also tell what no rule table knows.")] = False,
) -> None:
    """Read every archived notice into tables."""
    settings = Settings(data=data, workers=workers)
    with _prefect(data) as server:
        from flows.normalise.flow import normalise as normalise_flow

        with _ready(server, "Normalise"):
            rows = normalise_flow(settings.archive, settings.normalised, settings.batch_size, workers)
    console.print(f"{settings.normalised}: " + ", ".join(f"{count} {name}" for name, count in rows.items()))
    if report:
        _print_reading_report(settings)


@app.command()
def validate(data: DataOption = _DEFAULTS.data) -> None:
    """Hold the tables against their contract; failing rows go to quarantine."""
    settings = Settings(data=data)
    with _prefect(data) as server:
        from flows.validate.flow import validate as validate_flow

        with _ready(server, "Validate"):
            result = validate_flow(settings.normalised, settings.validated, settings.quality)
    console.print(
        f"{result.report_html}: {result.expectations} expectations, {result.failed} failed, "
        f"{result.quarantine.num_rows} rows in quarantine"
    )


@app.command()
def release(
    data: DataOption = _DEFAULTS.data,
    output: OutputOption = _DEFAULTS.output,
    corrections: CorrectionsOption = _DEFAULTS.corrections,
    released_on: Annotated[str | None, typer.Option("--date", help="Day of the release, YYYY-MM-DD.")] = None,
) -> None:
    """Publish the validated tables, or nothing where nothing changed."""
    settings = Settings(data=data, output=output, corrections=corrections)
    with _prefect(data) as server:
        from flows import pipeline

        day = date.fromisoformat(released_on) if released_on else now().date()
        with _ready(server, "Release"):
            publication = pipeline.publish(settings, day)
    console.print(publication.reason)


@app.command()
def diff(before: ReleaseArgument, after: ReleaseArgument) -> None:
    """What differs between two releases, row by row and field by field, as CSV on standard output."""
    from pyarrow import csv

    from flows.release.diff import diff_releases

    with _errors():
        csv.write_csv(diff_releases(before, after), sys.stdout.buffer)


@app.command()
def explain(
    row_id: Annotated[str, typer.Argument(help="The id of any row of any table.")],
    output: OutputOption = _DEFAULTS.output,
    data: DataOption = _DEFAULTS.data,
) -> None:
    """Where a row comes from: its quote in context, the page, the capture and the row's history."""
    from flows.archive.store import Archive
    from flows.release.explain import explain_row

    with _errors(), Archive(Settings(data=data).archive) as archive:
        _print_explanation(explain_row(output / "latest", row_id, archive))


@app.command()
def verify(release: ReleaseArgument, data: DataOption = _DEFAULTS.data) -> None:
    """Prove every span, checksum and key of a release against the archive; exit 7 naming what fails."""
    from flows.archive.store import Archive
    from flows.release.verify import verify_release

    with _errors(), Archive(Settings(data=data).archive) as archive:
        verification = verify_release(release, archive)
        for failure in verification.failures:
            console.print(str(failure), style="red", markup=False)
        console.print(verification.in_words())
        if verification.failures:
            raise VerificationError(
                f"{len(verification.failures)} proofs failed",
                where=str(release),
                remedy="the lines above name each; do not publish or use what they name",
            )


@app.command()
def sample(data: DataOption = Path("data/sample"), output: OutputOption = Path("output/sample")) -> None:
    """Serve the embedded sample site on loopback, publish its two editions as two releases and say what changed."""
    with _prefect(data) as server:
        from flows import pipeline
        from flows.sample.demonstration import demonstrate

        pipeline.import_what_is_slow()
        with _ready(server, "The embedded sample"):
            for edition, summary in demonstrate(pipeline.run, data, output):
                console.rule(f"edition {edition}")
                _print_run(summary)
    changelog = output / "latest" / "changes" / "CHANGELOG.md"
    console.rule(str(changelog))
    console.print(changelog.read_text(encoding="utf-8"), markup=False)


@sources_app.command("list")
def sources_list(sources: SourcesOption = list(_DEFAULTS.sources)) -> None:  # noqa: B006
    """All sources, those that are not enabled included."""
    from flows.harvest.health import describe
    from flows.harvest.sources import load_sources

    with _errors():
        described = [describe(source) for source in load_sources(sources, include_disabled=True)]
        table = Table(*(described[0] if described else ()))
        for source in described:
            table.add_row(*source.values())
        console.print(table if described else "no sources: sources/README.md tells how to add one")


@sources_app.command("check")
def sources_check(sources: SourcesOption = list(_DEFAULTS.sources)) -> None:  # noqa: B006
    """Look at every source without keeping anything: does it answer, how many notices? Exit 3 where one fails."""
    from flows.harvest.health import check_source
    from flows.harvest.sources import load_sources

    with _errors():
        healths = [check_source(source) for source in load_sources(sources, include_disabled=True)]
        for health in healths:
            console.print(f"{health.source_id}: {health.found} notices", markup=False)
            _print_failures(health.problems)
        if not all(health.is_healthy for health in healths):
            raise typer.Exit(HarvestError.exit_code)


@app.callback(invoke_without_command=True)
def version(
    show: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    """Options that stand before the command."""
    if show:
        console.print(__version__)
        raise typer.Exit


def main() -> None:
    """The entry point: signals end our server with us."""
    signal.signal(signal.SIGTERM, private_server.exit_on_terminate)
    app()


@contextmanager
def _errors() -> Iterator[None]:
    """Typed errors become one line and their exit code."""
    try:
        yield
    except ZhenggaiError as error:
        messages.print(f"error: {error}", style="bold red", markup=False)
        raise typer.Exit(error.exit_code) from None


@contextmanager
def _prefect(data: Path) -> Iterator[PrivateServer]:
    """A private server, started before prefect is imported; the body waits for it when its imports are done."""
    with _errors():
        server = private_server.start(data / "prefect")
        try:
            import prefect.logging  # noqa: F401  the import overlaps with the server's start

            logging.getLogger("prefect").setLevel(logging.CRITICAL)  # a failure is told once, by us
            logging.getLogger("great_expectations").setLevel(logging.WARNING)
            yield server
        finally:
            server.stop()


@contextmanager
def _ready(server: PrivateServer, what: str) -> Iterator[None]:
    """The server answers, and a single command does not wait for heartbeats."""
    from flows.pipeline import single_command

    with messages.status(what), single_command():
        server.wait()
        yield


def _print_run(summary: RunSummary) -> None:
    _print_harvest(summary.harvest)
    publication = summary.publication
    if summary.quarantined:
        messages.print(f"{summary.quarantined} rows are in quarantine: see {publication.folder / 'quality'}")
    counts = ", ".join(f"{publication.counts[name]} {name}" for name in ("notices", "items", "findings"))
    changes = publication.counts["changes"]
    if publication.version is None:
        console.print(f"Nothing new: {publication.reason} ({counts})")
    else:
        console.print(f"Release {publication.version} in {publication.folder}: {counts}, {changes} changes")


def _print_reading_report(settings: Settings) -> None:
    """What no rule table knows, the most frequent first: the beginning on screen, all of it in a file."""
    from flows.handover import read_tables
    from flows.normalise.report import reading_report, write_report

    unknowns = reading_report(read_tables(settings.normalised, written_by="normalise"))
    path = settings.data / "reading-report.csv"
    write_report(path, unknowns)
    table = Table("kind", "text", "count", "notices", "quote", "notice")
    for unknown in unknowns[:_REPORT_ROWS]:
        cells = (
            unknown.kind,
            unknown.text,
            str(unknown.count),
            str(unknown.notices),
            unknown.quote,
            unknown.notice_url,
        )
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
    console.print(f"{path}: {len(unknowns)} unknown; docs/teaching.md tells how to teach them")


def _print_harvest(reports: Sequence[HarvestReport]) -> None:
    for report in reports:
        console.print(
            f"{report.source_id}: {report.found} found, {report.captured} captured, {report.unchanged} unchanged, "
            f"{report.gone} gone, {len(report.failed)} failed",
            markup=False,
        )
        _print_failures(tuple(f"{failure.url}: {failure.reason}" for failure in report.failed))
        for note in report.notes:
            messages.print(f"  note: {note}", markup=False)
    if not reports:
        messages.print("no source is enabled: sources/README.md tells how to add one", style="yellow")


def _print_failures(failures: Sequence[str]) -> None:
    for failure in failures:
        messages.print(f"  failed: {failure}", style="yellow", markup=False)


def _print_explanation(explanation: Explanation) -> None:
    console.print(explanation.in_words(), markup=False)
