"""What goes into the archive and what comes back: a visit, an entry of the index, a damaged stretch of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flows.errors import ArchiveError

Kind = Literal["response", "revisit", "failure", "gone"]
Role = Literal["notice", "continuation", "attachment", "list", "robots", "redirect"]
Truncation = Literal["length", "time", "disconnect", "unspecified"]
Headers = tuple[tuple[str, str], ...]

GONE_STATUSES = frozenset({404, 410})

# A space, a control character or a quoting character of WARC header values: "a b", "a\r\nWARC-Type: x", "<a>".
_UNSAFE_IN_URL = re.compile(r"[\x00-\x20\x7f<>]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What asking for one address brought, successful or not; the only thing that is ever written.

    Attributes:
        url: the address asked for, percent-encoded: no space, control character or angle bracket.
        fetched_at: with a zone, whole seconds.
        final_url: the address that answered; empty where it is `url`.
        http_status: null where no answer came.
        reason: what the server wrote beside the status.
        headers: as received, in order; `payload` is the body with its content-coding undone.
        payload: null where nothing came; empty bytes are an empty body. Null beside a 304 or an unchanged page.
        error: why this visit is a failure, in words; null for a success. A failure keeps the body it got.
        truncated: how the body was cut short, in the words of WARC 1.1 section 5.13.
        is_gone: a saved page that is no longer in its folder (a page on the web says so with 404 or 410).
        charset: an encoding that the source forces on its pages whatever they declare.
        request_headers: as sent; empty for saved pages.
        redirects: the answers on the way from `url` to `final_url`: address, status, headers.
        continues: of a part of a notice (role `continuation` or `attachment`): the address of its first page.
        part: its place in the notice, from 2.
    """

    url: str
    source_id: str
    fetched_at: datetime
    role: Role = "notice"
    final_url: str = ""
    http_status: int | None = None
    reason: str = ""
    headers: Headers = ()
    payload: bytes | None = None
    error: str | None = None
    truncated: Truncation | None = None
    is_gone: bool = False
    charset: str | None = None
    ip_address: str | None = None
    request_headers: Headers = ()
    redirects: tuple[tuple[str, int, Headers], ...] = ()
    continues: str | None = None
    part: int | None = None

    def __post_init__(self) -> None:
        """Refuse what could not be read back: an unsafe address, a time without a zone or with fractions."""
        for address in (self.url, self.final_url, self.continues or "", *(hop[0] for hop in self.redirects)):
            if _UNSAFE_IN_URL.search(address):
                raise ArchiveError("address holds a space or control character", where=ascii(address))
        if self.fetched_at.tzinfo is None or self.fetched_at.microsecond:
            raise ArchiveError("fetched_at needs a zone and whole seconds", where=self.url)

    @property
    def has_outcome(self) -> bool:
        """Whether this says how the visit ended: with an answer, an error, or that the page is gone."""
        if self.http_status is None and self.payload is not None:
            return False
        return self.http_status is not None or self.error is not None or self.is_gone

    @property
    def is_file(self) -> bool:
        """Whether this is a saved page and not an answer over HTTP."""
        return self.url.startswith("file:")


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """One visit as the index knows it; every field is read back from the WARC record.

    Attributes:
        kind: `response` holds a payload; `revisit` says that the page is as it was at the visit before;
            `failure` says in `error` why there is nothing to trust; `gone` is a saved page that left its folder.
        http_status: of the answer, 304 included; 200 for saved pages; 404 for those that are gone.
        media_type: without parameters, lower case; null where none was sent.
        charset: the forced one, else the one declared in Content-Type; null where neither exists.
        bytes: length of the payload (of the original, for a revisit).
        snapshot_sha256: digest of the payload (of the original, for a revisit); null without a payload.
        warc_offset: where the record's gzip member begins in `warc_file`.
        continues: of a further page or file of a notice: the address of the notice; null for every other page.
        part: its place in the notice, from 2; null for every other page.
    """

    url: str
    final_url: str
    source_id: str
    fetched_at: datetime
    kind: Kind
    http_status: int | None
    media_type: str | None
    charset: str | None
    etag: str | None
    last_modified: str | None
    bytes: int
    snapshot_sha256: str | None
    warc_file: str
    warc_offset: int
    error: str | None
    role: Role
    continues: str | None = None
    part: int | None = None

    @property
    def is_gone(self) -> bool:
        """Whether this visit is evidence that the page no longer exists."""
        return self.kind == "gone" or (self.kind != "failure" and self.http_status in GONE_STATUSES)

    @property
    def is_readable(self) -> bool:
        """Whether this visit vouches for a page that can be read: a success, not gone, with a payload to go to."""
        succeeded = self.kind in ("response", "revisit") and self.http_status in (200, 203, 304)
        return succeeded and self.snapshot_sha256 is not None


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of a WARC file that holds no readable record.

    Attributes:
        offset, length: in bytes of `warc_file`.
        reason: in words.
        is_repaired: a torn end that was cut off; its bytes are kept beside the file as `<warc_file>.<offset>.torn`.
    """

    warc_file: str
    offset: int
    length: int
    reason: str
    is_repaired: bool
