from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flows.release.matching import SameValues, SimilarText, match_rows

STEPS = (SameValues(("parent", "text")), SameValues(("text",)), SimilarText(("text",), 60))


def rows(*texts: str, parent: str = "a") -> list[dict[str, object]]:
    return [{"text": text, "parent": parent} for text in texts]


def test_equal_rows_pair_in_order() -> None:
    assert match_rows(STEPS, rows("x", "x"), rows("x", "x", "x")) == {0: 0, 1: 1}


def test_a_changed_number_is_the_same_row() -> None:
    old = rows("办结500宗", "开展专项整治工作")
    assert match_rows(STEPS, old, rows("开展专项整治工作", "办结520宗")) == {0: 1, 1: 0}


def test_the_most_similar_wins() -> None:
    old = rows("组织开展农村公路安全隐患专项整治行动", "组织开展城市公交安全隐患专项整治行动")
    new = rows("组织开展城市公交安全隐患专项整治大行动", "组织开展农村公路安全隐患专项整治大行动")
    assert match_rows(STEPS, old, new) == {0: 1, 1: 0}


def test_of_equals_the_nearest_wins() -> None:
    old = rows("增加12个", "别的内容完全不同的一行", "增加13个")
    assert match_rows((SimilarText(("text",), 50),), old, rows("新增的另一句话在此", "某事某物", "增加14个"))[2] == 2


def test_rows_without_text_are_not_alike() -> None:
    assert match_rows(STEPS[2:], rows(""), rows("")) == {}


def test_within_keeps_groups_apart() -> None:
    step = SimilarText(("text",), 0, within=("parent",))
    assert match_rows((step,), rows("x", parent="a"), rows("x", parent="b")) == {}
    assert match_rows((step,), rows("x", parent="a"), rows("y", parent="a")) == {0: 0}


@given(st.lists(st.text("甲乙丙12", max_size=6)), st.lists(st.text("甲乙丙12", max_size=6)))
def test_each_row_is_used_once(old: list[str], new: list[str]) -> None:
    pairs = match_rows(STEPS, rows(*old), rows(*new))
    assert len(set(pairs.values())) == len(pairs)
    assert all(0 <= mine < len(new) and 0 <= theirs < len(old) for mine, theirs in pairs.items())


@given(st.lists(st.text("甲乙丙12", min_size=1, max_size=6), unique=True), st.randoms())
def test_reordered_rows_keep_their_partners(texts: list[str], random: st.DrawFn) -> None:
    shuffled = list(texts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    pairs = match_rows(STEPS, rows(*texts), rows(*shuffled))
    assert all(shuffled[mine] == texts[theirs] for mine, theirs in pairs.items())
    assert len(pairs) == len(texts)
