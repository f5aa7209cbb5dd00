"""datapackage.json: the release as a Data Package (version 2), made from the schemas.

Every CSV file is a tabular resource with its Table Schema, digest and size; Parquet, SQLite and the workbook are
listed as files beside them. Source of the terms: https://datapackage.org/standard/data-package/
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flows import schema
from flows.release.formats.checksums import file_sha256
from flows.release.formats.edition import (
    LICENCE,
    LICENCE_TITLE,
    LICENCE_URL,
    NAME,
    TITLE_EN,
    TITLE_ZH,
    Edition,
    csv_path,
    parquet_path,
)

DATAPACKAGE = "datapackage.json"
_DESCRIPTION = (
    "Problems, measures, quantities, dates and documents read from published notices, each with its quote and its "
    "place in the text. 从公开通报中读出的问题、措施、数量、日期与文件，每个值都附原文及位置。"
)
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def write_datapackage(edition: Edition, folder: Path) -> None:
    """Write it; the files that it describes are in place."""
    text = json.dumps(_package(edition, folder), ensure_ascii=False, indent=2)
    (folder / DATAPACKAGE).write_text(text + "\n", encoding="utf-8", newline="\n")


def read_datapackage(release: Path) -> dict[str, Any]:
    """The descriptor of a release."""
    package: dict[str, Any] = json.loads((release / DATAPACKAGE).read_text(encoding="utf-8"))
    return package


def _package(edition: Edition, folder: Path) -> dict[str, Any]:
    return {
        "$schema": _PROFILE,
        "name": NAME,
        "title": f"{TITLE_ZH} · {TITLE_EN}",
        "description": _DESCRIPTION,
        "version": edition.version,
        "created": f"{edition.released_on.isoformat()}T00:00:00+08:00",
        "keywords": ["China", "inspection", "rectification", "巡视", "巡察", "整改"],
        "licenses": [{"name": LICENCE, "path": LICENCE_URL, "title": LICENCE_TITLE}],
        "contributors": [{"title": "Zhenggai Open Data", "roles": ["publisher"]}],
        "zhenggai": {
            "previous": edition.previous,
            "schemaVersion": schema.SCHEMA_VERSION,
            "releasedOn": edition.released_on.isoformat(),
            "rows": edition.counts,
        },
        "resources": [
            *(_tabular(described, folder, edition.counts[described.name]) for described in schema.tables()),
            *(
                _file(f"{described.name}-parquet", parquet_path(described.name), folder)
                for described in schema.tables()
            ),
            _file("sqlite", "sqlite/zhenggai.db", folder),
            _file("workbook", "excel/zhenggai.xlsx", folder),
        ],
    }


def _tabular(described: schema.Table, folder: Path, rows: int) -> dict[str, Any]:
    path = csv_path(described.name)
    return {
        "name": described.name,
        "type": "table",
        "path": path,
        "title": f"{described.title_zh} · {described.title_en}",
        "description": f"{described.description_en} {described.description_zh}",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_content(folder / path),
        "rows": rows,
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema.table_schema(described),
    }


_FORMATS = {
    ".parquet": ("parquet", "application/vnd.apache.parquet"),
    ".db": ("sqlite", "application/vnd.sqlite3"),
    ".xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def _file(name: str, path: str, folder: Path) -> dict[str, Any]:
    """A file that is no table to a Data Package reader: the same rows in another format."""
    kind, mediatype = _FORMATS[Path(path).suffix]
    return {
        "name": name,
        "type": "file",
        "path": path,
        "format": kind,
        "mediatype": mediatype,
        **_content(folder / path),
    }


def _content(file: Path) -> dict[str, Any]:
    return {"hash": f"sha256:{file_sha256(file)}", "bytes": file.stat().st_size}
