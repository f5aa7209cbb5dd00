"""The exception tree: every failure says what, where, and what to do.

    ZhenggaiError
    ├── ConfigurationError      a setting, source file, schema or correction that cannot be used
    ├── HarvestError            a page or folder that could not be captured
    ├── ArchiveError            a WARC or its index that cannot be read or written
    ├── ContractError           tables that break their schema in a way that must stop a release
    ├── ReleaseError            a release that cannot be written, found or published
    └── VerificationError       a release whose values, checksums or keys do not prove true

Every class has an entry in `docs/runbook.md`; a test holds that.
"""

from __future__ import annotations


class ZhenggaiError(Exception):
    """What went wrong, where, and what to do about it."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(what)

    def __str__(self) -> str:
        place = f" [{self.where}]" if self.where else ""
        advice = f" → {self.remedy}" if self.remedy else ""
        return f"{self.what}{place}{advice}"


class ConfigurationError(ZhenggaiError):
    """A setting, source file, schema or correction that cannot be used as written."""

    exit_code = 2


class HarvestError(ZhenggaiError):
    """A page, list page or folder that could not be captured."""

    exit_code = 3


class ArchiveError(ZhenggaiError):
    """A WARC file or its index that cannot be read or written."""

    exit_code = 4


class ContractError(ZhenggaiError):
    """Tables that break their schema in a way that would mislead readers; nothing is published."""

    exit_code = 5


class ReleaseError(ZhenggaiError):
    """A release that cannot be written, found or published."""

    exit_code = 6


class VerificationError(ZhenggaiError):
    """A release whose spans, checksums or keys do not prove true against the archive."""

    exit_code = 7
