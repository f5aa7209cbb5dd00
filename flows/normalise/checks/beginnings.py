"""How the matches of a rule can begin, so that a long table of rules is tried at these places only.

A rule's pattern begins with a literal, a class without ranges, or a group of alternatives that do; lookbehinds before
it are stepped over. Anything else is refused when the table is read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from flows.errors import ConfigurationError

_LOOKBEHIND = re.compile(r"(?:\(\?<[!=][^()]*\))+")
_CLASS = re.compile(r"\[[^\]]*\]")
_ANY = "."
_NOT_LITERAL = frozenset("\\.^$*+?{}|()[")


def opening_pattern(patterns: Iterable[str]) -> re.Pattern[str]:
    """Matches the first character wherever one of the patterns may match; fast, and far rarer than that character."""
    seconds: defaultdict[str, set[str]] = defaultdict(set)
    for beginning in beginnings(patterns):
        seconds[beginning[0]].add(beginning[1:] or _ANY)
    return re.compile(
        "|".join(
            first if _ANY in following else f"{first}(?=[{re.escape(''.join(sorted(following)))}])"
            for first, following in sorted(seconds.items())
        )
    )


def beginnings(patterns: Iterable[str]) -> frozenset[str]:
    """How matches of the patterns begin: 正在; 将. where any character may follow; 有 where none needs to.

    Raises:
        ConfigurationError: a pattern begins with something whose first character is not plain to see.
    """
    found: set[str] = set()
    for pattern in patterns:
        of_pattern = _beginnings(pattern)
        if not of_pattern:
            raise ConfigurationError(
                f"the pattern {pattern!r} does not begin with a plain character",
                where="flows/normalise/rules/contradictions.csv",
                remedy="begin it with a character, a class of characters or a group of these",
            )
        found.update(of_pattern)
    return frozenset(found)


def _beginnings(pattern: str) -> list[str]:
    """Of one pattern; empty where they are not plain to see."""
    found: list[str] = []
    for alternative in _alternatives(pattern):
        heads, rest = _head(alternative)
        if not heads:
            return []
        following = {head[0] for head in _head(rest)[0]} or ({_ANY} if rest else {""})
        found += [head if len(head) > 1 else head + second for head in heads for second in following]
    return found


def _head(pattern: str) -> tuple[list[str], str]:
    """Beginnings of the first literal, class or group, and what follows it; none where these are not plain to see."""
    body = _LOOKBEHIND.sub("", pattern, count=1)
    if body.startswith("(?:"):
        end = _closing(body) + 1
        heads = _beginnings(body[3 : end - 1])
    elif body.startswith("[") and not body.startswith(("[^", "[\\")):
        end = body.index("]") + 1
        heads = list(body[1 : end - 1])
    else:
        end = 1
        heads = [sign for sign in body[:1] if sign not in _NOT_LITERAL]
    return ([], "") if body.startswith(("?", "*", "{0"), end) else (heads, body[end:])


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
