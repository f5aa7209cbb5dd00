"""Proving a release: digests, schema, keys, every quote at its place, and every text against the archived page.

Nothing is taken from what the release says about itself but the claims to be proved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from flows import __version__, schema
from flows.archive.store import Archive
from flows.capture import Capture, payload_digest
from flows.errors import ArchiveError, ReleaseError, VerificationError
from flows.normalise.notice import read_notice
from flows.release.composition import prove_composition
from flows.release.corrections import RULES_BEFORE_QUARANTINE
from flows.release.formats.checksums import release_files, wrong_files
from flows.release.reading import earlier_releases, read_release, table_path, version_of
from flows.release.tables import CHANGES, conform
from flows.release.values import Row
from flows.validate.outcome import ERROR, Outcome
from flows.validate.rules import run_rules
from flows.validate.spans import run_spans

_Tables = Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that does not prove true: what, in which table and row, and where to look."""

    what: str
    table: str = ""
    row_id: str = ""
    where: str = ""

    def __str__(self) -> str:
        return " ".join(
            part
            for part in (self.what, f"[{self.table} {self.row_id}]".replace(" ]", "]"), self.where)
            if part.strip("[]")
        )


@dataclass(frozen=True, slots=True)
class Verification:
    """What was proved of a release, and what failed.

    Attributes:
        proved: how many files, rows, quotes and notices were looked at.
    """

    version: str
    proved: dict[str, int]
    failures: tuple[Failure, ...]

    def in_words(self) -> str:
        """One sentence."""
        looked_at = ", ".join(f"{count} {name}" for name, count in self.proved.items())
        if self.failures:
            return f"{self.version}: {len(self.failures)} proofs failed of {looked_at}"
        return f"{self.version}: {looked_at} prove true"


def verify_release(release: Path, archive: Archive) -> Verification:
    """Prove a release against the archive that it was made from.

    Raises:
        ReleaseError: the folder is no release.
    """
    if not (release / "parquet").is_dir():
        raise ReleaseError("There is no release here", where=str(release), remedy="give a folder with parquet/ in it")
    failures = [*_file_failures(release), *_shape_failures(release)]
    tables = _readable_tables(release)
    complete = set(tables) == set(schema.table_names())
    if complete:
        failures += [*_key_failures(tables), *_value_failures(tables), *_rule_failures(tables)]
        failures += [*_composition_failures(release, tables), *_archive_failures(tables, archive)]
    return Verification(version_of(release), _proved(release, tables), tuple(failures))


def _proved(release: Path, tables: _Tables) -> dict[str, int]:
    evidence = (name for name in tables if schema.table(name).has_evidence)
    return {
        "files": len(release_files(release)),
        "rows": sum(table.num_rows for table in tables.values()),
        "quotes": sum(tables[name].num_rows for name in evidence),
        "notices": tables["notices"].num_rows if "notices" in tables else 0,
        "captures": tables["snapshots"].num_rows if "snapshots" in tables else 0,
    }


def _file_failures(release: Path) -> Iterator[Failure]:
    for path, wrong in wrong_files(release):
        yield Failure(f"file {wrong}", where=path)


def _shape_failures(release: Path) -> Iterator[Failure]:
    """Columns are only ever appended: a release has the first columns of today's schema, with their types."""
    for described in schema.tables():
        path = table_path(release, described.name)
        try:
            stored = ds.dataset(path).schema
        except (OSError, pa.ArrowInvalid) as error:
            yield Failure(f"table cannot be read: {error}", described.name, where=str(path))
            continue
        expected = described.arrow_schema
        if [(f.name, f.type) for f in stored] != [(f.name, f.type) for f in expected][: len(stored)]:
            yield Failure("columns are not those of the schema", described.name, where=str(path))


def _readable_tables(release: Path) -> dict[str, pa.Table]:
    """The tables in today's schema; those that cannot be read are left out, for they failed already."""
    tables = {}
    for name in schema.table_names():
        try:
            tables[name] = conform(name, ds.dataset(table_path(release, name)).to_table())
        except (OSError, pa.ArrowException):
            continue
    return tables


def _key_failures(tables: _Tables) -> Iterator[Failure]:
    for name, table in tables.items():
        key = schema.table(name).primary_key
        counted = pc.value_counts(table[key])
        for entry in counted.filter(pc.greater(counted.field("counts"), 1)).to_pylist():
            yield Failure("key occurs more than once", name, str(entry["values"]), key)


def _value_failures(tables: _Tables) -> Iterator[Failure]:
    """Values that are missing where required, or that are no code of their list."""
    for name, table in tables.items():
        described = schema.table(name)
        ids = table[described.primary_key]
        for column in described.columns:
            values = table[column.name]
            if column.required:
                for row_id in ids.filter(pc.is_null(values)).to_pylist():
                    yield Failure("required value is missing", name, str(row_id), column.name)
            if column.enum:
                codes = pa.array(schema.code_list(column.enum).values, pa.string())
                unknown = pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, value_set=codes)))
                for row_id in ids.filter(unknown).to_pylist():
                    yield Failure(f"value is no code of {column.enum}", name, str(row_id), column.name)


def _rule_failures(tables: _Tables) -> Iterator[Failure]:
    """Foreign keys and the rules of the schema, and every quote at its span."""
    yield from _failed_rows(tables, run_rules(tables))
    yield from _failed_rows(tables, run_spans(tables))


def _failed_rows(tables: _Tables, outcomes: Iterable[Outcome]) -> Iterator[Failure]:
    for outcome in outcomes:
        check = outcome.check
        if check.severity != ERROR or check.rule in RULES_BEFORE_QUARANTINE:
            continue
        ids = tables[check.table][schema.table(check.table).primary_key]
        for row in outcome.rows:
            yield Failure(check.message_en, check.table, str(ids[row].as_py()), check.column or check.rule)


def _composition_failures(release: Path, tables: _Tables) -> Iterator[Failure]:
    """The release before, where it is at hand, plus the changes gives this one."""
    earlier = earlier_releases(release)[:-1]
    if not earlier:
        return
    previous = read_release(earlier[-1])
    try:
        prove_composition(previous.tables, tables[CHANGES], {name: tables[name] for name in previous.tables})
    except (VerificationError, KeyError, ValueError) as error:
        yield Failure(f"the changes since {previous.version} do not lead to this release", CHANGES, where=str(error))


def _archive_failures(tables: _Tables, archive: Archive) -> Iterator[Failure]:
    """Every capture is in the archive as it was, and says what the notices say."""
    notices: defaultdict[str, list[Row]] = defaultdict(list)
    for notice in tables["notices"].to_pylist():
        notices[notice["snapshot_sha256"]].append(notice)
    for snapshot in tables["snapshots"].to_pylist():
        digest = snapshot["snapshot_sha256"]
        where = f"{snapshot['warc_file']}:{snapshot['warc_offset']}"
        try:
            capture = archive.capture(digest)
        except ArchiveError as error:
            yield Failure(f"capture cannot be read: {error}", "snapshots", digest, where)
            continue
        if payload_digest(capture.payload) != digest:
            yield Failure("capture differs from its digest", "snapshots", digest, where)
        elif notices[digest]:
            yield from _text_failures(notices[digest], capture, archive)


def _text_failures(notices: Iterable[Row], capture: Capture, archive: Archive) -> Iterator[Failure]:
    """The notices read from one capture, and its further pages, say what reading them again gives."""
    for notice in notices:
        try:
            further = [archive.capture(digest) for digest in (notice["continuation_sha256"] or "").split()]
        except ArchiveError as error:
            yield Failure(f"further page cannot be read: {error}", "notices", notice["notice_id"], notice["url"])
            continue
        if notice["text"] != read_notice(capture.payload, capture.media_type, capture.url, further).text:
            read_by = notice["extractor_version"]
            versions = "" if read_by == __version__ else f", read by version {read_by}, now by {__version__}"
            what = f"text is not what the capture says{versions}"
            yield Failure(what, "notices", notice["notice_id"], notice["url"])
