"""From part to part of one notice: its further pages in the order of their numbers, then the files that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from flows.continuation.attachments import attachments
from flows.continuation.pager import MOST_PAGES, further_pages


class Page(Protocol):
    """A page that may say where its text goes on: a capture, or a saved file."""

    @property
    def payload(self) -> bytes:
        """The body."""

    @property
    def media_type(self) -> str:
        """The Content-Type, with its parameters."""

    @property
    def final_url(self) -> str:
        """The address that answered."""


AnyPage = TypeVar("AnyPage", bound=Page)
PartRole = Literal["continuation", "attachment"]


@dataclass(frozen=True, slots=True)
class Part(Generic[AnyPage]):
    """A further page of a notice, or a file that belongs to it.

    Attributes:
        number: its place, 2 for the part behind the first page.
        url: its address.
        page: null where it cannot be had.
    """

    number: int
    url: str
    page: AnyPage | None
    role: PartRole = "continuation"


def walk(first: AnyPage, get: Callable[[str, int, PartRole], AnyPage | None]) -> tuple[Part[AnyPage], ...]:
    """The further parts of the notice that this page begins: none for most notices.

    Args:
        first: the page that the notice is known by.
        get: what is at an address, by its place in the notice and what it is to it; null where it cannot be had.

    Returns:
        Every page that a pager on the way names, up to `MOST_PAGES`; a text that goes on after that ends in a part
        without page, which was not asked for. Then the files that these pages name.
    """
    pages = _pages(first, get)
    return (*pages, *_files([first, *(part.page for part in pages if part.page is not None)], len(pages) + 2, get))


def _pages(first: AnyPage, get: Callable[[str, int, PartRole], AnyPage | None]) -> list[Part[AnyPage]]:
    waiting = further_pages(first.payload, first.media_type, first.final_url)
    seen: set[str] = set()
    parts: list[Part[AnyPage]] = []
    while waiting:
        address = waiting.pop(min(waiting))
        seen.add(address)
        place = len(parts) + 2
        if place > MOST_PAGES:
            return [*parts, Part(place, address, None)]
        page = get(address, place, "continuation")
        parts.append(Part(place, address, page))
        if page is not None:
            named = further_pages(page.payload, page.media_type, page.final_url, first.final_url)
            waiting |= {number: url for number, url in named.items() if url not in seen}
    return parts


def _files(
    pages: Sequence[AnyPage], place: int, get: Callable[[str, int, PartRole], AnyPage | None]
) -> Iterator[Part[AnyPage]]:
    """The files that the pages name, each once, numbered from this place."""
    named = (each for page in pages for each in attachments(page.payload, page.media_type, page.final_url))
    for number, addresses in enumerate(dict.fromkeys(named), place):
        tried = ((address, get(address, number, "attachment")) for address in addresses)
        url, page = next((each for each in tried if each[1] is not None), (addresses[0], None))
        yield Part(number, url, page, "attachment")
