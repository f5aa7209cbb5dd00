"""Saved pages: a folder or file that somebody saved from the web or received by mail, harvested like a site.

A page's address is `file:///<its path inside the folder>`: the same folder gives the same data on every machine.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from flows.archive import Archive, ArchiveEntry, Visit
from flows.harvest.report import HarvestReport, Tally
from flows.harvest.saved_parts import Place, further_saved_parts

if TYPE_CHECKING:
    from flows.harvest.sources import Source

SAVED_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".shtml": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".docm": "application/vnd.ms-word.document.macroEnabled.12",
    ".wps": "application/vnd.ms-works",
    ".rtf": "application/rtf",
    ".ofd": "application/ofd",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".bmp": "image/bmp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".webp": "image/webp",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".et": "application/vnd.ms-excel",
    ".zip": "application/zip",
    ".rar": "application/vnd.rar",
}
"""Media type by file name ending. What nobody can read yet (pictures, OFD, old Word, …) is archived all the same."""

# Browsers keep a saved page's frames and scripts in a folder of this name beside it.
_COMPANION_SUFFIX = "_files"
_NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One saved page: its address in the data and its file."""

    url: str
    path: Path

    @property
    def media_type(self) -> str:
        """From the file's name; without a charset, which only the page itself can tell."""
        return SAVED_TYPES[self.path.suffix.lower()]


def find_saved_pages(path: Path) -> list[SavedPage]:
    """The saved pages of a folder, in depth, or the one that the path is; by address. Hidden files are left out."""
    if path.is_dir():
        pages = [SavedPage(_address(file.relative_to(path)), file) for file in _files_below(path)]
    else:
        pages = [SavedPage(_address(Path(path.name)), path)]
    return sorted((page for page in pages if page.path.suffix.lower() in SAVED_TYPES), key=lambda page: page.url)


def saved_source_id(path: Path) -> str:
    """The id of the source that a PATH of saved pages becomes: from its own name, never from where it lies."""
    resolved = path.resolve()
    name = resolved.name if path.is_dir() else resolved.stem
    slug = _NOT_IN_AN_ID.sub("-", name.lower()).strip("-")[:60]
    if slug and slug[0].isalpha():
        return slug
    return f"saved-{slug or sha256(name.encode()).hexdigest()[:8]}"


def harvest_saved(source: Source, archive: Archive, run_started: datetime) -> HarvestReport:
    """Archive the saved pages of a source; those that left the folder since the last run are recorded as gone.

    An absent or empty folder is a failure and makes nothing gone: more likely a disk is missing than every page.
    """
    if source.folder is None:
        raise ValueError("not a source of saved pages")
    tally = Tally(source.id)
    pages = find_saved_pages(source.folder) if source.folder.exists() else []
    vanished = _vanished(archive, source, {page.url for page in pages})
    further = further_saved_parts(pages, source.politeness.max_bytes)
    with archive.one_sync():
        if pages:
            for page in pages:
                visit = _visit(source, page, run_started)
                tally.count(archive.store(_in_its_place(visit, further.get(page.url))))
            for entry in vanished:
                tally.count(archive.store(_gone(entry, run_started)))
        else:
            tally.count(archive.store(_nothing_there(source, source.folder, run_started)))
    return tally.report(found=len(pages) - len(further))


def _in_its_place(visit: Visit, place: Place | None) -> Visit:
    """The visit as one to a further part of a notice, if it is one."""
    return replace(visit, role=place.role, continues=place.notice, part=place.part) if place else visit


def _visit(source: Source, page: SavedPage, at: datetime) -> Visit:
    visit = Visit(url=page.url, source_id=source.id, fetched_at=at, charset=source.encoding)
    try:
        size = page.path.stat().st_size
        payload = page.path.read_bytes() if size <= source.politeness.max_bytes else None
    except OSError as error:
        return _failed(visit, f"the file cannot be read: {error.strerror}")
    if payload is None:
        return _failed(visit, f"the file has {size} bytes, more than max_bytes {source.politeness.max_bytes}")
    return Visit(
        url=page.url,
        source_id=source.id,
        fetched_at=at,
        charset=source.encoding,
        http_status=200,
        headers=(("content-type", page.media_type),),
        payload=payload,
    )


def _failed(visit: Visit, reason: str) -> Visit:
    return Visit(url=visit.url, source_id=visit.source_id, fetched_at=visit.fetched_at, error=reason)


def _gone(entry: ArchiveEntry, at: datetime) -> Visit:
    """A page that left its folder, in the role that it had."""
    return Visit(
        url=entry.url,
        source_id=entry.source_id,
        fetched_at=at,
        is_gone=True,
        role=entry.role,
        continues=entry.continues,
        part=entry.part,
    )


def _nothing_there(source: Source, path: Path, at: datetime) -> Visit:
    kinds = ", ".join(SAVED_TYPES)
    if not path.exists():
        reason = "there is no such file or folder"
    elif path.is_dir():
        reason = f"the folder holds no saved page ({kinds})"
    else:
        reason = f"not a saved page of a known kind ({kinds})"
    return Visit(url=_address(Path(path.name)), source_id=source.id, fetched_at=at, role="list", error=reason)


def _vanished(archive: Archive, source: Source, present: set[str]) -> list[ArchiveEntry]:
    """The latest visits to pages that the folder held before, and that are not yet recorded as gone."""
    if source.folder is None or not source.folder.is_dir():
        return []
    latest = {
        entry.url: entry
        for entry in archive.entries(source_id=source.id)
        if entry.role in ("notice", "continuation", "attachment") and entry.kind in ("response", "revisit", "gone")
    }
    return [entry for url, entry in latest.items() if url not in present and not entry.is_gone]


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, names, files in os.walk(folder):
        names[:] = [name for name in names if not name.startswith(".") and not name.endswith(_COMPANION_SUFFIX)]
        yield from (Path(parent) / name for name in files if not name.startswith("."))


def _address(relative: Path) -> str:
    return "file:///" + quote(os.fsencode(relative.as_posix()))
