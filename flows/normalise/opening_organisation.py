"""The inspected party organisation under its full name, whichever of title, text and signature gives it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.normalise.rules_table import rule_pattern

_PREFIX = re.compile(r"^(?:\[[^\]]{1,14}\]|\([^)]{1,14}\))\s*")
"""`【巡察整改】` before a title."""

_TITLE_ORGANISATION = re.compile(
    r"^(?:关于)?(?!关于|落实|贯彻|对照|针对|根据|按照|接受|反馈|整改|巡[察视查]|公[布开示]|集中|向|对|第?[一二三四五六七八九十\d]{1,3}届"
    r"|[省市县区州旗]委(?:巡|第|对))"
    r"(?P<name>[^,。:]{3,60}?)\s*"
    r"(?=关于|20\d\d年|落实|贯彻|巡[察视查]|接受|对照|针对|反馈|整改|向社会"
    r"|[省市县区州]委(?:第|巡|专项|提级|常规)|公布|公开|集中整改|党风)"
)
"""The name before 关于: `中共梅州市交通运输局党组`关于巡察整改情况的通报."""

_OBJECT = re.compile(r"对(?P<name>[^,。;:\n]{2,80}?)(?:\s*(?:进行|开展|实施|展开|启动)了?|为期|巡[察视查])")
"""The object of the inspection: 市委第三巡察组对`市交通运输局党组`进行了巡察."""

_TOLD = re.compile(r"向(?P<name>[^,。;:\n]{2,60}?)(?:通报|反馈)")
"""Who was told, for openings that inspect a bureau and tell its party organisation: 向`市教育局党组`反馈了意见."""

_SEVERAL = re.compile(r"等(?:\d{1,3}|[一二两三四五六七八九十]{1,3})[家个]")
"""`区民政局等40家单位`: a roll-up of many bodies is about none of them."""

_BRACKET = re.compile(r"\([^()]{0,200}(?:\([^()]{0,60}\)[^()]{0,100})?\)")
_DOUBLED = re.compile(r"(委员会)党委$")
_BARE = re.compile(r"^(自治区|省|市|县|区|州|旗)(?!场监)(?=[一-龥])")
_PLACE = re.compile(r"[一-龥]{2,8}?(?:自治区|省|市|县|区|州|旗)")
_COMMITTEE = re.compile(r"^[省市县区州旗]委")
_PARTY_WORD = re.compile(r"(?:党组织?|党委|党工委|党总支|党支部)$")


def from_title(title: str) -> str | None:
    """The organisation that a folded title names before 关于, its blanks removed; null where it names none."""
    bare = _PREFIX.sub("", title).replace(" ", "")
    match = _TITLE_ORGANISATION.match(bare)
    if not match:
        return None
    name = _DOUBLED.sub(r"\1", _BRACKET.sub("", match["name"]))
    return None if _is_first_person(name) else name


def from_opening(opening: str) -> str | None:
    """The organisation that a folded opening says was inspected, without its bracket of short forms."""
    plain = _BRACKET.sub("", opening)
    match, told = _OBJECT.search(plain), _TOLD.search(plain)
    name = match["name"].strip("“” ") if match else None
    if name and told and not is_party(name) and is_party(told["name"]) and told["name"].startswith(name):
        return told["name"]
    return name


def names_several(name: str | None) -> bool:
    """Whether what was inspected is a list of bodies: 对`区民政局等40家单位`开展巡察."""
    return bool(name) and _SEVERAL.search(name or "") is not None


def is_party(name: str | None) -> bool:
    """Whether the name is that of a party organisation."""
    return bool(name) and rule_pattern("opening_organisations", "kind", "party").search(name or "") is not None


def _is_first_person(name: str) -> bool:
    return rule_pattern("opening_organisations", "kind", "first_person").search(name) is not None


def full_name(title: str | None, opening: str | None, signature: str | None, around: Sequence[str]) -> str | None:
    """The full name of the inspected organisation; null where none is inspected alone.

    Args:
        title: the name in the title.
        opening: the object of the opening sentence (`市教育局党组`, `我局党组`); a list of bodies has no name.
        signature: the name under the notice.
        around: names that may begin with the place (publisher, breadcrumb), for a bare 市 or 县.
    """
    if title and signature and _is_formal(signature, title):
        return signature
    if is_party(title) and title and not _BARE.match(title):
        return title
    if is_party(signature) and signature and not _BARE.match(signature):
        return signature
    if names_several(opening):
        return title
    spoken = opening if opening and not _is_first_person(opening) else None
    name = title or spoken or signature
    if title and spoken and not is_party(title) and is_party(spoken):
        name = _with_party_word(title, spoken)
    return _with_place(name, around) if name else None


def _is_formal(signature: str, title: str) -> bool:
    """Whether the signature is the full name of what the title calls `某学院党委`: `中共某大学某学院委员会`."""
    stem = _PARTY_WORD.sub("", title)
    return is_party(signature) and is_party(title) and signature.startswith("中共") and title != stem in signature


def _with_party_word(title: str, spoken: str) -> str:
    """`某县水利局` in the title and `县水利局党组` in the text: `某县水利局党组`."""
    word = _PARTY_WORD.search(spoken)
    stem = _BARE.sub("", spoken[: word.start()]) if word else ""
    return title + word[0] if word and stem and title.endswith(stem) else spoken


def _with_place(name: str, around: Sequence[str]) -> str:
    """The name with the place that a bare 市 or 县 at its beginning stands for."""
    bare = _BARE.match(name)
    if not bare:
        return name
    for text in around:
        for place in _PLACE.finditer(text):
            if place[0].endswith(bare[1]):
                party = "中共" if is_party(name) or _COMMITTEE.match(name) else ""
                return f"{party}{place[0]}{name[bare.end() :]}"
    return name
