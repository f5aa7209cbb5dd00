"""A notice says the same whether it is printed on a page, in a Word file or in a PDF."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.normalise.capture_page import read_capture
from flows.normalise.notice import read_notice
from flows.normalise.page import read_page
from tests.normalise.media_editions import docx_edition, pdf_edition

CORPUS = Path(__file__).parents[1] / "fixtures" / "corpus"
EDITIONS = {"docx": docx_edition, "pdf": pdf_edition}
PLAIN = ["shidu-civil-affairs-2024", "chenghu-university-2024"]
TABLES = ["yaogang-agriculture-2024", "jiangxiu-water-group-2024"]
"""One with a plain table, one with cells merged downwards and a heading over two columns."""


@pytest.mark.parametrize("kind", EDITIONS)
@pytest.mark.parametrize("name", [*PLAIN, *TABLES])
def test_editions_of_a_notice_give_the_same_facts(name: str, kind: str) -> None:
    payload = (CORPUS / f"{name}.html").read_bytes()
    page = read_page(payload, "text/html", "")
    edition = EDITIONS[kind](page)
    read = read_capture(edition, "", "")
    assert read.text == page.text
    assert read.title == page.title
    assert [line.cell for line in read.lines] == [line.cell for line in page.lines]
    assert read.metadata == {}

    printed, saved = read_notice(payload, "text/html", ""), read_notice(edition, "", "")
    assert saved.is_notice
    assert len(saved.items) > 5
    assert (saved.sections, saved.items, saved.measures) == (printed.sections, printed.items, printed.measures)
    assert saved.metrics == printed.metrics
    assert saved.documents == printed.documents


def test_reading_an_edition_twice_gives_the_same() -> None:
    page = read_page((CORPUS / f"{PLAIN[0]}.html").read_bytes(), "text/html", "")
    edition = pdf_edition(page)
    assert read_notice(edition, "", "") == read_notice(edition, "", "")
