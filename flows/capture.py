"""One archived response: what harvest writes, normalise reads and every published value points back to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256


def payload_digest(payload: bytes) -> str:
    """SHA-256 of a payload in hex: the key of a snapshot."""
    return sha256(payload).hexdigest()


@dataclass(frozen=True, slots=True)
class Capture:
    """One response as it arrived, before anybody read it.

    Attributes:
        url: the address asked for; the canonical URL of the notice. Saved pages have `file:///<name>`.
        final_url: the address that answered, after redirects.
        source_id: the entry of the source registry that it belongs to.
        fetched_at: with zone Asia/Shanghai, whole seconds.
        http_status: 200 for saved pages.
        headers: names in lower case.
        payload: the body as transferred, content-coding undone.
        snapshot_sha256: digest of the payload.
        warc_file: name of the WARC inside the archive folder.
        warc_offset: byte offset of the record in that file.
    """

    url: str
    final_url: str
    source_id: str
    fetched_at: datetime
    http_status: int
    headers: Mapping[str, str]
    payload: bytes
    snapshot_sha256: str
    warc_file: str
    warc_offset: int

    @property
    def media_type(self) -> str:
        """The Content-Type header as sent, parameters included; empty where the server sent none."""
        return self.headers.get("content-type", "")
