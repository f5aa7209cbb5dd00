"""One source in, one report out; nothing that a page or server does gets out of here as an exception."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from flows.archive import Archive
from flows.clock import now
from flows.errors import ArchiveError
from flows.harvest.report import HarvestFailure, HarvestReport
from flows.harvest.saved import harvest_saved
from flows.harvest.sources import Source
from flows.harvest.web import WebHarvest

_LOG = logging.getLogger(__name__)


def harvest_source(
    source: Source, archive: Archive, run_started: datetime, clock: Callable[[], datetime] = now
) -> HarvestReport:
    """Capture everything that a source names into the archive.

    Args:
        source: where to look.
        archive: shared by all threads of one process; a second process is turned away.
        run_started: the time that saved pages are stamped with.
        clock: the time that answers over HTTP are stamped with; whole seconds, with a zone.

    Raises:
        ArchiveError: the archive cannot be written; everything else is in the report, so that no source stops another.
    """
    try:
        return _harvest(source, archive, run_started, clock)
    except ArchiveError:
        raise
    except Exception as error:
        _LOG.exception("the harvest of %s stopped", source.id)
        reason = f"a fault of this program stopped the harvest: {type(error).__name__}: {error}"
        return HarvestReport(source.id, failed=(HarvestFailure(source.id, reason),))


def _harvest(source: Source, archive: Archive, run_started: datetime, clock: Callable[[], datetime]) -> HarvestReport:
    if source.folder is not None:
        return harvest_saved(source, archive, run_started)
    harvest = WebHarvest(source, archive, clock)
    try:
        return harvest.run()
    finally:
        harvest.close()
