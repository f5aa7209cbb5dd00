"""A publisher over a temporary output folder, and the notices that the tests edit."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from flows.release.publish import Publication, publish
from flows.release.reading import read_table

from .builder import Problem, Sketch, build_tables

ROADS = Sketch(
    "roads",
    (
        Problem("执法监管不到位", ("一是开展专项整治，办结500宗案件。", "二是完善制度，约谈企业12个。")),
        Problem("作风建设存在差距", ("一是组织学习3次。",), status="in_progress"),
        Problem("农村公路养护滞后", ("一是加大投入。", "二是召开推进会6次。")),
    ),
    title="中共某市交通运输局党组关于巡察整改进展情况的通报",
)
HEALTH = Sketch(
    "health", (Problem("药品采购不规范", ("一是修订办法。", "二是清理合同20个。")),), title="某市医院整改通报"
)


@dataclass
class Publisher:
    """Publishes sketches, one release after another."""

    output: Path
    quality: Path
    corrections: Path

    def publish(self, sketches: Sequence[Sketch], day: int = 22) -> Publication:
        return self.publish_tables(build_tables(sketches), day)

    def publish_tables(self, tables: dict[str, pa.Table], day: int = 22) -> Publication:
        return publish(
            tables,
            output=self.output,
            quality=self.quality,
            released_on=date(2026, 11, day),
            corrections=self.corrections,
        )

    def rows(self, name: str, release: str = "latest") -> list[dict[str, object]]:
        folder = self.output / release
        rows: list[dict[str, object]] = read_table(folder, name).to_pylist()
        return rows


@pytest.fixture(scope="session")
def first_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder that holds one release of ROADS, for tests to copy."""
    folder = tmp_path_factory.mktemp("first")
    Publisher(folder / "output", folder / "quality", folder / "corrections").publish([ROADS])
    return folder / "output"


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    quality = tmp_path / "quality"
    quality.mkdir()
    (quality / "report.json").write_text("{}\n", encoding="utf-8")
    (quality / "report.html").write_text("<p>fine</p>\n", encoding="utf-8")
    return Publisher(tmp_path / "output", quality, tmp_path / "corrections")


@pytest.fixture
def continuing(publisher: Publisher, first_release: Path) -> Publisher:
    """A publisher whose output folder holds the release of ROADS of the 22nd already."""
    shutil.copytree(first_release, publisher.output, symlinks=True)
    return publisher
