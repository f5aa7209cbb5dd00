"""CHANGELOG.md: what changed since the last release, in words, Chinese first, notice by notice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from flows import schema
from flows.release.changes import volatile_places
from flows.release.formats.edition import Edition
from flows.release.tables import CHANGES
from flows.release.values import Row
from flows.release.wording import (
    BOOKKEEPING,
    about,
    code_label,
    edit_in_words,
    field_label,
    notice_titles,
    shorten,
    subject_of,
    value_label,
)

_MOST_LINES = 100
_WEB_ADDRESS = re.compile(r"https?://[^\s<>]{1,2000}")
_MARKUP = str.maketrans(
    {mark: f"\\{mark}" for mark in "\\`*[]|~"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;", "\n": " "}
)
_HISTORY_TABLES = frozenset({"snapshots", "revisions"})
_SECTIONS = (
    ("source_edit", "网页改动 · Edited at the source"),
    ("restored", "页面恢复 · Restored"),
    ("correction", "人工更正 · Corrected by a person"),
)
_SUMMARIES = (
    ("extractor", "读取改进 · The same page, read better"),
    ("schema", "数据结构变化 · Schema"),
    ("observed", "再次访问 · Seen again"),
)


def write_changelog(edition: Edition, folder: Path) -> None:
    """Write `changes/CHANGELOG.md`."""
    (folder / CHANGES).mkdir(parents=True, exist_ok=True)
    text = "\n".join(_lines(edition)).rstrip() + "\n"
    (folder / CHANGES / "CHANGELOG.md").write_text(text, encoding="utf-8", newline="\n")


def notices_by_cause(tables: Mapping[str, pa.Table]) -> dict[str, tuple[str, ...]]:
    """The notices that something happened to, by what happened; each in the order of their ids."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    changes = tables[CHANGES].select(["notice_id", "cause"])
    for notice_id, cause in zip(changes["notice_id"].to_pylist(), changes["cause"].to_pylist(), strict=True):
        if notice_id is not None:
            found[cause].add(notice_id)
    return {cause: tuple(sorted(notices)) for cause, notices in found.items()}


def _lines(edition: Edition) -> Iterator[str]:
    yield f"# {edition.version}"
    yield ""
    if edition.previous is None:
        yield from _first_release(edition.counts["notices"], edition.counts["items"])
        return
    concerned = notices_by_cause(edition.tables)
    number = {cause: len(notices) for cause, notices in concerned.items()}
    added, edited, gone = (number.get(cause, 0) for cause in ("first_seen", "source_edit", "withdrawn"))
    yield f"与 {edition.previous} 相比：新增 {added} 篇，网页被改动 {edited} 篇，页面下线 {gone} 篇。"
    yield f"Since {edition.previous}: {added} notices new, {edited} edited at the source, {gone} withdrawn."
    yield ""
    yield "逐字段的清单见 changes.csv。Every field is listed in changes.csv."
    notices = {row["notice_id"]: row for row in _known_notices(edition)}
    yield from _presence(concerned, notices)
    yield from _told(edition, notices)
    yield from _summarised(edition)


def _first_release(notices: int, items: int) -> Iterator[str]:
    yield f"首个版本：{notices} 篇通报，{items} 个问题。没有更早的版本可比。"
    yield f"The first release: {notices} notices, {items} items. There is nothing to compare with."


def _known_notices(edition: Edition) -> list[Row]:
    columns = ["notice_id", "title", "url", "item_count", "inspected_org"]
    rows: list[Row] = edition.tables["notices"].select(columns).to_pylist()
    return rows


def _presence(concerned: Mapping[str, tuple[str, ...]], notices: Mapping[str, Row]) -> Iterator[str]:
    """Notices that are new, and notices whose page is gone."""
    for cause, heading in (("first_seen", "新增 · New"), ("withdrawn", "页面下线，数据保留 · Withdrawn, rows kept")):
        if cause in concerned:
            yield from ("", f"## {heading}", "")
            for notice_id in concerned[cause]:
                yield f"- {_notice(notices.get(notice_id), notice_id)}"


def _notice(row: Row | None, notice_id: str) -> str:
    if row is None:
        return f"{notice_id}（已不在本版本中 · no longer in this release）"
    items = f"{row['item_count']} 个问题 items"
    return f"{_escaped(row['title'] or row['url'])} — {items} — {_address(row['url'])} — `{notice_id}`"


def _told(edition: Edition, notices: Mapping[str, Row]) -> Iterator[str]:
    """What was edited or corrected, value by value."""
    titles = notice_titles(edition.tables["notices"])
    for cause, heading in _SECTIONS:
        groups: defaultdict[str, list[Row]] = defaultdict(list)
        for change in edition.tables[CHANGES].to_pylist():
            if change["cause"] == cause:
                groups[change["notice_id"] or ""].append(change)
        if groups:
            yield from ("", f"## {heading}")
        for notice_id, changes in groups.items():
            yield from ("", f"### {_escaped(titles.get(notice_id, '')) or '—'}", "")
            if notice_id in notices:
                yield f"{_address(notices[notice_id]['url'])} `{notice_id}`"
                yield ""
            yield from _limited(list(_edits(edition, changes)))


def _limited(lines: list[str]) -> Iterator[str]:
    yield from lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        yield f"- … 另有 {len(lines) - _MOST_LINES} 处，见 changes.csv · more in changes.csv"


def _edits(edition: Edition, changes: list[Row]) -> Iterator[str]:
    """One line a change of one notice; what merely follows from another line is left out."""
    hidden = volatile_places()
    modified = {(change["table"], change["row_id"], change["field"]) for change in changes if change["field"]}
    measures_changed = any(change["table"] == "measures" for change in changes)
    subjects = _subjects(edition, changes)
    for change in changes:
        table, field = change["table"], change["field"]
        if table in _HISTORY_TABLES or field in BOOKKEEPING or f"{table}.{field}" in hidden:
            continue
        if _follows(change, modified, measures_changed):
            continue
        subject = subjects.get((table, change["row_id"])) or (
            subject_of(change) if field is None else change["row_id"]
        )
        yield _edit(change, subject)


def _follows(change: Row, modified: set[tuple[str, str, str]], measures_changed: bool) -> bool:
    """Whether a change only repeats what another line of the same notice says."""
    place = (change["table"], change["field"])
    if place in {("notices", "text"), ("corrections", None)}:
        return True
    if place in {("items", "response"), ("items", "quote")}:
        return measures_changed
    others = {field for table, row, field in modified if (table, row) == (change["table"], change["row_id"])}
    return change["field"] == "quote" and bool(others - BOOKKEEPING - {"quote"})


def _subjects(edition: Edition, changes: Iterable[Row]) -> dict[tuple[str, str], str]:
    """What the modified rows are about."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for change in changes:
        wanted[change["table"]].add(change["row_id"])
    found: dict[tuple[str, str], str] = {}
    for name, ids in wanted.items():
        key = schema.table(name).primary_key
        rows = edition.tables[name].filter(
            pa.compute.is_in(edition.tables[name][key], pa.array(sorted(ids), pa.string()))
        )
        found |= {(name, row[key]): about(name, row) for row in rows.to_pylist()}
    return found


def _edit(change: Row, subject: str) -> str:
    table, field = change["table"], change["field"]
    row = f"{schema.table(table).title_zh} {table}「{_escaped(shorten(subject, 40))}」"
    if field is None:
        return f"- {row}: {code_label('change_kind', change['change'])}"
    old, new = (value_label(table, field, change[side]) for side in ("old_value", "new_value"))
    old, new = edit_in_words(old, new)
    return f"- {row} {field_label(table, field)}: {_escaped(old)} → {_escaped(new)}"


def _summarised(edition: Edition) -> Iterator[str]:
    """Changes of our own doing, counted by column."""
    hidden = volatile_places()
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for change in edition.tables[CHANGES].select(["cause", "table", "field", "change"]).to_pylist():
        place = f"{change['table']}.{change['field'] or change['change']}"
        counts[change["cause"]][place] += place not in hidden
    for cause, heading in _SUMMARIES:
        lines = [f"- {place}: {count}" for place, count in sorted(counts[cause].items()) if count]
        if lines:
            yield from ("", f"## {heading}", "", *lines)


def _escaped(text: str) -> str:
    """Text from a page, harmless in Markdown and in the HTML made from it."""
    return text.translate(_MARKUP)


def _address(url: str) -> str:
    return f"<{url}>" if _WEB_ADDRESS.fullmatch(url) else _escaped(url)
