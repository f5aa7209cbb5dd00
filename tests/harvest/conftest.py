"""A misbehaving site, an archive, and sources that may talk to loopback quickly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.archive import Archive
from flows.clock import SHANGHAI
from flows.harvest import HarvestReport, Source, harvest_source
from tests.harvest.site import Site, running_site

RUN_STARTED = datetime(2026, 11, 22, 6, 30, tzinfo=SHANGHAI)
QUICK = {"delay_seconds": 0, "timeout_seconds": 2, "deadline_seconds": 1, "backoff_seconds": 0, "retries": 1}


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as running:
        yield running


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive") as opened:
        yield opened


@pytest.fixture
def source(site: Site) -> Callable[..., Source]:
    """Makes a source: `source("/a", "/b", …)` names notices of the site, keywords are fields of the source."""

    def make(*paths: str, **fields: Any) -> Source:
        politeness = QUICK | fields.pop("politeness", {})
        defaults = {"id": "test-site", "title": "测试站", "allow_private_addresses": True, "politeness": politeness}
        return Source(**(defaults | {"notices": tuple(site.address + path for path in paths)} | fields))

    return make


@pytest.fixture
def harvest(archive: Archive) -> Callable[..., HarvestReport]:
    """Harvests a source; each run is a day after the one before."""
    days = iter(range(1000))

    def run(source: Source) -> HarvestReport:
        at = RUN_STARTED + timedelta(days=next(days))
        return harvest_source(source, archive, at, clock=lambda: at)

    return run
