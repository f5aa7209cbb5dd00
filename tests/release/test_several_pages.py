"""A notice on several pages in a release: proved and explained by all of its pages."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest

from flows.archive.entry import Visit
from flows.archive.store import Archive
from flows.clock import SHANGHAI
from flows.normalise.batch import address_batches, combine, read_batch
from flows.release.explain import explain_row
from flows.release.publish import publish
from flows.release.reading import read_table
from flows.release.verify import verify_release
from tests.pages_of_one_notice import site_pages

NOTICE = "https://www.example.gov.cn/content_5.html"


def visits(day: int, pages: list[str]) -> list[Visit]:
    at = datetime(2026, 11, day, 9, tzinfo=SHANGHAI)
    common: dict[str, Any] = {"source_id": "example", "fetched_at": at, "http_status": 200}
    html: dict[str, Any] = {"headers": (("Content-Type", "text/html"),)}
    first = Visit(url=NOTICE, payload=pages[0].encode(), **html, **common)
    return [first] + [
        Visit(
            url=NOTICE.replace(".html", f"_{part}.html"), payload=page.encode(), role="continuation",
            continues=NOTICE, part=part, **html, **common,
        )
        for part, page in enumerate(pages[1:], start=2)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases, between which a figure on the second page changes."""
    folder = tmp_path_factory.mktemp("published")
    pages = site_pages([5, 9])
    edited = [page.replace("23个", "24个") for page in pages]
    for day, edition in ((21, pages), (22, edited)):
        with Archive(folder / "archive") as archive:
            for each in visits(day, edition):
                archive.store(each)
            tables = combine([read_batch(folder / "archive", batch) for batch in address_batches(archive)])
        publish(tables, output=folder / "output", quality=folder / "absent", released_on=date(2026, 11, day))
    return folder


@pytest.mark.parametrize("version", ["2026.11.21", "2026.11.22"])
def test_the_text_is_proved_by_all_pages(published: Path, version: str) -> None:
    with Archive(published / "archive") as archive:
        verification = verify_release(published / "output" / "releases" / version, archive)
    assert [str(failure) for failure in verification.failures] == []
    assert verification.proved["captures"] >= 3


def test_a_changed_further_page_is_an_edit_by_the_source(published: Path) -> None:
    changes = read_table(published / "output" / "latest", "changes").to_pylist()
    [text] = [row for row in changes if row["table"] == "notices" and row["field"] == "text"]
    assert text["cause"] == "source_edit"
    assert {row["cause"] for row in changes if row["table"] == "metrics"} == {"source_edit"}


def test_a_quote_is_explained_by_the_page_that_prints_it(published: Path) -> None:
    latest = published / "output" / "latest"
    metrics = read_table(latest, "metrics")
    row = metrics.filter(pc.equal(metrics["quote"], "24个")).to_pylist()[0]
    with Archive(published / "archive") as archive:
        explained = explain_row(latest, row["metric_id"], archive)
    assert explained.capture is not None
    assert [page.holds_quote for page in (explained.capture, *explained.further)] == [False, True, False]
    assert [(page.part, page.is_archived) for page in explained.further] == [(2, True), (3, True)]
    assert "page 2: https://www.example.gov.cn/content_5_2.html\nthe quote stands on this page" in explained.in_words()
