"""What a damaged archive can no longer read stays in the data; what else is missing goes."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from flows import schema
from flows.archive.entry import Visit
from flows.archive.store import Archive
from flows.clock import SHANGHAI
from flows.normalise.batch import address_batches, combine, damage_row, read_batch
from flows.release.carrying import carry_over
from flows.release.corrections import Correction, apply_corrections
from flows.release.publish import publish
from flows.release.reading import read_release
from flows.release.tables import canonical, empty

from .builder import build_tables
from .conftest import HEALTH, ROADS

FIXTURES = Path(__file__).parents[1] / "fixtures" / "corpus"
KEPT, DAMAGED = "cangping-hospital-2023", "yaogang-agriculture-2024"
DAMAGE = {
    "finding_id": "fdamage", "check": "archive_damaged", "severity": "error", "message_zh": "存档记录损坏",
    "message_en": "A record of the archive is damaged",
}  # fmt: skip
Tables = dict[str, pa.Table]


def with_damage(tables: Tables) -> Tables:
    damage = pa.Table.from_pylist([DAMAGE], schema=schema.table("findings").arrow_schema)
    return tables | {"findings": canonical("findings", pa.concat_tables([tables["findings"], damage]))}


@pytest.fixture(scope="module")
def both() -> Tables:
    return complete(build_tables([ROADS, HEALTH]))


@pytest.fixture(scope="module")
def one() -> Tables:
    return complete(build_tables([ROADS]))


def complete(tables: Tables) -> Tables:
    names = [name for name in schema.table_names() if name != "changes"]
    return {name: canonical(name, tables[name]) if name in tables else empty(name) for name in names}


def test_rows_of_a_notice_that_cannot_be_read_stay_in_every_table(both: Tables, one: Tables) -> None:
    assert carry_over(both, with_damage(one)) == with_damage(both)


def test_a_capture_keeps_its_notice(both: Tables, one: Tables) -> None:
    """The record is damaged, but the index of the archive still knows that there is one."""
    stranger = [row | {"notice_id": None} for row in both["snapshots"].to_pylist()]
    seen = pa.Table.from_pylist(stranger, schema=both["snapshots"].schema)
    carried = carry_over(both, with_damage(one | {"snapshots": canonical("snapshots", seen)}))["snapshots"]
    health = both["notices"].filter(pc.equal(both["notices"]["url"], HEALTH.url))["notice_id"][0].as_py()
    assert carried.num_rows == both["snapshots"].num_rows
    assert health in carried["notice_id"].to_pylist()


def test_without_damage_a_missing_notice_goes(both: Tables, one: Tables) -> None:
    assert carry_over(both, one) == one


def test_damage_elsewhere_changes_nothing(both: Tables) -> None:
    assert carry_over(both, with_damage(both)) == with_damage(both)


def correction(tables: Tables) -> Correction:
    (row,) = tables["items"].filter(pc.equal(tables["items"]["problem"], HEALTH.problems[0].problem)).to_pylist()
    return Correction("items", row["item_id"], "status", "completed", "in_progress", "", "", date(2026, 11, 22))


def test_a_correction_of_a_carried_row_stays_applied_until_it_is_taken_back(both: Tables, one: Tables) -> None:
    decision = correction(both)
    corrected = apply_corrections(both, [decision])
    carried = carry_over(corrected, with_damage(one))
    assert carried["items"] == both["items"]
    assert apply_corrections(carried, [decision]) == with_damage(corrected)


def visit(stem: str) -> Visit:
    return Visit(
        url=f"https://www.example.gov.cn/{stem}.html",
        source_id="example",
        fetched_at=datetime(2026, 11, 21, 9, tzinfo=SHANGHAI),
        http_status=200,
        headers=(("Content-Type", "text/html"),),
        payload=(FIXTURES / f"{stem}.html").read_bytes(),
    )


def read_archive(folder: Path) -> Tables:
    """As the flow reads it; a damaged record may be found out only by reading it."""
    with Archive(folder) as archive:
        parts = [read_batch(folder, batch) for batch in address_batches(archive)]
        return combine(parts, [damage_row(damage) for damage in archive.damage()])


def damage_record(folder: Path, stem: str) -> None:
    (warc,) = folder.glob("*.warc.gz")
    with Archive(folder) as archive:
        entry = next(entry for entry in archive.entries() if stem in entry.url)
    content = bytearray(warc.read_bytes())
    content[entry.warc_offset + 400 : entry.warc_offset + 440] = bytes(40)
    warc.write_bytes(content)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """Two releases of one archive, damaged in between."""
    folder = tmp_path_factory.mktemp("damaged")
    with Archive(folder / "archive") as archive:
        for stem in (KEPT, DAMAGED):
            archive.store(visit(stem))
    read = []
    for day in (21, 22):
        options = {"output": folder / "output", "quality": folder / "absent", "released_on": date(2026, 11, day)}
        publication = publish(read_archive(folder / "archive"), **options)  # type: ignore[arg-type]
        read.append(read_release(publication.folder, without=()).tables)
        if day == 21:
            damage_record(folder / "archive", DAMAGED)
    return read[0], read[1]


def test_a_release_after_damage_keeps_the_rows_and_tells_of_it(releases: tuple[Tables, Tables]) -> None:
    before, after = releases
    assert after["notices"] == before["notices"]
    assert after["items"] == before["items"]
    assert after["snapshots"] == before["snapshots"]
    assert after["revisions"] == before["revisions"]
    assert after["findings"]["check"].to_pylist().count("archive_damaged") == 1
    told = [(row["table"], row["change"], row["cause"]) for row in after["changes"].to_pylist()]
    assert told == [("findings", "added", "observed")]
