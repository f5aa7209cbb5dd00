"""One finding from its check, the words of `rules/finding_messages.csv`, and the quotes that prove it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flows.normalise.records import Finding
from flows.normalise.rules_table import rule_rows

_LONGEST_QUOTE = 160
# 一是, 2., (三), ④ before a measure or clause
MARK = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}是|[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．](?!\d)|[①-⑳])[ ,，:：]?"
)
_WORDS: Mapping[tuple[str, str], Mapping[str, str]] = {
    (row["check"], row["variant"]): row for row in rule_rows("finding_messages")
}


def finding(
    check: str,
    variant: str = "",
    *,
    evidence: tuple[str, ...] = (),
    table: str | None = None,
    index: int | None = None,
    expected: str | None = None,
    observed: str | None = None,
    **words: object,
) -> Finding:
    """A finding in both languages.

    Args:
        check: code of `finding_check`.
        variant: which sentence of the check, "" where it has only one.
        evidence: verbatim quotes.
        table: with `index`, the row that it is about; both null for the notice.
        index: position of the row in its table of the notice.
        expected: what the check computes or asks for.
        observed: what the notice says.
        **words: what fills the slots of the sentence.
    """
    row = _WORDS[check, variant]
    slots = {
        name: _shortened(str(word)) for name, word in (words | {"expected": expected, "observed": observed}).items()
    }
    return Finding(
        check=check,
        severity=row["severity"],
        message_zh=row["message_zh"].format_map(slots),
        message_en=row["message_en"].format_map(slots),
        evidence=evidence,
        table=table,
        index=index,
        expected=expected,
        observed=observed,
    )


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"
