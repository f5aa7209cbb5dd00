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
    """How much of a table may fail.

    Attributes:
        share: of the table's rows; the greater of the two limits counts.
        rows: rows, for small tables.
        may_be_emptied: whether all rows of a table within these limits may fail.
        since: when the limits were set.
        reason: on what grounds.
    """

    table: str
    share: float
    rows: int
    may_be_emptied: bool
    since: date
    reason: str

    def is_exceeded(self, failing: int, rows: int) -> bool:
        """Whether so many failing rows of a table are too many."""
        return failing > max(self.rows, self.share * rows) or (0 < failing == rows and not self.may_be_emptied)


@cache
def _thresholds() -> Mapping[str, Threshold]:
    entries = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {entry["table"]: Threshold(**entry) for entry in entries}


def threshold(table: str) -> Threshold:
    """The threshold of a table."""
    return _thresholds().get(table) or _thresholds()[_EVERY_TABLE]
