"""HTML to printed lines, as a browser would break them.

lexbor repairs the markup and writes it out again well-formed; one pass over the block tags of that gives the lines.
Inline elements join without any space, so numbers that Word split over spans stay whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from flows.normalise.page_annotations import READINGS
from flows.normalise.page_emphasis import Emphasis, mark_bold, mark_styled
from flows.normalise.page_lines import PrintedLine, Printout, tidy, without_unprinted
from flows.normalise.page_tables import TableGrid
from flows.normalise.records import PLAIN, Look

_UNPRINTED = ["script", "style", "noscript", "template", "svg", "select", "button", "textarea", "iframe", "object"]
_RUBY = ["rt", "rp", "rtc"]
"""Readings above characters; a browser prints them beside the line."""

_BLOCKS = (
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|"
    "footer|form|h[1-6]|header|hgroup|hr|legend|li|main|menu|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|"
    "thead|tr|ul|br"
)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")
"""Any tag; inline ones are gone when it is used. Splitting at it gives text, slash, name, attributes, text, …"""

_LINK = re.compile(r"<(/?)a(?=[ >])[^<>]*>")
_LINKED = re.compile("\x02([^\x02\x03]*)\x03?")
_BROKEN_LINE = re.compile(r"(?<=[^\x00-\u02ff\s])[ \t]*[\r\n]+[ \t\r\n]*(?=[^\x00-\u02ff\s])")
"""A source line break between two wide characters prints as nothing (CSS Text 3, 4.1.3)."""

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CENTRED, _TABLES = "center", frozenset(("table", "tbody", "tr", "td", "th"))
"""`align="center"`, `text-align: center`; said of a table it is no sign of a heading."""
_TAG_START = re.compile(r"<(/?)[a-zA-Z]")
_TAGS_UNSUSPECTED = 8_000
_DEEPEST = 3_000
_LOGO_LEAST = 4
_REPAIR_REACH = 40
_SHORTEST_UNFOLDED = 200
_SCRIPTED_ADDRESS = re.compile(
    r"\b(?:page|share|doc|cur|current|article|info|qr)_?url\s{0,3}[=:]\s{0,3}[\"'](https?://[^\"'\s<>]{8,300})[\"']",
    re.I,
)
"""`var pageurl = "http://…/t20240920_3318745.html";`"""

_START_NUMBER = re.compile(r'\b(start|value|type|rowspan|colspan)="([^"]{0,9})"')
_NUMBERED = re.compile(r"[((【]?[\d０-９一二三四五六七八九十①-⑳]{1,3}[、..))】]")
"""A list line that already prints its own number: `1.`, `(一)`, `三、`."""


def read_markup(html: str) -> Printout:
    """The printout of an HTML page; markup nested past all reason is read without being repaired."""
    if _is_hostile(html):
        return _print(html, {}, None, ("markup nested too deeply to be repaired; read as it stands",))
    parser = LexborHTMLParser(html)
    metadata = _metadata(parser)
    title = parser.css_first("title")
    title_text = tidy(title.text()) if title else None
    logo = _logo_text(parser)
    metadata |= {"LogoText": logo} if logo else {}
    address = _scripted_address(parser)
    metadata |= {"ScriptUrl": address} if address else {}
    parser.strip_tags([*_UNPRINTED, "head"])
    _strip_hidden(parser, html)
    damage = _strip_readings(parser, html)
    mark_styled(parser, html)
    return _print(parser.html or "", metadata, title_text or None, damage)


def _strip_readings(parser: LexborHTMLParser, html: str) -> tuple[str, ...]:
    """Take out the annotations of <ruby> markup; returns what is to be said about it."""
    if "<rt" not in html and "<RT" not in html:
        return ()
    count = len(parser.css("rt"))
    parser.strip_tags(_RUBY)
    return (f"{READINGS} above characters left out at {count} places",) if count else ()


def _strip_hidden(parser: LexborHTMLParser, html: str) -> None:
    """Take out short hidden elements (words for search engines); long ones are texts that a script unfolds."""
    if "display:none" not in html and "display: none" not in html:
        return
    for node in parser.css('[style*="display:none"], [style*="display: none"]'):
        if len(node.text()) < _SHORTEST_UNFOLDED:
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
    """Meta tags and the canonical link, first one of a name wins, empty ones left out."""
    found: dict[str, str] = {}
    for node in parser.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property")
        content = (attributes.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    link = parser.css_first('link[rel="canonical"]')
    if link and link.attributes.get("href"):
        found.setdefault("canonical", link.attributes["href"] or "")
    return found


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


@dataclass(slots=True)
class _Walker:
    """State of the pass: open boxes, open lists, open tables and the lines so far."""

    lines: list[PrintedLine] = field(default_factory=list)
    places: list[int | None] = field(default_factory=list)
    boxes: list[int] = field(default_factory=lambda: [0])
    open_boxes: list[tuple[str, int]] = field(default_factory=lambda: [("body", 0)])
    lists: list[tuple[str, int] | None] = field(default_factory=list)
    grid: TableGrid = field(default_factory=TableGrid)
    emphasis: Emphasis = field(default_factory=Emphasis)
    centred: set[int] = field(default_factory=set)
    marker: str = ""
    preformatted: int = 0

    def text(self, raw: str) -> None:
        """Print a run of text between two block tags."""
        raw, bold = self.emphasis.take(raw)
        if "\n" in raw and not self.preformatted:
            raw = _BROKEN_LINE.sub("", raw)
        for line in raw.split("\n") if self.preformatted else (raw,):
            linked = 0
            if "\x02" in line or "\x03" in line:
                linked = sum(len(tidy(part)) for part in _LINKED.findall(line))
                line = line.replace("\x02", "").replace("\x03", "")
            printed = tidy(line)
            if not printed:
                continue
            if self.marker:
                printed = printed if _NUMBERED.match(printed) else self.marker + printed
                self.marker = ""
            name, box = self.open_boxes[-1]
            self.lines.append(PrintedLine(printed, linked, box, None, self._look(name, box, printed, bold)))
            self.places.append(self.grid.open_cell)

    def _look(self, name: str, box: int, printed: str, bold: str | None) -> Look:
        """How the line stands out; `bold` is its beginning as `Emphasis.take` gives it."""
        heading, is_centred = int(name[1]) if name in _HEADINGS else 0, box in self.centred
        if not (bold or heading or is_centred or bold is None):
            return PLAIN
        length = len(printed) if bold is None else len(tidy(bold.replace("\x02", "").replace("\x03", "")))
        return Look(heading, min(length, len(printed)), is_centred)

    def open(self, name: str, attributes: str) -> None:
        """Enter a block element."""
        self.boxes.append(self.open_boxes[-1][1])
        self.open_boxes.append((name, len(self.boxes) - 1))
        if name == "center" or (_CENTRED in attributes and name not in _TABLES):
            self.centred.add(len(self.boxes) - 1)
        if name in ("ol", "ul"):
            self.lists.append(_first_number(attributes) if name == "ol" else None)
        elif name == "li" and self.lists and self.lists[-1]:
            self._number(attributes)
        elif name == "pre":
            self.preformatted += 1
        elif name in ("table", "tr", "td", "th"):
            numbers = dict(_START_NUMBER.findall(attributes)) if "span=" in attributes else {}
            self.grid.open(name, numbers)

    def close(self, name: str) -> None:
        """Leave a block element, and any left open inside it."""
        if self.open_boxes[-1][0] != name and not any(left == name for left, _ in self.open_boxes[-_REPAIR_REACH:]):
            return
        while len(self.open_boxes) > 1:
            left, _ = self.open_boxes.pop()
            if left in ("ol", "ul") and self.lists:
                self.lists.pop()
            elif left == "pre":
                self.preformatted -= 1
            elif left in ("table", "td", "th"):
                self.grid.close(left)
            if left == name:
                return

    def printed(self) -> tuple[PrintedLine, ...]:
        """The lines with their cells, which are known once all tables have been read."""
        if not self.grid.placed:
            return tuple(self.lines)
        cells = self.grid.cells([(line.text, place) for line, place in zip(self.lines, self.places, strict=True)])
        return tuple(line._replace(cell=cell) if cell else line for line, cell in zip(self.lines, cells, strict=True))

    def _number(self, attributes: str) -> None:
        style, number = self.lists[-1] or ("1", 1)
        value = dict(_START_NUMBER.findall(attributes)).get("value", "")
        number = int(value) if value.isdigit() else number
        self.marker = f"{_counter(style, number)}. "
        self.lists[-1] = (style, number + 1)


def _first_number(attributes: str) -> tuple[str, int] | None:
    """Counter style and first number of an ordered list; nothing where its style says that none is printed."""
    if "list-style:none" in attributes.replace(" ", "") or "list-style-type:none" in attributes.replace(" ", ""):
        return None
    given = dict(_START_NUMBER.findall(attributes))
    start = given.get("start", "1")
    return given.get("type", "1"), int(start) if start.isdigit() else 1


def _counter(style: str, number: int) -> str:
    if style in ("a", "A") and 1 <= number <= 26:
        return chr(ord(style) + number - 1)
    return str(number)


def _print(html: str, metadata: dict[str, str], title: str | None, damage: tuple[str, ...]) -> Printout:
    walker = _Walker()
    html = without_unprinted(html)
    html = _LINK.sub(lambda match: "\x03" if match[1] else "\x02", _inline_free(mark_bold(html))).replace(
        "\x03\x02", "\x03 \x02"
    )
    parts = [*_TAG.split(html), "", "", ""]
    for raw, slash, name, attributes in zip(parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=True):
        if raw and not raw.isspace():
            walker.text(unescape(raw) if "&" in raw else raw)
        if slash:
            walker.close(name)
        elif name not in ("", "br", "hr"):
            walker.open(name, attributes)
    return Printout(walker.printed(), tuple(walker.boxes), metadata, title, damage)


_INLINE = re.compile(rf"<!--.*?-->|<(?!/?(?:{_BLOCKS}|a)[ >])[^<>]*>", re.S)


def _inline_free(html: str) -> str:
    """The markup without comments and inline elements, links excepted."""
    return _INLINE.sub("", html)
