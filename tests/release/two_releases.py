"""Publishes two releases into the folder given: what test_publish runs in processes of their own."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from flows.portal.page import write_index_page
from flows.release.publish import publish

from .builder import build_tables
from .conftest import HEALTH, ROADS


def main(output: Path) -> None:
    edited = replace(ROADS, problems=ROADS.problems[1:], earlier=(ROADS.snapshot,), visits=(0, 1))
    for day, sketches in ((22, [ROADS, HEALTH]), (23, [edited, HEALTH])):
        publish(
            build_tables(sketches),
            output=output,
            quality=output / "absent",
            released_on=date(2026, 11, day),
            portal=write_index_page,
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
