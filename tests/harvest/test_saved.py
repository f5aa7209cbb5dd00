from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flows.archive import Archive
from flows.harvest import HarvestReport, Source, check_source, load_sources

Harvest = Callable[[Source], HarvestReport]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    (pages / "2024" / "a_files").mkdir(parents=True)
    (pages / "a.html").write_text("<title>关于巡察整改情况的通报</title>", encoding="gbk")
    (pages / "2024" / "通报.txt").write_text("关于巡察整改情况的通报", encoding="utf-8")
    (pages / "2024" / "a_files" / "frame.html").write_text("a browser's companion")
    (pages / ".hidden.html").write_text("hidden")
    (pages / "style.css").write_text("p {}")
    return pages


def source_of(path: Path) -> Source:
    (source,) = load_sources([path])
    return source


def test_saved_pages_are_archived_under_their_place_in_the_folder(
    folder: Path, harvest: Harvest, archive: Archive
) -> None:
    report = harvest(source_of(folder))
    assert (report.source_id, report.found, report.captured, report.failed) == ("pages", 2, 2, ())
    captures = [archive.read(entry) for entry in archive.entries()]
    assert [(capture.url, capture.media_type, capture.http_status) for capture in captures] == [
        ("file:///2024/%E9%80%9A%E6%8A%A5.txt", "text/plain", 200),
        ("file:///a.html", "text/html", 200),
    ]
    assert "整改" in captures[1].payload.decode("gbk")


def test_second_run_finds_unchanged_edited_new_and_vanished_pages(
    folder: Path, harvest: Harvest, archive: Archive
) -> None:
    harvest(source_of(folder))
    assert harvest(source_of(folder)).unchanged == 2
    (folder / "a.html").write_text("edited")
    (folder / "b.htm").write_text("new")
    (folder / "2024" / "通报.txt").unlink()
    report = harvest(source_of(folder))
    assert (report.captured, report.unchanged, report.gone) == (2, 0, 1)
    gone = archive.history("file:///2024/%E9%80%9A%E6%8A%A5.txt")[-1]
    assert gone.is_gone
    report = harvest(source_of(folder))
    assert (report.captured, report.unchanged, report.gone) == (0, 2, 0)
    (folder / "2024" / "通报.txt").write_text("关于巡察整改情况的通报", encoding="utf-8")
    assert harvest(source_of(folder)).captured == 1


def test_an_empty_page_is_kept_as_it_is(folder: Path, harvest: Harvest, archive: Archive) -> None:
    (folder / "empty.html").write_bytes(b"")
    assert harvest(source_of(folder)).captured == 3
    (entry,) = archive.history("file:///empty.html")
    assert archive.read(entry).payload == b""


@pytest.mark.parametrize("empty", [True, False])
def test_an_empty_or_missing_folder_makes_nothing_gone(
    folder: Path, harvest: Harvest, archive: Archive, empty: bool
) -> None:
    source = source_of(folder)
    harvest(source)
    folder.rename(folder.with_name("elsewhere"))
    if empty:
        folder.mkdir()
    report = harvest(source)
    assert (report.found, report.gone, len(report.failed)) == (0, 0, 1)
    assert not any(entry.is_gone for entry in archive.entries())
    assert not check_source(source).is_healthy


def test_a_missing_file_is_recorded_with_its_reason(folder: Path, harvest: Harvest, archive: Archive) -> None:
    missing, present = load_sources([folder / "missing.html", folder / "a.html"])
    assert harvest(missing).failed[0].reason == "there is no such file or folder"
    assert harvest(present).captured == 1
    (entry,) = archive.history("file:///missing.html")
    assert entry.error == "there is no such file or folder"


def test_a_file_of_another_kind_and_one_too_large_are_failures(folder: Path, harvest: Harvest) -> None:
    report = harvest(source_of(folder / "style.css"))
    assert "not a saved page of a known kind" in report.failed[0].reason
    large = source_of(folder / "a.html").model_copy(
        update={"politeness": source_of(folder / "a.html").politeness.model_copy(update={"max_bytes": 3})}
    )
    assert "more than max_bytes 3" in harvest(large).failed[0].reason


def test_a_single_page_has_its_own_name_as_address(folder: Path, harvest: Harvest, archive: Archive) -> None:
    harvest(source_of(folder / "2024" / "通报.txt"))
    assert [entry.url for entry in archive.entries()] == ["file:///%E9%80%9A%E6%8A%A5.txt"]


def test_files_that_cannot_be_read_are_archived_all_the_same(
    tmp_path: Path, harvest: Harvest, archive: Archive
) -> None:
    folder = tmp_path / "received"
    folder.mkdir()
    for name in ("a.doc", "b.OFD", "c.jpg", "d.png", "e.wps"):
        (folder / name).write_bytes(b"\xd0\xcf\x11\xe0" + name.encode())
    assert harvest(source_of(folder)).captured == 5
    media_types = [archive.read(entry).media_type for entry in archive.entries()]
    assert media_types == [
        "application/msword",
        "application/ofd",
        "image/jpeg",
        "image/png",
        "application/vnd.ms-works",
    ]
