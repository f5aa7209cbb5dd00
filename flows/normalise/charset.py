"""Bytes to text: which encoding a page is in, in the order of proof.

A byte order mark proves itself, and so do bytes that are valid UTF-8: text in another encoding hardly ever is. Then
the Content-Type header, then the page's own declaration, then what Chinese pages without either are in. A declaration
counts only if all bytes decode by it: servers and templates often name the wrong one. Where bytes can be both GBK and
Big5, the text that has more of the commonest characters is meant. Text that was once decoded as a Western encoding and
stored again as UTF-8 is restored.
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

_SUPERSETS = {
    "gb18030": "gb18030",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}
"""Encodings that Chinese pages declare, by the superset that browsers read (WHATWG Encoding Standard).

Others prove nothing: single-byte ones decode anything, and UTF-8 has been tried by then."""

_DECLARATION_REACH = 4096
_UNIT_REACH = 400
_COMMON = "的一是不在了人有中年月日、，。"
"""Among the commonest characters of either script, and the marks between them."""

_WIDE = "的。，"
_WESTERN = re.compile("[\u0080-\u00ff]{3}")
_LEAST_WESTERN = 60
_DAMAGED_SHARE = 0.02
_SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A payload as text, its encoding, whether characters were lost, and whether it had been stored in a wrong one."""

    text: str
    charset: str
    is_lossy: bool = False
    is_restored: bool = False


def decode_payload(payload: bytes, content_type: str = "") -> DecodedText:
    """The payload as text; never raises, whatever the bytes are.

    Args:
        payload: the body as captured.
        content_type: the Content-Type header as sent, "" where there was none.
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if payload.startswith(mark):
            return _lossy(payload[len(mark) :], name)
    unmarked = _unmarked_utf16(payload)
    if unmarked is not None:
        return unmarked
    decoded = _strict(payload, "utf-8")
    if decoded is not None:
        return _restored(decoded)
    declared = _declared(content_type.encode("ascii", "ignore"), payload[:_DECLARATION_REACH])
    for name in (*declared, "gb18030"):
        decoded = _strict(payload, name)
        if decoded is not None:
            return _more_common(decoded, _strict(payload, "big5hkscs") if name == "gb18030" else None)
    return _best_lossy(payload)


def _unmarked_utf16(payload: bytes) -> DecodedText | None:
    """UTF-16 without a byte order mark, told by the NUL that is half of every letter of the markup."""
    head = payload[:_UNIT_REACH]
    if head.count(0) * 4 < len(head) or len(payload) % 2:
        return None
    low, high = head[::2].count(0), head[1::2].count(0)
    return _strict(payload, "utf-16-le" if high > low else "utf-16-be")


def _more_common(decoded: DecodedText, other: DecodedText | None) -> DecodedText:
    """The reading with more of the commonest characters, the first where they are even."""
    return other if other and _commonness(other.text) > _commonness(decoded.text) else decoded


def _commonness(text: str) -> int:
    return sum(map(text.count, _COMMON))


def _restored(decoded: DecodedText) -> DecodedText:
    """The text that was meant where its bytes were taken for Western letters (å¸‚å§” for 市委); else as it is."""
    text = decoded.text
    if any(mark in text for mark in _WIDE) or len(_WESTERN.findall(text)) < _LEAST_WESTERN:
        return decoded
    for western in ("latin-1", "cp1252"):
        try:
            stored = text.encode(western)
        except UnicodeEncodeError:
            continue
        for name in ("utf-8", "gb18030"):
            meant = _strict(stored, name)
            if meant is not None and _commonness(meant.text) > _commonness(text):
                return DecodedText(meant.text, name, is_restored=True)
    return decoded


def _declared(*places: bytes) -> tuple[str, ...]:
    """Encodings named in the places, in order, as Python codec names."""
    names = (match[1].decode("ascii").lower() for place in places for match in _DECLARED.finditer(place))
    return tuple(dict.fromkeys(_SUPERSETS[name] for name in names if name in _SUPERSETS))


def _strict(payload: bytes, name: str) -> DecodedText | None:
    """The text if every byte decodes, else nothing."""
    try:
        text = payload.decode(name)
    except UnicodeDecodeError:
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
