"""What kind of file a capture is: its first bytes prove it, then the media type it was sent with, then its name.

Servers send notices as attachments under any type, and what is called `.doc` is often a page that Word opens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from flows.normalise.rules_table import rule_rows

PAGE = "page"
"""HTML or plain text: whatever is no other kind."""

_ZIP = b"PK\x03\x04"
_SHORT_SIGNATURE = 3
_REACH = 1_024
_JUNK = b"\xef\xbb\xbf \t\r\n"
_TEXT_TYPE = re.compile(r"text/|application/(?:xhtml|xml|json)")
_NAME_ENDING = re.compile(r"\.[a-z0-9]{2,5}$")


class MediaNotReadableError(Exception):
    """A capture that holds no text that can be read.

    Attributes:
        kind: code of `rules/media_kinds.csv`.
        reason: variant of the finding `media_not_readable`: kind, broken, encrypted, scan, large.
        detail: what was met, in figures or in the words of the library, null where the kind says it all.
    """

    def __init__(self, kind: str, reason: str, detail: str = "") -> None:
        self.kind = kind
        self.reason = reason
        self.detail = detail or None
        super().__init__(f"{kind}: {reason} {detail}".rstrip())


def media_kind(payload: bytes, content_type: str, url: str) -> str:
    """The kind of a capture, a code of `rules/media_kinds.csv` or `page`.

    Args:
        payload: the body as captured.
        content_type: the Content-Type header as sent, "" where there was none.
        url: where it was captured; only the ending of its path is read.
    """
    head = payload[:_REACH].lstrip(_JUNK)
    if head.startswith(b"<") or not head:
        return PAGE
    return _by_signature(payload, head) or _by_name(head, content_type, url) or PAGE


def media_labels(kind: str) -> tuple[str, str]:
    """What a kind is called in Chinese and in English."""
    return next((row["label_zh"], row["label_en"]) for row in rule_rows("media_kinds") if row["kind"] == kind)


def _by_signature(payload: bytes, head: bytes) -> str | None:
    for signature, kind in _signatures():
        if not head.startswith(signature) or (len(signature) < _SHORT_SIGNATURE and not _is_binary(head)):
            continue
        return _zip_kind(payload) if signature == _ZIP else kind
    return None


def _by_name(head: bytes, content_type: str, url: str) -> str | None:
    """The kind that the header or the name tells, unless what is there is plainly text under a binary name."""
    declared = content_type.partition(";")[0].strip().lower()
    if _TEXT_TYPE.match(declared):
        return None
    ending = _NAME_ENDING.search(url.partition("?")[0].partition("#")[0].lower())
    kind = _named("media_type").get(declared) or _named("ending").get(ending[0] if ending else "")
    return kind if kind in ("pdf", "docx") or _is_binary(head) else None


def _is_binary(head: bytes) -> bool:
    return b"\0" in head


def _zip_kind(payload: bytes) -> str:
    """The kind of a ZIP by the members it lists; one cut off is told by the names in its first bytes."""
    try:
        with ZipFile(BytesIO(payload)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        names = {member for member in _named("member") if member and member.encode() in payload}
        if b"[Content_Types].xml" in payload[:_REACH]:
            names.add("word/document.xml")
    return next((kind for member, kind in _named("member").items() if member in names), "archive")


@cache
def _signatures() -> tuple[tuple[bytes, str], ...]:
    return tuple(
        (bytes.fromhex(row["signature"]), row["kind"]) for row in rule_rows("media_kinds") if row["signature"]
    )


@cache
def _named(column: str) -> Mapping[str, str]:
    """Kind by media type, ending or member; the first row of a name decides."""
    rows = [(row[column], row["kind"]) for row in rule_rows("media_kinds") if row[column]]
    return dict(reversed(rows))
