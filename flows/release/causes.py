"""Why a value changed: found from what is known about the notice in both releases, never guessed from the value.

schema       the column did not exist before, or exists no more
correction   a person's override began, changed or ended
first_seen   the notice is new
withdrawn    the page is gone, or the notice is no longer among the captures
restored     the page came back
source_edit  the notice's rows come from another capture: the page changed
extractor    the same capture, read by another version of the program (or, for facts, read differently)
observed     neither the notice nor the program changed; a later visit did, or another notice that it is compared with
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from flows.release.values import Row

_FROM_VISITS = ("snapshots", "findings")
_STATES = {"gone": "withdrawn", "restored": "restored"}
_Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """What one release knows about one notice: its captures, its reader, and the state of its last revision."""

    captures: tuple[str | None, ...]
    extractor_version: str | None
    state: str | None

    def is_read_as(self, other: Standing) -> bool:
        """Whether the same version of the program read both."""
        return self.extractor_version == other.extractor_version


@dataclass(frozen=True, slots=True)
class Origins:
    """What one release knows about all its notices, and the places (table, row, field) that persons decided on."""

    standings: Mapping[str, Standing]
    corrected: frozenset[_Place]
    decided: frozenset[_Place]
    columns: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, tables: Mapping[str, pa.Table], columns: Mapping[str, frozenset[str]]) -> Origins:
        """Gather them.

        Args:
            tables: `notices`, `revisions` and `corrections` of the release.
            columns: the columns that the release has in each table.
        """
        states = _last_states(tables["revisions"])
        read_from = ("snapshot_sha256", "continuation_sha256")
        notices = tables["notices"].select(["notice_id", *read_from, "extractor_version"]).to_pylist()
        standings = {
            row["notice_id"]: Standing(
                tuple(row[name] for name in read_from), row["extractor_version"], states.get(row["notice_id"])
            )
            for row in notices
        }
        decisions = tables["corrections"].to_pylist()
        applied = (row for row in decisions if row["applied"] == "true")
        return cls(standings, _places(applied), _places(decisions), columns)


@dataclass(frozen=True, slots=True)
class CauseFinder:
    """Names the cause of each change between two releases."""

    previous: Origins
    current: Origins

    def of_field(self, table: str, row: Row, row_id: str, field: str) -> str:
        """The cause of a modified field.

        Args:
            table: the table.
            row: the row as it is now.
            row_id: its key.
            field: the column.
        """
        if (field in self.previous.columns[table]) != (field in self.current.columns[table]):
            return "schema"
        place = (table, row_id, field)
        if place in self.current.corrected or place in self.previous.corrected - self.current.decided:
            return "correction"
        return self._of(table, row, lambda before, after: "observed" if before.is_read_as(after) else "extractor")

    def of_row(self, table: str, row: Row) -> str:
        """The cause of an added or removed row."""
        if table == "corrections":
            return "correction"
        return self._of(table, row, lambda _before, _after: _STATES.get(row["state"], "source_edit"))

    def _of(self, table: str, row: Row, of_revision: Callable[[Standing, Standing], str]) -> str:
        before = self.previous.standings.get(row.get("notice_id") or "")
        after = self.current.standings.get(row.get("notice_id") or "")
        if before is None or after is None:
            return _of_presence(before, after)
        return of_revision(before, after) if table == "revisions" else _of_standing(table, before, after)


def _of_presence(before: Standing | None, after: Standing | None) -> str:
    """The cause where the notice is in one of the two releases, or in none (a page that could not be read)."""
    if after is not None:
        return "first_seen"
    return "withdrawn" if before is not None else "observed"


def _of_standing(table: str, before: Standing, after: Standing) -> str:
    """The cause where the notice is in both: what its rows are read from, by what, and what our visits found."""
    returned = after.state == "restored" and before.state != "restored"
    if before.captures != after.captures:
        return "restored" if returned else "source_edit"
    if table != "snapshots" and not before.is_read_as(after):
        return "extractor"
    if before.state != after.state and after.state in _STATES:
        return _STATES[after.state]
    return "observed" if table in _FROM_VISITS else "extractor"


def _places(decisions: Iterable[Row]) -> frozenset[_Place]:
    return frozenset((row["table"], row["row_id"], row["field"]) for row in decisions)


def _last_states(revisions: pa.Table) -> dict[str, str]:
    """The state of each notice's last revision."""
    ordered = revisions.select(["notice_id", "revision", "state"]).sort_by("revision")
    return dict(zip(ordered["notice_id"].to_pylist(), ordered["state"].to_pylist(), strict=True))
