"""Ids begin with a letter, depend on what a row says, and never repeat."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from flows.normalise.identifiers import IdentifierSeries, identifier, notice_identifier

SHAPE = re.compile(r"[a-z][0-9a-f]{20}")


@given(st.text())
def test_an_id_never_looks_like_a_number_or_a_date(url: str) -> None:
    assert SHAPE.fullmatch(notice_identifier(url))


@given(st.lists(st.sampled_from(["a", "b", None])))
def test_equal_rows_get_different_ids(texts: list[str | None]) -> None:
    series = IdentifierSeries("items", "n1")
    ids = [series.next(text) for text in texts]
    assert len(set(ids)) == len(ids)


def test_an_id_does_not_depend_on_the_order_of_other_rows() -> None:
    forwards, backwards = IdentifierSeries("items", "n1"), IdentifierSeries("items", "n1")
    assert [forwards.next("a"), forwards.next("b")] == [backwards.next("b"), backwards.next("a")][::-1]


def test_null_empty_and_joined_parts_are_told_apart() -> None:
    ids = {identifier("x", *parts) for parts in [("a", None), ("a", ""), ("a",), ("", "a"), (None, "a"), ("ab", "")]}
    assert len(ids) == 6


def test_the_id_of_an_address_is_fixed_for_ever() -> None:
    assert notice_identifier("https://www.example.org/post_1.html") == notice_identifier(
        "https://www.example.org/post_1.html"
    )
    assert notice_identifier("https://www.example.org/post_1.html") == "n692bdd127c66aff5582c"
