"""The files that belong to a page: links to documents, viewers inside the page, and pictures where nothing else is.

A file is told by its name: `通报.pdf`, `viewer.html?file=…pdf`, `down.jsp?id=5` under the text `附件：通报.docx`.
Only files of the page's own host and of the hosts below its domain are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from urllib.parse import parse_qsl, quote, unquote, urldefrag, urljoin, urlsplit

from flows.continuation.links import Link, base_of, links
from flows.continuation.pager import pager_words
from flows.page_text import decode_page

MOST_ATTACHMENTS = 10
"""More files than a notice ever had: a page that names more is a list of files, and none is taken."""

MOST_PICTURES = 30
_MOST_NOTICES = 2
"""A page with more files than this that call themselves notices is a list of notices."""

_DOCUMENTS = frozenset({"a", "iframe", "embed", "object", "param"})
_PICTURES = frozenset({"img"})
_FULL_STOPS = ("。".encode(), "。".encode("gb18030"))
_FEWEST_SENTENCES = 3
_QUOTED = re.compile(r"[\"']([^\"'<>\s]{1,400}\.pdf)[\"']", re.I)
"""A file that a script shows: `PDFObject.embed("/upload/1.pdf", …)`."""

_VIEWER = re.compile(r"\.html?$|viewer", re.I)
_NOTICE = re.compile(r"整改.{0,30}(?:通报|公告|公示|公开|报告)")
_UPLOADED = re.compile(r"\d{5}")
"""What the address of a picture in the text has, and those of logos and buttons have not: a date or a number."""


def attachments(payload: bytes, content_type: str, own: str) -> tuple[tuple[str, ...], ...]:
    """The files that belong to a page, in its order: the addresses at which each may be, the likeliest first.

    Args:
        payload: the body as captured.
        content_type: the Content-Type header as sent, "" where there was none.
        own: the address of this page, to resolve its links.
    """
    is_empty = sum(payload.count(mark) for mark in _FULL_STOPS) < _FEWEST_SENTENCES
    if not _named_file(payload) and not (is_empty and b"<img" in payload.lower()):
        return ()
    page = decode_page(payload, content_type)
    base = base_of(page, own)
    named = tuple(links(page, _DOCUMENTS))
    found = _distinct(own, (_file(link, base) for link in named))
    found = found or _distinct(own, (urljoin(base, name.replace("\\/", "/")) for name in _QUOTED.findall(page)))
    if len(found) > MOST_ATTACHMENTS or _is_list(named):
        return ()
    if not found and is_empty:
        pictures = (_picture(link, base) for link in links(page, _PICTURES))
        return _distinct(own, pictures)[:MOST_PICTURES]
    return found


def _file(link: Link, base: str) -> str | None:
    """The address of the file that an element leads to; null where it leads to a page."""
    with suppress(ValueError):
        address = urljoin(base, link.target)
        parts = urlsplit(address)
        if _ending(parts.path):
            return address
        if _VIEWER.search(parts.path):
            shown = (value for _, value in parse_qsl(parts.query) if _ending(urlsplit(value).path))
            return next((urljoin(address, value) for value in shown), None)
        if _ending(link.text) or any(_ending(value) for _, value in parse_qsl(parts.query)):
            return address
    return None


def _picture(link: Link, base: str) -> str | None:
    with suppress(ValueError):
        address = urljoin(base, link.target)
        path = urlsplit(address).path
        if path.lower().endswith(file_endings("picture")) and (base.startswith("file:") or _UPLOADED.search(path)):
            return address
    return None


def _distinct(own: str, addresses: Iterator[str | None]) -> tuple[tuple[str, ...], ...]:
    """Where each file may be, each once; files of other hosts are left out."""
    found: dict[tuple[str, ...], None] = {}
    for address in addresses:
        with suppress(ValueError):
            if address and (places := _places(urldefrag(address).url, own)):
                found[places] = None
    return tuple(found)


def _places(address: str, own: str) -> tuple[str, ...]:
    """Where a file may be: on the web at its address, of a saved page in its folder as well."""
    if own.startswith("file:"):
        beside = urljoin(own, quote(unquote(urlsplit(address).path.rpartition("/")[2])))
        local = (quote(unquote(address), safe="/:"),) if address.startswith("file:") else ()
        return tuple(dict.fromkeys((*local, beside)))
    one, other = urlsplit(address), urlsplit(own)
    if one.scheme not in ("http", "https") or not one.hostname or not other.hostname:
        return ()
    below = one.hostname.endswith("." + other.hostname.removeprefix("www.")) and not other.hostname[-1].isdigit()
    return (quote(address, safe="%/:?&=#+,;@!$'()*[]~"),) if one.netloc == other.netloc or below else ()


def _is_list(named: Sequence[Link]) -> bool:
    """Whether several files call themselves notices: then the page lists notices and is none."""
    files = (link for link in named if link.element == "a" and _ending(link.text))
    names = {link.text.rpartition(".")[0] or link.text for link in files}
    return sum(_NOTICE.search(name) is not None for name in names) > _MOST_NOTICES


def _ending(name: str) -> bool:
    return name.lower().rstrip("\"')）】]").endswith(file_endings("attachment"))


@cache
def file_endings(kind: str) -> tuple[str, ...]:
    """The endings, with their dots, of files of one kind: `attachment` or `picture`."""
    return tuple(sorted("." + word for word in pager_words(kind)))


def _named_file(payload: bytes) -> bool:
    """Whether the bytes name a file at all: cheap, for many pages do not."""
    return _any_ending().search(payload) is not None


@cache
def _any_ending() -> re.Pattern[bytes]:
    return re.compile(rb"\.(?:" + "|".join(sorted(pager_words("attachment"))).encode() + rb")(?![A-Za-z0-9])", re.I)
