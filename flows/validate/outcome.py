"""What validation says: a check with its words, what came of it, and what stops a release."""

from __future__ import annotations

from dataclasses import dataclass

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold for one table; `column` is null where it looks at the whole table or row.

    Attributes:
        severity: `error` sends a failing row to quarantine, `warning` reports it and lets it pass.
    """

    table: str
    rule: str
    column: str | None
    severity: str
    message_zh: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one check: numbers of the failing rows, in order; none where it holds for all.

    Attributes:
        engine: `great_expectations`, `duckdb` or `python`.
        holds: false also for a check of the whole table, which has no failing rows to name.
        problem: why the check could not be evaluated; null where it was.
    """

    check: Check
    engine: str
    holds: bool
    rows: tuple[int, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken contract: it would mislead readers, so nothing is released."""

    table: str
    message_zh: str
    message_en: str
    remedy: str
