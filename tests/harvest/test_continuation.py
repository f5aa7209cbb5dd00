"""Notices on several pages: every page is captured in its place, politely and up to a bound."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.archive import Archive
from flows.continuation import MOST_PAGES
from flows.harvest import HarvestReport, Source, load_sources
from tests.harvest.site import Site
from tests.pages_of_one_notice import site_page, site_pages

SourceMaker = Callable[..., Source]
Harvest = Callable[[Source], HarvestReport]
NAMES = ("content_5.html", "content_5_2.html", "content_5_3.html")


@pytest.fixture
def notice(site: Site) -> None:
    for name, page in zip(NAMES, site_pages([5, 9]), strict=True):
        site.serve(f"/xc/{name}", page)


def places(archive: Archive) -> list[tuple[str, str, int | None]]:
    entries = archive.entries()
    return [(entry.url.rpartition("/")[2], entry.role, entry.part) for entry in entries if entry.role != "robots"]


@pytest.mark.usefixtures("notice")
def test_every_page_of_a_notice_is_captured_in_its_place(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive
) -> None:
    report = harvest(source("/xc/content_5.html"))
    assert (report.found, report.captured, report.failed) == (1, 3, ())
    assert places(archive) == [
        (NAMES[0], "notice", None),
        (NAMES[1], "continuation", 2),
        (NAMES[2], "continuation", 3),
    ]
    assert {entry.continues for entry in archive.entries("continuation")} == {f"{site.address}/xc/{NAMES[0]}"}
    assert site.paths() == [f"/xc/{name}" for name in NAMES], "neither neighbours nor a page twice"


@pytest.mark.usefixtures("notice")
def test_the_places_are_in_the_warc_files(source: SourceMaker, harvest: Harvest, archive: Archive) -> None:
    harvest(source("/xc/content_5.html"))
    before = list(archive.entries())
    archive.close()
    (archive.folder / "index.sqlite").unlink()
    assert list(archive.entries()) == before


@pytest.mark.usefixtures("notice")
def test_a_further_page_is_looked_at_again_though_the_first_is_unchanged(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive
) -> None:
    harvest(source("/xc/content_5.html"))
    site.serve(f"/xc/{NAMES[1]}", site_pages([5, 9])[1].replace("23个", "24个"))
    report = harvest(source("/xc/content_5.html"))
    assert (report.captured, report.unchanged) == (1, 2)
    assert [entry.kind for entry in archive.history(f"{site.address}/xc/{NAMES[1]}")] == ["response", "response"]


@pytest.mark.usefixtures("notice")
def test_a_list_that_names_a_further_page_does_not_make_it_a_notice(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive
) -> None:
    link = '<li><a href="{}">巡察整改进展情况的通报</a></li>'
    site.serve("/xc/", "".join(map(link.format, NAMES[:2])))
    rules = [{"url": f"{site.address}/xc/", "pattern": "content_"}]
    for _ in range(2):
        assert harvest(source(list_pages=rules)).found == 1
    assert [entry.role for entry in archive.history(f"{site.address}/xc/{NAMES[1]}")] == ["continuation"] * 2


def test_a_page_that_is_not_there_is_told_and_the_others_come(
    site: Site, source: SourceMaker, harvest: Harvest, archive: Archive
) -> None:
    first, _, third = site_pages([5, 9])
    site.serve(f"/xc/{NAMES[0]}", first)
    site.serve(f"/xc/{NAMES[1]}", "", status=500)
    site.serve(f"/xc/{NAMES[2]}", third)
    report = harvest(source("/xc/content_5.html"))
    assert [failure.url.rpartition("/")[2] for failure in report.failed] == [NAMES[1]]
    assert places(archive)[-1] == (NAMES[2], "continuation", 3)


def test_pages_without_end_are_followed_to_a_bound(site: Site, source: SourceMaker, harvest: Harvest) -> None:
    for number in range(1, MOST_PAGES + 10):
        name = "a" if number == 1 else f"a_{number}"
        site.serve(f"/{name}.html", f'<p>第{number}页。</p><a href="a_{number + 1}.html">下一页</a>')
    harvest(source("/a.html"))
    assert len(site.paths()) == MOST_PAGES


def test_robots_txt_holds_for_further_pages(site: Site, source: SourceMaker, harvest: Harvest) -> None:
    for name, page in zip(NAMES, site_pages([5, 9]), strict=True):
        site.serve(f"/xc/{name}", page)
    site.serve("/robots.txt", f"User-agent: *\nDisallow: /xc/{NAMES[1]}")
    report = harvest(source("/xc/content_5.html"))
    assert f"/xc/{NAMES[1]}" not in site.paths()
    assert [re.search("robots", failure.reason) is not None for failure in report.failed] == [True]


def test_saved_pages_that_belong_together(tmp_path: Path, harvest: Harvest, archive: Archive) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, page in zip(NAMES, site_pages([5, 9]), strict=True):
        (folder / name).write_text(page, encoding="utf-8")
    (folder / "content_6_2.html").write_text(site_page("<p>另一篇通报。</p>", name="content_6_2"), encoding="utf-8")
    (source,) = load_sources([folder])
    report = harvest(source)
    assert (report.found, report.captured) == (2, 4)
    assert places(archive) == [
        (NAMES[0], "notice", None),
        (NAMES[1], "continuation", 2),
        (NAMES[2], "continuation", 3),
        ("content_6_2.html", "notice", None),
    ]
    (folder / NAMES[2]).unlink()
    assert harvest(source).gone == 1
    last = archive.history(f"file:///{NAMES[2]}")[-1]
    assert (last.is_gone, last.role, last.part) == (True, "continuation", 3)
