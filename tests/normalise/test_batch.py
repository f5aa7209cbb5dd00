"""From an archive to tables: one row a notice, nothing lost on the way."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from flows.archive.entry import Visit
from flows.archive.store import Archive
from flows.clock import SHANGHAI
from flows.normalise.batch import address_batches, combine, damage_row, list_failures, read_batch
from tests.pages_of_one_notice import LINES, site_pages

CORPUS = Path(__file__).parent.parent / "fixtures" / "corpus"
SHIDU = (CORPUS / "shidu-civil-affairs-2024.html").read_bytes()
YAOGANG = (CORPUS / "yaogang-agriculture-2024.html").read_bytes()
START = datetime(2026, 11, 20, 2, 30, tzinfo=SHANGHAI)


class Site:
    """An archive that is filled visit by visit, a day apart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.day = 0

    def visit(self, name: str, payload: bytes | None, status: int | None = 200, **more: Any) -> None:
        self.day += 1
        with Archive(self.folder) as archive:
            archive.store(
                Visit(
                    url=f"http://www.example.org/{name}",
                    source_id="example",
                    fetched_at=START + timedelta(days=self.day),
                    http_status=status,
                    headers=(("content-type", "text/html"),) if payload else (),
                    payload=payload,
                    **more,
                )
            )

    def tables(self, batch_size: int = 200) -> dict[str, pa.Table]:
        with Archive(self.folder) as archive:
            parts = [read_batch(self.folder, batch) for batch in address_batches(archive, batch_size)]
            return combine(parts, [*map(damage_row, archive.damage()), *list_failures(archive)])


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    yield Site(tmp_path / "archive")


def column(tables: dict[str, pa.Table], table: str, name: str) -> list[Any]:
    values: list[Any] = tables[table][name].to_pylist()
    return values


def test_an_edited_page_gives_one_notice_and_two_revisions(site: Site) -> None:
    site.visit("1.html", SHIDU)
    site.visit("1.html", SHIDU.replace("61480元".encode(), "61500元".encode()))
    tables = site.tables()
    assert tables["notices"].num_rows == 1
    assert "61500元" in column(tables, "notices", "text")[0]
    assert column(tables, "revisions", "state") == ["live", "edited"]
    assert tables["snapshots"].num_rows == 2


def test_a_page_that_is_gone_keeps_its_rows(site: Site) -> None:
    site.visit("1.html", SHIDU)
    site.visit("1.html", b"not found", 404)
    tables = site.tables()
    assert tables["items"].num_rows > 0
    assert column(tables, "revisions", "state") == ["live", "gone"]
    assert "page_gone" in column(tables, "findings", "check")


def test_a_failed_visit_changes_nothing_but_is_told(site: Site) -> None:
    site.visit("1.html", SHIDU)
    before = site.tables()
    site.visit("1.html", None, 500, error="HTTP 500")
    after = site.tables()
    assert after["items"] == before["items"]
    failed = [row for row in after["findings"].to_pylist() if row["check"] == "fetch_failed"]
    assert [(row["observed"], row["notice_id"]) for row in failed] == [
        ("HTTP 500", before["notices"]["notice_id"][0].as_py())
    ]


def test_failures_of_notices_never_seen_and_of_list_pages_are_told(site: Site) -> None:
    site.visit("1.html", None, None, error="timed out")
    site.visit("index.html", None, None, role="list", error="HTTP 502")
    findings = site.tables()["findings"].to_pylist()
    assert sorted(row["observed"] for row in findings) == ["HTTP 502", "timed out"]
    assert {row["notice_id"] for row in findings} == {None}


def test_pages_that_are_no_notice_leave_a_finding_and_their_capture(site: Site) -> None:
    site.visit("empty.html", b"<html></html>")
    site.visit("news.html", "<p>市教育局今天召开年度工作会议，部署下一阶段工作。</p>".encode())
    tables = site.tables()
    assert tables["notices"].num_rows == 0
    assert sorted(column(tables, "findings", "check")) == ["empty_page", "not_a_notice"]
    assert set(column(tables, "findings", "row_id")) == set(column(tables, "snapshots", "snapshot_sha256"))


@pytest.mark.parametrize("batch_size", [1, 2, 200])
def test_the_size_of_a_batch_changes_nothing(site: Site, batch_size: int) -> None:
    for name, payload in (("1.html", SHIDU), ("2.html", YAOGANG), ("3.html", b"<p>x</p>")):
        site.visit(name, payload)
    assert site.tables(batch_size) == site.tables()


def test_one_payload_at_two_addresses_is_two_notices_and_one_snapshot(site: Site) -> None:
    site.visit("1.html", SHIDU)
    site.visit("copy.html", SHIDU)
    tables = site.tables()
    assert tables["notices"].num_rows == 2
    assert tables["snapshots"].num_rows == 1
    for name in ("items", "measures", "metrics", "findings"):
        ids = column(tables, name, tables[name].schema.names[0])
        assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("batch_size", [1, 200])
def test_two_saved_pages_of_one_address_are_one_notice(site: Site, batch_size: int) -> None:
    declared = b'<head><link rel="canonical" href="http://www.example.org/1.html">'
    page = SHIDU.replace(b"<head>", declared, 1)
    with Archive(site.folder) as archive:
        for name in ("a.html", "b.html"):
            at, kind = START, (("content-type", "text/html"),)
            archive.store(
                Visit(
                    url=f"file:///{name}",
                    source_id="saved",
                    fetched_at=at,
                    http_status=200,
                    headers=kind,
                    payload=page + name.encode(),
                )
            )
    tables = site.tables(batch_size)
    assert column(tables, "notices", "url") == ["http://www.example.org/1.html"]
    assert len(set(column(tables, "items", "item_id"))) == tables["items"].num_rows > 0


def test_a_damaged_record_is_left_out_and_told(site: Site) -> None:
    site.visit("1.html", SHIDU)
    site.visit("2.html", YAOGANG)
    (warc,) = site.folder.glob("*.warc.gz")
    with Archive(site.folder) as archive:
        damaged = next(entry for entry in archive.entries() if entry.url.endswith("1.html"))
    content = bytearray(warc.read_bytes())
    content[damaged.warc_offset + 400 : damaged.warc_offset + 440] = bytes(40)
    warc.write_bytes(content)
    with pytest.raises((OSError, gzip.zlib.error)):  # type: ignore[attr-defined]
        gzip.decompress(bytes(content))
    with Archive(site.folder) as archive:
        for batch in address_batches(archive):
            read_batch(site.folder, batch)
    tables = site.tables()
    assert column(tables, "notices", "url") == ["http://www.example.org/2.html"]
    assert "archive_damaged" in column(tables, "findings", "check")


PARTS = dict(zip(("5.html", "5_2.html", "5_3.html"), site_pages([5, 9], name="5"), strict=True))


def visit_parts(site: Site, *missing: str, **edited: str) -> None:
    """A run's visits to the pages of one notice, some of which fail."""
    notice = "http://www.example.org/5.html"
    for part, (name, page) in enumerate(PARTS.items(), start=1):
        places: dict[str, Any] = {} if part == 1 else {"role": "continuation", "continues": notice, "part": part}
        payload = edited.get(f"part{part}", page).encode()
        if name in missing:
            site.visit(name, None, None, error="no answer within the time limit", **places)
        else:
            site.visit(name, payload, **places)


def test_a_notice_on_several_pages_is_one_notice(site: Site) -> None:
    visit_parts(site)
    tables = site.tables()
    assert column(tables, "notices", "text") == ["\n".join(LINES)]
    assert column(tables, "snapshots", "part") == [None, 2, 3]
    assert len(set(column(tables, "snapshots", "notice_id"))) == 1
    first, second, third = column(tables, "snapshots", "snapshot_sha256")
    assert column(tables, "notices", "snapshot_sha256") == [first]
    assert column(tables, "notices", "continuation_sha256") == [f"{second} {third}"]
    assert column(tables, "revisions", "continuation_sha256") == [f"{second} {third}"]
    assert "text_incomplete" not in column(tables, "findings", "check")


def test_a_changed_second_page_is_a_revision(site: Site) -> None:
    visit_parts(site)
    visit_parts(site)
    visit_parts(site, part2=PARTS["5_2.html"].replace("23个", "24个"))
    tables = site.tables()
    assert column(tables, "revisions", "state") == ["live", "edited"]
    assert "24个" in column(tables, "notices", "text")[0]
    assert len(set(column(tables, "revisions", "snapshot_sha256"))) == 1
    assert column(tables, "notices", "continuation_sha256") == column(tables, "revisions", "continuation_sha256")[1:]
    assert tables["snapshots"].num_rows == 4


def test_a_missing_page_is_a_finding_and_the_rest_is_read(site: Site) -> None:
    visit_parts(site, "5_2.html")
    tables = site.tables()
    assert column(tables, "notices", "text") == ["\n".join((*LINES[:5], *LINES[9:]))]
    [found] = [row for row in tables["findings"].to_pylist() if row["check"] == "text_incomplete"]
    assert (found["severity"], found["evidence"]) == ("error", "http://www.example.org/5_2.html")
    assert found["observed"] == "no answer within the time limit"


def test_a_page_that_cannot_be_had_again_is_read_as_it_was(site: Site) -> None:
    visit_parts(site)
    visit_parts(site, "5_3.html")
    tables = site.tables()
    assert column(tables, "notices", "text") == ["\n".join(LINES)]
    assert column(tables, "revisions", "state") == ["live"]
    [found] = [row for row in tables["findings"].to_pylist() if row["check"] == "text_incomplete"]
    assert (found["severity"], found["evidence"]) == ("warning", "http://www.example.org/5_3.html")


def test_pages_that_were_never_asked_for_are_missing(site: Site) -> None:
    site.visit("5.html", PARTS["5.html"].encode())
    assert column(site.tables(), "findings", "check").count("text_incomplete") == 2


def test_a_page_taken_for_a_notice_before_is_none_once_it_proves_a_further_page(site: Site) -> None:
    site.visit("5_2.html", PARTS["5_2.html"].encode())
    visit_parts(site)
    assert site.tables()["notices"].num_rows == 1
