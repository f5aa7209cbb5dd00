"""The XML parts of a Word file, bounded in size and depth, names without their namespace.

The three parts that hold text are read straight from the ZIP: pictures are never unpacked, and a file with a broken
link to one of them, as WPS writes, reads all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import BadZipFile, ZipFile
from zlib import error as DeflateError  # noqa: N812, the module names it `error`

from flows.normalise.media import MediaNotReadableError

_OFF = frozenset({"0", "false", "off"})
_MOST_BYTES = 16 * 1024 * 1024
_MOST_TAGS, _MOST_ATTRIBUTES = 250_000, 200_000
"""A notice has some 30,000 tags, each run of characters a dozen, and fewer attributes."""

_DEEPEST = 200
_KIND = "docx"
_BROKEN = (BadZipFile, DeflateError, ParseError, EOFError, OSError, ValueError, NotImplementedError, LookupError)


def read_parts(payload: bytes, *names: str) -> list[Element | None]:
    """The named parts (`word/document.xml`) of a Word file, null for one that it has not.

    Raises:
        MediaNotReadableError: the ZIP or a part is broken or encrypted, unpacks to more than 16 MB or 250,000
            tags, or nests more than 200 deep.
    """
    try:
        with ZipFile(BytesIO(payload)) as archive:
            return [_part(archive, name) for name in names]
    except RuntimeError as error:  # how zipfile says that a member is encrypted
        raise MediaNotReadableError(_KIND, "encrypted", str(error)) from error
    except _BROKEN as error:
        raise MediaNotReadableError(_KIND, "broken", str(error)) from error


def _part(archive: ZipFile, name: str) -> Element | None:
    """One part; `zipfile` reads no more of it than the size that is checked here."""
    try:
        size = archive.getinfo(name).file_size
    except KeyError:
        return None
    if size > _MOST_BYTES:
        raise MediaNotReadableError(_KIND, "large", f"{name}: {size} bytes")
    return _parse(archive.read(name), name)


def _parse(xml: bytes, name: str) -> Element:
    tags, attributes = xml.count(b"<"), xml.count(b"=")
    if tags > _MOST_TAGS or attributes > _MOST_ATTRIBUTES:
        raise MediaNotReadableError(_KIND, "large", f"{name}: {tags} tags, {attributes} attributes")
    if b"<!DOCTYPE" in xml[:1_000]:
        raise MediaNotReadableError(_KIND, "broken", f"{name} declares a document type")
    depth = 0
    root: Element | None = None
    for event, element in iterparse(BytesIO(xml), events=("start", "end")):  # noqa: S314, no entities, depth bounded
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise MediaNotReadableError(_KIND, "broken", f"{name} nests more than {_DEEPEST} deep")
        if event == "start":
            root = element if root is None else root
        else:
            _without_namespaces(element)
    if root is None:
        raise MediaNotReadableError(_KIND, "broken", f"{name} is empty")
    return root


def _without_namespaces(element: Element) -> None:
    element.tag = element.tag.rpartition("}")[2]
    if element.attrib:
        element.attrib = {name.rpartition("}")[2]: text for name, text in element.attrib.items()}


def child(element: Element | None, name: str) -> Element | None:
    """The first child of a name; null also where there is no element."""
    return None if element is None else element.find(name)


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of a name; none where there is no element."""
    return iter(()) if element is None else iter(element.findall(name))


def value(element: Element | None) -> str:
    """The `val` of an element, "" where there is none."""
    return "" if element is None else element.get("val", "")


def is_on(toggle: Element) -> bool:
    """Whether a property that is switched by its element is on: `<w:b/>`, and not `<w:b w:val="0"/>`."""
    return value(toggle) not in _OFF
