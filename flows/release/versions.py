"""Calendar versions of the data: 2026.11.22, and 2026.11.22.1 for a second release of that day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from flows.errors import ReleaseError

# 2026.11.22 or 2026.11.22.1
_VERSION = re.compile(r"(\d{4})\.(\d{2})\.(\d{2})(?:\.([1-9]\d{0,5}))?")
_Key = tuple[int, ...]


def version_key(version: str) -> _Key:
    """What versions sort by.

    Raises:
        ReleaseError: the text is no version.
    """
    match = _VERSION.fullmatch(version)
    if match is None:
        raise ReleaseError("This is not a release version", where=version, remedy="versions look like 2026.11.22.1")
    return tuple(int(part or 0) for part in match.groups())


def is_version(name: str) -> bool:
    """Whether a folder of this name can be a release."""
    return _VERSION.fullmatch(name) is not None


def next_version(released_on: date, existing: Iterable[str]) -> str:
    """The version of a release on this day, after all existing ones.

    Raises:
        ReleaseError: a newer release exists, so that the order of releases would not be that of their versions.
    """
    newest = max(map(version_key, existing), default=(0, 0, 0, 0))
    day = (released_on.year, released_on.month, released_on.day)
    if newest[:3] > day:
        raise ReleaseError(
            "A newer release exists already",
            where=".".join(map(str, newest[:3])),
            remedy="release on the same day or later; check the clock of this machine",
        )
    text = f"{released_on:%Y.%m.%d}"
    return f"{text}.{newest[3] + 1}" if newest[:3] == day else text
