"""The archive: every visit to a page, kept as WARC records before anyone reads it.

The WARC files are the truth; `index.sqlite` beside them only finds things and can be thrown away and rebuilt.
"""

from __future__ import annotations

from flows.archive.entry import ArchiveEntry, Damage, Visit
from flows.archive.store import Archive

__all__ = ["Archive", "ArchiveEntry", "Damage", "Visit"]
