"""The proof that change lists are complete: earlier tables + changes = later tables, to the last value."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from flows import schema
from flows.errors import VerificationError
from flows.release.tables import ordering
from flows.release.values import Row, row_from_json, value_from_text


def apply_changes(previous: pa.Table, changes: pa.Table, name: str) -> pa.Table:
    """The table after its changes.

    Args:
        previous: the earlier table in today's schema.
        changes: rows of `changes`; those of other tables are passed over.
        name: which table it is.
    """
    mine = changes.filter(pc.equal(changes["table"], name))
    if not mine.num_rows:
        return previous
    key = schema.table(name).primary_key
    touched = pc.is_in(previous[key], value_set=pc.unique(mine["row_id"]))
    rows = {row[key]: row for row in previous.filter(touched).to_pylist()}
    for change in mine.to_pylist():
        _apply(rows, change, previous.schema)
    changed = pa.Table.from_pylist(list(rows.values()), schema=previous.schema)
    untouched = previous.filter(pc.invert(touched))
    return pa.concat_tables([untouched, changed]).sort_by(ordering(name))


def prove_composition(previous: Mapping[str, pa.Table], changes: pa.Table, current: Mapping[str, pa.Table]) -> None:
    """Check every table.

    Raises:
        VerificationError: the changes do not lead from the one to the other.
    """
    for name, table in current.items():
        if not apply_changes(previous[name], changes, name).combine_chunks().equals(table.combine_chunks()):
            raise VerificationError(
                "The previous release and the changes do not give this release",
                where=name,
                remedy="nothing was published; report this with both releases",
            )


def _apply(rows: dict[str, Row], change: Row, target: pa.Schema) -> None:
    row_id, kind = change["row_id"], change["change"]
    if kind == "removed":
        del rows[row_id]
    elif kind == "added":
        rows[row_id] = row_from_json(change["new_value"], target)
    else:
        rows[row_id][change["field"]] = value_from_text(change["new_value"], target.field(change["field"]).type)
