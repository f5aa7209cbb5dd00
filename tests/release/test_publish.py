from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from flows import schema
from flows.errors import ReleaseError
from flows.normalise.records import Finding
from flows.normalise.tables import arrow_table, finding_row
from flows.portal.page import write_index_page
from flows.release import publish as publish_module
from flows.release.formats.checksums import release_files, wrong_files
from flows.release.reading import earlier_releases, version_of
from flows.release.staging import sole_publisher

from .builder import Problem, Sketch, build_tables
from .conftest import HEALTH, ROADS, Publisher
from .two_releases import main as publish_two_releases

ROOT = Path(__file__).parents[2]
EDITED = replace(ROADS, problems=ROADS.problems[1:], earlier=(ROADS.snapshot,), visits=(0, 1))


def index(output: Path) -> dict[str, object]:
    read: dict[str, object] = json.loads((output / "index.json").read_text(encoding="utf-8"))
    return read


def digests(folder: Path) -> dict[str, str]:
    return {path: sha256((folder / path).read_bytes()).hexdigest() for path in (*release_files(folder), "SHA256SUMS")}


def test_the_layout(publisher: Publisher) -> None:
    publication = publisher.publish([ROADS, HEALTH])
    assert publication.version == "2026.11.22"
    assert publication.counts == {"notices": 2, "items": 4, "findings": 0, "changes": 0}
    folder = publisher.output / "releases" / "2026.11.22"
    assert publication.folder == folder
    assert (publisher.output / "latest").resolve() == folder.resolve()
    assert sorted(path.name for path in publisher.output.iterdir()) == ["index.json", "latest", "releases"]
    expected = {f"parquet/{name}.parquet" for name in schema.table_names() if name != "changes"}
    expected |= {"changes/CHANGELOG.md", "changes/changes.csv", "changes/changes.parquet", "quality/report.html"}
    expected |= {"sqlite/zhenggai.db", "excel/zhenggai.xlsx", "excel/changes.csv", "datapackage.json", "README.md"}
    assert expected <= set(release_files(folder))
    assert wrong_files(folder) == ()


def test_the_index_lists_every_release_newest_first(continuing: Publisher) -> None:
    continuing.publish([EDITED])
    continuing.publish([EDITED, HEALTH], day=23)
    read = index(continuing.output)
    assert read["latest"] == "2026.11.23"
    assert [entry["version"] for entry in read["releases"]] == ["2026.11.23", "2026.11.22.1", "2026.11.22"]  # type: ignore[attr-defined]


def test_an_empty_archive_publishes_nothing(publisher: Publisher) -> None:
    publication = publisher.publish([])
    assert (publication.version, publication.counts["notices"]) == (None, 0)
    assert not (publisher.output / "latest").exists()


def test_unchanged_tables_publish_nothing(continuing: Publisher) -> None:
    before = digests(continuing.output / "latest")
    again = continuing.publish([replace(ROADS, visits=(0, 3))], day=25)
    assert (again.version, again.reason) == (None, "nothing changed since release 2026.11.22")
    assert again.folder == continuing.output / "releases" / "2026.11.22"
    assert digests(continuing.output / "latest") == before
    assert len(list((continuing.output / "releases").iterdir())) == 1


def test_volatile_values_travel_with_the_next_news(continuing: Publisher) -> None:
    continuing.publish([replace(ROADS, visits=(0, 3)), HEALTH], day=25)
    assert {row["cause"] for row in continuing.rows("changes")} == {"first_seen", "observed"}


def test_losing_every_notice_is_refused(continuing: Publisher) -> None:
    with pytest.raises(ReleaseError, match="hold no notice"):
        continuing.publish([], day=23)
    assert index(continuing.output)["latest"] == "2026.11.22"


def test_a_release_of_findings_alone_can_be_the_first(publisher: Publisher) -> None:
    failed = Finding("fetch_failed", "error", "网页抓取失败", "The page could not be fetched", (), observed="HTTP 500")
    findings = arrow_table("findings", [finding_row(failed, None, None, None)])
    first = publisher.publish_tables(build_tables([]) | {"findings": findings})
    assert (first.version, first.counts["notices"], first.counts["findings"]) == ("2026.11.22", 0, 1)
    assert publisher.publish([ROADS]).version == "2026.11.22.1"


def test_one_publisher_at_a_time(publisher: Publisher) -> None:
    with sole_publisher(publisher.output), pytest.raises(ReleaseError, match="Another process"):
        publisher.publish([ROADS])


def test_missing_quality_and_corrections_are_fine(publisher: Publisher) -> None:
    (publisher.quality / "report.json").unlink()
    (publisher.quality / "report.html").unlink()
    publisher.quality.rmdir()
    assert publisher.publish([ROADS]).version


def test_the_page_is_escaped_and_self_contained(publisher: Publisher, tmp_path: Path) -> None:
    evil = Sketch("evil", (Problem("问题", ("一是整改。",)),), title='<script>alert("x")</script>')
    tables = build_tables([evil])
    from datetime import date

    output = tmp_path / "pages"
    arguments = {"output": output, "quality": publisher.quality, "released_on": date(2026, 11, 22)}
    publish_module.publish(tables, **arguments, portal=write_index_page)  # type: ignore[arg-type]
    page = (output / "latest" / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert 'href="csv/items.csv"' in page
    assert wrong_files(output / "latest") == ()


def fail_at(monkeypatch: pytest.MonkeyPatch, target: object, name: str, call: int) -> None:
    """Let the function raise on its call of that number."""
    real, calls = getattr(target, name), [0]

    def failing(*arguments: object, **options: object) -> object:
        calls[0] += 1
        if calls[0] == call:
            raise OSError("the disk is full")
        return real(*arguments, **options)

    monkeypatch.setattr(target, name, failing)


STEPS = [
    *((publish_module, name, 1) for name in (
        "inherit_identity", "find_changes", "write_datapackage", "write_checksums", "wrong_files", "prove_composition",
        "make_durable", "put_in_place", "point_to_newest", "write_index")),
    *((os, "fsync", call) for call in (1, 40, 80)),
    *((Path, "replace", call) for call in (1, 2, 3)),
    *((Path, "mkdir", call) for call in (2, 4)),
    (Path, "symlink_to", 1),
]  # fmt: skip


@pytest.mark.parametrize(("target", "name", "call"), STEPS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_a_crash_at_any_step_leaves_the_last_release(
    continuing: Publisher, monkeypatch: pytest.MonkeyPatch, target: object, name: str, call: int
) -> None:
    before = digests(continuing.output / "latest")
    with monkeypatch.context() as patch:
        fail_at(patch, target, name, call + (name in {"point_to_newest", "write_index"}))
        try:
            continuing.publish([EDITED], day=23)
        except ReleaseError as error:
            assert "the disk is full" in str(error)
            assert wrong_files(continuing.output / "latest") == ()
            assert digests(continuing.output / "releases" / "2026.11.22") == before
            assert index(continuing.output)["latest"] == "2026.11.22"
    continuing.publish([EDITED], day=23)
    assert sorted(path.name for path in continuing.output.iterdir()) == ["index.json", "latest", "releases"]
    assert index(continuing.output)["latest"] == "2026.11.23" == version_of(continuing.output / "latest")
    assert wrong_files(continuing.output / "latest") == ()


def test_without_links_latest_is_a_copy(continuing: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, sketches in ((23, [EDITED]), (24, [ROADS])):
        with monkeypatch.context() as patch:
            fail_at(patch, Path, "symlink_to", 1)
            continuing.publish(sketches, day)
        latest = continuing.output / "latest"
        assert not latest.is_symlink()
        assert version_of(latest) == f"2026.11.{day}"
        assert earlier_releases(latest)[-1].name == f"2026.11.{day}"
        assert digests(latest) == digests(continuing.output / "releases" / f"2026.11.{day}")
    continuing.publish([EDITED], 25)
    assert (continuing.output / "latest").is_symlink()
    assert sorted(path.name for path in continuing.output.iterdir()) == ["index.json", "latest", "releases"]


def test_killed_runs_leave_no_rubbish(continuing: Publisher) -> None:
    (continuing.output / ".staging-2026.11.23" / "csv").mkdir(parents=True)
    (continuing.output / ".new-latest").symlink_to("releases/nowhere")
    (continuing.output / ".new-index.json").write_text("{", encoding="utf-8")
    (continuing.output / "index.json").unlink()
    continuing.publish([ROADS], day=23)
    assert sorted(path.name for path in continuing.output.iterdir()) == ["index.json", "latest", "releases"]


def test_two_processes_give_the_same_bytes(tmp_path: Path) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    publish_two_releases(here)
    environment = os.environ | {
        "PYTHONHASHSEED": "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
    }
    command = [sys.executable, "-m", "release.two_releases", str(elsewhere)]
    subprocess.run(command, check=True, env=environment, cwd=tmp_path)
    assert everything(here) == everything(elsewhere)


def everything(output: Path) -> dict[str, dict[str, str]]:
    written = {version: digests(output / "releases" / version) for version in ("2026.11.22", "2026.11.23")}
    return written | {"index": {"index.json": sha256((output / "index.json").read_bytes()).hexdigest()}}
