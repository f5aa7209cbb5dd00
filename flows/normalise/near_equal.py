"""Which of many texts may be nearly the same, without comparing every one with every other.

MinHash signatures in bands (Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, chapter 3): texts that share a
band are candidates, and the caller verifies them. 128 permutations in 32 bands find practically every pair whose token
sets overlap by two thirds or more, and half of the pairs that overlap by 0.42.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import add

from rensa import RMinHash, RMinHashLSH

_PERMUTATIONS, _BANDS, _SEED = 128, 32, 1949
_THRESHOLD = 0.5
_MOST_CANDIDATES = 40


def character_pairs(text: str) -> list[str]:
    """Neighbouring characters two by two: the tokens of short Chinese texts."""
    return list(map(add, text, text[1:]))


def near_pairs(token_sets: Iterable[Sequence[str]], is_near: Callable[[int, int], bool]) -> Iterator[tuple[int, int]]:
    """(later, earlier) by position, for each text that is nearly an earlier one.

    A text that is nearly an earlier one stands for nothing itself, so a wording costs what its first text costs,
    however often it is repeated.

    Args:
        token_sets: the tokens of each text, at least one a text; order and repetition mean nothing.
        is_near: verifies a candidate: (later, earlier).
    """
    index = RMinHashLSH(_THRESHOLD, _PERMUTATIONS, _BANDS)
    for own, signature in enumerate(RMinHash.from_token_sets(token_sets, _PERMUTATIONS, _SEED)):
        candidates = sorted(index.query(signature))[:_MOST_CANDIDATES]
        earlier = next((candidate for candidate in candidates if is_near(own, candidate)), None)
        if earlier is None:
            index.insert(own, signature)
        else:
            yield own, earlier
