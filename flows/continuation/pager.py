"""Where a page says that its text goes on: links of an article pager, and scripts that print one.

Only pages of the same text are taken: same host, same folder and same name with a number behind it
(`content_5.html` → `content_5_2.html`), a number below it (`/notice/` → `/notice/2/`), the same address with a page
number as parameter (`?page=2`), or the next number where the page itself is number 1 of the pager. Neighbouring
articles (上一篇, 下一篇) have names of their own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib.resources import files
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from flows.continuation.links import base_of, links
from flows.page_text import decode_page

MOST_PAGES = 30
"""More pages than a notice ever had; a pager that names more is not followed to its end."""

_NAME = re.compile(r"(.+?)((?:\.[A-Za-z]{2,6})?)")
"""File name and ending: `t20240920_3318745` and `.html`."""

_NUMBER_BEHIND = re.compile(r"(.+)([_-])(\d{1,3})")
"""`content_5_2`, `show-12-345-2`."""

_PAGE_NUMBER = re.compile(r"[\[(（【第]?(\d{1,2})[\])）】页]?")
"""The text of a pager's link: `2`, `[2]`, `第2页`."""

_PAGER_ELEMENTS = frozenset({"a", "option"})
_LONGEST_TEXT = 20
_MOST_DIGITS = 3
_DECLARATION = re.compile(r"<(?:link|meta)\s[^<>]{1,800}>", re.I)
_SAYS_ADDRESS = re.compile(r"(?:rel|property|name)\s?=\s?[\"']?(?:canonical|og:url|url)\b", re.I)
_WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>]{4,400}", re.I)

_PAGER_SCRIPT = re.compile(r"\bcreate\w{0,12}page\w{0,12}\s{0,3}\(([^()]{3,200})\)", re.I)
"""`createPageHTML(3, 0, "t20240920_3318745", "html");`: pages, this one counted from 0, name, ending."""

_PAGE_COUNT = re.compile(r"\bvar\s{1,3}countPage\s{0,3}=\s{0,3}(\d{1,3})\b")
"""`var countPage = 3;//共多少页`, of the same content management system."""

_WHOLE_NUMBER = re.compile(r"(?<![\w\"'.])\d{1,3}(?![\w\"'.])")
_STRING = re.compile(r"[\"']([^\"']{0,80})[\"']")
_BEHIND_A_NAME = rb"(?:[_-]|[\"'] ?[,+])"
"""What stands behind the name where more than its own address is meant: `_2.html`, `", "html")`."""

_NEXT_PAGE = ("下一页".encode(), "下一页".encode("gb18030"))


def further_pages(payload: bytes, content_type: str, own: str, first: str | None = None) -> dict[int, str]:
    """The addresses at which the text of a page goes on, in order, by the number in the address.

    Args:
        payload: the body as captured.
        content_type: the Content-Type header as sent, "" where there was none.
        own: the address of this page, to resolve its links.
        first: the address of the first page of the same text; null where this is the first one.
    """
    first = first or own
    if not _may_have_a_pager(payload, first):
        return {}
    page = decode_page(payload, content_type)
    known_as = [first, *_declared(page, first)]
    found = dict(_scripted(page, known_as))
    base = base_of(page, own)
    for link in links(page, _PAGER_ELEMENTS):
        if len(link.text) > _LONGEST_TEXT:
            continue
        with suppress(ValueError):  # what is no address leads nowhere
            numbered = _linked(urljoin(base, link.target), link.text, known_as)
            if numbered is not None:
                found[numbered.number] = numbered
    return {number: numbered.beside(first) for number, numbered in sorted(found.items())}


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A page of the same text: its number, its file name and its query."""

    number: int
    name: str
    query: str

    def beside(self, first: str) -> str:
        """Its address, in the folder of the first page."""
        parts = urlsplit(first)
        folder = parts.path.rpartition("/")[0]
        return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{self.name}", self.query, ""))


def _linked(address: str, text: str, known_as: Sequence[str]) -> _Numbered | None:
    """The page of the same text that a pager's link leads to; null for every other link."""
    match = _PAGE_NUMBER.fullmatch(text)
    printed = int(match[1]) if match else None
    if printed == 1 or (printed is None and text.lower() not in pager_words("next")):
        return None
    for first in known_as:
        found = _behind_the_name(address, first, _name_of(first)[0]) or _as_parameter(address, first)
        found = found or _below(address, first)
        if found is None and printed is not None:
            found = _in_place_of_1(address, first, printed)
        if found is not None:
            return found
    return None


def _behind_the_name(address: str, first: str, name: str) -> _Numbered | None:
    """`content_5_2.html` of `content_5.html`: this name with a number behind it."""
    other, ending = _name_of(address)
    match = _NUMBER_BEHIND.fullmatch(other)
    if not match or match[1] != name or ending.lower() != _name_of(first)[1].lower():
        return None
    query = urlsplit(first).query
    if urlsplit(address).query != query or not _share_a_folder(address, first):
        return None
    return _Numbered(int(match[3]), quote(other + ending), query)


def _as_parameter(address: str, first: str) -> _Numbered | None:
    """`post_5.html?page=2` of `post_5.html`."""
    if _name_of(address) != _name_of(first) or not _share_a_folder(address, first):
        return None
    (page, rest), (_, known) = _without_page_number(address), _without_page_number(first)
    if page is None or rest != known:
        return None
    return _Numbered(int(page[1]), quote("".join(_name_of(first))), urlencode([*known, page]))


def _below(address: str, first: str) -> _Numbered | None:
    """`/2024/notice/2/` of `/2024/notice/`, an address without a file's ending."""
    one, other = urlsplit(address), urlsplit(first)
    path = other.path.rstrip("/")
    if one.netloc.lower() != other.netloc.lower() or not path or _name_of(path)[1] or one.query != other.query:
        return None
    above, _, last = one.path.rstrip("/").rpartition("/")
    if above != path or not (last.isascii() and last.isdecimal() and len(last) <= _MOST_DIGITS):
        return None
    return _Numbered(int(last), one.path[len(other.path.rpartition("/")[0]) + 1 :], one.query)


def _in_place_of_1(address: str, first: str, printed: int) -> _Numbered | None:
    """`show-12-345-2.html` of `show-12-345-1.html`, if the link prints the same number."""
    match = _NUMBER_BEHIND.fullmatch(_name_of(first)[0])
    found = _behind_the_name(address, first, match[1]) if match and match[3] == "1" else None
    return found if found is not None and found.number == printed else None


def _scripted(page: str, known_as: Sequence[str]) -> Iterator[tuple[int, _Numbered]]:
    """The pages that a script of the page prints a pager for; page 2 has number 1 there."""
    for first in known_as:
        name, ending = _name_of(first)
        if not name:
            continue
        for call in _PAGER_SCRIPT.findall(page):
            numbers = _WHOLE_NUMBER.findall(call)
            if numbers and name in _STRING.findall(call):
                yield from _counted(int(numbers[0]), name, ending)
        count = _PAGE_COUNT.search(page)
        if count and (f'{name}"' in page or f'{name}_"' in page):
            yield from _counted(int(count[1]), name, ending)


def _counted(pages: int, name: str, ending: str) -> Iterator[tuple[int, _Numbered]]:
    for number in range(1, min(pages, MOST_PAGES + 1)):
        yield number, _Numbered(number, quote(f"{name}_{number}{ending}"), "")


def _declared(page: str, first: str) -> list[str]:
    """The address that a saved page says it has on the web, by which its pager goes."""
    if not first.startswith("file:"):
        return []
    tags = [tag[0] for tag in _DECLARATION.finditer(page) if _SAYS_ADDRESS.search(tag[0])]
    return [unescape(address[0]) for tag in tags if (address := _WEB_ADDRESS.search(tag))][:1]


def _may_have_a_pager(payload: bytes, first: str) -> bool:
    """Whether the bytes may name another page of this text: cheap, for nearly no page does."""
    name = _name_of(first)[0].encode()
    if name and name in payload and re.search(re.escape(name) + _BEHIND_A_NAME, payload):
        return True
    if _NUMBER_BEHIND.fullmatch(name.decode()) and name[:-1] in payload:
        return True
    folder = urlsplit(first).path.rstrip("/").rpartition("/")[2].encode()
    if folder and not _name_of(first)[1] and folder + b"/" in payload:
        return True
    if _page_parameter().search(payload):
        return True
    return first.startswith("file:") and any(word in payload for word in _NEXT_PAGE)


@cache
def _page_parameter() -> re.Pattern[bytes]:
    """A query that numbers a page: `?page=2`, `?id=5&amp;page=2`."""
    names = "|".join(sorted(pager_words("parameter"))).encode()
    return re.compile(rb"\?(?:[\w-]{1,20}=\w{0,40}&(?:amp;)?){0,4}(?:" + names + rb")=\d", re.I)


def _name_of(address: str) -> tuple[str, str]:
    """File name and its ending, as typed: `t20240920_3318745` and `.html`."""
    try:
        match = _NAME.fullmatch(unquote(urlsplit(address).path.rpartition("/")[2]))
    except ValueError:
        match = None
    return (match[1], match[2]) if match else ("", "")


def _share_a_folder(address: str, first: str) -> bool:
    """Whether two addresses are of one host and folder; of saved pages only the names count."""
    one, other = urlsplit(address), urlsplit(first)
    if first.startswith("file:"):
        return True
    return one.netloc.lower() == other.netloc.lower() and one.path.rpartition("/")[0] == other.path.rpartition("/")[0]


def _without_page_number(address: str) -> tuple[tuple[str, str] | None, list[tuple[str, str]]]:
    """The parameter that numbers the page, and all others."""
    parameters = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    pages = [each for each in parameters if each[0].lower() in pager_words("parameter") and each[1].isdecimal()]
    return (pages[0] if len(pages) == 1 else None), [each for each in parameters if each not in pages]


@cache
def pager_words(kind: str) -> frozenset[str]:
    """The words of `pager_words.csv` of one kind, in lower case."""
    table = files("flows.continuation").joinpath("pager_words.csv").read_text(encoding="utf-8")
    return frozenset(row["text"].lower() for row in csv.DictReader(table.splitlines()) if row["kind"] == kind)
