"""Notices whose page names files: each file is captured as a part of the notice, politely, once in a run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flows.archive import Archive
from flows.harvest import HarvestReport, Source, load_sources
from tests.harvest.site import Site
from tests.pages_of_one_notice import TITLE, site_page

SourceMaker = Callable[..., Source]
Harvest = Callable[[Source], HarvestReport]
LINK = '<p>附件：<a href="files/notice.pdf">{}.pdf</a> <a href="files/list.doc">清单.doc</a></p>'


def places(archive: Archive) -> list[tuple[str, str, int | None]]:
    entries = archive.entries()
    return [(entry.url.rpartition("/")[2], entry.role, entry.part) for entry in entries if entry.role != "robots"]


def test_the_files_of_a_notice_are_captured_as_its_parts(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive
) -> None:
    site.serve("/xc/a.html", site_page(LINK.format(TITLE)))
    site.serve("/xc/b.html", site_page('<a href="files/list.doc">清单</a>'))
    site.serve("/xc/files/notice.pdf", b"%PDF-1.4", Content_Type="application/pdf")
    site.serve("/xc/files/list.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Content_Type="application/msword")
    for _ in range(2):
        report = harvest(source("/xc/a.html", "/xc/b.html"))
        assert (report.found, report.failed) == (2, ())
    assert site.paths().count("/xc/files/list.doc") == 2, "once in each run"
    assert places(archive)[::2] == [
        ("a.html", "notice", None),
        ("b.html", "notice", None),
        ("list.doc", "attachment", 3),
        ("notice.pdf", "attachment", 2),
    ]
    before = list(archive.entries())
    archive.close()
    (archive.folder / "index.sqlite").unlink()
    assert list(archive.entries()) == before


def test_a_file_that_a_list_names_too_is_no_notice_of_its_own(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive
) -> None:
    site.serve("/xc/a.html", site_page(LINK.format(TITLE)))
    site.serve("/xc/files/notice.pdf", b"%PDF-1.4", Content_Type="application/pdf")
    report = harvest(source("/xc/a.html", "/xc/files/notice.pdf"))
    assert report.found == 1
    assert [failure.url.rpartition("/")[2] for failure in report.failed] == []
    assert {(name, role) for name, role, _ in places(archive)} >= {("notice.pdf", "attachment")}


def test_robots_txt_and_the_largest_size_hold_for_files(site: Site, source: SourceMaker, harvest: Harvest) -> None:
    site.serve("/xc/a.html", site_page(LINK.format(TITLE)))
    site.serve("/xc/files/notice.pdf", b"%PDF-1.4" + bytes(5000), Content_Type="application/pdf")
    site.serve("/robots.txt", "User-agent: *\nDisallow: /xc/files/list")
    report = harvest(source("/xc/a.html", politeness={"max_bytes": 4000}))
    assert [failure.url.rpartition("/")[2] for failure in report.failed] == ["notice.pdf", "list.doc"]
    assert "/xc/files/list.doc" not in site.paths()


def test_saved_files_that_belong_to_a_saved_page(tmp_path: Path, harvest: Harvest, archive: Archive) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.html").write_text(site_page(LINK.format(TITLE)), encoding="utf-8")
    for name in ("notice.pdf", "list.doc", "alone.pdf"):
        (folder / name).write_bytes(b"%PDF-1.4 " + name.encode())
    (source,) = load_sources([folder])
    assert harvest(source).found == 2
    assert places(archive) == [
        ("a.html", "notice", None),
        ("alone.pdf", "notice", None),
        ("list.doc", "attachment", 3),
        ("notice.pdf", "attachment", 2),
    ]
    (folder / "list.doc").unlink()
    assert harvest(source).gone == 1
