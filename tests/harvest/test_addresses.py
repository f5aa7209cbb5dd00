from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.harvest.addresses import clean_url


@pytest.mark.parametrize(
    ("address", "base", "expected"),
    [
        ("post_1.html", "http://example.org/a/index.html", "http://example.org/a/post_1.html"),
        ("./t1.html\r\n", "http://example.org/a/", "http://example.org/a/t1.html"),
        ("//example.org/a b.html", "https://x.org/", "https://example.org/a%20b.html"),
        ("HTTP://Example.ORG/巡察/1.html#top", "", "http://example.org/%E5%B7%A1%E5%AF%9F/1.html"),
        ("http://example.org/a?b=\x001", "", "http://example.org/a?b=%001"),
        ("http://例子.测试/", "", "http://xn--fsqu00a.xn--0zwm56d/"),
    ],
)
def test_one_page_has_one_address(address: str, base: str, expected: str) -> None:
    assert clean_url(address, base) == expected


@pytest.mark.parametrize(
    "address", ["javascript:void(0)", "mailto:a@example.org", "", "http://", "http://[::1/", "/a"]
)
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(ValueError):
        clean_url(address)


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing_and_leaves_nothing_unsafe(path: str) -> None:
    try:
        cleaned = clean_url(path, "http://example.org/")
    except ValueError:
        return
    assert clean_url(cleaned) == cleaned
    assert cleaned.isascii() and cleaned.isprintable() and " " not in cleaned
