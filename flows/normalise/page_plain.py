"""Plain text captures: the lines are there, everything else about the page is not."""

from __future__ import annotations

from flows.normalise.page_lines import Printout, printed_lines, tidy, without_unprinted


def read_plain(text: str) -> Printout:
    """The printout of a plain text: one line per line that is not blank."""
    lines = map(tidy, without_unprinted(text).splitlines())
    return Printout(printed_lines([line for line in lines if line]))
