"""Words that decide right before a number, kept by their last character: most places cost one look into a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from flows.normalise.rules_table import rule_rows


def context_words(cue: str) -> tuple[str, ...]:
    """The words of one cue in `rules/numerals_contexts.csv`."""
    return tuple(row["text"] for row in rule_rows("numerals_contexts") if row["cue"] == cue)


def one_of(words: Iterable[str]) -> str:
    """An expression that matches any of the words, the longest first."""
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


class WordsBefore:
    """Some words, asked whether one of them ends at a place of a text."""

    def __init__(self, words: Iterable[str]) -> None:
        by_last: dict[str, list[str]] = defaultdict(list)
        for word in sorted(words, key=len, reverse=True):
            by_last[word[-1]].append(word)
        self._by_last = {last: tuple(ending) for last, ending in by_last.items()}

    def end_at(self, text: str, place: int) -> bool:
        """Whether one of the words stands right before the place."""
        words = self._by_last.get(text[place - 1]) if place else None
        return words is not None and text.endswith(words, 0, place)

    def length_at(self, text: str, place: int) -> int:
        """The length of the longest word that stands right before the place, 0 where none does."""
        words = self._by_last.get(text[place - 1]) if place else None
        return next((len(word) for word in words or () if text.endswith(word, 0, place)), 0)
