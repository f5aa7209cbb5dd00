from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from flows.archive import Archive
from flows.harvest import HarvestReport, Source
from tests.harvest.site import Site, answer

PAGE = "<html><title>关于巡察整改情况的通报</title><p>一、整改情况</p></html>"

SourceMaker = Callable[..., Source]
Harvest = Callable[[Source], HarvestReport]


def counts(report: HarvestReport) -> tuple[int, int, int, int]:
    return report.captured, report.unchanged, report.gone, len(report.failed)


def test_page_is_archived_with_what_was_sent_and_received(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive
) -> None:
    site.serve("/post_1.html", PAGE, ETag='"1"', X_Note="caf\xe9")
    report = harvest(source("/post_1.html", politeness={"contact": "open-data@example.org"}))
    assert counts(report) == (1, 0, 0, 0)
    (entry,) = archive.entries("notice")
    capture = archive.read(entry)
    assert (entry.http_status, entry.media_type, entry.charset, entry.etag) == (200, "text/html", "utf-8", '"1"')
    assert capture.payload.decode() == PAGE
    assert capture.headers["x-note"] == "caf\xe9"
    assert "open-data@example.org" in site.requests[-1][1]["user-agent"]


def test_unchanged_page_is_asked_for_conditionally_and_becomes_a_revisit(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive
) -> None:
    site.serve("/a", PAGE, ETag='"1"', Last_Modified="Sun, 22 Nov 2026 00:00:00 GMT")
    harvest(source("/a"))
    site.pages["/a"] = lambda handler: answer(handler, 304, {"ETag": '"1"'}, b"")
    assert counts(harvest(source("/a"))) == (0, 1, 0, 0)
    assert counts(harvest(source("/a"))) == (0, 1, 0, 0)
    assert site.requests[-1][1]["if-none-match"] == '"1"'
    assert site.requests[-1][1]["if-modified-since"] == "Sun, 22 Nov 2026 00:00:00 GMT"
    first, _, third = archive.history(site.address + "/a")
    assert (third.kind, third.http_status, third.snapshot_sha256) == ("revisit", 304, first.snapshot_sha256)
    assert archive.read(third).payload.decode() == PAGE


def test_same_payload_without_validators_becomes_a_revisit(site: Site, source: SourceMaker, harvest: Harvest) -> None:
    site.serve("/a", PAGE)
    assert counts(harvest(source("/a"))) == (1, 0, 0, 0)
    assert counts(harvest(source("/a"))) == (0, 1, 0, 0)
    site.serve("/a", PAGE + "<!-- edited -->")
    assert counts(harvest(source("/a"))) == (1, 0, 0, 0)


def test_unasked_304_is_a_failure(site: Site, source: SourceMaker, harvest: Harvest) -> None:
    site.serve("/a", "", status=304)
    assert counts(harvest(source("/a"))) == (0, 0, 0, 1)


@pytest.mark.parametrize("status", [404, 410])
def test_gone_is_evidence_and_no_failure(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive, status: int
) -> None:
    site.serve("/a", PAGE)
    harvest(source("/a"))
    site.serve("/a", "页面不存在", status=status)
    assert counts(harvest(source("/a"))) == (0, 0, 1, 0)
    last = archive.history(site.address + "/a")[-1]
    assert last.is_gone
    assert last.http_status == status
    (current,) = archive.current()
    assert archive.read(current).payload.decode() == PAGE


def test_server_error_is_tried_again(site: Site, source: SourceMaker, harvest: Harvest) -> None:
    def fails_once(handler: object) -> None:
        site.serve("/a", PAGE)
        answer(handler, 500, {}, b"busy")  # type: ignore[arg-type]

    site.pages["/a"] = fails_once
    assert counts(harvest(source("/a"))) == (1, 0, 0, 0)
    assert site.paths() == ["/a", "/a"]


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_lasting_error_is_recorded_with_its_body_and_the_run_goes_on(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive, status: int
) -> None:
    site.serve("/bad", "sorry", status=status)
    site.serve("/good", PAGE)
    report = harvest(source("/bad", "/good"))
    assert counts(report) == (1, 0, 0, 1)
    assert report.failed[0].reason == f"HTTP {status}"
    (entry,) = archive.history(site.address + "/bad")
    assert (entry.kind, entry.http_status) == ("failure", status)
    assert archive.read(entry).payload == b"sorry"


def test_retry_after_is_honoured(site: Site, source: SourceMaker, harvest: Harvest) -> None:
    def later(handler: object) -> None:
        site.serve("/a", PAGE)
        answer(handler, 503, {"Retry-After": "1"}, b"")  # type: ignore[arg-type]

    site.pages["/a"] = later
    assert counts(harvest(source("/a"))) == (1, 0, 0, 0)


TRUNCATED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>half a pa"
BROKEN_CHUNKS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>ab\r\n20\r\nhalf"
HALF_GZIP = gzip.compress(PAGE.encode() * 50)[:100]
BROKEN_GZIP = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\nno gzip!!"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (TRUNCATED, "the answer breaks off or is no HTTP after 12 bytes"),
        (BROKEN_CHUNKS, "the answer breaks off or is no HTTP after 9 bytes"),
        (BROKEN_GZIP, "the body cannot be decompressed after 0 bytes"),
        (b"", "the answer breaks off"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/h", "the answer breaks off before its body"),
        (b"HTTP/1.1 200 OK\r\n\r\n", "the answer breaks off before its body"),
        (b"HTTP/1.1 302 Found\r\nLocation: ftp://example.org/a\r\nContent-Length: 0\r\n\r\n", "not an http or https"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://[::1/\r\nContent-Length: 0\r\n\r\n", "Invalid IPv6 URL"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 200 + b"\r\n", "the answer breaks off"),
        (b"\x00\xff nonsense\r\n\r\n", "the answer breaks off"),
    ],
)
def test_broken_answer_is_a_failure_that_says_why(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive, raw: bytes, reason: str
) -> None:
    site.serve_raw("/a", raw)
    site.serve("/good", PAGE)
    report = harvest(source("/a", "/good"))
    assert counts(report) == (1, 0, 0, 1)
    assert reason in report.failed[0].reason
    assert "0x" not in report.failed[0].reason
    assert archive.history(site.address + "/a")[-1].kind == "failure"


def test_empty_page_is_kept_as_it_is(site: Site, source: SourceMaker, harvest: Harvest, archive: Archive) -> None:
    site.serve("/a", b"")
    site.serve_raw("/gone", b"HTTP/1.1 404 Not Found\r\n\r\n")
    assert counts(harvest(source("/a", "/gone"))) == (1, 0, 1, 0)
    (entry,) = archive.current()
    assert (archive.read(entry).payload, entry.bytes) == (b"", 0)


def test_truncated_body_keeps_what_came_and_never_becomes_current(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive
) -> None:
    site.serve_raw("/a", TRUNCATED)
    harvest(source("/a"))
    (entry,) = archive.entries("notice")
    assert archive.read(entry).payload == b"<p>half a pa"
    assert list(archive.current()) == []


def test_truncated_body_is_tried_again(site: Site, source: SourceMaker, harvest: Harvest) -> None:
    def breaks_once(handler: object) -> None:
        site.serve("/a", PAGE)
        handler.wfile.write(TRUNCATED)  # type: ignore[attr-defined]
        handler.close_connection = True  # type: ignore[attr-defined]

    site.pages["/a"] = breaks_once
    assert counts(harvest(source("/a"))) == (1, 0, 0, 0)


def test_endless_body_is_cut_at_the_limit(site: Site, source: SourceMaker, harvest: Harvest, archive: Archive) -> None:
    def endless(handler: object) -> None:
        handler.send_response(200)  # type: ignore[attr-defined]
        handler.end_headers()  # type: ignore[attr-defined]
        while not site.stopping.is_set():
            handler.wfile.write(b"<p>" * 10_000)  # type: ignore[attr-defined]

    site.pages["/a"] = endless
    report = harvest(source("/a", politeness={"max_bytes": 200_000}))
    assert report.failed[0].reason == "the body is larger than 200000 bytes"
    assert archive.history(site.address + "/a")[-1].bytes < 400_000


def test_decompression_bomb_is_cut_at_the_limit(site: Site, source: SourceMaker, harvest: Harvest) -> None:
    site.serve("/a", gzip.compress(b"0" * 30_000_000), Content_Encoding="gzip")
    report = harvest(source("/a", politeness={"max_bytes": 1_000_000}))
    assert report.failed[0].reason == "the body is larger than 1000000 bytes"


def test_slow_body_is_cut_at_the_deadline(site: Site, source: SourceMaker, harvest: Harvest) -> None:
    site.serve_raw("/a", b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", *[b"<p>"] * 60, delay=0.02)
    report = harvest(source("/a", politeness={"deadline_seconds": 0.2}))
    assert report.failed[0].reason == "the body took longer than 0.2 seconds"


def test_slow_headers_are_hung_up_on(
    site: Site, source: SourceMaker, harvest: Harvest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.harvest.connections.LONGEST_HEADERS_SECONDS", 0.1)
    site.serve_raw("/a", b"HTTP/1.1 200 OK\r\n", *[b"X: 1\r\n"] * 60, delay=0.02)
    report = harvest(source("/a", politeness={"retries": 0}))
    assert report.failed[0].reason == "no answer within the time limit"


def test_silent_server_is_given_up(site: Site, source: SourceMaker, harvest: Harvest) -> None:
    site.serve_raw("/a", b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<p>", b"<p>", delay=1)
    report = harvest(source("/a", politeness={"timeout_seconds": 0.1, "retries": 0}))
    assert report.failed[0].reason == "no answer within the time limit after 3 bytes"
    site.serve_raw("/b", b"", b"", delay=1)
    report = harvest(source("/b", politeness={"timeout_seconds": 0.1, "retries": 0}))
    assert report.failed[-1].reason == "no answer within the time limit"


def test_dead_host_is_a_failure(source: SourceMaker, harvest: Harvest) -> None:
    report = harvest(source(notices=("http://127.0.0.1:9/a",)))
    assert counts(report) == (0, 0, 0, 1)


def test_redirect_is_followed_and_recorded(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive
) -> None:
    site.serve("/old", "", status=301, Location="/new")
    site.serve("/new", PAGE)
    assert counts(harvest(source("/old"))) == (1, 0, 0, 0)
    (entry,) = archive.entries("notice")
    assert entry.url == site.address + "/old"
    assert entry.final_url == site.address + "/new"


def test_redirect_loop_ends(site: Site, source: SourceMaker, harvest: Harvest) -> None:
    site.serve("/a", "", status=302, Location="/b")
    site.serve("/b", "", status=302, Location="/a")
    assert "redirects do not end" in harvest(source("/a")).failed[0].reason


def test_compressed_page_is_kept_decoded(site: Site, source: SourceMaker, harvest: Harvest, archive: Archive) -> None:
    site.serve("/a", gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    harvest(source("/a"))
    (entry,) = archive.entries("notice")
    capture = archive.read(entry)
    assert capture.payload.decode() == PAGE
    assert "content-encoding" not in capture.headers
    assert capture.headers["x-archive-orig-content-encoding"] == "gzip"


def test_gbk_page_keeps_its_bytes_and_a_forced_charset_is_told(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive
) -> None:
    site.serve("/a", PAGE.encode("gbk"), Content_Type="text/html")
    harvest(source("/a", encoding="gbk"))
    (entry,) = archive.entries("notice")
    capture = archive.read(entry)
    assert capture.payload.decode("gbk") == PAGE
    assert capture.media_type == "text/html; charset=gbk"
    assert capture.headers["x-archive-orig-content-type"] == "text/html"


def test_body_longer_than_announced_is_read_as_announced(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive
) -> None:
    site.serve_raw("/a", b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n<p>and more")
    assert counts(harvest(source("/a"))) == (1, 0, 0, 0)
    (entry,) = archive.entries("notice")
    assert archive.read(entry).payload == b"<p>"


def test_private_address_is_refused_before_anything_is_sent(site: Site, source: SourceMaker, harvest: Harvest) -> None:
    report = harvest(source("/a", allow_private_addresses=False))
    assert counts(report) == (0, 0, 0, 1)
    assert site.requests == []


def test_damaged_original_is_captured_again_and_not_revisited(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive, tmp_path: object
) -> None:
    site.serve("/a", PAGE)
    harvest(source("/a"))
    (entry,) = archive.entries("notice")
    warc = archive.folder / entry.warc_file
    content = bytearray(warc.read_bytes())
    content[entry.warc_offset + 200] ^= 0xFF
    warc.write_bytes(bytes(content))
    assert counts(harvest(source("/a"))) == (1, 0, 0, 0)
    assert len(archive.damage()) == 1
