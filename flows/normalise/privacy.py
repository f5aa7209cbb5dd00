"""Numbers that belong to a private person are masked before anything is read, so that nothing can publish them.

Masked are identity-card numbers (GB 11643: check digit by ISO 7064 MOD 11-2; the old form of 15 digits by its date),
bank-card numbers (ISO/IEC 7812: issuer prefix and Luhn) and mobile numbers. Every digit becomes `*`: a part that is
left readable can be completed (four hidden digits of a mobile number are ten thousand calls). The text keeps its
length, so every offset holds, and a page read again gives the same masked text.

A mobile number that the notice itself prints as the contact of its supervision is an official one: the notice asks the
public to call it, and `contact_phone` publishes it. It is kept where its label says so (监督电话), or where a general
label (联系电话) follows an invitation to comment under the same heading or stands beside an address. Words and
prefixes: `rules/privacy.csv`.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from flows.normalise.checks.findings import finding
from flows.normalise.fold import fold
from flows.normalise.records import Finding, Page
from flows.normalise.rules_table import rule_rows

MASK = "*"
# without eleven digits there is nothing to mask
_LONG_NUMBER = re.compile(r"[1-9](?<![0-9].)(?:[ -]{0,3}[0-9]){10}")
# behind the first digit: it opens no part of a word, an address or a code (A13812345678, /13812345678, 23-13812345678)
_OPENS = r"(?<![0-9A-Za-z].)(?<![0-9A-Za-z][-_.=#].)(?<![A-Za-z/]/.)"
_CLOSES = r"(?![0-9A-Za-z])(?![-_.][0-9A-Za-z])"

_IDENTITY_CARD = re.compile(
    rf"[1-8]{_OPENS}(?:(?:[ -]?[0-9]){{16}}[ -]?[0-9Xx]|[0-9]{{5}} ?[0-9]{{6}} ?[0-9]{{3}}){_CLOSES}"
)
"""`11010519491231002X`, `110105 19491231 002X`; old `110105491231002`."""

_BANK_CARD = re.compile(
    rf"[2-9]{_OPENS}(?:[0-9]{{3}}(?:[ -]?[0-9]{{4}}){{3}}[ -]?[0-9]{{0,3}}|[0-9]{{5}}[ -]?[0-9]{{10,13}}){_CLOSES}"
)
"""`6222021234567890128`, `6222 0212 3456 7890 128`, `622202 1234567890128`."""

_MOBILE_NUMBER = re.compile(
    rf"[18]{_OPENS}(?:(?<=8)6[ -]?1)?(?<=1)(?:[3-9][0-9](?:[ -]{{0,3}}[0-9]{{4}}){{2}}"
    rf"|[3-9][0-9]{{2}}[ -][0-9]{{3}}[ -][0-9]{{4}}| [3-9](?: [0-9]){{9}}){_CLOSES}"
)
"""`13812345678`, `138 1234 5678`, `138-1234-5678`, `1381 234 5678`, `1 3 8 1 2 3 4 5 6 7 8`, `+86 13812345678`."""

_DIGITS = re.compile(r"[0-9Xx]+")
_SENTENCE = re.compile(r"[。\n]")
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,3}[.、])", re.M)
_CHECK_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_CHECK_DIGITS = "10X98765432"
_REACH = 60
_BLOCK_BEFORE, _BLOCK_AFTER = 250, 60
_NOT_TEXT = "Url"
_AFTER_LABEL = ":为是#№ \n(["
_IDENTITY_LABELS = ("身份证编号", "身份编号", "身份证编码")


def mask_page(page: Page) -> tuple[Page, tuple[Finding, ...]]:
    """The page without private numbers, and one finding for each kind that was masked.

    Addresses (`Url`) are left alone: they identify the page, and their numbers are those of the site.
    """
    about = "\n".join([page.title or "", *page.metadata.values(), *page.breadcrumb])
    if not _LONG_NUMBER.search(fold(page.text)) and not _LONG_NUMBER.search(fold(about)):
        return page, ()
    seen: Counter[tuple[str, str]] = Counter()

    def masked(field: str, text: str) -> str:
        clean, kinds = mask_text(text)
        seen.update({(kind, field): count for kind, count in kinds.items()})
        return clean

    text = masked("text", page.text)
    title = page.title and masked("title", page.title)
    metadata = {
        name: value if name == _NOT_TEXT else masked("metadata", value) for name, value in page.metadata.items()
    }
    breadcrumb = tuple(masked("breadcrumb", part) for part in page.breadcrumb)
    if not seen:
        return page, ()
    lines = tuple(
        line._replace(cell=replace(line.cell, header=mask_text(line.cell.header)[0])) if line.cell else line
        for line in page.lines
    )
    clean = replace(page, text=text, lines=lines, title=title, metadata=metadata, breadcrumb=breadcrumb)
    return clean, tuple(_findings(seen))


def mask_text(text: str) -> tuple[str, Counter[str]]:
    """The text, of the same length, with every private number masked; and how many of each kind there were."""
    kinds: Counter[str] = Counter()
    folded = fold(text)
    if not _LONG_NUMBER.search(folded):
        return text, kinds
    characters = list(text)
    for number in _NUMBERS:
        for match in number.pattern.finditer(folded):
            if number.is_private(folded, match) and not _is_something_else(number.kind, folded, match):
                kinds[number.kind] += 1
                for part in _DIGITS.finditer(folded, *match.span()):
                    characters[part.start() : part.end()] = MASK * len(part[0])
        folded = fold("".join(characters)) if kinds else folded
    return "".join(characters), kinds


def post_only(printed: str) -> str | None:
    """A responsible post without the name beside it (局长张三 → 局长); null where only a name is printed."""
    parts = [part for part in re.split(r"[、,，;；()（）\s/和]+", printed.strip()) if part]
    kept = [post for part in parts if (post := _post(part))]
    return printed if kept == parts else "、".join(kept) or None


def _post(part: str) -> str | None:
    """What of the part names a post or a body; a part of two to four characters that does neither is a name."""
    ends = [match.end() for match in _words("post").finditer(part)]
    if ends:
        return part[: ends[-1]]
    is_name = 2 <= len(part) <= 4 or "·" in part
    return part if not is_name or _words("body").search(part) else None


def _findings(seen: Counter[tuple[str, str]]) -> Iterable[Finding]:
    for number in _NUMBERS:
        places = {field: count for (kind, field), count in seen.items() if kind == number.kind}
        if places:
            total = sum(places.values())
            told = ", ".join(f"{field} {count}" for field, count in places.items())
            yield finding("privacy_masked", number.kind, count=total, observed=f"{number.kind} {total} ({told})")


@cache
def _words(rule: str, kind: str = "") -> re.Pattern[str]:
    """Any pattern of a rule that holds for a kind of number."""
    rows = [row["pattern"] for row in rule_rows("privacy") if row["rule"] == rule and row["number"] in ("", kind)]
    return re.compile("|".join(f"(?:{pattern})" for pattern in rows) or "(?!)")


@cache
def _code_words() -> tuple[str, ...]:
    return tuple(
        word for row in rule_rows("privacy") if row["rule"] == "code_word" for word in row["pattern"].split("|")
    )


@cache
def _identity_regions() -> frozenset[str]:
    provinces = {row["code"][:2] for row in rule_rows("regions") if row["level"] == "province"}
    return frozenset(provinces | {row["pattern"] for row in rule_rows("privacy") if row["rule"] == "identity_region"})


def _is_something_else(kind: str, folded: str, match: re.Match[str]) -> bool:
    """Whether the words around a number call it a code, an amount or a measurement."""
    before, after = folded[max(0, match.start() - 16) : match.start()], folded[match.end() : match.end() + 8]
    label = before.rstrip(_AFTER_LABEL).removesuffix("号码")
    return bool(
        (label.endswith(_code_words()) and not label.endswith(_IDENTITY_LABELS))
        or _words("code_before", kind).search(before)
        or _words("code_after", kind).search(after)
        or _words("measure_after", kind).search(after)
    )


def _is_identity_card(_: str, match: re.Match[str]) -> bool:
    number = re.sub("[ -]", "", match[0]).upper()
    if number[:2] not in _identity_regions():
        return False
    if len(number) == 15:
        return _is_day(f"19{number[6:12]}")
    remainder = sum(int(digit) * weight for digit, weight in zip(number, _CHECK_WEIGHTS, strict=False)) % 11
    return number[17] == _CHECK_DIGITS[remainder] and _is_day(number[6:14])


def _is_day(digits: str) -> bool:
    """Whether eight digits are a day on which a living person may have been born."""
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2100
    except ValueError:
        return False


def _is_bank_card(_: str, match: re.Match[str]) -> bool:
    number = re.sub("[ -]", "", match[0])
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    is_valid = (sum(map(int, number[::-2])) + sum(doubled)) % 10 == 0  # Luhn
    return is_valid and 16 <= len(number) <= 19 and _words("card_prefix").match(number) is not None


def _is_private_mobile(folded: str, match: re.Match[str]) -> bool:
    start = match.start()
    label = _label_before(folded, start)
    if not _words("contact_weak").search(label) or _words("private_holder").search(label):
        return True
    if _words("contact_strong").search(label):
        return False
    floor = max(0, _places("heading", folded).before(start), start - _BLOCK_BEFORE)
    invited = max(_places("invitation", folded).before(start), _places("address", folded).before(start))
    return invited < floor and _places("address", folded).after(start) > match.end() + _BLOCK_AFTER


class _Places:
    """Where something stands in a text, in order."""

    def __init__(self, pattern: re.Pattern[str], folded: str) -> None:
        self._starts = [match.start() for match in pattern.finditer(folded)]

    def before(self, place: int) -> int:
        """The last one before a place, -1 where there is none."""
        found = bisect_left(self._starts, place)
        return self._starts[found - 1] if found else -1

    def after(self, place: int) -> int:
        """The first one behind a place, beyond any text where there is none."""
        found = bisect_left(self._starts, place)
        return self._starts[found] if found < len(self._starts) else sys.maxsize


@lru_cache(maxsize=3)
def _places(what: str, folded: str) -> _Places:
    """Numbered headings, invitations to comment, or lines of an address."""
    return _Places(_HEADING if what == "heading" else _words(what), folded)


def _label_before(folded: str, start: int) -> str:
    """What its sentence says before a number; where the number begins its line, the line above it."""
    before = folded[max(0, start - _REACH) : start].rstrip(" \n")
    return _SENTENCE.split(before)[-1]


class _Number(NamedTuple):
    """A kind of number: how it looks, and what proves that it is one and private."""

    kind: str
    pattern: re.Pattern[str]
    is_private: Callable[[str, re.Match[str]], bool]


_NUMBERS = (
    _Number("identity_card", _IDENTITY_CARD, _is_identity_card),
    _Number("bank_card", _BANK_CARD, _is_bank_card),
    _Number("mobile_number", _MOBILE_NUMBER, _is_private_mobile),
)
