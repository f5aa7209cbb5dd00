"""A notice whose page names files: one notice, from the page alone, or from its head and the text of a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from docx import Document

from flows.archive.entry import Visit
from flows.archive.store import Archive
from flows.clock import SHANGHAI
from flows.normalise.batch import address_batches, combine, read_batch
from flows.release.explain import explain_row
from flows.release.publish import publish
from flows.release.verify import verify_release
from tests.pages_of_one_notice import LINES, TITLE, paragraphs, site_page

FOLDER = "https://www.example.gov.cn/xc/"
LINK = '<p>附件：<a href="notice{0}">整改情况的通报{0}</a></p>'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
Tables = dict[str, pa.Table]


def word(lines: Sequence[str]) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def archived(folder: Path, body: str, files: dict[str, tuple[bytes, str]], title: str = TITLE) -> Tables:
    at = datetime(2026, 11, 21, 9, tzinfo=SHANGHAI)
    common: dict[str, Any] = {"source_id": "example", "fetched_at": at, "http_status": 200}
    html = (("Content-Type", "text/html"),)
    page = site_page(body, title=title).encode()
    with Archive(folder / "archive") as archive:
        archive.store(Visit(url=f"{FOLDER}a.html", payload=page, headers=html, **common))
        for part, (name, (payload, media_type)) in enumerate(files.items(), start=2):
            place: dict[str, Any] = {"role": "attachment", "continues": f"{FOLDER}a.html", "part": part}
            headers = (("Content-Type", media_type),)
            archive.store(Visit(url=FOLDER + name, payload=payload, headers=headers, **place, **common))
        return combine([read_batch(folder / "archive", batch) for batch in address_batches(archive)])


def checks(tables: Tables) -> dict[str, str | None]:
    return {row["check"]: row["evidence"] for row in tables["findings"].to_pylist()}


def test_a_page_that_only_names_the_file_gives_the_notice_of_the_file(tmp_path: Path) -> None:
    tables = archived(tmp_path, LINK.format(".docx"), {"notice.docx": (word((TITLE, *LINES)), WORD)})
    [notice] = tables["notices"].to_pylist()
    assert notice["url"] == f"{FOLDER}a.html"
    assert notice["title"] == TITLE
    assert notice["text"].splitlines()[0] == LINES[0]
    assert notice["published_at"].date() == date(2024, 6, 20)
    assert notice["item_count"] == 3
    assert notice["continuation_sha256"] in tables["snapshots"]["snapshot_sha256"].to_pylist()
    whole = archived(tmp_path / "whole", paragraphs(LINES), {})
    for table in ("items", "measures", "metrics", "dates", "documents"):
        assert tables[table]["quote"].to_pylist() == whole[table]["quote"].to_pylist()


def test_the_text_is_proved_and_explained_by_the_file(tmp_path: Path) -> None:
    tables = archived(tmp_path, LINK.format(".docx"), {"notice.docx": (word((TITLE, *LINES)), WORD)})
    publish(tables, output=tmp_path / "output", quality=tmp_path / "absent", released_on=date(2026, 11, 21))
    latest = tmp_path / "output" / "latest"
    with Archive(tmp_path / "archive") as archive:
        assert verify_release(latest, archive).failures == ()
        explained = explain_row(latest, tables["metrics"]["metric_id"][0].as_py(), archive)
    assert explained.capture is not None
    assert [page.holds_quote for page in (explained.capture, *explained.further)] == [False, True]


def test_a_page_that_is_the_whole_notice_is_read_alone(tmp_path: Path) -> None:
    alone = archived(tmp_path / "alone", paragraphs(LINES), {})
    other = word(("另一份材料。", *LINES[:5]))
    body = paragraphs(LINES) + LINK.format(".docx") + LINK.format(".doc")
    tables = archived(tmp_path, body, {"notice.docx": (other, WORD), "notice.doc": (OLE, "application/msword")})
    assert tables["notices"]["continuation_sha256"].to_pylist() == [None]
    assert tables["metrics"]["quote"] == alone["metrics"]["quote"]
    assert set(checks(tables)) == set(checks(alone))
    assert sorted(filter(None, tables["snapshots"]["part"].to_pylist())) == [2, 3]
    assert set(tables["snapshots"]["notice_id"].to_pylist()) == set(tables["notices"]["notice_id"].to_pylist())


@pytest.mark.parametrize(
    ("name", "payload"), [("notice.doc", OLE), ("notice.ofd", b"PK\x03\x04 OFD.xml"), ("notice.pdf", b"%PDF-1.4")]
)
def test_a_file_that_cannot_be_read_is_told_on_the_notice(tmp_path: Path, name: str, payload: bytes) -> None:
    tables = archived(tmp_path, LINK.format(name.removeprefix("notice")), {name: (payload, "application/x")})
    [notice] = tables["notices"].to_pylist()
    assert (notice["title"], notice["item_count"], notice["continuation_sha256"]) == (TITLE, 0, None)
    assert checks(tables) == {"media_not_readable": FOLDER + name}
    assert tables["findings"]["row_id"].to_pylist() == [notice["notice_id"]]


def test_scanned_pages_are_told(tmp_path: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(40)
    tables = archived(tmp_path, '<img src="20240620_1.png">', {"20240620_1.png": (picture, "image/png")})
    assert tables["notices"]["title"].to_pylist() == [TITLE]
    assert checks(tables) == {"media_not_readable": f"{FOLDER}20240620_1.png"}


def test_a_file_that_is_not_at_hand_is_told(tmp_path: Path) -> None:
    tables = archived(tmp_path, LINK.format(".pdf"), {})
    assert checks(tables) == {"text_incomplete": f"{FOLDER}notice.pdf"}


def test_the_first_file_that_gives_a_notice_is_the_text(tmp_path: Path) -> None:
    body = '<a href="x.doc">1.doc</a><a href="b.docx">整改清单.docx</a><a href="c.docx">通报.docx</a>'
    files = {
        "x.doc": (OLE, "application/msword"),
        "b.docx": (word(("序号", "单位")), WORD),
        "c.docx": (word((TITLE, *LINES)), WORD),
    }
    tables = archived(tmp_path, body, files)
    [notice] = tables["notices"].to_pylist()
    assert notice["item_count"] == 3
    assert "media_not_readable" not in checks(tables)
    used = {row["snapshot_sha256"]: row["url"] for row in tables["snapshots"].to_pylist()}
    assert used[notice["continuation_sha256"]] == f"{FOLDER}c.docx"


def test_a_page_of_another_kind_stays_one_whatever_it_names(tmp_path: Path) -> None:
    tables = archived(
        tmp_path, LINK.format(".doc"), {"notice.doc": (OLE, "application/msword")}, title="某县水务局召开会议"
    )
    assert tables["notices"].num_rows == 0
    assert "media_not_readable" in checks(tables)


def test_a_picture_that_nobody_captured_may_be_a_logo(tmp_path: Path) -> None:
    tables = archived(tmp_path, '<img src="20240620_1.png">', {})
    assert "text_incomplete" not in checks(tables)
    assert tables["notices"].num_rows == 0
