"""The main job on the embedded sample: both editions of the site, published one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from flows.sample.server import EDITIONS, serve
from flows.settings import Settings

Summary = TypeVar("Summary")


def demonstrate(run: Callable[[Settings], Summary], data: Path, output: Path) -> Iterator[tuple[int, Summary]]:
    """Serve each edition on loopback and run over it; yields the edition and what the run says of it."""
    data.mkdir(parents=True, exist_ok=True)
    with serve(EDITIONS[0]) as site:
        source = site.write_source(data / "sample-source.yaml")
        settings = Settings(sources=(source,), data=data, output=output, corrections=data / "corrections")
        for edition in EDITIONS:
            site.show(edition)
            yield edition, run(settings)
