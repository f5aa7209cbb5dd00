"""Ids begin with a letter, depend on what a row says, and never repeat."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from flows.normalise.identifiers import (
    contents_under,
    identifier,
    notice_identifier,
    row_identifiers,
    tree_identifiers,
)

SHAPE = re.compile(r"[a-z][0-9a-f]{20}")


@given(st.text())
def test_an_id_never_looks_like_a_number_or_a_date(url: str) -> None:
    assert SHAPE.fullmatch(notice_identifier(url))


@given(st.lists(st.sampled_from(["a", "b", ""])))
def test_equal_rows_get_different_ids(texts: list[str]) -> None:
    ids = row_identifiers("items", "n1", texts)
    assert len(set(ids)) == len(ids) == len(texts)


def test_an_id_does_not_depend_on_the_order_of_other_rows() -> None:
    assert row_identifiers("items", "n1", ["a", "b"]) == row_identifiers("items", "n1", ["b", "a"])[::-1]


def test_equal_words_under_other_parents_are_other_rows() -> None:
    contents = contents_under(["m1", "m2", None, "m1"], ["3次"] * 4)
    assert len(set(contents)) == 3
    assert len(set(row_identifiers("metrics", "n1", contents))) == 4


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["a", "b"]))))
def test_the_rows_of_a_tree_are_named_by_their_parents(rows: list[tuple[int, str]]) -> None:
    parents = [parent if parent < place else None for place, (parent, _) in enumerate(rows)]
    contents = [content for _, content in rows]
    ids = tree_identifiers("sections", "n1", parents, contents)
    assert len(set(ids)) == len(ids)
    seen = set()
    for parent, content, own_id in zip(parents, contents, ids, strict=True):
        if (parent, content) not in seen:
            assert own_id == identifier("s", "n1", None if parent is None else ids[parent], content)
        seen.add((parent, content))


def test_null_empty_and_joined_parts_are_told_apart() -> None:
    ids = {identifier("x", *parts) for parts in [("a", None), ("a", ""), ("a",), ("", "a"), (None, "a"), ("ab", "")]}
    assert len(ids) == 6


def test_the_id_of_an_address_is_fixed_for_ever() -> None:
    assert notice_identifier("https://www.example.org/post_1.html") == notice_identifier(
        "https://www.example.org/post_1.html"
    )
    assert notice_identifier("https://www.example.org/post_1.html") == "n692bdd127c66aff5582c"
