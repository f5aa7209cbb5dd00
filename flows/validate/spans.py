"""Evidence: every quote is what its notice says at its span, in Python's string offsets, as the contract has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow as pa

from flows import schema
from flows.validate.messages import generated_check
from flows.validate.outcome import Outcome

ENGINE = "python"
COLUMNS = ["notice_id", "quote", "char_start", "char_end"]


def run_spans(tables: Mapping[str, pa.Table]) -> tuple[Outcome, ...]:
    """Hold the quote of every fact against the text of its notice."""
    notices = tables["notices"]
    texts = dict(zip(notices["notice_id"].to_pylist(), notices["text"].to_pylist(), strict=True))
    return tuple(
        _outcome(described, tuple(misplaced_rows(tables[described.name], texts)))
        for described in schema.tables()
        if described.has_evidence and described.name in tables
    )


def misplaced_rows(table: pa.Table, texts: Mapping[str, str]) -> Iterator[int]:
    """Numbers of the rows whose quote does not stand where they say; rows with nulls or no notice fail elsewhere."""
    row = 0
    for batch in table.select(COLUMNS).to_batches():
        for notice, quote, start, end in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            text = texts.get(notice)
            known = text is not None and None not in (quote, start, end)
            if known and not (0 <= start < end <= len(text) and text[start:end] == quote):  # type: ignore[arg-type,index]
                yield row
            row += 1


def _outcome(described: schema.Table, rows: tuple[int, ...]) -> Outcome:
    return Outcome(generated_check("quote_at_span", described, "quote"), ENGINE, holds=not rows, rows=rows)
