"""A process that stores pages until it is killed; a module of its own, so that it starts quickly."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from flows.archive import Archive, Visit
from flows.clock import SHANGHAI

AT = datetime(2026, 11, 22, 6, 30, tzinfo=SHANGHAI)


def store_for_ever(folder: Path, acknowledged: Path) -> None:
    """Store page after page; the address and digest of each go to `acknowledged` once `store` has returned."""
    with Archive(folder) as archive, acknowledged.open("a") as told:
        number = len(list(archive.entries()))
        while True:
            entry = archive.store(
                Visit(
                    url=f"https://example.org/{number}",
                    source_id="example",
                    fetched_at=AT,
                    http_status=200,
                    payload=os.urandom(20_000),
                )
            )
            told.write(f"{entry.url} {entry.snapshot_sha256}\n")
            told.flush()
            number += 1
