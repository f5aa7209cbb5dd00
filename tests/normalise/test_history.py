"""What becomes of a notice over time."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from flows.clock import SHANGHAI
from flows.normalise.history import Sighting, revision_rows, revisions, standing
from flows.normalise.records import Head, Notice

URL = "http://www.example.org/post_1.html"
START = datetime(2026, 11, 20, 2, 30, tzinfo=SHANGHAI)


def notice(text: str, *, is_notice: bool = True) -> Notice:
    return Notice(Head(URL), text, (), (), (), (), (), (), (), is_notice=is_notice)


def sighting(day: int, text: str | None, *, is_notice: bool = True, url: str = URL) -> Sighting:
    read = None if text is None else notice(text, is_notice=is_notice)
    return Sighting(START + timedelta(days=day), None if text is None else f"{text}@{day}", url, read)


def states(*sightings: Sighting) -> list[str]:
    return [revision.state for revision in revisions(sightings)]


def test_the_same_content_twice_is_one_revision_seen_longer() -> None:
    history = revisions([sighting(0, "一"), sighting(1, "一"), sighting(5, "一")])
    assert [(r.state, r.first_seen_at, r.last_seen_at) for r in history] == [
        ("live", START, START + timedelta(days=5))
    ]


def test_every_state_is_told() -> None:
    assert states(sighting(0, "一"), sighting(1, "二")) == ["live", "edited"]
    assert states(sighting(0, "一"), sighting(1, None), sighting(2, "一")) == ["live", "gone", "restored"]
    assert states(sighting(0, "一"), sighting(1, "", is_notice=False)) == ["live", "emptied"]
    assert states(sighting(0, "一"), sighting(1, "一", url=URL + "?moved")) == ["live", "moved"]
    assert states(sighting(0, "一"), sighting(1, "广告", is_notice=False), sighting(2, "一")) == [
        "live",
        "emptied",
        "restored",
    ]
    assert states(sighting(0, None)) == ["gone"]


def test_what_stands_is_the_first_capture_that_reads_as_the_latest_one() -> None:
    first, counter_changed, gone = sighting(0, "一"), sighting(1, "一"), sighting(2, None)
    assert standing([first, counter_changed, gone]) is first
    edited = sighting(3, "二")
    assert standing([first, counter_changed, gone, edited]) is edited
    assert standing([gone, sighting(4, "广告", is_notice=False)]) is None


def test_a_revision_says_what_it_added_and_removed() -> None:
    rows = revision_rows(URL, revisions([sighting(0, "完成3项"), sighting(1, "完成12项"), sighting(2, None)]))
    assert [(row["revision"], row["characters_added"], row["characters_removed"]) for row in rows] == [
        (1, 4, 0),
        (2, 2, 1),
        (3, 0, 0),
    ]
    assert "12" in rows[1]["summary"]
    assert rows[0]["summary"] is None
    assert rows[2]["text_sha256"] is None
    assert len({row["revision_id"] for row in rows}) == 3


@given(st.lists(st.sampled_from(["一", "二", None, ""]), max_size=12))
def test_a_history_never_overlaps_and_keeps_every_visit(texts: list[str | None]) -> None:
    sightings = [sighting(day, text, is_notice=bool(text)) for day, text in enumerate(texts)]
    history = revisions(sightings)
    assert all(before.last_seen_at < after.first_seen_at for before, after in pairwise(history))
    for seen in sightings:
        holding = [r for r in history if r.first_seen_at <= seen.seen_at <= r.last_seen_at]
        assert [r.text for r in holding] == [None if seen.notice is None else seen.notice.text]
