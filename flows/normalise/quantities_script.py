"""Traditional characters of numbers, units and the words around them, read as simplified ones.

Mirrors publish notices in Traditional script. Rules are written in simplified characters; quotes stay as printed,
since one character always becomes one character (`rules/quantities_script.csv`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from flows.normalise.rules_table import rule_rows

_SIMPLIFIED = str.maketrans({row["traditional"]: row["simplified"] for row in rule_rows("quantities_script")})
_TELLING = re.compile("[個項條萬億問題開會黨]")


@lru_cache(maxsize=4)
def simplified(folded: str) -> str:
    """The text with the characters that the rules know in simplified form; `len` stays the same."""
    return folded.translate(_SIMPLIFIED) if _TELLING.search(folded) else folded
