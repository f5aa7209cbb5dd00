"""Which characters a rule can begin with, so that a long table of rules is tried at these places only.

A rule's pattern begins with a literal, a class without ranges, or a group of alternatives that do; lookbehinds before
it are stepped over. Anything else is refused when the table is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flows.errors import ConfigurationError

_LOOKBEHIND = re.compile(r"(?:\(\?<[!=][^()]*\))+")
_CLASS = re.compile(r"\[[^\]]*\]")
_NOT_LITERAL = frozenset("\\.^$*+?{}|()[")


def beginnings(patterns: Iterable[str]) -> frozenset[str]:
    """Every character that a match of any of the patterns begins with.

    Raises:
        ConfigurationError: a pattern begins with something whose first character is not plain to see.
    """
    return frozenset(sign for pattern in patterns for sign in _beginnings(pattern))


def _beginnings(pattern: str) -> Iterator[str]:
    for alternative in _alternatives(pattern):
        body = _LOOKBEHIND.sub("", alternative, count=1)
        if body.startswith("(?:") and not body.startswith(("?", "*"), _closing(body) + 1):
            yield from _beginnings(body[3 : _closing(body)])
        elif body.startswith("[") and not body.startswith(("[^", "[\\")):
            yield from body[1 : body.index("]")]
        elif body and body[0] not in _NOT_LITERAL and body[1:2] not in ("?", "*"):
            yield body[0]
        else:
            raise ConfigurationError(
                f"the pattern {pattern!r} does not begin with a plain character",
                where="flows/normalise/rules/contradictions.csv",
                remedy="begin it with a character, a class of characters or a group of these",
            )


def _alternatives(pattern: str) -> Iterator[str]:
    """What stands between the bars outside all brackets."""
    start = depth = 0
    for place, sign in enumerate(_without_classes(pattern)):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            yield pattern[start:place]
            start = place + 1
    yield pattern[start:]


def _closing(group: str) -> int:
    """Place of the bracket that closes the first one."""
    depth = 0
    for place, sign in enumerate(_without_classes(group)):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return place
    return len(group)


def _without_classes(pattern: str) -> str:
    """The pattern with its classes blanked: a bracket inside [...] is no bracket."""
    return _CLASS.sub(lambda found: "x" * len(found.group()), pattern)
