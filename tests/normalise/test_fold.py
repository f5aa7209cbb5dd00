"""Folding keeps every offset."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.normalise.fold import fold


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("（一）", "(一)"),
        ("３５.９％", "35.9%"),
        ("２０２２年１１月", "2022年11月"),
        ("〔2020〕20号", "[2020]20号"),
        ("2022—2024年", "2022-2024年"),
        ("整改状态：已完成，长期坚持；", "整改状态:已完成,长期坚持;"),
        ("　　一、\xa0", "  一、 "),
        ("《“十四五”规划》、①㎡。", "《“十四五”规划》、①㎡。"),
    ],
)
def test_width_blanks_and_dashes_become_one_form(printed: str, folded: str) -> None:
    assert fold(printed) == folded
