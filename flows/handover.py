"""What one stage hands to the next: a folder of Parquet tables that is complete or absent, never half-written."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from flows.errors import ZhenggaiError

_READABLE = 0o755


def write_table(table: pa.Table, sink: Path | BinaryIO) -> None:
    """Write one table for the next stage, which reads it whole: dictionaries and statistics would not pay."""
    pq.write_table(table, sink, compression="zstd", use_dictionary=False, write_statistics=False)


def write_tables(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """Replace the folder by these tables; a crash leaves the old ones or none."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, table in tables.items():
            write_table(table, staging / f"{name}.parquet")
        staging.chmod(_READABLE)  # mkdtemp makes folders that only their owner can enter
        shutil.rmtree(folder, ignore_errors=True)
        staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def read_tables(folder: Path, *, written_by: str) -> dict[str, pa.Table]:
    """The tables that a stage left.

    Raises:
        ZhenggaiError: the stage has not run, or did not finish.
    """
    files = sorted(folder.glob("*.parquet"))
    if not files:
        raise ZhenggaiError(
            "There are no tables to read", where=str(folder), remedy=f"run `zhenggai {written_by}` first"
        )
    return {file.stem: pq.read_table(file) for file in files}
