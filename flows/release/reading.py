"""What is published already: the releases of an output folder and the tables of a release."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

from flows import schema
from flows.errors import ReleaseError
from flows.release.formats.datapackage import DATAPACKAGE, read_datapackage
from flows.release.tables import CHANGES, ReleaseTables, conform, empty
from flows.release.versions import is_version, version_key

RELEASES = "releases"
LATEST = "latest"
INDEX = "index.json"


def published_versions(output: Path) -> tuple[str, ...]:
    """The versions in an output folder, oldest first; none where nothing was published yet."""
    folder = output / RELEASES
    if not folder.is_dir():
        return ()
    return tuple(sorted((entry.name for entry in folder.iterdir() if is_version(entry.name)), key=version_key))


def newest_release(output: Path) -> Path | None:
    """The folder of the newest release."""
    versions = published_versions(output)
    return output / RELEASES / versions[-1] if versions else None


def earlier_releases(release: Path) -> tuple[Path, ...]:
    """The release and its published predecessors, oldest first; alone where it was copied out of its output folder."""
    folder = release.resolve()
    if not is_version(folder.name):  # `latest` as a copy
        folder = folder.parent / RELEASES / version_of(folder)
    if not folder.is_dir():
        return (release.resolve(),)
    last = version_key(folder.name)
    siblings = (entry for entry in folder.parent.iterdir() if is_version(entry.name))
    return tuple(sorted((s for s in siblings if version_key(s.name) <= last), key=lambda s: version_key(s.name)))


def version_of(release: Path) -> str:
    """The version of a release: the name of its folder, or what its Data Package says where it was copied."""
    name = release.resolve().name
    if is_version(name) or not (release / DATAPACKAGE).is_file():
        return name
    return str(read_datapackage(release)["version"])


def table_path(release: Path, name: str) -> Path:
    """Where a release keeps a table: a file, or a folder of parts where the table is large."""
    if name == CHANGES:
        return release / CHANGES / "changes.parquet"
    parts = release / "parquet" / name
    return parts if parts.is_dir() else release / "parquet" / f"{name}.parquet"


def stored_columns(release: Path, name: str) -> frozenset[str]:
    """The columns that a release has for a table; none where it lacks the table."""
    path = table_path(release, name)
    return frozenset(ds.dataset(path).schema.names) if path.exists() else frozenset()


def read_table(release: Path, name: str) -> pa.Table:
    """A table of a release in today's schema: a column or table that it lacks is null or empty.

    Raises:
        ReleaseError: the folder is no release.
    """
    if not (release / "parquet").is_dir():
        raise ReleaseError("There is no release here", where=str(release), remedy="give a folder with parquet/ in it")
    path = table_path(release, name)
    return conform(name, ds.dataset(path).to_table()) if path.exists() else empty(name)


def read_release(release: Path, *, without: tuple[str, ...] = (CHANGES,)) -> ReleaseTables:
    """All tables of a release, by default without its list of changes.

    Raises:
        ReleaseError: the folder is no release.
    """
    names = [name for name in schema.table_names() if name not in without]
    return ReleaseTables(
        version=version_of(release),
        tables={name: read_table(release, name) for name in names},
        columns={name: stored_columns(release, name) for name in names},
    )
