"""The public tools that we are measured beside, each behind one function, loaded only where it is installed.

None of them is a dependency of the project: benchmarks/requirements.lock pins them for an environment of their own.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from datetime import date, timedelta
from typing import TypeVar

from benchmarks.readings import DateReading, Period, QuantityReading, Text
from flows.normalise.records import Span

_Loaded = TypeVar("_Loaded")
PageTool = Callable[[bytes, str], object]
DateTool = Callable[[Text], list[DateReading]]
QuantityTool = Callable[[Text], list[QuantityReading]]

_LINE = re.compile(r"[^\n]+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ISO_LENGTH = len("2024-01-31")


def installed(loaders: dict[str, Callable[[], _Loaded]], missing: dict[str, str]) -> dict[str, _Loaded]:
    """The tools that load; what does not is put into `missing` with its error, so that no gap is silent."""
    logging.disable(logging.ERROR)  # JioNLP logs the trace of every phrase that it gives up
    loaded: dict[str, _Loaded] = {}
    for name, load in loaders.items():
        try:
            with redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
                loaded[name] = load()
        except Exception as error:
            missing[name] = f"{type(error).__name__}: {error}"
    return loaded


def trafilatura() -> PageTool:
    """Text and metadata of any page."""
    from trafilatura import bare_extraction

    return lambda payload, charset: bare_extraction(payload, with_metadata=True)


def gne() -> PageTool:
    """Text, title, author and time of a news page in Chinese; it wants decoded text."""
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()
    return lambda payload, charset: extractor.extract(payload.decode(charset, "replace"))


def jionlp_dates() -> DateTool:
    """Times in Chinese text, resolved against the time of publication."""
    import jionlp

    def read(text: Text) -> list[DateReading]:
        found = jionlp.ner.extract_time(text.body, time_base=text.published_at.timestamp(), with_parsing=True)
        return [
            DateReading(Span(*each["offset"]), _open_ends(each["detail"]["time"], text.published_at.date()))
            for each in found
            if each["type"] in {"time_point", "time_span"} and not _is_clock_time(*each["detail"]["time"])
        ]

    return read


def jionlp_quantities() -> QuantityTool:
    """Amounts of money in Chinese text, the only quantities that JioNLP finds."""
    import jionlp

    def read(text: Text) -> list[QuantityReading]:
        found = jionlp.ner.extract_money(text.body, with_parsing=True)
        return [QuantityReading(Span(*each["offset"]), _numbers(each["detail"]["num"])) for each in found]

    return read


def recognizers_dates() -> DateTool:
    """Microsoft's date-time models, line by line: over a whole notice they stop early without an error."""
    from recognizers_date_time import recognize_datetime
    from recognizers_text import Culture

    def read(text: Text) -> list[DateReading]:
        return [
            DateReading(Span(line.start() + each.start, line.start() + each.end + 1), _periods(each.resolution))
            for line in _LINE.finditer(text.body)
            for each in recognize_datetime(line[0], Culture.Chinese, reference=text.published_at)
            if each.type_name.split(".")[-1] in {"date", "daterange", "datetime", "datetimerange"}
        ]

    return read


def recognizers_quantities() -> QuantityTool:
    """Microsoft's models of dimensions, currency, percentages and ages."""
    from recognizers_number import recognize_percentage
    from recognizers_number_with_unit import recognize_age, recognize_currency, recognize_dimension
    from recognizers_text import Culture

    def read(text: Text) -> list[QuantityReading]:
        return [
            QuantityReading(
                Span(line.start() + each.start, line.start() + each.end + 1),
                _numbers((each.resolution or {}).get("value")),
            )
            for line in _LINE.finditer(text.body)
            for model in (recognize_dimension, recognize_currency, recognize_percentage, recognize_age)
            for each in model(line[0], Culture.Chinese)
        ]

    return read


def _is_clock_time(first: str, last: str) -> bool:
    """Whether the period is a part of one day, such as opening hours: no date, and not counted as one."""
    return first[:_ISO_LENGTH] == last[:_ISO_LENGTH] and not (first.endswith("00:00:00") and last.endswith("23:59:59"))


def _open_ends(printed: list[str], published_on: date) -> tuple[Period, ...]:
    """The period, and again with open ends: JioNLP begins "before …" and ends "since …" on the day of publication."""
    first, last = _day(printed[0]), _day(printed[1])
    opened = (None if first == published_on else first, None if last == published_on else last)
    return ((first, last), opened)


def _numbers(printed: object) -> tuple[float, ...]:
    """The values of "12.5", "98.6%" or ["1400000000.00", "1500000000.00"]; none where the tool gives no number."""
    parts: Iterable[object] = printed if isinstance(printed, list) else [printed]
    return tuple(float(match[0]) for part in parts if (match := re.match(r"-?\d+(?:\.\d+)?", str(part))))


def _day(printed: str | None) -> date | None:
    return date.fromisoformat(printed[:_ISO_LENGTH]) if printed and _DAY.match(printed) else None


def _periods(resolution: dict[str, list[dict[str, str]]] | None) -> tuple[Period, ...]:
    """All periods a Microsoft model offers; the end of its ranges is the day after the last, but not always."""
    periods: list[Period] = []
    for value in (resolution or {}).get("values", ()):
        if "value" in value:
            periods.append((_day(value["value"]), _day(value["value"])))
            continue
        first, last = _day(value.get("start")), _day(value.get("end"))
        periods.append((first, last))
        if last and last > date.min:
            periods.append((first, last - timedelta(days=1)))
    return tuple(periods)
