"""A captured page as text, good enough to find links in it; notices are read by `flows.normalise.charset`."""

from __future__ import annotations

import re
from contextlib import suppress
from email.message import Message

# The charset that a page declares for itself: <meta charset="gb2312">, <meta … content="text/html; charset=gbk">.
_DECLARED_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_HEAD_BYTES = 4096
# GB 18030 reads every page that calls itself by the name of an older part of it.
_PARTS_OF_GB18030 = frozenset({"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936"})


def decode_page(payload: bytes, content_type: str, encoding: str | None = None) -> str:
    """The page as text: by forced encoding, header, own declaration, UTF-8, GB 18030."""
    message = Message()
    message["content-type"] = content_type or "text/html"
    declared = _DECLARED_CHARSET.search(payload[:_HEAD_BYTES])
    named = (encoding, message.get_content_charset(), declared and declared[1].decode("ascii").lower(), "utf-8")
    for charset in filter(None, named):
        with suppress(LookupError, UnicodeDecodeError):
            return payload.decode("gb18030" if charset in _PARTS_OF_GB18030 else charset)
    return payload.decode("gb18030", "replace")
