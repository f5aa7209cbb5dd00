"""What the writers of all formats share: the content of one release and the words that name it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from flows import schema
from flows.release.tables import CHANGES

NAME = "zhenggai"
TITLE_ZH = "巡视巡察整改通报开放数据"
TITLE_EN = "Zhenggai Open Data: published rectification notices of Chinese public bodies"
LICENCE = "CC-BY-4.0"
LICENCE_TITLE = "Creative Commons Attribution 4.0 International"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True, slots=True)
class Edition:
    """One release on its way to disk.

    Attributes:
        version: CalVer.
        released_on: the day that the version names; no file holds any other time of its making.
        previous: the version that `changes` starts from; null for the first release.
        tables: every published table in canonical form, `changes` included.
    """

    version: str
    released_on: date
    previous: str | None
    tables: Mapping[str, pa.Table]

    @property
    def counts(self) -> dict[str, int]:
        """Rows of every table."""
        return {name: self.tables[name].num_rows for name in schema.table_names()}

    @property
    def data_tables(self) -> tuple[schema.Table, ...]:
        """The tables but `changes`, which has a folder of its own."""
        return tuple(described for described in schema.tables() if described.name != CHANGES)

    @property
    def citation(self) -> str:
        """How to cite this release."""
        what = TITLE_EN.partition(": ")[2].capitalize()
        return f"Zhenggai Open Data ({self.released_on.year}). {what}. Release {self.version}. {LICENCE}."


def csv_path(name: str) -> str:
    """Where a release keeps the canonical CSV of a table."""
    return f"{CHANGES}/{CHANGES}.csv" if name == CHANGES else f"csv/{name}.csv"


def parquet_path(name: str) -> str:
    """Where a release keeps the Parquet file of a table."""
    return f"{CHANGES}/{CHANGES}.parquet" if name == CHANGES else f"parquet/{name}.parquet"
