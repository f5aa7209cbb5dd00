"""Markup to its block tags and the texts between them.

A page has hundreds of tags but few different ones, so what a tag means is worked out once for each different one. The
few things that inline elements say (links, bold text) become single characters in the texts, everything else of them
goes, and inline elements join without any space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from flows.normalise.page_emphasis import OFF, ON, is_styled

LINK, LINK_END = "\ufdd2", "\ufdd3"
"""Around link text; like the marks of bold text, characters that Unicode keeps free for a program's own use."""

_SEPARATOR = "\x00"
"""In place of a block tag: a character that no repaired markup holds (HTML 13.2.3.5)."""

_STYLE = "\x01"
"""In place of the tag of an inline element that its style makes bold, until the tag that ends it is known."""

_LONG = 300
_TAGS = re.compile("<([^<>]*)>")
_TAG = re.compile(r"(/?)([a-z][a-z0-9]{0,14})(?=[\s/]|$)(.*)", re.I | re.S)
"""What stands between `<` and `>`."""

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_TABLES = frozenset(("table", "tbody", "thead", "tfoot", "tr", "td", "th"))
_SPECIAL = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "ol", "ul", "li", "pre", "table", "tr", "td", "th"))
_MARKS = {"a": (LINK, LINK_END), "b": (ON, OFF), "strong": (ON, OFF)}
_STYLED = frozenset(("span", "font"))
_ENTITIES = (("&nbsp;", "\xa0"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
"""All that repaired markup holds; `&amp;` last, so that nothing is read twice."""


class Tag(NamedTuple):
    """What one tag says.

    Attributes:
        name: in lower case; "" for what is no element's tag, and for the end of the page.
        mark: what stands in its place in the texts.
        is_end: whether it closes its element.
        attributes: as printed.
        is_bold: whether its element is bold or in a face for headings.
        is_centred: whether it sets a block in the middle; said of a table that is no sign of a heading.
        is_plain: whether its element is nothing but a box.
    """

    name: str = ""
    mark: str = ""
    is_end: bool = False
    attributes: str = ""
    is_bold: bool = False
    is_centred: bool = False
    is_plain: bool = True


def block_tags(html: str, *, is_repaired: bool) -> Iterator[tuple[str, Tag]]:
    """The block tags of a page in order, each with the text before it; a tag without a name ends the page.

    Args:
        html: the page.
        is_repaired: whether it is well-formed, its entities few and its NUL characters gone.
    """
    parts = _split(_without_comments(html if is_repaired else html.replace(_SEPARATOR, "")), is_repaired=is_repaired)
    printed = parts[1::2]
    tags = list(map(_known_tag if max(map(len, printed), default=0) < _LONG else _tag, printed))
    marks = [tag.mark for tag in tags]
    parts[1::2] = _with_styles(tags) if _STYLE in marks else marks
    texts = _with_characters("".join(parts)) if is_repaired else unescape("".join(parts))
    return zip(texts.split(_SEPARATOR), [*(tag for tag in tags if tag.mark == _SEPARATOR), Tag()], strict=True)


def _split(html: str, *, is_repaired: bool) -> list[str]:
    """Text, what stands between `<` and `>`, text, …; repaired markup has these two only around its tags."""
    if is_repaired and html.count("<") == html.count(">"):
        return html.replace(">", "<").split("<")
    return _TAGS.split(html)


def _without_comments(html: str) -> str:
    """The markup without comments; one that never ends takes the rest with it."""
    if "<!--" not in html:
        return html
    first, *others = html.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


def _tag(printed: str) -> Tag:
    match = _TAG.match(printed)
    if match is None:
        return Tag()
    is_end, name, attributes = match[1] != "", match[2].lower(), match[3]
    if name in _BLOCKS:
        is_bold, is_centred = is_styled(attributes), _is_centred(name, attributes)
        is_plain = not (is_bold or is_centred or name in _SPECIAL)
        return Tag(name, _SEPARATOR, is_end, attributes, is_bold, is_centred, is_plain)
    if name in _MARKS and not (name == "a" and not is_end and _is_anchor(attributes)):
        return Tag(name, _MARKS[name][is_end], is_end)
    return Tag(name, _STYLE if name in _STYLED and is_styled(attributes) else "", is_end)


def _is_anchor(attributes: str) -> bool:
    """Whether an `a` element only names a place, as Word does around headings."""
    return "href" not in attributes and ("name=" in attributes or "id=" in attributes)


def _is_centred(name: str, attributes: str) -> bool:
    return name == "center" or ("center" in attributes and name not in _TABLES)


_known_tag = lru_cache(maxsize=4_096)(_tag)


def _with_styles(tags: Sequence[Tag]) -> list[str]:
    """The marks of the tags, those of inline elements that a style makes bold among them."""
    marks = []
    open_styles: list[bool] = []
    for tag in tags:
        mark = tag.mark
        if tag.name in _STYLED and tag.is_end:
            mark = OFF if open_styles and open_styles.pop() else ""
        elif tag.name in _STYLED:
            open_styles.append(mark == _STYLE)
            mark = ON if mark else ""
        marks.append(mark)
    return marks


def _with_characters(texts: str) -> str:
    """The texts with characters in place of entities, and a blank between links that touch."""
    texts = texts.replace(LINK_END + LINK, f"{LINK_END} {LINK}")
    for entity, character in _ENTITIES:
        if "&" in texts:
            texts = texts.replace(entity, character)
    return texts
