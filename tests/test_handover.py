"""What one stage leaves for the next is complete or absent."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.errors import ZhenggaiError
from flows.handover import read_tables, write_tables


def test_tables_come_back(tmp_path: Path) -> None:
    tables = {"notices": pa.table({"a": ["一", None]}), "items": pa.table({"b": [1]})}
    write_tables(tmp_path / "normalised", tables)
    assert read_tables(tmp_path / "normalised", written_by="normalise") == tables


def test_a_second_writing_replaces_the_first(tmp_path: Path) -> None:
    folder = tmp_path / "normalised"
    write_tables(folder, {"notices": pa.table({"a": [1]}), "items": pa.table({"a": [1]})})
    write_tables(folder, {"notices": pa.table({"a": [2]})})
    assert list(read_tables(folder, written_by="normalise")) == ["notices"]


def test_a_failed_writing_leaves_the_old_tables_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "normalised"
    write_tables(folder, {"notices": pa.table({"a": [1]})})

    def full_disk(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(pq, "write_table", full_disk)
    with pytest.raises(OSError, match="no space"):
        write_tables(folder, {"notices": pa.table({"a": [2]})})
    assert [path.name for path in tmp_path.iterdir()] == ["normalised"]
    assert read_tables(folder, written_by="normalise")["notices"]["a"].to_pylist() == [1]


def test_missing_tables_say_which_command_writes_them(tmp_path: Path) -> None:
    with pytest.raises(ZhenggaiError, match="zhenggai normalise"):
        read_tables(tmp_path / "normalised", written_by="normalise")
