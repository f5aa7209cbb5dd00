"""What a list page links to: pure functions of its bytes."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flows.harvest.addresses import clean_url
from flows.harvest.sources import ListPage
from flows.harvest.titles import is_wanted


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a list page: absolute address, and the longest of the titles and texts that stand on it."""

    url: str
    title: str


def read_links(page: str, address: str, rule: ListPage) -> tuple[Link, ...]:
    """The links of the page that the rule's selector and pattern take, in order, each address once."""
    tree = LexborHTMLParser(page)
    base = _base(tree, address)
    pattern = re.compile(rule.pattern or "")
    titles: dict[str, str] = {}
    for node in tree.css(rule.links):
        link = _link(node, base)
        if link is not None and pattern.search(link.url):
            titles[link.url] = max(titles.get(link.url, ""), link.title, key=len)
    return tuple(Link(url, title) for url, title in titles.items())


def wanted_links(links: tuple[Link, ...], rule: ListPage) -> tuple[Link, ...]:
    """Those of the links that the rule's title filter takes."""
    name = rule.title_filter
    return links if name is None else tuple(link for link in links if is_wanted(link.title, name))


def next_address(page: str, address: str, rule: ListPage, number: int) -> str | None:
    """Where the list goes on after its page `number`, counted from 1; null where rule and page name nothing."""
    with suppress(ValueError):
        if rule.next_pages is not None:
            return clean_url(rule.next_pages.replace("{page}", str(rule.first_number + number - 1)), rule.url)
        if rule.next_link is not None:
            tree = LexborHTMLParser(page)
            return _next_link(tree, _base(tree, address), rule.next_link)
    return None


def _next_link(tree: LexborHTMLParser, base: str, text: str) -> str | None:
    for node in tree.css("a[href]"):
        if text in node.text() and (link := _link(node, base)):
            return link.url
    return None


def _link(node: LexborNode, base: str) -> Link | None:
    attributes = node.attributes
    title = " ".join((attributes.get("title") or "").split())
    text = " ".join(node.text().split())
    with suppress(ValueError):
        return Link(clean_url(attributes.get("href") or "#", base), max(title, text, key=len))
    return None


def _base(tree: LexborHTMLParser, address: str) -> str:
    element = tree.css_first("base[href]")
    with suppress(ValueError):
        return clean_url((element.attributes.get("href") if element else None) or "", address)
    return address
