"""What a page says about itself around the text: meta tags, printed labels, breadcrumb, under one name each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise, zip_longest

from flows.normalise.fold import fold
from flows.normalise.page_lines import PrintedLine
from flows.normalise.page_title import plain, unspaced
from flows.normalise.rules_table import rule_pattern, rule_rows

_POSITION = re.compile(r"(?:位置|路径)\s?(?:[::>]|是)\s*")
_FROM_HOME = re.compile(r"^[一-龥]{0,6}(?:首页|主页)\s*(?:>|»|›|→)")
_SEPARATOR = re.compile(r"\s*(?:>{1,3}|»|›|/|\||→|\\|::)\s*|\s-{1,2}(?:\s|$)")
_FONT_SIZES = re.compile(r"(?:\s[大中小]){1,3}$")
"""The buttons behind the last label of a bar: `来源：市档案局 大 中 小`."""

_BARE_DATE = re.compile(
    r"20\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}(?:日|(?!\d))(?:[\sT]{0,3}\d{1,2}:\d{2}(?::\d{2})?)?"
)
"""`2024-06-21 09:17`, `2024年06月21日 09:17:33`, `2024/6/21`."""

_COMPACT_DATE = re.compile(r"20[0-3]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)")
"""`20241115` behind a label."""

_DATE_FIELDS = frozenset({"PubDate", "PrintedDate", "DisclosureDate", "UpdateDate", "WrittenDate"})
_LONGEST_VALUE, _LONGEST_BAR = 80, 400
_LABELLED = re.compile(":|为| 20")
_NEAR_LINES = 8
_FEWEST_LISTED, _LONGEST_LABEL = 3, 10
_LONGEST_DATED, _PROSE_ENDS = 200, ("。", "…", "...")
_MOST_CRUMBS = 12
_SHORTEST_BODY = 5


@cache
def _meta_fields() -> Mapping[str, tuple[str, int]]:
    """Meta tag in lower case -> (field, rank)."""
    rows = [row for row in rule_rows("metadata") if row["kind"] == "meta"]
    return {row["name"]: (row["field"], rank) for rank, row in enumerate(rows)}


@cache
def _label_fields() -> Mapping[str, str]:
    return {row["name"]: row["field"] for row in rule_rows("metadata") if row["kind"] == "label"}


@cache
def _label_pattern() -> re.Pattern[str]:
    """Any known label with its colon; blanks between its characters allowed (`来 源:`); the longest label wins."""
    names = sorted(_label_fields(), key=len, reverse=True)
    spaced = "|".join(r"\s?".join(name) for name in names)
    # most characters begin no label, which one look at them tells
    first = re.escape("".join(dict.fromkeys(name[0] for name in names)))
    return re.compile(rf"(?=[{first}发更])(?:({spaced})\s?(?:为|:)\s*|(发布时间|发布日期|更新时间)\s(?=20\d\d))")


def read_labels(declared: Mapping[str, str], around: Sequence[PrintedLine]) -> dict[str, str]:
    """Everything the page says about itself, by field name of `rules/metadata.csv`; meta tags before printed labels.

    Args:
        declared: meta tags as printed.
        around: the lines above and below the body.
    """
    found: dict[str, str] = {}
    known = _meta_fields()
    ranked = sorted((known[name.lower()][1], name) for name in declared if name.lower() in known)
    for _, name in ranked:
        found.setdefault(known[name.lower()][0], declared[name])
    lines = [line for line in around if line.linked < len(line.text)]
    for field, value in _printed_labels(lines):
        if found.setdefault(field, value) != value and field == "PubDate":
            found.setdefault("PrintedDate", value)
    for field, value in _listed_labels(lines):
        if value:
            found.setdefault(field, value)
    return found


def _printed_labels(lines: Sequence[PrintedLine]) -> list[tuple[str, str]]:
    """(field, value) of every printed label; a label alone on its line takes the next line."""
    found = []
    for index, line in enumerate(lines):
        text, folded = line.text, line.folded
        if len(folded) > _LONGEST_BAR or not _LABELLED.search(folded):
            continue
        labels = list(_label_pattern().finditer(folded))
        for label, following in zip_longest(labels, labels[1:]):
            end = following.start() if following else len(text)
            value = text[label.end() : end]
            if (
                not value
                and not following
                and index + 1 < len(lines)
                and not _label_pattern().search(lines[index + 1].folded)
            ):
                value = lines[index + 1].text
            field = _label_fields()[(label[1] or label[2]).replace(" ", "")]
            value = _value(field, value)
            if value:
                found.append((field, value))
    return found


def _listed_labels(lines: Sequence[PrintedLine]) -> list[tuple[str, str]]:
    """(field, value) from a table whose cells are labels without colons and their values in turn."""
    fields = [
        _label_fields().get(unspaced(line.folded)) if len(line.folded) <= _LONGEST_LABEL else None for line in lines
    ]
    pairs = [
        (field, line.text)
        for (field, after), line in zip(pairwise(fields), lines[1:], strict=True)
        if field and not after and not _LABELLED.search(line.folded)
    ]
    return [(field, _value(field, text)) for field, text in pairs] if len(pairs) >= _FEWEST_LISTED else []


def _value(field: str, printed: str) -> str:
    if field in _DATE_FIELDS:
        folded = fold(printed)
        match = _BARE_DATE.search(folded) or _COMPACT_DATE.match(folded)
        return match[0] if match else ""
    date = _BARE_DATE.search(printed)
    value = (printed[: date.start()] if date else printed).strip(" |｜【[（(]】/-—;；,，\xa0")
    value = _FONT_SIZES.sub("", value)
    if "(" not in value and "（" not in value:
        value = value.rstrip(")）")
    return value if len(value) <= _LONGEST_VALUE else ""


def bare_date(above: Sequence[PrintedLine]) -> str | None:
    """A date that stands above the text without a label, the one nearest to it."""
    paper = rule_pattern("metadata_site", "kind", "newspaper")
    is_paper = any(paper.search(line.folded) for line in above if len(line.text) < _LONGEST_VALUE)
    today = rule_pattern("metadata_site", "kind", "visit" if is_paper else "today")
    for line in reversed(above if is_paper else above[-_NEAR_LINES:]):
        folded = line.folded
        match = (
            None
            if line.linked > len(folded) / 2
            or len(folded) > _LONGEST_DATED
            or folded.endswith(_PROSE_ENDS)
            or today.search(folded)
            else _BARE_DATE.search(folded)
        )
        if match and not any(
            label.end() <= match.start() for label in _label_pattern().finditer(folded) if _is_date(label)
        ):
            return match[0]
    return None


def _is_date(label: re.Match[str]) -> bool:
    return _label_fields()[(label[1] or label[2]).replace(" ", "")] in _DATE_FIELDS


def read_breadcrumb(above: Sequence[PrintedLine], title: str | None) -> tuple[str, ...]:
    """The path printed above the text, outermost first, without the page itself."""
    for index, line in enumerate(above):
        folded = line.folded
        label = _POSITION.search(folded)
        if label and label.end() < 40:
            parts = _path(line.text[label.end() :], folded[label.end() :])
            parts = parts or _listed_path(above[index + 1 : index + 1 + 2 * _MOST_CRUMBS])
        elif _FROM_HOME.match(folded):
            parts = _path(line.text, folded)
        else:
            continue
        parts = _without_leaf(parts, title)
        if parts:
            return tuple(parts)
    return ()


def _path(text: str, folded: str) -> list[str]:
    """Parts between separators; blanks separate where nothing else does."""
    ends = [0, *(place for match in _SEPARATOR.finditer(folded) for place in match.span()), len(text)]
    parts = [text[start:end].strip() for start, end in zip(ends[::2], ends[1::2], strict=True)]
    parts = [part for part in parts if part]
    return text.split() if len(parts) == 1 else parts


def _listed_path(lines: Sequence[PrintedLine]) -> list[str]:
    """Parts that stand on lines of their own (cells, list elements): links, or lines with separators between them."""
    separators = [_SEPARATOR.fullmatch(f" {line.folded} ") is not None for line in lines]
    parts: list[str] = []
    for index, line in enumerate(lines):
        if separators[index]:
            continue
        if not line.linked and not any(separators[max(index - 1, 0) : index + 2]):
            break
        parts.extend(_path(line.text, line.folded))
    return parts[:_MOST_CRUMBS]


def _without_leaf(parts: list[str], title: str | None) -> list[str]:
    leaf = rule_pattern("metadata_site", "kind", "leaf")
    wanted = plain(title or "")
    while parts and (
        leaf.search(parts[-1]) or (wanted and plain(parts[-1]).rstrip(".…") in wanted and len(parts[-1]) > 12)
    ):
        parts = parts[:-1]
    return parts


def site_line(above: Sequence[PrintedLine]) -> str | None:
    """A site's name printed above the text: `某市人民政府门户网站`."""
    site = rule_pattern("metadata_site", "kind", "name")
    for line in above:
        for word in line.text.split(" "):
            if len(word) <= 30 and site.search(word):
                return word
    return None


def owner_line(below: Sequence[PrintedLine]) -> str | None:
    """The body that a footer without labels names as its owner: `版权所有 某县水利局`, `© 2024 某县水利局`."""
    owner = rule_pattern("metadata_site", "kind", "owner")
    for line in below:
        match = owner.search(line.folded) if len(line.text) <= _LONGEST_BAR else None
        if match:
            return next(line.text[slice(*match.span(group))] for group in range(1, owner.groups + 1) if match[group])
    return None


def body_line(above: Sequence[PrintedLine], title: str | None) -> str | None:
    """The body that the title begins with, alone on a line above the text, as sites are headed that name no site."""
    body, wanted = rule_pattern("metadata_site", "kind", "site"), plain(title or "").removeprefix("中共")
    for line in above:
        name = unspaced(line.folded)
        if _SHORTEST_BODY <= len(name) < len(wanted) and wanted.startswith(name) and body.search(name):
            return line.text
    return None
