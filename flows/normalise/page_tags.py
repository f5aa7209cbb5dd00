"""Markup to its block tags and the texts between them.

The few things that inline elements say (links, bold text) become single characters in the texts, everything else of
them goes. All texts are cleaned at once: a page has hundreds of tags, and each look at one of them costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from flows.normalise.page_emphasis import SEPARATOR, mark_bold, mark_styled

LINK, LINK_END = "\ufdd2", "\ufdd3"
"""Around link text; like the marks of bold text, characters that Unicode keeps free for a program's own use."""

_BLOCK = re.compile(
    r"<(/?)(p(?:re)?|b(?:r|ody|lockquote)|div|t(?:[drh]|able|body|head|foot)|li|ul|ol|h(?:[1-6r]|eader|group)|"
    r"d(?:[dlt]|ir|etails|ialog)|s(?:ection|ummary)|a(?:ddress|rticle|side)|c(?:aption|enter)|"
    r"f(?:ieldset|ig(?:caption|ure)|o(?:oter|rm))|legend|m(?:ain|enu)|nav)(?=[ >])([^<>]*)>"
)
"""Splitting at it gives text, slash, name, attributes, text, …"""

_LINK_START = re.compile(r"<a(?=[ >])[^<>]*>")
_INLINE = re.compile(r"<[^<>]*>")
_ENTITIES = (("&nbsp;", "\xa0"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
"""All that repaired markup holds; `&amp;` last, so that nothing is read twice."""


def block_tags(html: str, *, is_repaired: bool) -> Iterator[tuple[str, str, str, str]]:
    """The block tags of a page in order: the text before one, its slash, name and attributes; "" at the page's end.

    Args:
        html: the page.
        is_repaired: whether it is well-formed, its entities few and its NUL characters gone.
    """
    html = _without_comments(html if is_repaired else html.replace(SEPARATOR, ""))
    parts = _BLOCK.split(html)
    texts = _without_inline(SEPARATOR.join(parts[::4]))
    texts = _with_characters(texts) if is_repaired else unescape(texts)
    return zip(texts.split(SEPARATOR), [*parts[1::4], ""], [*parts[2::4], ""], [*parts[3::4], ""], strict=True)


def _without_comments(html: str) -> str:
    """The markup without comments; one that never ends takes the rest with it."""
    if "<!--" not in html:
        return html
    first, *others = html.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


def _without_inline(texts: str) -> str:
    """The texts with marks in place of bold text and links, and without all other inline elements."""
    texts = mark_bold(mark_styled(texts))
    texts = _LINK_START.sub(LINK, texts).replace("</a>", LINK_END)
    return _INLINE.sub("", texts).replace(LINK_END + LINK, f"{LINK_END} {LINK}")


def _with_characters(texts: str) -> str:
    """The texts with characters in place of entities."""
    if "&" in texts:
        for entity, character in _ENTITIES:
            texts = texts.replace(entity, character)
    return texts
