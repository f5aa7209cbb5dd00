"""How much may go to quarantine before a release would mislead, read from `rules/thresholds.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "rules" / "thresholds.yaml"
_EVERY_TABLE = "*"


@dataclass(frozen=True, slots=True)
class Threshold:
    """At most `rows` rows, or a `share` of the table, may fail; `since` and `reason` say when and why that was set."""

    table: str
    share: float
    rows: int
    since: date
    reason: str

    def is_exceeded(self, failing: int, rows: int) -> bool:
        """Whether so many failing rows of a table are too many; losing every row always is."""
        return failing > max(self.rows, self.share * rows) or 0 < failing == rows


@cache
def _thresholds() -> Mapping[str, Threshold]:
    entries = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {entry["table"]: Threshold(**entry) for entry in entries}


def threshold(table: str) -> Threshold:
    """The threshold of a table."""
    return _thresholds().get(table) or _thresholds()[_EVERY_TABLE]
