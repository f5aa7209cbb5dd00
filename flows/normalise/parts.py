"""One notice from all of its parts: which of the files that its page names is its text, if any is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.capture import Capture
from flows.normalise.fold import fold
from flows.normalise.notice import read_notice
from flows.normalise.records import Finding, Notice
from flows.normalise.rules_table import rule_pattern

_WITHOUT_TEXT = frozenset({"too_short", "no_account", "no_inspection", "other_rectification"})
"""Reasons for refusing a page that a page may have which leaves its text to a file."""


def read_parts(
    first: Capture, pages: Sequence[Capture], files: Sequence[Capture], lacking: Sequence[Finding] = ()
) -> tuple[Notice, tuple[Capture, ...]]:
    """The notice, and the captures behind the first one that it was read from.

    A page that is the whole notice is read alone, whatever it names. Otherwise the first file that gives a notice is
    its text. Where none can be read, the notice is what its page says, and findings say what became of the files.

    Args:
        first: the capture that the notice is known by.
        pages: its further pages, in order.
        files: the files that its pages name, in order.
        lacking: what is to be said about the files that are not at hand.
    """
    notice = _read(first, pages)
    if not files and not lacking or notice.is_notice and notice.items:
        return notice, tuple(pages)
    best: tuple[Notice, tuple[Capture, ...]] | None = None
    unread: list[Finding] = []
    for file in files:
        captures = (*pages, file)
        read = _read(first, captures)
        if read.is_notice and read.items:
            return read, captures
        if read.is_notice and not notice.is_notice and best is None:
            best = read, captures
        unread += [
            replace(found, evidence=(file.url,)) for found in read.findings if found.check == "media_not_readable"
        ]
    return best or (_without_its_text(notice, [*unread, *lacking]), tuple(pages))


def _read(first: Capture, further: Sequence[Capture]) -> Notice:
    return read_notice(first.payload, first.media_type, first.url, further)


def _without_its_text(notice: Notice, doubts: Sequence[Finding]) -> Notice:
    """What a page gives whose files cannot be read: by its title a notice all the same, if it only lacks the text."""
    if not doubts:
        return notice
    reasons = {found.observed if found.check == "not_a_notice" else found.check for found in notice.findings}
    if notice.is_notice or not reasons <= {*_WITHOUT_TEXT, "empty_page"} or not _is_titled(notice.head.title):
        return replace(notice, findings=(*notice.findings, *doubts))
    return replace(notice, is_notice=True, findings=tuple(doubts))


def _is_titled(title: str | None) -> bool:
    """Whether a title is that of a notice: 巡察, 整改 and 通报."""
    folded = fold(title or "")
    return all(rule_pattern("opening_kind", "kind", kind).search(folded) for kind in ("act", "answer", "document"))
