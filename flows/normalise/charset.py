"""Bytes to text: which encoding a page is in, in the order of proof.

A byte order mark proves itself; then the Content-Type header, then the page's own declaration, then the bytes.
A declaration counts only if the bytes decode by it: servers and templates often name the wrong one.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"charset\s{0,3}=\s{0,3}[\"']?\s{0,3}([\w-]{2,20})", re.I)
"""`<meta charset="gb2312">`, `content="text/html; charset=utf-8"`; also `charset=GBK` of a header."""

_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "ansi": "gb18030"}
"""Encodings that browsers read by their superset (WHATWG Encoding Standard: gb2312 and gbk decode as gb18030)."""

_DECLARATION_REACH = 4096
_DAMAGED_SHARE = 0.02
_SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A payload as text, the encoding's name, and whether characters were lost on the way."""

    text: str
    charset: str
    is_lossy: bool = False


def decode_payload(payload: bytes, content_type: str = "") -> DecodedText:
    """The payload as text; never raises, whatever the bytes are.

    Args:
        payload: the body as captured.
        content_type: the Content-Type header as sent, "" where there was none.
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if payload.startswith(mark):
            return _lossy(payload[len(mark) :], name)
    for name in (*_declared(content_type.encode("ascii", "ignore"), payload[:_DECLARATION_REACH]), "utf-8", "gb18030"):
        decoded = _strict(payload, name)
        if decoded is not None:
            return decoded
    return _best_lossy(payload)


def _declared(*places: bytes) -> tuple[str, ...]:
    """Encodings named in the places, in order, as Python codec names."""
    names = (match[1].decode("ascii").lower() for place in places for match in _DECLARED.finditer(place))
    return tuple(dict.fromkeys(_SUPERSETS.get(name, name) for name in names))


def _strict(payload: bytes, name: str) -> DecodedText | None:
    """The text if every byte decodes and the codec is one for text of this kind, else nothing."""
    try:
        text = payload.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None
    return DecodedText(text, name)


def _best_lossy(payload: bytes) -> DecodedText:
    """The reading that loses fewest characters; charset-normalizer decides only where both usual ones lose many."""
    readings = [_lossy(payload, "utf-8"), _lossy(payload, "gb18030")]
    best = min(readings, key=lambda reading: reading.text.count("\ufffd"))
    if best.text.count("\ufffd") <= _DAMAGED_SHARE * max(len(best.text), 1):
        return best
    guess = from_bytes(payload[:_SAMPLE]).best()
    return _lossy(payload, guess.encoding) if guess else best


def _lossy(payload: bytes, name: str) -> DecodedText:
    text = payload.decode(name, "replace")
    return DecodedText(text, name, "\ufffd" in text)
