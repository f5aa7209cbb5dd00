"""Publishing: lasting ids, corrections, changes, every format, proof, and the pointer last.

A run that fails at any point leaves the last good release as it was; what it left behind is cleared by the next run.
No clock is read: the version comes from `released_on`, every time inside the data from the captures.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from flows import schema
from flows.errors import ReleaseError
from flows.release.carrying import carry_over
from flows.release.changelog import write_changelog
from flows.release.changes import find_changes, material
from flows.release.composition import prove_composition
from flows.release.corrections import apply_corrections, load_corrections, refuse_contradictions
from flows.release.formats.checksums import write_checksums, wrong_files
from flows.release.formats.csv_files import write_csv, write_excel_csv
from flows.release.formats.datapackage import write_datapackage
from flows.release.formats.edition import Edition
from flows.release.formats.parquet import write_parquet
from flows.release.formats.readme import write_readme
from flows.release.formats.sqlite import write_sqlite
from flows.release.formats.workbook import write_workbook
from flows.release.identity import inherit_identity
from flows.release.index import write_index
from flows.release.reading import newest_release, published_versions, read_release, read_table
from flows.release.staging import (
    clear_leftovers,
    make_durable,
    point_to_newest,
    put_in_place,
    sole_publisher,
    staging_folder,
)
from flows.release.tables import CHANGES, ReleaseTables, canonical, empty
from flows.release.versions import next_version

Portal = Callable[[Edition, Path], None]
_WRITERS: tuple[Portal, ...] = (
    write_parquet,
    write_csv,
    write_excel_csv,
    write_workbook,
    write_sqlite,
    write_changelog,
    write_readme,
)
_COUNTED = ("notices", "items", "findings", CHANGES)


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of it.

    Attributes:
        version: null where nothing changed and nothing was published.
        folder: the release, or the one that still stands.
        counts: notices, items, findings and changes.
        reason: one sentence for people.
    """

    version: str | None
    folder: Path
    counts: dict[str, int]
    reason: str


def publish(
    tables: Mapping[str, pa.Table],
    *,
    output: Path,
    quality: Path,
    released_on: date,
    corrections: Path | None = None,
    portal: Portal | None = None,
) -> Publication:
    """Publish a release, or nothing where nothing changed or nothing was ever captured.

    Args:
        tables: validated tables with provisional ids; a table that is missing is empty.
        output: the folder of all releases.
        quality: validation report and quarantine, copied into the release; may be absent.
        released_on: the day that the version names.
        corrections: folder of corrections; may be absent.
        portal: writes the pages of the release into its folder.

    Raises:
        ConfigurationError: a correction cannot be used.
        ReleaseError: the release cannot be written, another process publishes there, or the tables hold no notice
            although the last release did.
        VerificationError: what was written does not read back as it should; nothing was published.
    """
    decisions = load_corrections(corrections)
    with _told(output), sole_publisher(output):
        _recover(output)
        previous = _previous(output)
        version = next_version(released_on, published_versions(output))
        current = _current(tables, previous, version)
        _refuse_emptiness(previous, current)
        if previous:
            current = replace(current, tables=carry_over(previous.tables, current.tables))
        current = replace(current, tables=apply_corrections(current.tables, decisions))
        refuse_contradictions(current.tables)
        changes = find_changes(previous, current) if previous else empty(CHANGES)
        if previous is None and not any(table.num_rows for table in current.tables.values()):
            return Publication(None, output, dict.fromkeys(_COUNTED, 0), "no page was ever captured")
        if previous and not _is_news(previous, current, changes):
            return _unchanged(output, previous)
        all_tables = {name: {**current.tables, CHANGES: changes}[name] for name in schema.table_names()}
        edition = Edition(version, released_on, previous.version if previous else None, all_tables)
        return _published(edition, previous, output, quality, portal)


@contextmanager
def _told(output: Path) -> Iterator[None]:
    """Failures of the disk in the words of this program."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise ReleaseError(
            f"The release cannot be written: {error}",
            where=str(output),
            remedy="check space and rights, then run again; the last good release stands",
        ) from error


def _recover(output: Path) -> None:
    """Clear what a killed run left; where it got as far as the release itself, finish its pointers."""
    clear_leftovers(output)
    point_to_newest(output)
    write_index(output)


def _previous(output: Path) -> ReleaseTables | None:
    folder = newest_release(output)
    return read_release(folder) if folder else None


def _current(tables: Mapping[str, pa.Table], previous: ReleaseTables | None, version: str) -> ReleaseTables:
    """Today's tables in canonical form with lasting ids."""
    names = [name for name in schema.table_names() if name != CHANGES]
    complete = {name: canonical(name, tables[name]) if name in tables else empty(name) for name in names}
    if previous:
        complete = inherit_identity(previous.tables, complete)
    columns = {name: frozenset(schema.table(name).column_names) for name in names}
    return ReleaseTables(version, {name: canonical(name, table) for name, table in complete.items()}, columns)


def _refuse_emptiness(previous: ReleaseTables | None, current: ReleaseTables) -> None:
    if previous and previous.tables["notices"].num_rows and not current.tables["notices"].num_rows:
        raise ReleaseError(
            "The tables hold no notice, but the last release did",
            where=previous.version or "",
            remedy="check that --data is the archive of this output; rows of a page that is gone stay",
        )


def _is_news(previous: ReleaseTables, current: ReleaseTables, changes: pa.Table) -> bool:
    """Whether anything but volatile values differs, the columns themselves included."""
    return material(changes).num_rows > 0 or previous.columns != current.columns


def _unchanged(output: Path, previous: ReleaseTables) -> Publication:
    folder = newest_release(output) or output
    counts = {name: previous.tables[name].num_rows if name != CHANGES else 0 for name in _COUNTED}
    return Publication(None, folder, counts, f"nothing changed since release {previous.version}")


def _published(
    edition: Edition, previous: ReleaseTables | None, output: Path, quality: Path, portal: Portal | None
) -> Publication:
    with staging_folder(output, edition.version) as staged:
        _write(edition, staged, quality, portal)
        _prove(edition, previous, staged)
        make_durable(staged)
        folder = put_in_place(staged, output, edition.version)
    point_to_newest(output)
    write_index(output)
    counts = {name: edition.counts[name] for name in _COUNTED}
    since = f" since {edition.previous}" if edition.previous else ""
    words = ", ".join(f"{count} {name}" for name, count in counts.items())
    return Publication(edition.version, folder, counts, f"release {edition.version}: {words}{since}")


def _write(edition: Edition, folder: Path, quality: Path, portal: Portal | None) -> None:
    """Every file; what describes others comes after them."""
    for write in _WRITERS:
        write(edition, folder)
    shutil.copytree(quality, folder / "quality") if quality.is_dir() else (folder / "quality").mkdir()
    write_datapackage(edition, folder)
    if portal:
        portal(edition, folder)
    write_checksums(folder)


def _prove(edition: Edition, previous: ReleaseTables | None, folder: Path) -> None:
    """Read back what was written: digests, tables, and that the changes lead from the last release to this one."""
    if wrong := wrong_files(folder):
        raise ReleaseError(
            f"What was written reads back wrong: {wrong[0][1]}", where=wrong[0][0], remedy="check the disk"
        )
    written = {name: read_table(folder, name) for name in edition.tables}
    for name, table in written.items():
        if not table.equals(edition.tables[name]):
            raise ReleaseError("A table reads back wrong", where=name, remedy="check the disk")
    if previous:
        prove_composition(previous.tables, written[CHANGES], {name: written[name] for name in previous.tables})
