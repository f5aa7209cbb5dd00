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
