"""The sample through the real harvest: what is new, unchanged and gone, under addresses that hold no port."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from flows.archive import Archive
from flows.clock import now
from flows.harvest import harvest_source, load_sources
from flows.sample.server import HOST, serve


def test_two_editions_are_harvested_as_two_runs_of_one_source(tmp_path: Path) -> None:
    with serve(1) as site, Archive(tmp_path / "archive") as archive:
        (source,) = load_sources([site.write_source(tmp_path / "sample.yaml")])
        first = harvest_source(source, archive, now())
        site.show(2)
        second = harvest_source(source, archive, now())
        assert (first.found, first.captured, first.gone, first.failed) == (7, 7, 0, ())
        assert (second.found, second.captured, second.unchanged, second.gone) == (8, 2, 5, 1)
        assert second.failed == ()
        assert {urlsplit(entry.url).netloc for entry in archive.entries()} == {HOST}
