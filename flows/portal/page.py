"""index.html of a release: what is in it, where to get it, and what changed, in Chinese and English.

Self-contained: no script, no font, no picture from elsewhere. All text from notices is escaped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from flows import schema
from flows.release.changelog import notices_by_cause
from flows.release.formats.edition import LICENCE, LICENCE_URL, TITLE_EN, TITLE_ZH, Edition, csv_path, parquet_path
from flows.release.values import Row

_MOST_NOTICES = 1000
_NEWS = (("first_seen", "新增", "New"), ("source_edit", "网页被改动", "Edited at the source"),
         ("withdrawn", "页面下线，数据保留", "Withdrawn, rows kept"),
         ("restored", "页面恢复", "Restored"))  # fmt: skip
# An address that may become a link; javascript: and the like stay text.
_WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>]{1,2000}")


@dataclass(frozen=True, slots=True)
class Download:
    """One file to take; `size` in words."""

    path: str
    size: str


@dataclass(frozen=True, slots=True)
class News:
    """What happened to some notices since the last release."""

    label_zh: str
    label_en: str
    notices: tuple[Row, ...]


def write_index_page(edition: Edition, folder: Path) -> None:
    """Write `index.html` into the folder of a release whose data files are in place."""
    environment = Environment(
        loader=PackageLoader("flows.portal", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    columns = ["notice_id", "title", "inspected_org", "url", "item_count", "published_at"]
    notices = [_with_link(row) for row in edition.tables["notices"].select(columns).to_pylist()]
    text = environment.get_template("index.html.j2").render(
        edition=edition,
        title_zh=TITLE_ZH,
        title_en=TITLE_EN,
        licence=LICENCE,
        licence_url=LICENCE_URL,
        tables=[(described, _downloads(described.name, folder)) for described in schema.tables()],
        whole=[_download(path, folder) for path in ("excel/zhenggai.xlsx", "sqlite/zhenggai.db")],
        news=_news(edition, {row["notice_id"]: row for row in notices}),
        notices=notices[:_MOST_NOTICES],
        others=max(0, len(notices) - _MOST_NOTICES),
    )
    (folder / "index.html").write_text(text, encoding="utf-8", newline="\n")


def _with_link(row: Row) -> Row:
    return row | {"link": row["url"] if _WEB_ADDRESS.fullmatch(row["url"]) else None}


def _news(edition: Edition, notices: dict[str, Row]) -> list[News]:
    if edition.previous is None:
        return []
    concerned = notices_by_cause(edition.tables)
    return [
        News(zh, en, tuple(notices[each] for each in concerned[cause] if each in notices))
        for cause, zh, en in _NEWS
        if cause in concerned
    ]


def _downloads(name: str, folder: Path) -> list[Download]:
    return [_download(path, folder) for path in (csv_path(name), f"excel/{name}.csv", parquet_path(name))]


def _download(path: str, folder: Path) -> Download:
    return Download(path, _size((folder / path).stat().st_size))


def _size(count: int) -> str:
    amount = float(count)
    for unit in ("B", "KB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"
