"""Documents that a notice names, and the verb that governs them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.normalise.documents import document_key, read_documents, title_spans
from flows.normalise.records import Item, Measure, Outline, Span

EMPTY = Outline((), (), ())


def named(text: str) -> list[tuple[str, str]]:
    return [(mention.name, mention.action) for mention in read_documents(text, EMPTY)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("印发《甲办法》", ["甲办法"]),
        ("印发《关于公布〈甲目录〉的通知》", ["关于公布〈甲目录〉的通知"]),
        ("印发《关于公布《甲目录》的通知》，落实", ["关于公布《甲目录》的通知"]),
        ("印发《甲办法（试行）》《乙规划（2024—2028年）》", ["甲办法（试行）", "乙规划（2024—2028年）"]),
        ("印发《甲办法，修订《乙办法》", ["乙办法"]),
        ("印发甲办法》，修订《乙办法》", ["乙办法"]),
        ("印发《甲办法\n修订《乙办法》", ["乙办法"]),
        ("印发《》和《乙办法》", ["乙办法"]),
        ("《甲》》《《乙》", ["甲", "乙"]),
        ("没有文件", []),
    ],
)
def test_names_keep_nested_brackets_and_survive_lost_ones(text: str, names: list[str]) -> None:
    assert [name for name, _ in named(text)] == names


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("印发《甲》《乙》和《丙》", ["issued"] * 3),
        ("制定并印发《甲》", ["issued"]),
        ("出台《甲》，修订《乙》", ["issued", "revised"]),
        ("研究起草《甲》", ["drafted"]),
        ("制订完善《甲》", ["revised"]),
        ("以科室为单位修订完善《甲》", ["revised"]),
        ("签订《甲责任书》", ["signed"]),
        ("组织学习《甲》《乙》等", ["studied"] * 2),
        ("学习贯彻《甲》", ["studied"]),
        ("未按照《甲》的规定执行", ["implemented"]),
        ("严格落实《甲》，定期检查", ["implemented"]),
        ("认真落实市委组织部《甲》要求", ["implemented"]),
        ("根据《甲》、《乙》有关规定", ["implemented"] * 2),
        ("执行《甲》不到位", ["implemented"]),
        ("把《甲》执行情况列为审计内容", ["implemented"]),
        ("在2019年4月《甲》正式印发后", ["issued"]),
        ("向企业出具《甲许可证》", ["other"]),
        ("将《甲》《乙》等汇编成册", ["other"] * 2),
        ("建立健全《甲》等制度9项", ["other"]),
        ("重申《甲》，规范审批", ["implemented"]),
        ("修订《甲》后印发《乙》", ["revised", "issued"]),
        ("印发方案。《甲》内容", ["other"]),
    ],
)
def test_the_verb_that_governs(text: str, actions: list[str]) -> None:
    assert [action for _, action in named(text)] == actions


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("住房和城乡建设办法", "住房与城乡建设办法"),
        ("关于公布〈甲〉的通知", "关于公布《甲》的通知"),
        ("采购 办法（试行）", "采购办法(试行)"),
        ("“三重一大”制度", "三重一大制度"),
    ],
)
def test_one_key_for_spellings_of_one_name(name: str, other: str) -> None:
    assert document_key(name) == document_key(other)


def test_other_documents_have_other_keys() -> None:
    assert document_key("2022年工作要点") != document_key("2023年工作要点")


def test_mentions_know_their_place() -> None:
    text = "问题《甲》。一是印发《乙》。"
    item = Item(
        span=Span(0, len(text)), section=None, number="1", problem="问题", problem_span=Span(0, 5), heading="问题",
        status="completed", status_text=None, is_long_term=False, response=text[6:],
        response_span=Span(6, len(text)), responsible_org=None, responsible_role=None, deadline=None,
        completed_on=None,
    )  # fmt: skip
    outline = Outline((), (item,), (Measure(Span(6, len(text)), 0, None, "一是", text[8:]),))
    first, last = read_documents(text, outline)
    assert (first.item, first.measure, first.span.of(text)) == (0, None, "《甲》")
    assert (last.item, last.measure, last.span.of(text)) == (0, 0, "《乙》")


@given(st.text("《》〈〉甲乙印发修订，。\n（） ", max_size=80))
def test_spans_of_any_text_are_balanced_and_apart(text: str) -> None:
    spans = title_spans(text)
    for span in spans:
        quote = span.of(text)
        assert quote[0] == "《"
        assert quote[-1] == "》"
        assert quote.count("《") == quote.count("》")
        assert "\n" not in quote
    for before, after in zip(spans, spans[1:], strict=False):
        assert before.end <= after.start


@pytest.mark.parametrize("unit", ["《", "》", "《甲》", "《甲", "印发《甲》、", "《《》"])
def test_long_runs_are_safe(unit: str) -> None:
    read_documents(unit * 20000, EMPTY)


def test_deep_nests_are_safe() -> None:
    assert title_spans("《" * 20000 + "》" * 20000) == (Span(19920, 20080),)


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("《办法》已修订完善", ["revised"]),
        ("《甲》《乙》先后出台", ["issued", "issued"]),
        ("对《甲》和《乙》进行了修订", ["revised", "revised"]),
        ("《甲》（试行）等3项制度现已印发实施", ["issued"]),
        ("《甲》于2024年3月经局务会审议通过后印发", ["issued"]),
        ("启动《规划》编制", ["drafted"]),
        ("学习新修订的《条例》", ["studied"]),
        ("落实省厅印发的《通知》", ["implemented"]),
        ("新修订的《条例》", ["revised"]),
        ("以《纲要》为遵循，把《讲话》列为必学内容", ["implemented", "studied"]),
        ("制定实施《方案》，起草形成《细则》", ["drafted", "drafted"]),
    ],
)
def test_the_verb_may_stand_behind_or_as_an_attribute(text: str, actions: list[str]) -> None:
    assert [mention.action for mention in read_documents(text, Outline((), (), ()))] == actions
