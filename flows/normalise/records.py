"""What is read from one notice: frozen values, each fact with its place in the notice's canonical text.

Rows refer to each other by position in the tuples of `Notice`; `tables.py` turns positions into ids.
Codes are those of `schemas/codelists/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


class Span(NamedTuple):
    """A place in the canonical text: Python string offsets, end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The quote: what the text says at this place."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether the other place lies inside this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a line stands in a table: `column` counts grid columns, spans resolved; `header` is its heading."""

    table: int
    row: int
    column: int
    header: str


class Look(NamedTuple):
    """How a line stands out on its page.

    Attributes:
        heading: level of the heading element or heading style that it is, 0 where it is none.
        bold: how many characters from its beginning are bold or in a face for headings; all of them in a bold line.
        is_centred: whether it stands in the middle.
    """

    heading: int = 0
    bold: int = 0
    is_centred: bool = False


PLAIN = Look()


class Line(NamedTuple):
    """One line of the canonical text, its line break excluded; `cell` is null outside tables."""

    span: Span
    cell: Cell | None = None
    look: Look = PLAIN

    @property
    def is_bold(self) -> bool:
        """Whether the whole line is bold."""
        return 0 < self.span.end - self.span.start <= self.look.bold


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its chrome taken off.

    Attributes:
        text: canonical text of the notice's body, title line excluded, lines joined by one line feed; the base of
            every offset.
        lines: the lines of `text`, in order.
        title: from the page's own evidence (meta, heading, text, title element), null where none is found.
        metadata: standard meta tags and printed labels under one name each (ArticleTitle, PubDate, ContentSource,
            SiteName, ColumnName, Url, …), as printed.
        breadcrumb: parts of the path printed as 当前位置, outermost first.
        charset: the encoding that the bytes were read in.
        damage: what is wrong with the bytes or text, in words (mojibake, truncated body), empty where nothing is.
    """

    text: str
    lines: tuple[Line, ...]
    title: str | None
    metadata: dict[str, str]
    breadcrumb: tuple[str, ...]
    charset: str
    damage: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The notice-level fields that are read, named as the columns of `notices`; null where the notice does not say."""

    url: str
    title: str | None = None
    publisher: str | None = None
    channel: str | None = None
    source_label: str | None = None
    published_at: datetime | None = None
    notice_kind: str | None = None
    inspected_org: str | None = None
    inspecting_body: str | None = None
    inspection_tier: str = "unknown"
    inspection_mode: str | None = None
    inspection_focus: str = "unknown"
    inspection_round: str | None = None
    inspection_start: date | None = None
    inspection_end: date | None = None
    feedback_on: date | None = None
    issuer: str | None = None
    issued_on: date | None = None
    region_code: str | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    contact_phone: str | None = None
    contact_address: str | None = None
    contact_postcode: str | None = None
    contact_email: str | None = None
    stated_problem_count: int | None = None
    stated_completed_count: int | None = None
    stated_measure_count: int | None = None


class Section(NamedTuple):
    """One heading of the outline; `span` is label and title, `parent` a position in `Notice.sections`."""

    span: Span
    level: int
    label: str | None
    title: str
    parent: int | None
    item_count: int


class Item(NamedTuple):
    """One problem and its answer. `span` runs from the heading to the end of the answer."""

    span: Span
    section: int | None
    number: str | None
    problem: str
    problem_span: Span
    heading: str
    status: str
    status_text: str | None
    is_long_term: bool
    response: str
    response_span: Span | None
    responsible_org: str | None
    responsible_role: str | None
    deadline: date | None
    completed_on: date | None


class Measure(NamedTuple):
    """One measure. `span` includes the marker and `text` does not; `item` is null in the general part."""

    span: Span
    item: int | None
    section: int | None
    marker: str | None
    text: str


class Metric(NamedTuple):
    """One quantity with its qualifier; `section`, `item` and `measure` are positions, null where it stands outside."""

    span: Span
    section: int | None
    item: int | None
    measure: int | None
    value: float
    unit_text: str
    quantity_kind: str
    amount: float
    unit: str
    qualifier: str
    change: str
    upper_value: float | None
    subject: str | None
    as_of: date | None
    context: str


class DocumentMention(NamedTuple):
    """One mention of 《…》; `span` includes the outer brackets and `name` does not."""

    span: Span
    item: int | None
    measure: int | None
    name: str
    action: str


class DateMention(NamedTuple):
    """One date or period of the body, both ends included."""

    span: Span
    item: int | None
    measure: int | None
    date_start: date
    date_end: date
    precision: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a reader should know. `table` and `index` say which row; both null for the notice as a whole."""

    check: str
    severity: str
    message_zh: str
    message_en: str
    evidence: tuple[str, ...]
    table: str | None = None
    index: int | None = None
    expected: str | None = None
    observed: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Everything read from one capture. `is_notice` is false for a page that is no rectification notice."""

    head: Head
    text: str
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    measures: tuple[Measure, ...]
    metrics: tuple[Metric, ...]
    documents: tuple[DocumentMention, ...]
    dates: tuple[DateMention, ...]
    findings: tuple[Finding, ...]
    is_notice: bool = True


@dataclass(frozen=True, slots=True)
class Outline:
    """The notice's skeleton: what the outline stage hands to the stages that read facts inside it."""

    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    measures: tuple[Measure, ...]
