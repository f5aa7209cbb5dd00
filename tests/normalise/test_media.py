from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.normalise.media import media_kind, media_labels
from flows.normalise.notice import read_notice
from flows.normalise.rules_table import rule_rows

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def zipped(*names: str) -> bytes:
    """An archive of a fixed date: its bytes name test cases, and those must be the same in every process."""
    saved = BytesIO()
    with ZipFile(saved, "w") as archive:
        for name in names:
            archive.writestr(ZipInfo(name), "<x/>")
    return saved.getvalue()


@pytest.mark.parametrize(
    ("payload", "content_type", "url", "kind"),
    [
        (b"%PDF-1.7\n", "text/html", "a.html", "pdf"),
        (b"\xef\xbb\xbf\n%PDF-1.4", "", "", "pdf"),
        (b"\x00\x01", "application/pdf", "", "pdf"),
        (b"no PDF at all", "", "https://a.example/b.PDF?x=1", "pdf"),
        (b"<html><p>404</p></html>", "application/pdf", "a.pdf", "page"),
        (zipped("[Content_Types].xml", "word/document.xml"), "application/octet-stream", "", "docx"),
        (zipped("[Content_Types].xml", "word/document.xml")[:-30], "", "", "docx"),
        (zipped("OFD.xml", "Doc_0/Document.xml"), "", "a.docx", "ofd"),
        (zipped("a.txt"), WORD, "a.docx", "archive"),
        (OLE, "application/msword", "a.doc", "doc"),
        (b"<html xmlns:w='urn:schemas-microsoft-com:office:word'>", "application/msword", "a.doc", "page"),
        (b"{\\rtf1\\ansi", "application/msword", "a.doc", "rtf"),
        (b"\xff\xd8\xff\xe0" + bytes(9), "", "", "image"),
        (PNG, "text/html", "", "image"),
        (b"GIF89a" + bytes(9), "", "", "image"),
        (b"RIFF\x00\x01\x00\x00WEBP", "image/webp", "", "image"),
        ("BMW的整改情况".encode(), "", "a.txt", "page"),
        (b"", "application/pdf", "a.pdf", "page"),
        ("一、整改情况".encode(), "text/plain", "a.doc", "page"),
        ("一、整改情况".encode("gbk"), "application/msword", "a.doc", "page"),
    ],
)
def test_bytes_prove_the_kind_before_header_and_name(payload: bytes, content_type: str, url: str, kind: str) -> None:
    assert media_kind(payload, content_type, url) == kind


@given(
    st.binary(max_size=200), st.sampled_from(["", "text/html", "application/pdf", "image/png"]), st.text(max_size=9)
)
def test_whatever_comes_has_a_kind(payload: bytes, content_type: str, url: str) -> None:
    assert media_kind(payload, content_type, url) in {"page", *(row["kind"] for row in rule_rows("media_kinds"))}


@pytest.mark.parametrize(
    ("payload", "kind"), [(OLE, "doc"), (PNG, "image"), (zipped("OFD.xml"), "ofd"), (zipped("a.doc"), "archive")]
)
def test_a_file_that_cannot_be_read_is_reported_in_both_languages(payload: bytes, kind: str) -> None:
    notice = read_notice(payload, "", "https://a.example/art/2024/9/13/notice")
    (found,) = notice.findings
    assert (notice.is_notice, notice.text, notice.head.title, notice.items) == (False, "", None, ())
    assert found.observed is None
    assert (found.check, found.severity) == ("media_not_readable", "error")
    label_zh, label_en = media_labels(kind)
    assert label_zh in found.message_zh
    assert label_en in found.message_en
