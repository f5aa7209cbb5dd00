"""Bytes to text: the proof counts, not the claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.normalise.charset import decode_payload

TEXT = "中共沧屏县人民医院委员会关于巡察整改情况的报告，清理㐀䓖等药材"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_undeclared_text_is_read(encoding: str) -> None:
    decoded = decode_payload(TEXT.encode(encoding))
    assert (decoded.text, decoded.is_lossy) == (TEXT, False)


def test_gb2312_is_read_as_its_superset() -> None:
    payload = f"<meta charset=gb2312>{TEXT}".encode("gb18030")
    assert decode_payload(payload).text.endswith(TEXT)
    assert decode_payload(payload).charset == "gb18030"


def test_big5_counts_where_it_is_declared() -> None:
    words = "根據縣委統一部署，縣委第三巡察組對縣水利局進行了巡察" * 4
    assert decode_payload(words.encode("big5"), "text/html; charset=big5").text == words


@pytest.mark.parametrize("name", ["latin-1", "idna", "utf-7", "unicode_escape", "hex", "no-such", "rot13"])
def test_other_declarations_prove_nothing(name: str) -> None:
    assert decode_payload(TEXT.encode("gb18030"), f"text/html; charset={name}").text == TEXT


def test_a_few_broken_bytes_cost_only_themselves() -> None:
    payload = (TEXT * 50).encode()
    decoded = decode_payload(payload[:100] + b"\xff" + payload[100:])
    assert decoded.is_lossy
    assert decoded.charset == "utf-8"
    assert decoded.text.count("\ufffd") <= 5


@given(st.binary(max_size=200), st.text(max_size=30))
def test_any_bytes_are_text(payload: bytes, header: str) -> None:
    assert isinstance(decode_payload(payload, header).text, str)


TRADITIONAL = "中共縣水利局黨組關於縣委巡察組反饋意見的整改情況，召開會議研究，是一次檢查。" * 20


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_by_its_nuls(encoding: str) -> None:
    html = f"<html><head><meta charset=utf-8><title>{TEXT}</title></head><body><p>{TEXT}</p></body></html>"
    assert decode_payload(html.encode(encoding)).text == html


@pytest.mark.parametrize("declared", ["", "<meta charset=gb2312>", "<meta charset=utf-8>"])
def test_big5_that_nobody_declares_is_told_by_its_words(declared: str) -> None:
    assert decode_payload((declared + TRADITIONAL).encode("big5")).text == declared + TRADITIONAL
    simplified = f"{declared}{TEXT}的一是不在，了。" * 20
    assert decode_payload(simplified.encode("gb18030")).text == simplified


@pytest.mark.parametrize(("encoding", "western"), [("utf-8", "latin-1"), ("gb18030", "latin-1")])
def test_text_stored_as_western_letters_is_restored(encoding: str, western: str) -> None:
    meant = "中共县水利局党组关于县委巡察组反馈意见的整改情况，召开会议研究。" * 20
    decoded = decode_payload(meant.encode(encoding).decode(western).encode())
    assert (decoded.text, decoded.is_restored) == (meant, True)
    assert not decode_payload(meant.encode()).is_restored
