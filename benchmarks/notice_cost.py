"""What one notice costs on one core, from bytes to Parquet, beside what public tools ask for a part of that work.

    python -m benchmarks.notice_cost [PAGE ...] [--rounds N] [--alone] [--profile]

All are measured in the same run, in turns, as CPU time of this process, after one round to warm up. Before each round
our reader forgets what it remembers and reads other notices, as if the page were new to it. The median and the
quietest round are printed: machines are noisy, the ratio is what counts. trafilatura and gne extract the page, JioNLP
finds the times in the text that we read from it. Then where our time goes, stage by stage. A Parquet file holds a
batch of notices, which share its cost. Default pages: the invented notices of the tests.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import pstats
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial, wraps
from pathlib import Path
from statistics import median

from benchmarks import tools
from benchmarks.readings import Text
from flows.continuation import attachments, further_pages
from flows.handover import write_table
from flows.normalise import notice as chain
from flows.normalise.capture_page import read_capture
from flows.normalise.records import Notice
from flows.normalise.tables import Columns, NoticeRows, arrow_tables, notice_rows

FIXTURES = Path(__file__).parent.parent / "tests" / "fixtures" / "corpus"
URL = "http://www.example.org/notice.html"
BATCH = 150
FIRST_IDEOGRAPH, LAST_IDEOGRAPH = 0x4E00, 0x9EFF
STAGES = {
    "capture_page": "page",
    "page_join": "page",
    "privacy": "page",
    "outline": "outline",
    "dates": "dates",
    "quantities": "quantities",
    "documents": "documents",
    "metadata": "head",
    "opening_kind": "head",
    "opening": "head",
    "closing": "head",
    "totals": "head",
    "checks": "findings",
}
"""The modules whose readers `flows.normalise.notice` calls, and the stage that each belongs to."""

Seconds = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Measured:
    """One page: CPU seconds of every round, by tool and, for ours, by stage."""

    name: str
    characters: int
    totals: Seconds = field(default_factory=lambda: defaultdict(list))
    stages: Seconds = field(default_factory=lambda: defaultdict(list))


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU time of one call in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


@contextmanager
def stage_clock() -> Iterator[dict[str, float]]:
    """Collect the CPU time of each stage while notices are read: the readers are wrapped where they are called."""
    spent: dict[str, float] = defaultdict(float)
    readers = {name: value for name, value in vars(chain).items() if _stage(value)}

    def clocked(reader: Callable[..., object]) -> Callable[..., object]:
        @wraps(reader)
        def read(*arguments: object) -> object:
            start = time.process_time()
            try:
                return reader(*arguments)
            finally:
                spent[_stage(reader)] += time.process_time() - start

        return read

    try:
        for name, reader in readers.items():
            setattr(chain, name, clocked(reader))
        yield spent
    finally:
        for name, reader in readers.items():
            setattr(chain, name, reader)


def _stage(value: object) -> str:
    """The stage of a reader; "" for whatever else the chain's module holds."""
    module = getattr(value, "__module__", None) or ""
    is_reader = callable(value) and not isinstance(value, type)
    return STAGES.get(module.removeprefix("flows.normalise."), "") if is_reader else ""


def as_after_other_notices(payload: bytes, others: Sequence[bytes]) -> None:
    """Bring the process into the state in which a notice that it has not read before finds it.

    The readers remember words, tags and texts for a while. Read again and again, a page would find all of its own
    there, which no notice of an archive does: so what is remembered is forgotten, and other notices are read.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith("flows."):
            for value in vars(module).values():
                if hasattr(value, "cache_parameters") and value.cache_parameters()["maxsize"] is not None:
                    value.cache_clear()
    for other in others:
        if other != payload:
            read(other)


def read(payload: bytes) -> Notice:
    """One page to one notice, as the pipeline reads it: after a look for further pages."""
    further_pages(payload, "text/html", URL)
    attachments(payload, "text/html", URL)
    return chain.read_notice(payload, "text/html", URL)


def rows_of(notice: Notice) -> NoticeRows:
    """One notice to its rows."""
    return notice_rows(notice, "benchmark", "0" * 64)


def batch_of(notice: Notice) -> list[NoticeRows]:
    """A batch of notices of this size whose texts do not compress each other: each copy in other characters."""
    return [_moved(notice, by) for by in range(BATCH)]


def _moved(notice: Notice, by: int) -> NoticeRows:
    """The rows of a copy with an address of its own, every ideograph moved some code points on."""
    ideographs = range(FIRST_IDEOGRAPH, LAST_IDEOGRAPH - BATCH)
    moved = {code: code + by for code in ideographs}
    copied = rows_of(replace(notice, head=replace(notice.head, url=f"{URL}?{by}")))
    return NoticeRows(copied.notice_id, {name: _moved_columns(table, moved) for name, table in copied.tables.items()})


def _moved_columns(table: Columns, moved: dict[int, int]) -> Columns:
    return {
        name: [value.translate(moved) if isinstance(value, str) else value for value in values]
        for name, values in table.items()
    }


def write_parquet(batch: list[NoticeRows]) -> None:
    """The tables of a batch as the pipeline hands them on."""
    for table in arrow_tables(batch).values():
        write_table(table, io.BytesIO())


def measure(page: Path, rounds: int, others: dict[str, Callable[[bytes, str], object]]) -> Measured:
    """All tools on one page, in turns."""
    payload = page.read_bytes()
    charset = read_capture(payload, "text/html", URL).charset
    notice = read(payload)
    batch = batch_of(notice)
    measured = Measured(page.stem, len(notice.text))
    notices = [other.read_bytes() for other in sorted(FIXTURES.glob("*.html"))]
    for warm in (False, *(True,) * rounds):
        as_after_other_notices(payload, notices)
        stages = our_stages(payload, batch)
        costs = {name: cpu_seconds(partial(tool, payload, charset)) for name, tool in others.items()}
        if not warm:
            continue
        for stage, seconds in stages.items():
            measured.stages[stage].append(seconds)
        for name, seconds in {"ours": sum(stages.values()), **costs}.items():
            measured.totals[name].append(seconds)
    return measured


def our_stages(payload: bytes, batch: list[NoticeRows]) -> dict[str, float]:
    """CPU seconds of every stage of ours, which add up to the whole."""
    with stage_clock() as spent:
        start = time.process_time()
        notice = read(payload)
        whole = time.process_time() - start
    stages = {stage: spent[stage] for stage in dict.fromkeys(STAGES.values())}
    return stages | {
        "the rest": whole - sum(spent.values()),
        "rows": cpu_seconds(lambda: rows_of(notice)),
        "Parquet": cpu_seconds(lambda: write_parquet(batch)) / BATCH,
    }


def jionlp_times() -> tools.PageTool:
    """JioNLP's times of a page; the text is ours and prepared before the clock starts."""
    find = tools.jionlp_dates()
    texts: dict[bytes, Text] = {}

    def prepared(payload: bytes) -> Text:
        page = read_capture(payload, "text/html", URL)
        published_at = read(payload).head.published_at or datetime(2024, 1, 1)
        return Text(page, published_at.replace(tzinfo=None))

    def times(payload: bytes, charset: str) -> object:
        if payload not in texts:
            texts[payload] = prepared(payload)
        return find(texts[payload])

    return times


def print_costs(results: Sequence[Measured], names: Sequence[str]) -> None:
    """One line a page, one column a tool."""
    print(f"{'CPU ms: median / quiet':34} {'characters':>10} {'notices/s':>9}", end="")
    print("".join(f" {name:>16}" for name in names))
    for result in results:
        print(f"{result.name:34} {result.characters:10} {1 / min(result.totals['ours']):9.0f}", end="")
        print("".join(f" {median(cost) * 1e3:8.2f} /{min(cost) * 1e3:6.2f}" for cost in result.totals.values()))
    characters = sum(result.characters for result in results) / len(results)
    means = {name: sum(min(result.totals[name]) for result in results) / len(results) for name in names}
    print(f"{'mean of the quiet rounds':34} {characters:10.0f} {1 / means['ours']:9.0f}", end="")
    print("".join(f" {means[name] * 1e3:16.2f}" for name in names))
    print(f"{'times ours':55}" + "".join(f" {means[name] / means['ours']:16.1f}" for name in names))


def print_stages(results: Sequence[Measured]) -> None:
    """Where our time goes: the mean over the pages of each stage."""
    stages = list(results[0].stages)
    middle = {stage: sum(median(result.stages[stage]) for result in results) / len(results) for stage in stages}
    quiet = {stage: sum(min(result.stages[stage]) for result in results) / len(results) for stage in stages}
    print(f"\n{'stage (mean of pages)':22} {'median ms':>10} {'quiet ms':>10} {'share':>6}")
    for stage in stages:
        share = quiet[stage] / sum(quiet.values())
        print(f"{stage:22} {middle[stage] * 1e3:10.3f} {quiet[stage] * 1e3:10.3f} {share:6.0%}")
    print(f"{'all':22} {sum(middle.values()) * 1e3:10.3f} {sum(quiet.values()) * 1e3:10.3f} {1:6.0%}")


def print_profile(pages: Sequence[Path]) -> None:
    """Where the time goes, by function."""
    payloads = [page.read_bytes() for page in pages]
    for payload in payloads:
        read(payload)
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(10):
        for payload in payloads:
            rows_of(read(payload))
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(40)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the pages that were named, or the invented ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path, nargs="*", default=sorted(FIXTURES.glob("*.html")))
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--alone", action="store_true", help="leave the public tools out")
    parser.add_argument("--profile", action="store_true", help="print a profile by function instead")
    options = parser.parse_args(arguments)
    if options.profile:
        print_profile(options.pages)
        return
    missing: dict[str, str] = {}
    known = {"trafilatura": tools.trafilatura, "gne": tools.gne, "JioNLP times": jionlp_times}
    others = {} if options.alone else tools.installed(known, missing)
    results = [measure(page, options.rounds, others) for page in options.pages]
    print_costs(results, ["ours", *others])
    print_stages(results)
    for name, reason in missing.items():
        print(f"not measured: {name} ({reason})")


if __name__ == "__main__":
    main()
