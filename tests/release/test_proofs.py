"""verify, explain and diff over releases that were read from a real archive."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from flows.archive.entry import Visit
from flows.archive.store import Archive
from flows.clock import SHANGHAI
from flows.errors import ReleaseError
from flows.normalise.batch import address_batches, combine, read_batch
from flows.release.diff import diff_releases
from flows.release.explain import explain_row
from flows.release.formats.checksums import write_checksums
from flows.release.publish import publish
from flows.release.reading import read_table
from flows.release.verify import verify_release

FIXTURES = Path(__file__).parents[1] / "fixtures" / "corpus"
EDITED, WITHDRAWN, OTHER = "jichuan-water-group-2024", "yaogang-agriculture-2024", "cangping-hospital-2023"
OLD, NEW = "2026.11.21", "2026.11.22"


def visit(stem: str, day: int, payload: bytes | None = None, status: int = 200) -> Visit:
    return Visit(
        url=f"https://www.example.gov.cn/{stem}.html",
        source_id="example",
        fetched_at=datetime(2026, 11, day, 9, tzinfo=SHANGHAI),
        http_status=status,
        headers=(("Content-Type", "text/html"),),
        payload=payload if payload is not None else (FIXTURES / f"{stem}.html").read_bytes(),
    )


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases: the first notice is edited (its postcode and a date), the second withdrawn."""
    folder = tmp_path_factory.mktemp("published")
    page = (FIXTURES / f"{EDITED}.html").read_bytes()
    editions = (
        [visit(EDITED, 21), visit(WITHDRAWN, 21), visit(OTHER, 21)],
        [visit(EDITED, 22, page.replace(b"12", b"11")), visit(WITHDRAWN, 22, b"gone", 404), visit(OTHER, 22)],
    )
    for day, visits in zip((21, 22), editions, strict=True):
        with Archive(folder / "archive") as archive:
            for each in visits:
                archive.store(each)
            tables = combine([read_batch(folder / "archive", batch) for batch in address_batches(archive)])
        publish(tables, output=folder / "output", quality=folder / "absent", released_on=date(2026, 11, day))
    return folder


@pytest.fixture
def archive(published: Path) -> Iterator[Archive]:
    with Archive(published / "archive") as opened:
        yield opened


@pytest.fixture
def release(published: Path, tmp_path: Path) -> Path:
    """A copy of the newer release that a test may damage, its predecessor beside it."""
    shutil.copytree(published / "output" / "releases", tmp_path / "releases")
    return tmp_path / "releases" / NEW


def rewrite(release: Path, table: str, change: Any) -> None:
    """Change a table as a forger would who also mends the checksums."""
    path = release / "parquet" / f"{table}.parquet"
    pq.write_table(change(pq.read_table(path)), path)
    write_checksums(release)


def with_value(table: pa.Table, column: str, value: object, row: int = 0) -> pa.Table:
    values = table[column].to_pylist()
    values[row] = value
    return table.set_column(
        table.column_names.index(column), table.schema.field(column), pa.array(values, table.schema.field(column).type)
    )


def failures(release: Path, archive: Archive) -> set[tuple[str, str]]:
    verification = verify_release(release, archive)
    assert verification.failures
    assert "proofs failed" in verification.in_words()
    return {(failure.what, failure.table) for failure in verification.failures}


@pytest.mark.parametrize("version", [OLD, NEW])
def test_releases_prove_true(published: Path, archive: Archive, version: str) -> None:
    verification = verify_release(published / "output" / "releases" / version, archive)
    assert [str(failure) for failure in verification.failures] == []
    assert verification.proved["notices"] == 3
    assert verification.proved["quotes"] > 200
    assert verification.in_words().endswith("prove true")


def test_a_damaged_file_is_named(release: Path, archive: Archive) -> None:
    (release / "csv" / "items.csv").write_text("no", encoding="utf-8")
    (release / "csv" / "dates.csv").unlink()
    (release / "csv" / "surprise.csv").touch()
    wrong = {(failure.what, failure.where) for failure in verify_release(release, archive).failures}
    assert wrong == {
        ("file differs from SHA256SUMS", "csv/items.csv"),
        ("file missing", "csv/dates.csv"),
        ("file not listed in SHA256SUMS", "csv/surprise.csv"),
    }


def test_a_forged_quote_is_found(release: Path, archive: Archive) -> None:
    rewrite(release, "metrics", lambda table: with_value(table, "quote", "999宗"))
    row_id = read_table(release, "metrics")["metric_id"][0].as_py()
    found = [failure for failure in verify_release(release, archive).failures if failure.row_id == row_id]
    assert [(failure.table, failure.where) for failure in found] == [("metrics", "quote")]


def test_a_forged_text_is_found(release: Path, archive: Archive) -> None:
    def forge(table: pa.Table) -> pa.Table:
        return with_value(table, "text", table["text"][0].as_py() + "。")

    rewrite(release, "notices", forge)
    assert ("text is not what the capture says", "notices") in failures(release, archive)


def test_a_lost_key_and_a_lost_parent_are_found(release: Path, archive: Archive) -> None:
    rewrite(release, "measures", lambda table: pa.concat_tables([table, table.slice(0, 1)]))
    rewrite(release, "items", lambda table: table.slice(1))
    found = failures(release, archive)
    assert ("key occurs more than once", "measures") in found
    assert any(table == "measures" and "items" in what for what, table in found)
    assert ("the changes since 2026.11.21 do not lead to this release", "changes") in found


def test_missing_values_and_unknown_codes_are_found(release: Path, archive: Archive) -> None:
    rewrite(release, "items", lambda table: with_value(with_value(table, "status", "nearly"), "problem", None))
    assert {("value is no code of item_status", "items"), ("required value is missing", "items")} <= failures(
        release, archive
    )


def test_other_columns_are_found(release: Path, archive: Archive) -> None:
    rewrite(release, "dates", lambda table: table.rename_columns([name.upper() for name in table.column_names]))
    assert ("columns are not those of the schema", "dates") in failures(release, archive)


def test_a_missing_capture_is_found(release: Path, tmp_path: Path) -> None:
    with Archive(tmp_path / "empty") as other:
        assert {table for _, table in failures(release, other)} == {"snapshots"}


def test_a_missing_table_is_found(release: Path, archive: Archive) -> None:
    (release / "parquet" / "metrics.parquet").unlink()
    assert any(table == "metrics" for _, table in failures(release, archive))


def test_what_is_no_release_is_refused(tmp_path: Path, archive: Archive) -> None:
    with pytest.raises(ReleaseError, match="no release here"):
        verify_release(tmp_path, archive)
    with pytest.raises(ReleaseError, match="no release here"):
        diff_releases(tmp_path, tmp_path)


def test_diff_is_the_list_of_changes(published: Path) -> None:
    before, after = (published / "output" / "releases" / version for version in (OLD, NEW))
    assert diff_releases(before, after).equals(read_table(after, "changes"))
    back = diff_releases(after, before)
    assert set(back["release_from"].to_pylist()) == {NEW}
    assert diff_releases(after, published / "output" / "latest").num_rows == 0


def test_causes_of_an_edit_and_a_withdrawal(published: Path) -> None:
    changes = read_table(published / "output" / "latest", "changes")
    by_cause = {
        cause: set(changes.filter(pc.equal(changes["cause"], cause))["table"].to_pylist())
        for cause in set(changes["cause"].to_pylist())
    }
    assert set(by_cause) == {"source_edit", "withdrawn", "observed"}
    assert "notices" in by_cause["source_edit"]
    assert by_cause["withdrawn"] == {"revisions", "findings", "snapshots"}
    assert by_cause["observed"] <= {"revisions", "snapshots"}


def test_explain_shows_quote_page_capture_and_history(published: Path, archive: Archive) -> None:
    latest = published / "output" / "latest"
    changes = read_table(latest, "changes").to_pylist()
    change = next(row for row in changes if row["table"] == "notices" and row["field"] == "text")
    explained = explain_row(latest, change["row_id"], archive)
    assert explained.is_current
    assert explained.first_release == OLD
    assert any(entry.field == "text" and entry.cause == "source_edit" for entry in explained.history)
    metric = read_table(latest, "metrics").to_pylist()[0]
    explained = explain_row(latest, metric["metric_id"], archive)
    assert explained.evidence is not None
    assert explained.evidence.quote == metric["quote"]
    assert 0 < len(explained.evidence.before) <= 80
    assert explained.capture is not None
    assert explained.capture.is_archived is True
    words = explained.in_words()
    for piece in (
        f"【{metric['quote']}】",
        "https://www.example.gov.cn/",
        "warc.gz at byte",
        "in the data since release",
    ):
        assert piece in words


def test_explain_every_table(published: Path) -> None:
    latest = published / "output" / "latest"
    for name, key in (("findings", "finding_id"), ("snapshots", "snapshot_sha256"), ("revisions", "revision_id")):
        row_id = read_table(latest, name)[key][0].as_py()
        explained = explain_row(latest, row_id)
        assert (explained.table, explained.evidence) == (name, None)
        assert row_id in explained.in_words()


def test_explain_a_row_that_is_gone(published: Path) -> None:
    latest = published / "output" / "latest"
    removed = next(row for row in read_table(latest, "changes").to_pylist() if row["change"] == "removed")
    explained = explain_row(latest, removed["row_id"])
    assert (explained.is_current, explained.release) == (False, OLD)
    assert explained.history[-1].change == "removed"
    assert "no longer in the latest release" in explained.in_words()


def test_explain_an_unknown_id(published: Path) -> None:
    with pytest.raises(ReleaseError, match="No row has this id"):
        explain_row(published / "output" / "latest", "pnothing")
