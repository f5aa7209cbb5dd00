"""Markup to its block tags and the texts between them.

A page has hundreds of tags but few different ones, so what a tag means is worked out once for each different one. The
few things that inline elements say (links, bold text) become single characters in the texts, everything else of them
goes, and inline elements join without any space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import Any, NamedTuple

from flows.normalise.page_emphasis import OFF, ON, is_styled

LINK, LINK_END = "\ufdd2", "\ufdd3"
"""Around link text; like the marks of bold text, characters that Unicode keeps free for a program's own use."""

_SEPARATOR = "\x00"
"""In place of a block tag: a character that no repaired markup holds (HTML 13.2.3.5)."""

_STYLE, _NO_STYLE, _STYLE_END = "\x01", "\x02", "\x03"
"""In place of the tags of inline elements that a style may make bold, until each has its end."""

_UNKNOWN = "\x04"
"""In place of what is no tag, or the tag of an element whose text may hold angle brackets."""

_DOCTYPE = len("<!")
_LONG, _MOST_KNOWN = 1_000, 4_096
_TAGS = re.compile("<([^<>]*)>")
_TAG = re.compile(r"(/?)([a-z][a-z0-9]{0,14})(?=[\s/]|$)(.*)", re.I | re.S)
"""What stands between `<` and `>`."""

_HARMLESS = re.compile(r"/?[a-z]|!doctype\b", re.I)
"""The tag of an element with an unusual name (`o:p`), the document type."""

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_TABLES = frozenset(("table", "tbody", "thead", "tfoot", "tr", "td", "th"))
_SPECIAL = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "ol", "ul", "li", "pre", "table", "tr", "td", "th"))
_PASSING = {_STYLE: (ON, OFF), _NO_STYLE: ("", ""), _STYLE_END: ("", None), _UNKNOWN: ("", None)}
"""What the tag is replaced by in the end, and the tag that ends it."""

_MARKS = {"a": (LINK, LINK_END), "b": (ON, OFF), "strong": (ON, OFF)}
_STYLED = frozenset(("span", "font"))
_RAW = frozenset(("xmp", "plaintext", "noembed", "noframes"))
"""Elements whose text is written out as it is, angle brackets and all (HTML 13.3)."""

_ENTITIES = (("&nbsp;", "\xa0"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
"""All that repaired markup holds; `&amp;` last, so that nothing is read twice."""


class Tag(NamedTuple):
    """What the tag of a block says.

    Attributes:
        name: in lower case; "" for the end of the page.
        is_end: whether it closes its element.
        attributes: as printed.
        is_bold: whether its element is bold or in a face for headings.
        is_centred: whether it sets a block in the middle; said of a table that is no sign of a heading.
        is_plain: whether its element is nothing but a box.
    """

    name: str = ""
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
    html = _without_comments(html if is_repaired else html.replace(_SEPARATOR, ""))
    if is_repaired:
        parts = html.replace(">", "<").split("<")
        marks, blocks = _marks_and_blocks(parts[1::2])
    if not is_repaired or _UNKNOWN in marks:
        parts = _TAGS.split(html)
        marks, blocks = _marks_and_blocks(parts[1::2])
    parts[1::2] = _with_styles(marks)
    texts = _with_characters("".join(parts)) if is_repaired else unescape("".join(parts))
    return zip(texts.split(_SEPARATOR), [*filter(None, blocks), Tag()], strict=True)


def _marks_and_blocks(printed: Sequence[str]) -> Iterable[Sequence[Any]]:
    """What stands in place of each tag, and its meaning if it is a block's."""
    return zip(*map(_KNOWN.__getitem__, printed), strict=True) if printed else ((), ())


def _without_comments(html: str) -> str:
    """The markup without comments; one that never ends takes the rest with it."""
    if html.find("!", _DOCTYPE) < 0 or "<!--" not in html:
        return html
    first, *others = html.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


class _Tags(dict[str, tuple[str, Tag | None]]):
    """What stands in place of a tag and, if it is a block's, its meaning: worked out once for each different tag."""

    def __missing__(self, printed: str) -> tuple[str, Tag | None]:
        meaning = _mark(printed), _block(printed)
        if len(self) >= _MOST_KNOWN:
            self.clear()
        if len(printed) < _LONG:
            self[printed] = meaning
        return meaning


_KNOWN = _Tags()


def _block(printed: str) -> Tag | None:
    """The tag of a block; nothing for any other."""
    match = _TAG.match(printed)
    if match is None or (name := match[2].lower()) not in _BLOCKS:
        return None
    attributes = match[3]
    is_bold, is_centred = is_styled(attributes), _is_centred(name, attributes)
    return Tag(name, match[1] != "", attributes, is_bold, is_centred, not (is_bold or is_centred or name in _SPECIAL))


def _mark(printed: str) -> str:
    """What stands in place of a tag in the texts."""
    match = _TAG.match(printed)
    if match is None:
        return "" if _HARMLESS.match(printed) else _UNKNOWN
    is_end, name, attributes = match[1] != "", match[2].lower(), match[3]
    if name in _BLOCKS:
        return _SEPARATOR
    if name in _MARKS:
        return "" if name == "a" and not is_end and _is_anchor(attributes) else _MARKS[name][is_end]
    if name in _STYLED:
        return _STYLE_END if is_end else _STYLE if is_styled(attributes) else _NO_STYLE
    return _UNKNOWN if name in _RAW else ""


def _is_anchor(attributes: str) -> bool:
    """Whether an `a` element only names a place, as Word does around headings."""
    return "href" not in attributes and ("name=" in attributes or "id=" in attributes)


def _is_centred(name: str, attributes: str) -> bool:
    return name == "center" or ("center" in attributes and name not in _TABLES)


def _with_styles(marks: Sequence[str]) -> list[str]:
    """The marks of what is printed, those of inline elements that a style makes bold among them."""
    paired = list(marks)
    open_styles: list[str] = []
    for index in [index for index, mark in enumerate(marks) if mark in _PASSING]:
        mark = marks[index]
        if mark == _STYLE_END:
            paired[index] = open_styles.pop() if open_styles else ""
        else:
            paired[index], end = _PASSING[mark]
            if end is not None:
                open_styles.append(end)
    return paired


def _with_characters(texts: str) -> str:
    """The texts with characters in place of entities, and a blank between links that touch."""
    texts = texts.replace(LINK_END + LINK, f"{LINK_END} {LINK}")
    for entity, character in _ENTITIES:
        if "&" in texts:
            texts = texts.replace(entity, character)
    return texts
