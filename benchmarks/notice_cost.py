"""What one notice costs on one core, from bytes to Parquet, beside trafilatura's extraction of the same page.

    python benchmarks/notice_cost.py [PAGE ...] [--rounds N] [--profile]

Both are measured in the same run, in turns, as CPU time of this process, after one round to warm up. The median and
the quietest round are printed: machines are noisy, the ratio is what counts. A Parquet file holds a batch of 150
notices, which share its cost. Default pages: the invented notices of the
tests.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import pstats
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import pyarrow.parquet as pq
import trafilatura

from flows.normalise.notice import read_notice
from flows.normalise.tables import NoticeRows, arrow_tables, notice_rows

FIXTURES = Path(__file__).parent.parent / "tests" / "fixtures" / "corpus"
BATCH = 150


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU time of one call in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def read(payload: bytes) -> NoticeRows:
    """One page to the rows of one notice."""
    notice = read_notice(payload, "text/html", "http://www.example.org/notice.html")
    return notice_rows(notice, "benchmark", "0" * 64)


def parquet_seconds(payload: bytes) -> float:
    """CPU time of writing one notice as its share of a batch."""
    rows = [read(payload)] * BATCH

    def write() -> None:
        for table in arrow_tables(rows).values():
            pq.write_table(table, io.BytesIO(), compression="zstd")

    return cpu_seconds(write) / BATCH


def measure(page: Path, rounds: int) -> tuple[int, list[float], list[float]]:
    """Characters of the notice, our seconds and trafilatura's seconds of every round."""
    payload = page.read_bytes()
    characters = len(read_notice(payload, "text/html", page.name).text)
    trafilatura.bare_extraction(payload, with_metadata=True)
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(cpu_seconds(lambda: read(payload)) + parquet_seconds(payload))
        theirs.append(cpu_seconds(lambda: trafilatura.bare_extraction(payload, with_metadata=True)))
    return characters, ours, theirs


def print_profile(pages: Sequence[Path]) -> None:
    """Where the time goes, by function."""
    payloads = [page.read_bytes() for page in pages]
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(10):
        for payload in payloads:
            read(payload)
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(40)


def main() -> None:
    """Measure the pages that were named, or the invented ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path, nargs="*", default=sorted(FIXTURES.glob("*.html")))
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    if arguments.profile:
        print_profile(arguments.pages)
        return
    print(f"{'page':34} {'characters':>10} {'ours ms':>16} {'notices/s':>10} {'trafilatura ms':>16} {'ratio':>6}")
    print(f"{'':34} {'':>10} {'median / quiet':>16} {'quiet':>10} {'median / quiet':>16} {'quiet':>6}")
    for page in arguments.pages:
        characters, ours, theirs = measure(page, arguments.rounds)
        print(
            f"{page.stem:34} {characters:10} {median(ours) * 1e3:8.2f} /{min(ours) * 1e3:6.2f} {1 / min(ours):10.0f} "
            f"{median(theirs) * 1e3:8.1f} /{min(theirs) * 1e3:6.1f} {min(theirs) / min(ours):6.1f}"
        )


if __name__ == "__main__":
    main()
