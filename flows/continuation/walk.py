"""From page to page of one notice, in the order of their numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

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


@dataclass(frozen=True, slots=True)
class Part(Generic[AnyPage]):
    """A further page of a notice.

    Attributes:
        number: its place, 2 for the page behind the first.
        url: its address.
        page: null where it cannot be had.
    """

    number: int
    url: str
    page: AnyPage | None


def walk(first: AnyPage, get: Callable[[str, int], AnyPage | None]) -> tuple[Part[AnyPage], ...]:
    """The further pages of the notice that this page begins; empty for nearly every notice.

    Args:
        first: the page that the notice is known by.
        get: the page at an address, by its place in the notice; null where it cannot be had.

    Returns:
        Every page that a pager on the way names, up to `MOST_PAGES`; a text that goes on after that ends in a part
        without page, which was not asked for.
    """
    waiting = further_pages(first.payload, first.media_type, first.final_url)
    seen: set[str] = set()
    parts: list[Part[AnyPage]] = []
    while waiting:
        address = waiting.pop(min(waiting))
        seen.add(address)
        place = len(parts) + 2
        if place > MOST_PAGES:
            return (*parts, Part(place, address, None))
        page = get(address, place)
        parts.append(Part(place, address, page))
        if page is not None:
            named = further_pages(page.payload, page.media_type, page.final_url, first.final_url)
            waiting |= {number: url for number, url in named.items() if url not in seen}
    return tuple(parts)
