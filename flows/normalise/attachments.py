"""A notice whose page holds only its head, and whose text is in a file that the page names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from flows.capture import Capture
from flows.continuation import file_endings
from flows.normalise.capture_page import read_capture
from flows.normalise.media import PAGE, media_kind
from flows.normalise.records import Page

_OF_THE_TEXT = frozenset({"DocumentNumber"})
"""What a file may say of the notice that its page does not; everything else about a file is its author's computer."""


def split_parts(further: Sequence[Capture]) -> tuple[tuple[Capture, ...], tuple[Capture, ...]]:
    """The further pages of a notice, and its files."""
    files = tuple(capture for capture in further if _is_file(capture))
    return tuple(capture for capture in further if capture not in files), files


def with_text_of(page: Page, file: Capture) -> Page:
    """The page with the text of a file in place of its own: title, publisher and time stay those of the page.

    Raises:
        MediaNotReadableError: the file holds no text that can be read.
    """
    read = read_capture(file.payload, file.media_type, file.final_url)
    about = {name: value for name, value in read.metadata.items() if name in _OF_THE_TEXT}
    return replace(
        page, text=read.text, lines=read.lines, title=page.title or read.title,
        metadata=about | page.metadata, damage=read.damage,
    )  # fmt: skip


def _is_file(capture: Capture) -> bool:
    """Whether a part of a notice is a file: by its bytes, or by its name where it is a page that Word opens."""
    if media_kind(capture.payload, capture.media_type, capture.final_url) != PAGE:
        return True
    return urlsplit(capture.final_url).path.lower().endswith(file_endings("attachment"))
