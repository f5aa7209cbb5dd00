from __future__ import annotations

import errno
import gzip
import multiprocessing
import os
import random
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import FileIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from flows.archive import Archive, ArchiveEntry, Visit, files
from flows.archive.files import warc_files
from flows.capture import payload_digest
from flows.clock import SHANGHAI
from flows.errors import ArchiveError
from tests.archive.endless_writer import store_for_ever

AT = datetime(2026, 11, 22, 6, 30, tzinfo=SHANGHAI)
PAGE = Visit(
    url="https://example.org/post_1.html",
    source_id="example",
    fetched_at=AT,
    http_status=200,
    headers=(("Content-Type", "text/html; charset=GBK"), ("ETag", '"1"')),
    payload="关于巡察整改情况的通报".encode("gbk"),
    request_headers=(("User-Agent", "zhenggai"),),
    ip_address="192.0.2.1",
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive") as opened:
        yield opened


def pages(number: int) -> list[Visit]:
    return [
        replace(PAGE, url=f"https://example.org/post_{one}.html", payload=random.Random(one).randbytes(1000))
        for one in range(number)
    ]


def later(visit: Visit, days: int = 1, **changes: object) -> Visit:
    return replace(visit, fetched_at=visit.fetched_at + timedelta(days=days), **changes)  # type: ignore[arg-type]


def only_warc(archive: Archive) -> Path:
    (path,) = warc_files(archive.folder)
    return path


def test_what_is_stored_is_read_back(archive: Archive) -> None:
    entry = archive.store(PAGE)
    capture = archive.read(entry)
    assert (entry.kind, entry.media_type, entry.charset, entry.etag) == ("response", "text/html", "gbk", '"1"')
    assert entry.fetched_at == AT
    assert str(entry.fetched_at.tzinfo) == "Asia/Shanghai"
    assert capture.payload == PAGE.payload
    assert capture.snapshot_sha256 == entry.snapshot_sha256 == payload_digest(PAGE.payload or b"")
    assert capture.headers == {"content-type": "text/html; charset=GBK", "etag": '"1"'}
    assert archive.capture(capture.snapshot_sha256) == capture


def test_entries_come_by_url_and_time(archive: Archive) -> None:
    first, second = pages(2)
    for visit in (later(second, 3), later(first, 2), first, later(second)):
        archive.store(visit)
    assert [(entry.url, entry.fetched_at) for entry in archive.entries()] == [
        (first.url, AT),
        (first.url, AT + timedelta(days=2)),
        (second.url, AT + timedelta(days=1)),
        (second.url, AT + timedelta(days=3)),
    ]


def test_revisits_point_to_the_payload_that_was_there_before(archive: Archive) -> None:
    original = archive.store(PAGE)
    same = archive.store(later(PAGE))
    unmodified = archive.store(later(PAGE, 2, http_status=304, payload=None, headers=()))
    edited = archive.store(later(PAGE, 3, payload=b"edited"))
    restored = archive.store(later(PAGE, 4))
    assert [entry.kind for entry in (same, unmodified, edited, restored)] == [
        "revisit",
        "revisit",
        "response",
        "response",
    ]
    for revisit in (same, unmodified):
        assert (revisit.snapshot_sha256, revisit.bytes) == (original.snapshot_sha256, original.bytes)
        capture = archive.read(revisit)
        assert (capture.payload, capture.http_status, capture.fetched_at) == (PAGE.payload, 200, revisit.fetched_at)
        assert capture.warc_offset == original.warc_offset


def test_failures_and_pages_that_are_gone_hide_no_earlier_capture(archive: Archive) -> None:
    archive.store(PAGE)
    failure = archive.store(later(PAGE, http_status=None, headers=(), payload=None, error="no\r\nanswer"))
    gone = archive.store(later(PAGE, 2, http_status=404, payload=b"not here"))
    assert (failure.kind, failure.error, failure.snapshot_sha256) == ("failure", "no answer", None)
    assert gone.is_gone and not gone.is_readable
    assert [entry.fetched_at for entry in archive.current()] == [AT]
    assert archive.latest(PAGE.url) == gone
    with pytest.raises(ArchiveError, match="no payload"):
        archive.read(failure)


def test_saved_page_is_a_resource_and_can_be_gone(archive: Archive) -> None:
    saved = Visit(
        url="file:///%E9%80%9A%E6%8A%A5.html",
        source_id="saved",
        fetched_at=AT,
        http_status=200,
        headers=(("content-type", "text/html"),),
        payload=b"<p>",
    )
    entry = archive.store(saved)
    assert (entry.kind, entry.http_status, entry.media_type, entry.charset) == ("response", 200, "text/html", None)
    revisit = archive.store(later(saved))
    assert archive.read(revisit).media_type == "text/html"
    gone = archive.store(later(saved, 2, payload=None, http_status=None, headers=(), is_gone=True))
    assert (gone.kind, gone.http_status, gone.is_gone) == ("gone", 404, True)
    assert [entry.kind for entry in archive.current()] == ["revisit"]


def test_a_time_needs_a_zone_and_an_address_no_spaces() -> None:
    for wrong in ({"fetched_at": datetime(2026, 1, 1)}, {"url": "http://x/a\r\nWARC-Type: x"}, {"url": "http://x/ "}):  # noqa: DTZ001
        with pytest.raises(ArchiveError):
            replace(PAGE, **wrong)


def test_a_visit_without_outcome_is_refused(archive: Archive) -> None:
    for wrong in ({"http_status": None}, {"http_status": None, "payload": None}):
        with pytest.raises(ArchiveError, match="needs an answer"):
            archive.store(replace(PAGE, **wrong))  # type: ignore[arg-type]


def test_files_are_rotated_by_size_and_readable_by_others(tmp_path: Path) -> None:
    with Archive(tmp_path, largest_file_bytes=3000) as archive:
        entries = [archive.store(visit) for visit in pages(8)]
    files = warc_files(tmp_path)
    assert len(files) > 1
    types = []
    for file in files:
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                types.append(record.rec_type)
                record.content_stream().read()
    assert types.count("response") == types.count("request") == 8
    assert types.count("warcinfo") == len(files)
    with Archive(tmp_path) as again:
        assert list(again.entries()) == entries


def test_the_same_visits_give_the_same_files(tmp_path: Path) -> None:
    contents = []
    for name in ("a", "b"):
        with Archive(tmp_path / name) as archive:
            archive.store(PAGE)
            archive.store(later(PAGE))
            contents.append(only_warc(archive).read_bytes())
    assert contents[0] == contents[1]


def test_next_run_goes_on_in_the_same_file(tmp_path: Path) -> None:
    for day in range(3):
        with Archive(tmp_path) as archive:
            archive.store(later(PAGE, day))
    with Archive(tmp_path) as archive:
        only_warc(archive)
        assert [entry.kind for entry in archive.entries()] == ["response", "revisit", "revisit"]


header_names = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,20}", fullmatch=True)
header_values = st.text(st.characters(max_codepoint=255), max_size=60)
common = {
    "url": st.from_regex(r"https?://[a-z]{1,9}\.example/[a-z0-9%/?=._-]{0,30}", fullmatch=True),
    "source_id": st.just("example"),
    "fetched_at": st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
        lambda at: at.replace(microsecond=0)
    ),
    "role": st.sampled_from(["notice", "list", "robots"]),
}
answers = st.builds(
    Visit,
    **common,
    http_status=st.integers(100, 599),
    headers=st.lists(st.tuples(header_names, header_values), max_size=5).map(tuple),
    payload=st.one_of(st.none(), st.binary(max_size=300)),
    error=st.one_of(st.none(), st.text(max_size=50)),
    charset=st.sampled_from([None, "gbk"]),
)
silences = st.builds(Visit, **common, error=st.text(max_size=50))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(answers, silences), min_size=1, max_size=6))
def test_index_rebuilt_from_the_files_is_the_index_written(
    tmp_path_factory: pytest.TempPathFactory, several: list[Visit]
) -> None:
    with Archive(tmp_path_factory.mktemp("archive")) as archive:
        for visit in several:
            entry = archive.store(visit)
            if entry.snapshot_sha256 and visit.payload is not None:
                assert archive.read(entry).payload == visit.payload
        written = list(archive.entries())
        archive.rebuild_index()
        assert list(archive.entries()) == written
        assert archive.damage() == ()
    for part in archive.folder.glob("index.sqlite*"):
        part.unlink()
    with Archive(archive.folder) as fresh:
        assert list(fresh.entries()) == written


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=80))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_utf8_in_headers_is_read_as_such(tmp_path_factory: pytest.TempPathFactory, value: str) -> None:
    as_http_client_gives_it = value.encode("utf-8").decode("latin-1")
    with Archive(tmp_path_factory.mktemp("archive")) as archive:
        entry = archive.store(replace(PAGE, headers=(("X-Note", as_http_client_gives_it),)))
        assert archive.read(entry).headers == {"x-note": value}


def test_torn_last_record_is_cut_off_kept_and_reported(tmp_path: Path) -> None:
    visits = pages(3)
    with Archive(tmp_path) as archive:
        entries = [archive.store(visit) for visit in visits]
        whole = only_warc(archive).read_bytes()
    cut = entries[2].warc_offset + 100
    for torn_at in (cut, entries[2].warc_offset + 1):
        only_warc(archive).write_bytes(whole[:torn_at])
        with Archive(tmp_path) as again:
            assert list(again.entries()) == entries[:2]
            (damage,) = again.damage()
            assert damage.is_repaired
            assert damage.offset == entries[2].warc_offset
            assert damage.length == torn_at - damage.offset
            assert gzip.decompress(only_warc(again).read_bytes()).count(b"WARC-Type: response") == 2
            again.rebuild_index()
            assert again.damage() == (damage,)
            again.store(visits[2])
            assert list(again.entries()) == entries
        for torn in tmp_path.glob("*.torn"):
            torn.unlink()


def test_failure_among_many_visits_loses_none_before_it(archive: Archive) -> None:
    first, second, third = pages(3)
    archive.store(first)

    def store_and_fail() -> None:
        with archive.one_sync():
            archive.store(second)
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        store_and_fail()
    archive.store(third)
    assert [entry.url for entry in archive.entries()] == [first.url, second.url, third.url]


def test_full_disk_takes_back_what_was_written_in_part(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = pages(2)
    archive.store(first)
    size = only_warc(archive).stat().st_size

    def write_half(file: FileIO, content: memoryview) -> int:
        if len(content) > 300:
            return os.write(file.fileno(), content[:300])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(files, "_write_some", write_half)
        with pytest.raises(ArchiveError, match="No space left"):
            archive.store(second)
    assert only_warc(archive).stat().st_size == size
    archive.store(second)
    assert len(list(archive.entries())) == 2


def test_corrupt_record_in_the_middle_costs_itself_alone(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        entries = [archive.store(visit) for visit in pages(4)]
        path = only_warc(archive)
        content = bytearray(path.read_bytes())
        content[entries[1].warc_offset + 300] ^= 0xFF
        path.write_bytes(bytes(content))
        with pytest.raises(ArchiveError, match="damaged archive"):
            archive.read(entries[1])
        assert [(damage.offset, damage.is_repaired) for damage in archive.damage()] == [
            (entries[1].warc_offset, False)
        ]
        assert not archive.is_intact(entries[1])
        assert [archive.read(entry).payload for entry in (entries[0], *entries[2:])]
        archive.rebuild_index()
        assert list(archive.entries()) == [entries[0], *entries[2:]]
        assert len(archive.damage()) == 1
        replaced = archive.store(pages(4)[1])
        assert replaced.kind == "response"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_bytes_break_every_other_record_stays_readable(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    with Archive(tmp_path_factory.mktemp("archive")) as archive:
        entries = [archive.store(replace(visit, request_headers=())) for visit in pages(4)]
        path = only_warc(archive)
    content = bytearray(path.read_bytes())
    victim = data.draw(st.integers(0, 2))
    start, end = entries[victim].warc_offset, entries[victim + 1].warc_offset
    place = data.draw(st.integers(start, end - 1))
    noise = data.draw(st.binary(min_size=1, max_size=end - place))
    content[place : place + len(noise)] = noise
    path.write_bytes(bytes(content))
    with Archive(archive.folder) as again:
        again.rebuild_index()
        found = list(again.entries())
        others = [entry for entry in entries if entry != entries[victim]]
        assert [entry for entry in found if entry in others] == others
        for entry in others:
            assert again.read(entry).url == entry.url


def test_garbage_in_place_of_the_index_is_replaced(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        entry = archive.store(PAGE)
    (tmp_path / "index.sqlite").write_bytes(b"not a database at all" * 100)
    with Archive(tmp_path) as again:
        assert list(again.entries()) == [entry]


def test_files_that_left_or_came_are_noticed(tmp_path: Path) -> None:
    with Archive(tmp_path / "a") as archive:
        entry = archive.store(PAGE)
        path = only_warc(archive)
    target = tmp_path / "b"
    target.mkdir()
    with Archive(target) as other:
        assert list(other.entries()) == []
    (target / path.name).write_bytes(path.read_bytes())
    with Archive(target) as other:
        assert list(other.entries()) == [entry]
    path.unlink()
    with Archive(tmp_path / "a") as archive:
        assert list(archive.entries()) == []


def test_second_writer_is_turned_away_and_readers_are_not(tmp_path: Path) -> None:
    with Archive(tmp_path) as first, Archive(tmp_path) as second:
        entry = first.store(PAGE)
        assert list(second.entries()) == [entry]
        with pytest.raises(ArchiveError, match="another run is writing"):
            second.store(PAGE)
        first.close()
        assert second.store(later(PAGE)).kind == "revisit"


def test_threads_share_one_archive(archive: Archive) -> None:
    several = pages(40)

    def store(part: int) -> None:
        for visit in several[part::4]:
            assert archive.read(archive.store(visit)).payload == visit.payload

    threads = [threading.Thread(target=store, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(archive.entries())) == 40


def test_killed_writer_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    acknowledged = tmp_path / "acknowledged"
    folder = tmp_path / "archive"
    context = multiprocessing.get_context("spawn")
    for round_ in range(2):
        process = context.Process(target=store_for_ever, args=(folder, acknowledged))
        process.start()
        while not acknowledged.exists() or len(acknowledged.read_text().splitlines()) < 10 * (round_ + 1):
            assert process.is_alive()
            process.join(0.01)
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
    told = dict(line.split() for line in acknowledged.read_text().splitlines() if len(line.split()) == 2)
    with Archive(folder) as archive:
        found: dict[str, ArchiveEntry] = {entry.url: entry for entry in archive.entries()}
        for url, digest in told.items():
            assert archive.read(found[url]).snapshot_sha256 == digest
