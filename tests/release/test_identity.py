from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import schema
from flows.release.identity import inherit_identity
from flows.release.tables import canonical, empty

from .builder import Problem, Sketch, build_tables
from .conftest import ROADS

FIRST, SECOND, THIRD = ROADS.problems


def tables(*sketches: Sketch) -> dict[str, pa.Table]:
    built = build_tables(sketches)
    names = [name for name in schema.table_names() if name != "changes"]
    return {name: canonical(name, built[name]) if name in built else empty(name) for name in names}


def ids(data: dict[str, pa.Table], name: str, column: str) -> dict[str, str]:
    """What rows say → their id."""
    key = schema.table(name).primary_key
    return dict(zip(data[name][column].to_pylist(), data[name][key].to_pylist(), strict=True))


def after(*problems: Problem) -> dict[str, pa.Table]:
    return inherit_identity(tables(ROADS), tables(ROADS.with_problems(*problems)))


def test_nothing_changes_where_nothing_changed() -> None:
    before = tables(ROADS)
    assert all(table.equals(before[name]) for name, table in inherit_identity(before, tables(ROADS)).items())


def test_reordered_and_renumbered_items_keep_their_ids() -> None:
    before = ids(tables(ROADS), "items", "problem")
    assert ids(after(THIRD, FIRST, SECOND), "items", "problem") == before


def test_a_reworded_problem_keeps_its_id_and_its_measures_theirs() -> None:
    reworded = replace(FIRST, problem="执法监管仍不到位")
    data = after(reworded, SECOND, THIRD)
    assert ids(data, "items", "problem")[reworded.problem] == ids(tables(ROADS), "items", "problem")[FIRST.problem]
    assert ids(data, "measures", "text") == ids(tables(ROADS), "measures", "text")
    assert ids(data, "metrics", "quote") == ids(tables(ROADS), "metrics", "quote")


def test_an_edited_number_is_the_same_metric() -> None:
    edited = replace(FIRST, measures=("一是开展专项整治，办结520宗案件。", FIRST.measures[1]))
    data, before = after(edited, SECOND, THIRD), tables(ROADS)
    assert ids(data, "metrics", "quote")["520宗"] == ids(before, "metrics", "quote")["500宗"]
    assert ids(data, "measures", "text")[edited.measures[0]] == ids(before, "measures", "text")[FIRST.measures[0]]


def test_a_reworded_heading_keeps_its_id_and_references_follow() -> None:
    data = inherit_identity(tables(ROADS), tables(replace(ROADS, heading="一、整改进展情况")))
    (section,) = data["sections"]["section_id"].to_pylist()
    assert section == tables(ROADS)["sections"]["section_id"].to_pylist()[0]
    assert set(data["items"]["section_id"].to_pylist()) == {section}
    assert set(data["metrics"]["section_id"].to_pylist()) == {section}


def test_a_new_row_never_takes_the_id_of_another() -> None:
    edited = replace(FIRST, problem="执法监管不够到位")
    second = inherit_identity(tables(ROADS), tables(ROADS.with_problems(edited, SECOND, THIRD)))
    again = replace(FIRST, measures=("一是另一件完全不同的事情。",))
    third = inherit_identity(second, tables(ROADS.with_problems(edited, SECOND, THIRD, again)))
    found = ids(third, "items", "problem")
    assert found[edited.problem] == ids(tables(ROADS), "items", "problem")[FIRST.problem]
    assert found[again.problem] not in second["items"]["item_id"].to_pylist()
    assert len(set(found.values())) == 4


def test_findings_follow_the_rows_that_they_are_about() -> None:
    def with_finding(data: dict[str, pa.Table]) -> dict[str, pa.Table]:
        item = data["items"].to_pylist()[0]
        row = {
            "finding_id": f"f-{item['item_id']}", "check": "status_contradiction", "severity": "warning",
            "notice_id": item["notice_id"], "table": "items", "row_id": item["item_id"], "message_zh": "矛盾",
            "message_en": "contradiction", "observed": "将",
        }  # fmt: skip
        return data | {"findings": pa.Table.from_pylist([row], schema=data["findings"].schema)}

    before = with_finding(tables(ROADS))
    reworded = ROADS.with_problems(replace(FIRST, problem="执法监管仍不到位"), SECOND, THIRD)
    data = inherit_identity(before, with_finding(tables(reworded)))
    assert data["findings"].equals(before["findings"])


WORDS = st.lists(st.sampled_from("检查整改问题落实制度监督公路安全培训养护资金"), min_size=8, max_size=16).map("".join)


@settings(max_examples=30, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6, unique=True), st.randoms(use_true_random=False), st.data())
def test_edit_scripts_keep_the_graph_whole(problems: list[str], random: object, data: st.DataObject) -> None:
    """After any edit ids are unique, references lead somewhere, and unchanged problems keep their ids."""
    before = Sketch(
        "n", tuple(Problem(text, (f"一是{text}办结{number}宗。",)) for number, text in enumerate(problems))
    )
    kept = data.draw(st.lists(st.sampled_from(problems), unique=True))
    added = [text for text in data.draw(st.lists(WORDS, max_size=3, unique=True)) if text not in problems]
    random.shuffle(kept)  # type: ignore[attr-defined]
    edited = tuple(Problem(text, (f"一是{text}办结{len(text)}宗。",)) for text in [*kept, *added])
    old = tables(before)
    result = inherit_identity(old, tables(before.with_problems(*edited)))
    found = ids(result, "items", "problem")
    assert len(set(found.values())) == len(found)
    assert {text: found[text] for text in kept} == {text: ids(old, "items", "problem")[text] for text in kept}
    assert set(result["measures"]["item_id"].to_pylist()) <= set(found.values())
    assert set(result["metrics"]["measure_id"].to_pylist()) <= set(result["measures"]["measure_id"].to_pylist())
