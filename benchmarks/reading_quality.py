"""How well dates and quantities of labelled notices are read: ours beside public tools and plain regular expressions.

    python -m benchmarks.reading_quality [CORPUS GOLD] [--alone]

Every tool gets the same text (our page reader's) and the time of publication, and is judged by the same rule
(labels.py). `placed` is the share of labels at whose place the tool reads anything at all. The time is CPU time per
notice; ours includes the reading of the outline, without which we read no facts. Default notices: the invented ones
of the tests.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks import baseline, labels, tools
from benchmarks.labels import Label, Labels, Score
from benchmarks.readings import DateReading, QuantityReading, Reading, Text
from flows.normalise.capture_page import read_capture
from flows.normalise.dates import read_dates
from flows.normalise.outline import read_outline
from flows.normalise.quantities import read_quantities

FIXTURES = Path(__file__).parent.parent / "tests" / "fixtures"
COUNTED_KINDS = {"count", "duration"}
Tool = Callable[[Text], Sequence[Reading]]


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled notice."""

    text: Text
    labels: Labels


def our_dates(text: Text) -> list[DateReading]:
    """Our dates, after the outline that they are read in."""
    published_on = text.published_at.date()
    found = read_dates(text.body, read_outline(text.page, published_on), published_on)
    return [DateReading(each.span, ((each.date_start, each.date_end),)) for each in found]


def our_quantities(text: Text) -> list[QuantityReading]:
    """Our quantities, after the outline and the dates that they are told from."""
    published_on = text.published_at.date()
    outline = read_outline(text.page, published_on)
    found = read_quantities(text.body, outline, read_dates(text.body, outline, published_on))
    return [
        QuantityReading(each.span, tuple(v for v in (each.value, each.upper_value) if v is not None)) for each in found
    ]


def cases(corpus: Path, gold: Path) -> list[Case]:
    """The pages that have labels, by name."""
    return [
        _case(page, gold / f"{page.stem}.json") for page in _pages(corpus) if (gold / f"{page.stem}.json").exists()
    ]


def _pages(corpus: Path) -> list[Path]:
    return sorted(corpus.glob("*.html"))


def _case(page: Path, gold: Path) -> Case:
    said = labels.load(gold)
    known = said["notice"]["published_at"] or said["notice"]["issued_on"]
    published = datetime.fromisoformat(known) if known else datetime(2024, 1, 1)
    text = Text(read_capture(page.read_bytes(), "text/html", f"file:///{page.name}"), published.replace(tzinfo=None))
    return Case(text, said)


def date_score(case: Case, readings: Sequence[Reading]) -> Score:
    """Against every date of the notice."""
    return labels.score(labels.date_labels(case.labels, case.text.body), readings, case.text.body)


def quantity_score(case: Case, readings: Sequence[Reading]) -> Score:
    """Against every quantity of the notice."""
    return labels.score(labels.quantity_labels(case.labels, case.text.body), readings, case.text.body)


def measured_score(case: Case, readings: Sequence[Reading]) -> Score:
    """Against money, ratios and physical units; counts and durations, which most tools do not know, are set aside."""
    known: list[Label] = []
    aside: list[Label] = []
    for label in labels.quantity_labels(case.labels, case.text.body):
        (aside if label.kind in COUNTED_KINDS else known).append(label)
    return labels.score(known, readings, case.text.body, aside)


def timed_readings(tool: Tool, notices: Sequence[Case]) -> tuple[list[Sequence[Reading]], float]:
    """What a tool reads in every notice, and its CPU milliseconds per notice, after one notice to warm up."""
    tool(notices[0].text)
    start = time.process_time()
    readings = [tool(notice.text) for notice in notices]
    return readings, (time.process_time() - start) * 1e3 / len(notices)


def date_tools(alone: bool, missing: dict[str, str]) -> dict[str, Tool]:
    """Who reads dates here."""
    others = {"JioNLP extract_time": tools.jionlp_dates, "recognizers-text date-time": tools.recognizers_dates}
    ours: dict[str, Tool] = {"ours": our_dates, "plain expressions": baseline.dates}
    return ours if alone else ours | tools.installed(others, missing)


def quantity_tools(alone: bool, missing: dict[str, str]) -> dict[str, Tool]:
    """Who reads quantities here."""
    others = {"JioNLP extract_money": tools.jionlp_quantities, "recognizers-text units": tools.recognizers_quantities}
    ours: dict[str, Tool] = {"ours": our_quantities, "plain expressions": baseline.quantities}
    return ours if alone else ours | tools.installed(others, missing)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=FIXTURES / "corpus")
    parser.add_argument("gold", type=Path, nargs="?", default=FIXTURES / "gold")
    parser.add_argument("--alone", action="store_true", help="leave the public tools out")
    options = parser.parse_args(arguments)
    notices = cases(options.corpus, options.gold)
    missing: dict[str, str] = {}
    print(f"{len(notices)} notices, {sum(len(n.text.body) for n in notices) // len(notices)} characters on average")
    print(f"{'':22} {'tool':28} {'precision':>9} {'recall':>7} {'F1':>7} {'placed':>7} {'labels':>7} {'ms':>8}")
    for name, tool in date_tools(options.alone, missing).items():
        readings, cost = timed_readings(tool, notices)
        print_row("dates", name, notices, readings, date_score, cost)
    for name, tool in quantity_tools(options.alone, missing).items():
        readings, cost = timed_readings(tool, notices)
        print_row("quantities", name, notices, readings, quantity_score, cost)
        print_row("  money, ratios, units", name, notices, readings, measured_score, cost)
    for name, reason in missing.items():
        print(f"not measured: {name} ({reason})")


def print_row(
    task: str,
    name: str,
    notices: Sequence[Case],
    readings: Sequence[Sequence[Reading]],
    judge: Callable[[Case, Sequence[Reading]], Score],
    cost: float,
) -> None:
    """One tool's figures over all notices."""
    total = sum((judge(*each) for each in zip(notices, readings, strict=True)), Score())
    figures = f"{total.precision:9.3f} {total.recall:7.3f} {total.f1:7.3f} {total.placed / max(total.labels, 1):7.3f}"
    print(f"{task:22} {name:28} {figures} {total.labels:7} {cost:8.1f}")


if __name__ == "__main__":
    main()
