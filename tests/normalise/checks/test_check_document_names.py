"""One document in two spellings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.normalise.checks import find_findings
from flows.normalise.checks.document_names import usual_spellings
from flows.normalise.tables import notice_rows
from tests.normalise.checks.invented import Invented, of_items, page_of

VARIANTS = [
    ("出台《某县医用耗材管理办法》，规范耗材采购。", "把《某县医用耗村管理办法》执行情况列为重点。"),
    ("印发《某市科研经费管理办法》，有办法可依。", "严格执行《某市科研经费管理力法》。"),
    ("出台《某院耗材采购管理办法》，集中采购。", "对照《某院耗材采构管理办法》梳理风险。"),
    ("印发《某县住房和城乡建设局支付办法》，住房和城乡统筹。", "将《某县住房与城乡建设局支付办法》汇编成册。"),
    ("印发《关于深入开展谈心谈话的方案》，深入基层。", "印发《关于深人开展谈心谈话的方案》。"),
    ("制定《某局党组会议议事规则》，按规则议事。", "严格落实《某局党组会议议事规侧》。"),
    ("制定《内部控制制度》。", "严格执行《内部控制制度度》。"),
    ("印发《某镇农村集体资产监督管理办法》。", "严格执行《某镇农村集体资产监督管里办法》。"),
    (
        "印发《某县采购履约管理办法（试行）》。领导干部述职时说明履职情况。",
        "对照《某县采购履职管理办法（试行）》评定。",
    ),
]

DIFFERENT = [
    ("印发《某局2022年工作要点》。", "印发《某局2023年工作要点》。"),
    ("学习《实施条例第一部分》。", "学习《实施条例第二部分》。"),
    ("印发《某县管理办法》。", "落实《某市管理办法》。"),
    ("印发《某局上半年考核方案》。", "落实《某局下半年考核方案》。"),
    ("印发《某某某某局机关会议制度》。", "印发《某某某某局机关会计制度》。"),
    ("印发《管理办法》。", "印发《管理规定》。"),
    ("印发《某局采购管理办法（试行）》。", "修订《某局采购管理办法》。"),
    ("印发《某局采购管理办法》。", "落实《某局“采购”管理办法》。"),
    ("印发《某局接待办法》。", "落实《某局接待办法》。"),
]


def two(first: str, last: str) -> Invented:
    invented = Invented()
    invented.item("甲不到位", [first])
    invented.item("乙不到位", [last])
    return invented


@pytest.mark.parametrize(("first", "last"), VARIANTS)
def test_the_odd_spelling_is_found(first: str, last: str) -> None:
    invented = two(first, last)
    (found,) = invented.findings("document_name_variant")
    assert of_items([found]) == [1]
    assert found.evidence[0] in last
    assert found.evidence[1] in first


@pytest.mark.parametrize(("first", "last"), DIFFERENT)
def test_other_documents_pass(first: str, last: str) -> None:
    assert not two(first, last).findings("document_name_variant")


def test_the_odd_spelling_may_come_first() -> None:
    invented = two("印发《关于深人开展谈心谈话的方案》。", "印发《关于深入开展谈心谈话的方案》，深入一线。")
    assert of_items(invented.findings("document_name_variant")) == [0]


def test_both_spellings_are_one_document() -> None:
    notice = two("印发《关于深入开展谈话的方案》，深入基层。", "落实《关于深人开展谈话的方案》。").notice()
    notice = replace(notice, findings=find_findings(notice, page_of(notice.text)))
    assert usual_spellings(notice) == {"关于深人开展谈话的方案": "关于深入开展谈话的方案"}
    rows = notice_rows(notice, "source", "0" * 64).rows["documents"]
    assert len({row["document_id"] for row in rows}) == 1
    assert [row["name"] for row in rows] == ["关于深入开展谈话的方案", "关于深人开展谈话的方案"]


def test_without_a_finding_every_name_is_usual() -> None:
    assert usual_spellings(two("印发《甲乙丙丁办法》。", "落实《甲乙丙丁办法》。").notice()) == {}


def test_very_many_names_alike_are_not_all_laid_beside_each_other() -> None:
    notice = Invented()
    for place in range(1_000):
        notice.item(measures=[f"印发《云湾县河湖管护办法{chr(0x4E00 + place % 40)}{chr(0x5E00 + place // 40)}》。"])
    assert len(notice.findings("document_name_variant")) < len(notice.items)
