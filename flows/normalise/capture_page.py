"""The page of a capture, whatever kind of file it is."""

from __future__ import annotations

from flows.normalise.charset import DecodedText
from flows.normalise.media import PAGE, MediaNotReadableError, media_kind
from flows.normalise.page import page_of, read_page
from flows.normalise.records import Page

_UNICODE = "utf-8"


def read_capture(payload: bytes, content_type: str, url: str) -> Page:
    """The page of HTML, plain text, PDF or Word; the readers of the last two are loaded when the first one comes.

    Args:
        payload: the body as captured.
        content_type: the Content-Type header as sent, "" where there was none.
        url: where it was captured; its ending may tell the kind.

    Raises:
        MediaNotReadableError: the capture is of a kind that holds no readable text (.doc, OFD, an image), or this
            file of a readable kind does not (broken, encrypted, a scan, too large).
    """
    kind = media_kind(payload, content_type, url)
    if kind == PAGE:
        return read_page(payload, content_type, url)
    if kind == "pdf":
        from flows.normalise.page_pdf import read_pdf

        printout = read_pdf(payload)
    elif kind == "docx":
        from flows.normalise.page_docx import read_docx

        printout = read_docx(payload)
    else:
        raise MediaNotReadableError(kind, "kind")
    return page_of(printout, DecodedText("", _UNICODE))
