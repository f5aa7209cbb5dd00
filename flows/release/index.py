"""index.json: every release of an output folder, newest first, and which is the latest.

It is made from the releases themselves, so it can always be made again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flows.release.formats.checksums import SHA256SUMS, file_sha256
from flows.release.formats.datapackage import read_datapackage
from flows.release.reading import INDEX, RELEASES, published_versions
from flows.release.staging import replace_file


def write_index(output: Path) -> None:
    """Write index.json, unless it is right already; does nothing where nothing was published."""
    versions = published_versions(output)
    if not versions:
        return
    releases = [_entry(output, version) for version in reversed(versions)]
    text = json.dumps({"latest": versions[-1], "releases": releases}, ensure_ascii=False, indent=2) + "\n"
    path = output / INDEX
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        replace_file(path, text)


def _entry(output: Path, version: str) -> dict[str, Any]:
    release = output / RELEASES / version
    package = read_datapackage(release)
    own = package["zhenggai"]
    return {
        "version": version,
        "path": f"{RELEASES}/{version}/",
        "released_on": own["releasedOn"],
        "previous": own["previous"],
        "schema_version": own["schemaVersion"],
        "rows": own["rows"],
        "datapackage": f"{RELEASES}/{version}/datapackage.json",
        "sha256sums_sha256": file_sha256(release / SHA256SUMS),
    }
