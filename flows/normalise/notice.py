"""One capture in, one notice out: the order in which the readers build on each other.

Each reader is a pure function of what stands before it, so the same bytes always give the same notice.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flows.capture import Capture
from flows.normalise.attachments import split_parts, with_text_of
from flows.normalise.capture_page import read_capture
from flows.normalise.checks import find_findings
from flows.normalise.checks.findings import finding
from flows.normalise.closing import read_closing
from flows.normalise.dates import read_dates
from flows.normalise.documents import read_documents
from flows.normalise.media import MediaNotReadableError, media_labels
from flows.normalise.metadata import read_metadata
from flows.normalise.opening import read_opening
from flows.normalise.opening_kind import refuse
from flows.normalise.outline import read_outline
from flows.normalise.page_join import read_joined
from flows.normalise.privacy import mask_page, post_only
from flows.normalise.quantities import read_quantities
from flows.normalise.records import Finding, Head, Notice, Outline, Page
from flows.normalise.totals import with_totals

_EVIDENCE_CHARACTERS = 120


def read_notice(payload: bytes, content_type: str, url: str, further: Sequence[Capture] = ()) -> Notice:
    """Read one capture: a page in HTML or plain text, a PDF or a Word file.

    Args:
        payload: the body as captured.
        content_type: the Content-Type header as sent, "" where there was none.
        url: the address of the capture; `file:///<name>` for a saved page.
        further: the pages that the notice goes on at, in order, and the file that holds its text where that is not
            on the page.

    Returns:
        The notice with every fact that could be read. A page without text, or one that is no rectification notice,
        comes back with `is_notice` false, its text kept and a finding that says so; so does a file whose text cannot
        be read (.doc, OFD, an image, a scan), without text.
    """
    try:
        page, masked = mask_page(_page_of(payload, content_type, url, further))
    except MediaNotReadableError as unread:
        return _not_readable(unread, url)
    metadata = read_metadata(page, url)
    notice = _read_or_refuse(page, metadata)
    return replace(notice, findings=(*notice.findings, *masked)) if masked else notice


def _page_of(payload: bytes, content_type: str, url: str, further: Sequence[Capture]) -> Page:
    if not further:
        return read_capture(payload, content_type, url)
    pages, files = split_parts(further)
    page = read_joined(payload, content_type, pages) if pages else read_capture(payload, content_type, url)
    return with_text_of(page, files[0]) if files else page


def _read_or_refuse(page: Page, metadata: Head) -> Notice:
    if not page.text.strip():
        return _unread(page, metadata, finding("empty_page"))
    refusal = refuse(page, metadata)
    if refusal:
        found = finding(
            "not_a_notice",
            refusal.reason,
            evidence=_beginning(page),
            quote=refusal.quote,
            observed=refusal.reason,
        )
        return _unread(page, metadata, found)
    try:
        return _read(page, metadata)
    except Exception as fault:  # noqa: BLE001  a fault of a reader on one notice must not hide all the others
        return _reader_failed(page, metadata, fault)


def _read(page: Page, metadata: Head) -> Notice:
    published_on = metadata.published_at.date() if metadata.published_at else None
    outline = _without_names(read_outline(page, published_on))
    dates = read_dates(page.text, outline, published_on)
    metrics = read_quantities(page.text, outline, dates)
    head = read_closing(page, read_opening(page, metadata, dates, outline), dates)
    notice = Notice(
        head=with_totals(head, page.text, outline, metrics),
        text=page.text,
        sections=outline.sections,
        items=outline.items,
        measures=outline.measures,
        metrics=metrics,
        documents=read_documents(page.text, outline),
        dates=dates,
        findings=(),
    )
    return replace(notice, findings=find_findings(notice, page))


def _reader_failed(page: Page, head: Head, fault: Exception) -> Notice:
    """The notice with its text alone, and the fault where the data team sees it."""
    place = traceback.extract_tb(fault.__traceback__)[-1]
    observed = f"{type(fault).__name__}: {fault} ({Path(place.filename).name}:{place.lineno})"
    found = finding("reader_failed", evidence=_beginning(page), observed=observed)
    return Notice(head, page.text, (), (), (), (), (), (), (found,))


def _without_names(outline: Outline) -> Outline:
    """The outline whose items name the responsible post and not its holder."""
    items = tuple(
        item._replace(responsible_role=post_only(item.responsible_role)) if item.responsible_role else item
        for item in outline.items
    )
    return replace(outline, items=items)


def _not_readable(unread: MediaNotReadableError, url: str) -> Notice:
    page = Page("", (), None, {}, (), "")
    kind_zh, kind_en = media_labels(unread.kind)
    found = finding("media_not_readable", unread.reason, kind_zh=kind_zh, kind_en=kind_en, observed=unread.detail)
    return Notice(read_metadata(page, url), "", (), (), (), (), (), (), (found,), is_notice=False)


def _unread(page: Page, head: Head, found: Finding) -> Notice:
    return Notice(head, page.text, (), (), (), (), (), (), (found,), is_notice=False)


def _beginning(page: Page) -> tuple[str, ...]:
    return (page.text[:_EVIDENCE_CHARACTERS],) if page.text.strip() else ()
