"""What became of one notice over time: its revisions, and the capture that its rows are read from.

A page that disappears is not a retraction: its rows stay, and its last revision says gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from rapidfuzz.distance import Levenshtein, Opcode

from flows.normalise.identifiers import identifier, notice_identifier
from flows.normalise.records import Notice, Span
from flows.normalise.tables import Row

_EXCERPT_CHARACTERS = 40
_EXCERPTS = 3
_CONTEXT_CHARACTERS = 6
_CLOSE_CHARACTERS = 4


@dataclass(frozen=True, slots=True)
class Sighting:
    """One visit to a notice's address: the notice read there, or null where the page was gone.

    `further_sha256` are the snapshots of the pages that the notice goes on at, in order.
    """

    seen_at: datetime
    snapshot_sha256: str | None
    final_url: str
    notice: Notice | None
    further_sha256: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """One distinct content, from when it was first seen until it was last seen."""

    state: str
    first_seen_at: datetime
    last_seen_at: datetime
    snapshot_sha256: str | None
    text: str | None
    final_url: str
    further_sha256: tuple[str, ...] = ()


def standing(sightings: Sequence[Sighting]) -> Sighting | None:
    """The sighting whose reading stands today: the earliest one that reads exactly as the latest readable one.

    A page whose chrome alone changed (a counter, a banner) therefore keeps the capture that its rows come from.
    """
    readable = [s for s in sightings if s.notice is not None and s.notice.is_notice]
    if not readable:
        return None
    latest = readable[-1].notice
    return next(s for s in readable if s.notice == latest)


def revisions(sightings: Sequence[Sighting]) -> tuple[Revision, ...]:
    """The distinct contents in the order in which they were seen; two visits to the same content are one revision."""
    history: list[Revision] = []
    for sighting in sightings:
        text = _text(sighting)
        last = history[-1] if history else None
        state = _state(sighting, text, history)
        if last is not None and state is None:
            history[-1] = replace(last, last_seen_at=sighting.seen_at)
            continue
        history.append(
            Revision(
                state=state or "live",
                first_seen_at=sighting.seen_at,
                last_seen_at=sighting.seen_at,
                snapshot_sha256=sighting.snapshot_sha256,
                text=text,
                final_url=sighting.final_url,
                further_sha256=sighting.further_sha256,
            )
        )
    return tuple(history)


def revision_rows(url: str, history: Sequence[Revision]) -> list[Row]:
    """The rows of the table `revisions` for one notice, with what each revision added and removed."""
    notice_id = notice_identifier(url)
    rows = []
    before = ""
    for number, revision in enumerate(history, start=1):
        change = _TextChange.between(before, revision.text or "") if revision.text is not None else None
        digest = sha256(revision.text.encode("utf-8", "surrogatepass")).hexdigest() if revision.text else None
        rows.append(
            {
                "revision_id": identifier("r", notice_id, str(number)),
                "notice_id": notice_id,
                "revision": number,
                "state": revision.state,
                "first_seen_at": revision.first_seen_at,
                "last_seen_at": revision.last_seen_at,
                "snapshot_sha256": revision.snapshot_sha256,
                "text_sha256": digest,
                "characters_added": change.added if change else 0,
                "characters_removed": change.removed if change else 0,
                "summary": change.summary if change and number > 1 else None,
                "continuation_sha256": " ".join(revision.further_sha256) or None,
            }
        )
        before = revision.text if revision.text is not None else before
    return rows


def _text(sighting: Sighting) -> str | None:
    """What the visit found: null for a page gone, "" for one without a notice's text."""
    if sighting.notice is None:
        return None
    return sighting.notice.text if sighting.notice.is_notice else ""


def _state(sighting: Sighting, text: str | None, history: Sequence[Revision]) -> str | None:
    """The state of a new revision, null where the visit found what the last one found."""
    if not history:
        return "gone" if text is None else "live" if text or _is_notice(sighting) else "emptied"
    last = history[-1]
    if text == last.text:
        return "moved" if text and sighting.final_url != last.final_url else None
    if text is None:
        return "gone"
    if not text:
        return "emptied"
    return "edited" if last.text or last.state == "live" else "restored"


def _is_notice(sighting: Sighting) -> bool:
    """Whether a visit found a notice, though its text may be in a file that cannot be read."""
    return sighting.notice is not None and sighting.notice.is_notice


@dataclass(frozen=True, slots=True)
class _TextChange:
    """How one text became another: characters added and removed, and the first places in words."""

    added: int
    removed: int
    summary: str | None

    @classmethod
    def between(cls, before: str, after: str) -> _TextChange:
        edits = [edit for edit in Levenshtein.opcodes(before, after) if edit.tag != "equal"]
        added = sum(edit.dest_end - edit.dest_start for edit in edits)
        removed = sum(edit.src_end - edit.src_start for edit in edits)
        places = [
            f"{_excerpt(before, old.start, old.end)} → {_excerpt(after, new.start, new.end)}"
            for old, new in _edited_places(edits)
        ]
        more = f" (+{len(places) - _EXCERPTS})" if len(places) > _EXCERPTS else ""
        return cls(added, removed, "; ".join(places[:_EXCERPTS]) + more if places else None)


def _edited_places(edits: Sequence[Opcode]) -> list[tuple[Span, Span]]:
    """Where the texts differ, edits that stand close together taken as one: in the old text, in the new one."""
    places: list[tuple[Span, Span]] = []
    for edit in edits:
        old, new = Span(edit.src_start, edit.src_end), Span(edit.dest_start, edit.dest_end)
        if places and old.start - places[-1][0].end <= _CLOSE_CHARACTERS:
            before, after = places.pop()
            old, new = Span(before.start, old.end), Span(after.start, new.end)
        places.append((old, new))
    return places


def _excerpt(text: str, start: int, end: int) -> str:
    """An edited piece with a little of what surrounds it, on one line."""
    piece = text[start:end]
    if len(piece) > _EXCERPT_CHARACTERS:
        piece = piece[: _EXCERPT_CHARACTERS - 1] + "…"
    context = text[max(0, start - _CONTEXT_CHARACTERS) : start] + piece + text[end : end + _CONTEXT_CHARACTERS]
    return " ".join(context.split()) or "∅"
