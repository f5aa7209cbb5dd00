"""What a page's markup leads to, found by expressions and not by a parser: some markup takes a parser minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin

_ELEMENT = re.compile(r"<(a|option|iframe|embed|object|param|img)\s([^<>]{1,1500})>", re.I)
_TARGET = re.compile(
    r"(?:^|\s)(?:href|value|src|data)\s{0,3}=\s{0,3}(?:\"([^\"<>]{1,600})|'([^'<>]{1,600})|([^\s\"'<>]{1,600}))", re.I
)
_LINK_END = re.compile(r"</?(?:a|option)\b", re.I)
_TAG = re.compile(r"<[^<>]{0,200}>")
_REACH = 400
_BASE = re.compile(r"<base\s[^<>]{0,300}?href\s{0,3}=\s{0,3}[\"']?([^\"'\s<>]{1,600})", re.I)


@dataclass(frozen=True, slots=True)
class Link:
    """An element that leads somewhere: its name, its target, and its text without blanks."""

    element: str
    target: str
    text: str


def links(page: str, elements: frozenset[str]) -> Iterator[Link]:
    """The elements of these names that have a target, in the order of the page."""
    for tag in _ELEMENT.finditer(page):
        element = tag[1].lower()
        target = _TARGET.search(tag[2]) if element in elements else None
        if target:
            text = _TAG.sub("", _LINK_END.split(page[tag.end() : tag.end() + _REACH], maxsplit=1)[0])
            address = unescape(target[target.lastindex or 1]).strip()
            yield Link(element, address, "".join(unescape(text).split()))


def base_of(page: str, own: str) -> str:
    """The address that the links of a page start from: `<base href="/news/">`, else its own; a saved page's own."""
    base = None if own.startswith("file:") else _BASE.search(page)
    if base:
        with suppress(ValueError):
            return urljoin(own, unescape(base[1]))
    return own
