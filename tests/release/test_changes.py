from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import schema
from flows.errors import VerificationError
from flows.release.changes import find_changes, material
from flows.release.composition import apply_changes, prove_composition
from flows.release.tables import ReleaseTables, canonical, empty

from .builder import Problem, Sketch, build_tables
from .conftest import HEALTH, ROADS

FIRST, SECOND, THIRD = ROADS.problems
EDITED = replace(
    ROADS,
    problems=(replace(FIRST, measures=("一是开展专项整治，办结520宗案件。", FIRST.measures[1])), SECOND, THIRD),
    earlier=(ROADS.snapshot,),
    visits=(0, 1),
)


def release(version: str, *sketches: Sketch, lacking: tuple[str, str] | None = None) -> ReleaseTables:
    built = build_tables(sketches)
    names = [name for name in schema.table_names() if name != "changes"]
    columns = {
        name: frozenset(column for column in schema.table(name).column_names if (name, column) != lacking)
        for name in names
    }
    tables = {
        name: canonical(name, built[name].select(columns[name])) if name in built else empty(name) for name in names
    }
    return ReleaseTables(version, tables, columns)


def changes(before: ReleaseTables, after: ReleaseTables) -> pa.Table:
    found = find_changes(before, after)
    prove_composition(before.tables, found, after.tables)
    return found


def with_another_snapshot(after: ReleaseTables) -> ReleaseTables:
    known = after.tables["snapshots"]
    snapshot = known.to_pylist()[0] | {"snapshot_sha256": "f" * 64}
    seen = pa.concat_tables([known, pa.Table.from_pylist([snapshot], schema=known.schema)])
    return replace(after, tables={**after.tables, "snapshots": canonical("snapshots", seen)})


def causes(table: pa.Table, *names: str) -> set[str]:
    return set(table.filter(pc.is_in(table["table"], pa.array(names)))["cause"].to_pylist())


def test_nothing() -> None:
    assert changes(release("a", ROADS), release("b", ROADS)).num_rows == 0


def test_an_edit_shows_old_and_new_value() -> None:
    found = changes(release("a", ROADS), release("b", EDITED))
    texts = [row for row in found.to_pylist() if (row["table"], row["field"]) == ("notices", "text")]
    assert [(row["old_value"], row["new_value"], row["cause"]) for row in texts] == [
        (ROADS.text, EDITED.text, "source_edit")
    ]
    assert set(material(found)["cause"].to_pylist()) == {"source_edit"}
    assert set(found["release_from"].to_pylist()) == {"a"}


def test_a_new_notice_is_first_seen_row_by_row() -> None:
    found = changes(release("a", ROADS), release("b", ROADS, HEALTH))
    assert set(found["cause"].to_pylist()) == {"first_seen"}
    assert set(found["change"].to_pylist()) == {"added"}
    counted = Counter(found["table"].to_pylist())
    assert counted["notices"] == 1
    assert counted["measures"] == 2


def test_a_page_that_is_gone_keeps_its_rows() -> None:
    found = changes(release("a", HEALTH), release("b", replace(HEALTH, gone=True, visits=(0, 1))))
    assert set(found["table"].to_pylist()) == {"revisions", "findings"}
    assert set(material(found)["cause"].to_pylist()) == {"withdrawn"}


def test_the_same_capture_read_better() -> None:
    better = replace(ROADS.with_problems(replace(FIRST, status="not_completed"), SECOND, THIRD), extractor="0.2.0")
    found = changes(release("a", ROADS), release("b", better))
    assert set(found["cause"].to_pylist()) == {"extractor"}
    assert {row["field"] for row in found.to_pylist()} == {"status", "extractor_version"}


def test_another_version_that_reads_the_same_is_no_news() -> None:
    found = changes(
        release("a", ROADS, HEALTH), release("b", *(replace(e, extractor="0.2.0") for e in (ROADS, HEALTH)))
    )
    assert Counter((row["field"], row["cause"]) for row in found.to_pylist()) == {
        ("extractor_version", "extractor"): 2
    }
    assert material(found).num_rows == 0


def test_a_page_captured_again_is_no_news_for_another_version_either() -> None:
    after = release("b", replace(ROADS, extractor="0.2.0"))
    found = changes(release("a", ROADS), with_another_snapshot(after))
    assert {(row["table"], row["cause"]) for row in found.to_pylist()} == {
        ("notices", "extractor"),
        ("snapshots", "observed"),
    }
    assert material(found).num_rows == 0


def test_a_new_column_is_a_change_of_the_schema() -> None:
    found = changes(release("a", ROADS, lacking=("metrics", "subject")), release("b", ROADS))
    assert {(row["table"], row["field"], row["cause"]) for row in found.to_pylist()} == {
        ("metrics", "subject", "schema")
    }


def test_a_notice_that_left_the_archive() -> None:
    found = changes(release("a", ROADS, HEALTH), release("b", ROADS))
    assert set(found["change"].to_pylist()) == {"removed"}
    assert set(found["cause"].to_pylist()) == {"withdrawn"}


def test_a_later_visit_alone_is_no_news() -> None:
    found = changes(release("a", ROADS), release("b", replace(ROADS, visits=(0, 5))))
    assert {(row["field"], row["cause"]) for row in found.to_pylist()} == {("last_seen_at", "observed")}
    assert material(found).num_rows == 0


def test_a_page_that_changed_beside_its_notice_is_no_news() -> None:
    found = changes(release("a", ROADS), with_another_snapshot(release("b", ROADS)))
    assert [(row["table"], row["cause"]) for row in found.to_pylist()] == [("snapshots", "observed")]
    assert material(found).num_rows == 0


def test_an_edit_and_a_withdrawal_between_two_releases_are_told_apart() -> None:
    found = changes(release("a", ROADS), release("b", replace(EDITED, gone=True)))
    assert causes(found, "metrics", "measures", "notices") == {"source_edit"}
    assert causes(found, "revisions") == {"source_edit", "withdrawn", "observed"}


def test_a_page_that_came_back() -> None:
    back = release("c", HEALTH)
    last = back.tables["revisions"].to_pylist()[-1] | {"revision": 3, "revision_id": "rback00", "state": "restored"}
    gone = release("b", replace(HEALTH, gone=True))
    rows = [*gone.tables["revisions"].to_pylist(), last]
    revisions = canonical("revisions", pa.Table.from_pylist(rows, schema=back.tables["revisions"].schema))
    found = changes(gone, ReleaseTables("c", {**back.tables, "revisions": revisions}, back.columns))
    assert {(row["table"], row["cause"]) for row in found.to_pylist()} == {
        ("findings", "restored"),
        ("revisions", "restored"),
    }


def test_change_ids_are_unique_and_never_numbers() -> None:
    ids = changes(release("a", ROADS), release("b", EDITED, HEALTH))["change_id"].to_pylist()
    assert len(set(ids)) == len(ids)
    assert all(each[0].isalpha() for each in ids)


def test_incomplete_changes_are_noticed() -> None:
    before, after = release("a", ROADS), release("b", EDITED)
    found = find_changes(before, after)
    with pytest.raises(VerificationError, match="do not give this release"):
        prove_composition(before.tables, found.slice(1), after.tables)


PROBLEMS = st.lists(
    st.builds(
        Problem,
        problem=st.text("巡察整改问题甲乙丙丁", min_size=1, max_size=8),
        measures=st.lists(st.text('办结12宗，\n"', min_size=1, max_size=8), max_size=3).map(
            lambda texts: tuple(f"一是{text}。" for text in texts)
        ),
        status=st.sampled_from(["completed", "in_progress"]),
    ),
    max_size=4,
    unique_by=lambda problem: problem.problem,
)


@settings(max_examples=25, deadline=None)
@given(before=PROBLEMS, after=PROBLEMS, gone=st.booleans())
def test_previous_and_changes_always_give_this(before: list[Problem], after: list[Problem], gone: bool) -> None:
    old = release("a", Sketch("n", tuple(before)), HEALTH)
    new = release("b", Sketch("n", tuple(after), gone=gone), ROADS)
    found = find_changes(old, new)
    for name, table in new.tables.items():
        assert apply_changes(old.tables[name], found, name).equals(table)
