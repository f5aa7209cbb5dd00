"""Harvest: find notices, ask for them politely, and archive what comes before anyone reads it.

Only this package opens the network.
"""

from __future__ import annotations

from flows.harvest.harvest import harvest_source
from flows.harvest.health import SourceHealth, check_source, describe
from flows.harvest.report import HarvestFailure, HarvestReport
from flows.harvest.sources import Source, load_sources

__all__ = [
    "HarvestFailure",
    "HarvestReport",
    "Source",
    "SourceHealth",
    "check_source",
    "describe",
    "harvest_source",
    "load_sources",
]
