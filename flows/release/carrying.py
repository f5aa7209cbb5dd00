"""Notices that the archive can no longer read stay in the data as they were.

A damaged record gives no rows, which looks like a notice that is no longer among the captures. Where the findings tell
of damage, the rows of missing notices are those of the previous release, and the finding says why. Without
damage a missing notice is removed, and `changes` says so.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from flows import schema
from flows.release.corrections import undo_corrections
from flows.release.tables import canonical

_DAMAGE = "archive_damaged"
_Tables = Mapping[str, pa.Table]


def carry_over(previous: _Tables, current: _Tables) -> dict[str, pa.Table]:
    """Add the rows of notices that are missing because the archive is damaged.

    Args:
        previous: the tables of the previous release, its corrections applied.
        current: the tables of this run with lasting ids, before corrections.

    Returns:
        The tables of this run. A carried row replaces one of the same key: a capture whose record is damaged still has
        its row in `snapshots`, but one that no longer knows its notice.
    """
    missing = _missing_notices(previous, current)
    if not len(missing) or not _is_damaged(current):
        return dict(current)
    read = undo_corrections(previous)
    return {name: _with_carried(name, read[name], table, missing) for name, table in current.items()}


def _missing_notices(previous: _Tables, current: _Tables) -> pa.Array:
    known = previous["notices"]["notice_id"]
    return known.filter(pc.invert(pc.is_in(known, value_set=current["notices"]["notice_id"]))).combine_chunks()


def _is_damaged(current: _Tables) -> bool:
    return _DAMAGE in current["findings"]["check"].to_pylist()


def _with_carried(name: str, previous: pa.Table, current: pa.Table, notices: pa.Array) -> pa.Table:
    if "notice_id" not in current.column_names:
        return current
    carried = previous.filter(pc.is_in(previous["notice_id"], value_set=notices))
    key = schema.table(name).primary_key
    others = current.filter(pc.invert(pc.is_in(current[key], value_set=carried[key])))
    return canonical(name, pa.concat_tables([others, carried]))
