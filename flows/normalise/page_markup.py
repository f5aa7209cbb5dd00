"""HTML to printed lines, as a browser would break them.

lexbor repairs the markup and writes it out again well-formed; one pass over the block tags of that gives the lines.
Inline elements join without any space, so numbers that Word split over spans stay whole.
"""

from __future__ import annotations

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from flows.normalise.page_annotations import READINGS
from flows.normalise.page_lines import Printout, tidy
from flows.normalise.page_tags import block_tags
from flows.normalise.page_walker import Walker

_UNPRINTED = ["script", "style", "noscript", "template", "svg", "select", "button", "textarea", "iframe", "object"]
_FIELD = re.compile(r"<textarea\b[^<>]{0,500}>([^<]{200,})</textarea", re.I)
"""A long text that waits in a field of a form for a script to show it."""

_MARKUP = re.compile(r"<(?:p|br|div|span|table)\b", re.I)
_RUBY = ["rt", "rp", "rtc"]
"""Readings above characters; a browser prints them beside the line."""

_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none", re.I)
_SHORTEST_UNFOLDED = 200
_TAG_START = re.compile(r"<(/?)[a-zA-Z]")
_TAGS_UNSUSPECTED = 8_000
_DEEPEST = 3_000
_LOGO_LEAST = 4
_SCRIPTED_ADDRESS = re.compile(
    r"\b(?:page|share|doc|cur|current|article|info|qr)_?url\s{0,3}[=:]\s{0,3}[\"'](https?://[^\"'\s<>]{8,300})[\"']",
    re.I,
)
"""`var pageurl = "http://…/t20240920_3318745.html";`"""


def read_markup(html: str) -> Printout:
    """The printout of an HTML page; markup nested past all reason is read without being repaired."""
    if _is_hostile(html):
        lines, boxes = Walker().walk(block_tags(html, is_repaired=False))
        return Printout(lines, boxes, damage=("markup nested too deeply to be repaired; read as it stands",))
    html = _with_fields(html) if "</textarea" in html else html
    parser = LexborHTMLParser(html)
    title = parser.css_first("title")
    title_text = tidy(title.text()) if title else ""
    metadata = _metadata(parser)
    parser.strip_tags([*_UNPRINTED, "head"])
    _strip_hidden(parser, html)
    damage = _strip_readings(parser)
    lines, boxes = Walker().walk(block_tags(parser.html or "", is_repaired=True))
    return Printout(lines, boxes, metadata, title_text or None, damage)


def _with_fields(html: str) -> str:
    """The page with the long texts of its fields printed in their places."""

    def printed(field: re.Match[str]) -> str:
        text = unescape(field[1])
        return f"<div>{text}</div>" if _MARKUP.search(text) else f"<pre>{field[1]}</pre>"

    return _FIELD.sub(lambda field: printed(field) if "。" in unescape(field[1]) else field[0], html)


def _strip_readings(parser: LexborHTMLParser) -> tuple[str, ...]:
    """Take out the annotations of <ruby> markup; returns what is to be said about it."""
    count = len(parser.css("rt"))
    if count == 0:
        return ()
    parser.strip_tags(_RUBY)
    return (f"{READINGS} above characters left out at {count} places",)


def _strip_hidden(parser: LexborHTMLParser, html: str) -> None:
    """Take out short hidden elements (words for search engines); long ones are texts that a script unfolds."""
    if "display" not in html:
        return
    for node in parser.css('[style*="display"]'):
        if _HIDDEN.search(node.attributes["style"] or "") and len(node.text()) < _SHORTEST_UNFOLDED:
            node.decompose()


def _is_hostile(html: str) -> bool:
    """Whether repairing the markup would take quadratic time: lexbor walks up all open elements at many tags."""
    if html.count("<") < _TAGS_UNSUSPECTED:
        return False
    depth = deepest = 0
    for match in _TAG_START.finditer(html):
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest > _DEEPEST


def _metadata(parser: LexborHTMLParser) -> dict[str, str]:
    """Meta tags, first one of a name wins, empty ones left out; then what else a page says about itself unseen."""
    found: dict[str, str] = {}
    for node in parser.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property")
        content = (attributes.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    link = parser.css_first('link[rel="canonical"]')
    more = {
        "canonical": link.attributes.get("href") if link else None,
        "LogoText": _logo_text(parser),
        "ScriptUrl": _scripted_address(parser),
    }
    return found | {name: value for name, value in more.items() if value and name not in found}


def _scripted_address(parser: LexborHTMLParser) -> str | None:
    """The page's own address where only a script for sharing or a QR code names it."""
    for node in parser.css("script"):
        match = _SCRIPTED_ADDRESS.search(node.text())
        if match:
            return match[1]
    return None


def _logo_text(parser: LexborHTMLParser) -> str | None:
    """What the first picture with words says: the logo, often the only place that names the site."""
    for node in parser.css("img[alt]"):
        text = tidy(node.attributes.get("alt") or "")
        if len(text) >= _LOGO_LEAST:
            return text
    return None
