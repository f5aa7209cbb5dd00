"""From the archive to the tables: every address once, every distinct payload read once, in batches.

A batch is the unit that a scheduler hands out; worker processes read several batches side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows.archive.entry import ArchiveEntry, Damage
from flows.archive.store import Archive
from flows.continuation import PartRole
from flows.normalise.checks.findings import finding
from flows.normalise.history import Sighting, revision_rows, revisions, standing
from flows.normalise.identifiers import notice_identifier
from flows.normalise.records import Finding
from flows.normalise.sightings import read_visits
from flows.normalise.tables import (
    NOTICE_TABLES,
    NoticeRows,
    Row,
    arrow_table,
    arrow_tables,
    finding_row,
    notice_rows,
    only_findings,
)
from flows.schema import table as table_schema

BATCH_SIZE = 200
_ENTRY_COLUMNS = tuple(column.name for column in table_schema("snapshots").columns if column.name != "notice_id")
TABLES = (*NOTICE_TABLES, "snapshots", "revisions")


@dataclass(frozen=True, slots=True)
class AddressHistory:
    """All visits to one address, oldest first."""

    url: str
    entries: tuple[ArchiveEntry, ...]


def address_batches(archive: Archive, size: int = BATCH_SIZE) -> Iterator[tuple[AddressHistory, ...]]:
    """The notice addresses of the archive in batches of at most `size`, in the order of their URLs."""
    roles: tuple[PartRole, ...] = ("continuation", "attachment")
    further = {entry.url: entry.fetched_at for role in roles for entry in archive.entries(role)}
    batch: list[AddressHistory] = []
    for url, entries in groupby(archive.entries(role="notice"), key=attrgetter("url")):
        visits = tuple(entries)
        if url in further and further[url] >= visits[-1].fetched_at:
            continue  # it has proved to be a further part of another notice
        batch.append(AddressHistory(url, visits))
        if len(batch) == size:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


def read_batch(archive_folder: Path, batch: Sequence[AddressHistory]) -> dict[str, pa.Table]:
    """The tables of one batch; needs nothing but its arguments, so any process can run it."""
    with Archive(archive_folder) as archive:
        read = [_read_address(archive, address) for address in batch]
    tables = arrow_tables(address.rows for address in read)
    tables["snapshots"] = arrow_table("snapshots", [row for address in read for row in address.snapshots])
    tables["revisions"] = arrow_table("revisions", [row for address in read for row in address.revisions])
    return tables


def list_failures(archive: Archive) -> list[Row]:
    """Findings of the list pages, folders and files whose latest visit failed: what they name may be incomplete."""
    latest = {entry.url: entry for entry in archive.entries(role="list")}
    return [
        finding_row(_fetch_failed(entry), None, None, None) for entry in latest.values() if entry.kind == "failure"
    ]


def combine(parts: Iterable[dict[str, pa.Table]], findings: Sequence[Row] = ()) -> dict[str, pa.Table]:
    """One set of tables from the batches, with the findings about the archive and the web itself.

    Two saved pages may declare one address: the notice is published once, from the first page in URL order.
    Equal payloads at several addresses are one snapshot.
    """
    collected = [*_without_known_notices(parts), {"findings": arrow_table("findings", findings)}]
    tables = {
        name: pa.concat_tables([part[name] for part in collected if name in part] or [arrow_table(name, [])])
        for name in TABLES
    }
    return tables | {
        "snapshots": _first_of_each(tables["snapshots"], "snapshot_sha256"),
        "findings": _first_of_each(tables["findings"], "finding_id"),
    }


@dataclass(frozen=True, slots=True)
class _Address:
    """What one address gives: its notice's rows, its captures and its history."""

    rows: NoticeRows
    snapshots: list[Row]
    revisions: list[Row]


def _read_address(archive: Archive, address: AddressHistory) -> _Address:
    sightings, further = read_visits(archive, address.entries)
    captures = _distinct((*address.entries, *further))
    stands = standing(sightings)
    last = address.entries[-1]
    if stands is None or stands.notice is None:
        return _Address(_unreadable(sightings, last), [_snapshot_row(entry, None) for entry in captures], [])
    rows = notice_rows(stands.notice, last.source_id, stands.snapshot_sha256 or "", stands.further_sha256)
    notice_id, url = rows.notice_id, stands.notice.head.url
    rows = rows.with_findings(_visit_findings(last, notice_id))
    snapshots = [_snapshot_row(entry, notice_id) for entry in captures]
    return _Address(rows, snapshots, revision_rows(url, revisions(sightings)))


def _distinct(entries: Sequence[ArchiveEntry]) -> list[ArchiveEntry]:
    """The first entry of each distinct payload."""
    first = {entry.snapshot_sha256: entry for entry in reversed(entries) if entry.kind == "response"}
    return list(reversed(first.values()))


def _snapshot_row(entry: ArchiveEntry, notice_id: str | None) -> Row:
    row: Row = {column: getattr(entry, column) for column in _ENTRY_COLUMNS}
    return row | {"notice_id": notice_id}


def _unreadable(sightings: Sequence[Sighting], last: ArchiveEntry) -> NoticeRows:
    """The findings of an address that never gave a readable notice."""
    notices = [s for s in sightings if s.notice is not None]
    if notices and notices[-1].notice is not None and last.kind != "failure":
        return notice_rows(notices[-1].notice, last.source_id, notices[-1].snapshot_sha256 or "")
    return only_findings(notice_identifier(last.url), _visit_findings(last, None))


def _visit_findings(last: ArchiveEntry, notice_id: str | None) -> list[Row]:
    """What the latest visit says beyond the text: the fetch failed, or the page is gone."""
    place = ("notices", notice_id) if notice_id else (None, None)
    if last.kind == "failure":
        return [finding_row(_fetch_failed(last), notice_id, *place)]
    if last.is_gone:
        return [finding_row(_page_gone(last), notice_id, *place)]
    return []


def _fetch_failed(last: ArchiveEntry) -> Finding:
    return finding("fetch_failed", evidence=(last.url,), observed=last.error)


def _page_gone(last: ArchiveEntry) -> Finding:
    return finding("page_gone", evidence=(last.url,), observed=str(last.http_status))


def damage_row(damage: Damage) -> Row:
    """The finding about a stretch of a WARC file that holds no readable record."""
    place = f"{damage.warc_file}:{damage.offset}"
    return finding_row(finding("archive_damaged", evidence=(place,), observed=damage.reason), None, None, None)


def _without_known_notices(parts: Iterable[dict[str, pa.Table]]) -> Iterator[dict[str, pa.Table]]:
    """The batches without the notices that an earlier batch has; inside a batch the first address wins."""
    known: set[str] = set()
    for part in parts:
        ids = part["notices"]["notice_id"].to_pylist()
        if len(set(ids)) == len(ids) and known.isdisjoint(ids):
            known.update(ids)
            yield part
            continue
        yield _deduplicated(part, known)
        known.update(ids)


def _deduplicated(part: dict[str, pa.Table], known: set[str]) -> dict[str, pa.Table]:
    known_ids = pa.array(sorted(known), pa.string())
    fresh = {}
    for name, table in part.items():
        is_known = pc.fill_null(pc.is_in(table["notice_id"], value_set=known_ids), False)
        rows = table if name == "snapshots" else table.filter(pc.invert(is_known))
        fresh[name] = _first_of_each(rows, table_schema(name).primary_key)
    return fresh


def _first_of_each(table: pa.Table, key: str) -> pa.Table:
    """The first row of each key, in the order of the table."""
    seen: set[str] = set()
    keep = []
    for position, value in enumerate(table[key].to_pylist()):
        if value not in seen:
            seen.add(value)
            keep.append(position)
    return table if len(keep) == table.num_rows else table.take(pa.array(keep, pa.int64()))
