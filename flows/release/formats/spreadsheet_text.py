"""Text that a spreadsheet leaves alone: no formulas, no numbers or dates out of text, no cell that is too long."""

from __future__ import annotations

import re

# =1+1, +86…, -x, @SUM and cells that begin with a control character run as formulas when a CSV file is opened (OWASP,
# CSV injection); the full-width forms do in some editions.
FORMULA = re.compile(r"^[=+\-@\t\r\n＝＋－＠]")
# Text that would lose itself: leading zeros (014000), dates (1-3, 2/4, 2026.11.22), times (1:30), exponents (7e10),
# digits beyond the 15 that a spreadsheet keeps
TREACHEROUS = re.compile(
    r"^(?:0\d+|\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4}){0,2}|\d{1,3}:\d\d(?::\d\d)?|\d+[eE]\d+|\d{16,})$"
)
LONGEST_CELL = 32_767
_NOTE = "…［已截断，全文见 csv/ · truncated, full text in csv/］"


def shortened(text: str) -> str:
    """The text, or as much of it as a cell holds, with a note that says where the rest is.

    A cell holds 32,767 UTF-16 units (Excel specifications and limits); rare characters count twice.
    """
    if len(text) <= LONGEST_CELL // 2 or len(text.encode("utf-16-le")) <= 2 * LONGEST_CELL:
        return text
    kept = text.encode("utf-16-le")[: 2 * (LONGEST_CELL - len(_NOTE))].decode("utf-16-le", "ignore")
    return kept + _NOTE


def guarded(text: str) -> str:
    """The text for a CSV file that a spreadsheet opens: an apostrophe before what it would take for more."""
    return shortened(f"'{text}" if FORMULA.match(text) or TREACHEROUS.match(text) else text)
