"""A visit as WARC 1.1 records, and a WARC record as an entry and a capture.

Answers over HTTP are `response` records, saved pages `resource` records, unchanged payloads `revisit` records, and
what brought no body a `metadata` record (WARC 1.1, sections 6.3 to 6.7). What the standard has no field for travels in
named fields of our own, which section 5 tells other readers to ignore: the index can be rebuilt from the records.

Record ids are derived from the content and not random: the same visits give the same files, byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from io import BytesIO
from typing import cast
from uuid import NAMESPACE_URL, uuid5

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.warcwriter import WARCWriter

from flows.archive.entry import ArchiveEntry, Headers, Kind, Role, Visit
from flows.capture import payload_digest
from flows.clock import SHANGHAI
from flows.errors import ArchiveError

SOURCE = "Zhenggai-Source"
ROLE = "Zhenggai-Role"
KIND = "Zhenggai-Kind"
REQUESTED = "Zhenggai-Requested-URI"
ERROR = "Zhenggai-Error"
CHARSET = "Zhenggai-Charset"
PAYLOAD_LENGTH = "Zhenggai-Payload-Length"
CONTINUES = "Zhenggai-Continues"
PART = "Zhenggai-Part"

_UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_LONGEST_ERROR = 1000
_LOADER = ArcWarcRecordLoader(verify_http=False, arc2warc=False)

# The body is kept decoded, so these would be untrue of it; kept under the name that web archives give them.
_TRANSFER_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_ORIGINAL_PREFIX = "X-Archive-Orig-"

# What would break a header line apart: "text/html\r\nSet-Cookie: x".
_LINE_BREAKS = re.compile(r"[\r\n\x00]+")


class _ExactHeaders(StatusAndHeaders):  # type: ignore[misc]
    """HTTP headers written as the bytes that came (read as Latin-1), where warcio would percent-encode them."""

    def to_ascii_bytes(self, header_filter: object = None) -> bytes:
        text = self.to_str(header_filter)
        try:
            return cast(bytes, text.encode("latin-1")) + b"\r\n"
        except UnicodeEncodeError:
            return cast(bytes, text.encode("utf-8")) + b"\r\n"


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record read back: its fields, the HTTP status and headers inside it, and the payload."""

    warc_type: str
    fields: dict[str, str]
    http_status: int | None
    headers: dict[str, str]
    payload: bytes


def warcinfo_record(file_name: str, at: datetime, software: str) -> bytes:
    """The record that opens each file."""
    writer = _writer()
    block = f"software: {software}\r\nformat: WARC File Format 1.1\r\n".encode()
    fields = _fields("warcinfo", at, file_name) | {"WARC-Filename": file_name}
    return _written(
        writer, writer.create_warc_record("", "warcinfo", BytesIO(block), len(block), warc_headers_dict=fields)
    )


def visit_records(visit: Visit, original: ArchiveEntry | None, place: str) -> list[bytes]:
    """The records of one visit, the one that holds the answer first.

    Args:
        visit: what is to be written.
        original: the response that this visit found unchanged; null where the payload is new.
        place: file and offset, which make the record id unique.
    """
    main_id = _record_id(place, visit.url)
    records = [_main_record(visit, original, main_id)]
    if visit.request_headers:
        records.append(_request_record(visit, main_id, place))
    records.extend(_redirect_record(visit, hop, place) for hop in range(len(visit.redirects)))
    return records


def read_record(content: bytes) -> Record:
    """The record that a gzip member holds.

    Raises:
        ArchiveError: the bytes are no WARC record, or its payload does not have the digest that it names.
    """
    try:
        record = _LOADER.parse_record_stream(BytesIO(content), known_format="warc")
        fields = {name.lower(): value for name, value in record.rec_headers.headers}
        status, headers = _http_part(record.http_headers)
        payload = cast(bytes, record.raw_stream.read())
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError) as error:
        raise ArchiveError("not a WARC record", remedy="see docs/runbook.md, damaged archive") from error
    digest = _sha256(fields.get("warc-payload-digest", ""))
    if digest and record.rec_type in ("response", "resource") and digest != payload_digest(payload):
        raise ArchiveError("the payload does not have the digest that its record names")
    return Record(record.rec_type, fields, status, headers, payload)


def entry_of(record: Record, warc_file: str, warc_offset: int) -> ArchiveEntry | None:
    """The entry for a record that holds the outcome of a visit; null for every other record."""
    fields = record.fields
    if KIND.lower() not in fields:
        return None
    digest = _sha256(fields.get("warc-payload-digest", ""))
    content_type = (
        fields.get("content-type", "") if record.warc_type == "resource" else record.headers.get("content-type", "")
    )
    media_type, declared_charset = _content_type(content_type)
    target = fields["warc-target-uri"]
    return ArchiveEntry(
        url=fields.get(REQUESTED.lower(), target),
        final_url=target,
        source_id=fields[SOURCE.lower()],
        fetched_at=datetime.fromisoformat(fields["warc-date"]).astimezone(SHANGHAI),
        kind=cast(Kind, fields[KIND.lower()]),
        http_status=_status(record, fields),
        media_type=media_type,
        charset=fields.get(CHARSET.lower()) or declared_charset,
        etag=record.headers.get("etag"),
        last_modified=record.headers.get("last-modified"),
        bytes=int(fields.get(PAYLOAD_LENGTH.lower(), len(record.payload) if digest else 0)),
        snapshot_sha256=digest,
        warc_file=warc_file,
        warc_offset=warc_offset,
        error=fields.get(ERROR.lower()),
        role=cast(Role, fields[ROLE.lower()]),
        continues=fields.get(CONTINUES.lower()),
        part=int(fields[PART.lower()]) if PART.lower() in fields else None,
    )


def capture_headers(record: Record) -> dict[str, str]:
    """Headers for the reader of a page: a forced charset stands in Content-Type, what was sent beside it."""
    headers = dict(record.headers)
    if record.warc_type == "resource":
        headers["content-type"] = record.fields.get("content-type", "")
    return headers


def with_charset(headers: dict[str, str], charset: str | None) -> dict[str, str]:
    """The headers with the charset that a source forces on its pages; what was sent is kept beside it."""
    sent = headers.get("content-type", "")
    media_type, declared = _content_type(sent)
    if charset is None or charset == declared:
        return headers
    return headers | {
        "content-type": f"{media_type or 'text/html'}; charset={charset}",
        "x-archive-orig-content-type": sent,
    }


def _main_record(visit: Visit, original: ArchiveEntry | None, record_id: str) -> bytes:
    writer = _writer()
    fields = _visit_fields(visit, original, record_id)
    target = visit.final_url or visit.url
    http = None
    if visit.http_status is not None and not visit.is_file:
        http = _http_headers(visit.http_status, visit.headers, visit.reason)
    if original is not None:
        record = writer.create_warc_record(target, "revisit", warc_headers_dict=fields, http_headers=http)
    elif visit.payload is None and http is None:
        block = f"outcome: {fields.get(ERROR, 'gone')}\r\n".encode()
        record = writer.create_warc_record(target, "metadata", BytesIO(block), len(block), warc_headers_dict=fields)
    else:
        payload = visit.payload or b""
        warc_type = "resource" if visit.is_file else "response"
        record = writer.create_warc_record(
            target, warc_type, BytesIO(payload), len(payload), warc_headers_dict=fields, http_headers=http
        )
    return _written(writer, record)


def _visit_fields(visit: Visit, original: ArchiveEntry | None, record_id: str) -> dict[str, str]:
    """The WARC fields of a visit's main record."""
    digest = payload_digest(visit.payload) if visit.payload is not None else None
    optional = {
        REQUESTED: visit.url if visit.final_url not in ("", visit.url) else None,
        ERROR: one_line(visit.error) if visit.error else None,
        CHARSET: visit.charset,
        CONTINUES: visit.continues,
        PART: str(visit.part) if visit.part else None,
        "WARC-IP-Address": visit.ip_address,
        "WARC-Truncated": visit.truncated,
        "WARC-Payload-Digest": f"sha256:{digest}" if digest else None,
        "Content-Type": dict(visit.headers).get("content-type") if visit.is_file and digest and not original else None,
    }
    fields = {"WARC-Record-ID": record_id, "WARC-Date": _warc_date(visit.fetched_at)}
    fields |= {SOURCE: visit.source_id, ROLE: visit.role, KIND: _kind(visit, original)}
    fields |= {name: value for name, value in optional.items() if value}
    return fields | (_revisit_fields(visit, original) if original else {})


def _revisit_fields(visit: Visit, original: ArchiveEntry) -> dict[str, str]:
    return {
        "WARC-Profile": _NOT_MODIFIED if visit.http_status == 304 else _UNCHANGED,
        "WARC-Payload-Digest": f"sha256:{original.snapshot_sha256}",
        "WARC-Refers-To": _record_id(f"{original.warc_file}@{original.warc_offset}", original.url),
        "WARC-Refers-To-Target-URI": original.final_url,
        "WARC-Refers-To-Date": _warc_date(original.fetched_at),
        PAYLOAD_LENGTH: str(original.bytes),
    }


def _kind(visit: Visit, original: ArchiveEntry | None) -> Kind:
    if visit.error is not None:
        return "failure"
    if visit.is_gone:
        return "gone"
    return "revisit" if original else "response"


def _request_record(visit: Visit, main_id: str, place: str) -> bytes:
    writer = _writer()
    target = visit.final_url or visit.url
    path = "/" + target.split("/", 3)[3] if target.count("/") > 2 else "/"
    http = _ExactHeaders(f"{path} HTTP/1.1", _safe(visit.request_headers), protocol="GET")
    fields = _fields("request", visit.fetched_at, place) | {"WARC-Concurrent-To": main_id}
    return _written(writer, writer.create_warc_record(target, "request", warc_headers_dict=fields, http_headers=http))


def _redirect_record(visit: Visit, hop: int, place: str) -> bytes:
    writer = _writer()
    address, status, headers = visit.redirects[hop]
    fields = _fields("response", visit.fetched_at, f"{place}#{hop}") | {SOURCE: visit.source_id, ROLE: "redirect"}
    http = _http_headers(status, headers)
    return _written(
        writer, writer.create_warc_record(address, "response", warc_headers_dict=fields, http_headers=http)
    )


def _http_headers(status: int, headers: Headers, reason: str = "") -> _ExactHeaders:
    renamed = [
        (_ORIGINAL_PREFIX + name if name.lower() in _TRANSFER_HEADERS else name, value) for name, value in headers
    ]
    return _ExactHeaders(_LINE_BREAKS.sub(" ", f"{status} {reason}").strip(" "), _safe(renamed), protocol="HTTP/1.1")


def _safe(headers: Headers | list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(_LINE_BREAKS.sub(" ", name), _LINE_BREAKS.sub(" ", value).strip(" \t")) for name, value in headers]


def one_line(text: str) -> str:
    """Text from anywhere as one line that fits a header: white space and control characters become single spaces."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split())[:_LONGEST_ERROR].strip() or "no reason given"


def _http_part(http: StatusAndHeaders | None) -> tuple[int | None, dict[str, str]]:
    """Status and headers; names in lower case, repeated ones joined as RFC 9110 section 5.2 allows."""
    if http is None:
        return None, {}
    headers: dict[str, str] = {}
    for name, value in http.headers:
        known = headers.get(name.lower())
        headers[name.lower()] = value if known is None else f"{known}, {value}"
    code = http.get_statuscode()
    return (int(code) if code.isascii() and code.isdigit() else None), headers


def _status(record: Record, fields: dict[str, str]) -> int | None:
    if fields[KIND.lower()] == "gone":
        return 404
    if record.http_status is None and fields[KIND.lower()] != "failure":
        return 200
    return record.http_status


def _content_type(value: str) -> tuple[str | None, str | None]:
    """Media type and charset of a Content-Type header, lower case; null where absent."""
    if not value:
        return None, None
    message = Message()
    message["content-type"] = value
    charset = message.get_param("charset")
    name = charset.strip().lower() if isinstance(charset, str) else None
    return value.split(";")[0].strip().lower() or None, name or None


def _sha256(digest: str) -> str | None:
    """The hex part of `sha256:…`; null for another algorithm, which warcio adds where there is no payload of ours."""
    return digest.removeprefix("sha256:") if digest.startswith("sha256:") else None


def _fields(warc_type: str, at: datetime, place: str) -> dict[str, str]:
    return {"WARC-Record-ID": _record_id(f"{place} {warc_type}", place), "WARC-Date": _warc_date(at)}


def _record_id(place: str, url: str) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{url} {place}')}>"


def _warc_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _writer() -> WARCWriter:
    return WARCWriter(BytesIO(), gzip=False, warc_version="1.1")


def _written(writer: WARCWriter, record: object) -> bytes:
    writer.write_record(record)
    return cast(bytes, writer.out.getvalue())
