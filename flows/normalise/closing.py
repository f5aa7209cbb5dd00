"""The end of a notice: how to reach its supervisor, who signed it and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from flows.normalise.closing_signature import Signature, read_signature
from flows.normalise.fold import fold
from flows.normalise.opening import with_region
from flows.normalise.records import DateMention, Head, Page
from flows.normalise.rules_table import rule_pattern

_LONGEST_CLOSING = 900
_FULL_NUMBER = (
    r"(?:\(0\d{2,3}\)\s?\d{5,8}|0\d{2,3}\s?-\s?\d{5,8}|0\d{9,11}|1[3-9]\d{9}|[48]00-?\d{3,4}-?\d{3,4}|\d{7,8})"
)
_NUMBER = rf"(?:{_FULL_NUMBER}|\d{{5,6}})(?!\d)(?:\s?转\s?\d{{1,6}}|-\d{{1,5}}(?!\d))?"
"""`0650-3316027`, `(0650)3316027`, `2281032`, `12388转2`; of several numbers the first is taken."""

_EMAIL = re.compile(
    r"(?:E-?mail[^\w\s]{0,2}\s?|(?<![\w.]))"
    r"([A-Za-z0-9_][\w.+-]{0,63})\s?(?:@|[(\[](?:at|@|#)[)\]]|#)\s?([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4})",
    re.A | re.I,
)
"""`dwb@example.cn`, and against collectors `dwb(at)example.cn`, `dwb#example.cn`."""

_DIALLED = re.compile(
    r"(?<![\d-])(?:\(0\d{2,3}\)\s?\d{7,8}|0\d{2,3}\s?-\s?\d{7,8}|1[3-9]\d{9}|[48]00-\d{3,4}-?\d{3,4})(?![\d-])"
)
"""A number that its own form tells: `王先生，0661-3370125`."""

_CONTACT_NUMBER = re.compile(r"\d{5}|\d\s?-\s?\d")
"""What every telephone number and postcode holds: a closing without it needs no look for them."""

_AT = re.compile(r"@|#|\(at|\[at", re.I)
_LABEL_REACH = 12
_BARE_POSTCODE = re.compile(r"\s?\(\s?(\d{6})\s?\)")
"""`（664000）` right behind an address."""

_HEADING_LINE = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,3}[.、])"
    r"(?!\s?(?:[来致]电|[来信]信|[来信]函|信件|.{0,4}(?:电话|邮箱|信箱|电邮|邮件|传真|地址|邮编)))",
    re.M,
)
_PLACE_AHEAD = r"(?=[一-龥]{2,10}[省市县区州旗镇乡街路])"
_MORE_ADDRESS = re.compile(
    r"\([^()\d]{2,30}(?:路|街|道|巷|村|镇|区)[^()邮电]{0,14}(?:号|楼|室|幢|栋|院|层|旁|侧|内|对面)[^()邮电]{0,8}\)"
)
"""An address may say in brackets where it is: 街道办事处三楼`（荻桥路77号）`."""

_ADDRESSEE = re.compile(r"\s?[(（]?收[)）]?\Z")
"""`县府前街1号机关党委收`: the word on the envelope is no part of the address."""

_ADDRESS_END = re.compile(
    r"[;。,\n()]|\s(?=邮|电|联|传|[Ee]-?mail|[一-龥]{2,4}(?:电话|热线|邮箱|信箱))|邮编|邮政编码|电子邮|(?:联系|监督)?电话"
)


def read_closing(page: Page, head: Head, dates: Sequence[DateMention]) -> Head:
    """The head with contact, signature and, where the address tells what the opening did not, the region.

    Args:
        page: the page as read; its text ends before the site's footer, so a footer's telephone is never read.
        head: what is known so far.
        dates: dates of the text; the signature date among them decides a year that was repaired.
    """
    text = page.text[-_LONGEST_CLOSING:]
    folded = fold(page.text)[-_LONGEST_CLOSING:]
    signature = read_signature(text) or Signature(None, None)
    start = _contact_start(folded)
    has_numbers = _CONTACT_NUMBER.search(folded, start) is not None
    phone = _phone(text, folded, start) if has_numbers else None
    address, address_end = _address(text, folded, start)
    postcode = _printed(_postcode_pattern(), text, folded, start) if has_numbers else None
    head = replace(
        head,
        contact_phone=phone,
        contact_address=address,
        contact_postcode=postcode or (_postcode_behind(folded, address_end) if address else None),
        contact_email=_email(text, folded, start),
        issuer=signature.issuer,
        issued_on=signature.issued_on or _last_day(dates, len(page.text)),
    )
    return head if head.region_code else with_region(head, page, address)


def _phone(text: str, folded: str, start: int) -> str | None:
    return _printed(_phone_pattern(), text, folded, start) or _unlabelled_phone(text, folded, start)


def _contact_start(folded: str) -> int:
    """Where the closing begins: the line of the last heading, so that numbers in earlier items are no contact."""
    return max((match.start() for match in _HEADING_LINE.finditer(folded)), default=0)


@cache
def _phone_pattern() -> re.Pattern[str]:
    label = rule_pattern("closing", "kind", "phone").pattern
    return re.compile(rf"(?<!传真)(?:{label})\s?(?:\([^()\d]{{0,20}}\)\s?)?(?:(?!邮)[^\d。;\n]){{0,16}}?({_NUMBER})")


@cache
def _postcode_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{rule_pattern('closing', 'kind', 'postcode').pattern})\D{{0,4}}(\d{{6}})(?!\d)")


@cache
def _address_pattern() -> re.Pattern[str]:
    label = rule_pattern("closing", "kind", "address").pattern
    sent = rf"寄(?:信|送|往|递)?(?:[至到给]|{_PLACE_AHEAD}):?\s?"
    named = rf"(?:通[讯信]|联系|邮寄|办公|来信)地址(?:\s|{_PLACE_AHEAD})"
    return re.compile(rf"(?:{label})\s?(?:\([^()]{{0,20}}\))?(?:[:为是]\s?){{1,2}}|{named}|{sent}")


def _printed(pattern: re.Pattern[str], text: str, folded: str, start: int) -> str | None:
    match = pattern.search(folded, start)
    return text[match.start(1) : match.end(1)].strip() if match else None


def _unlabelled_phone(text: str, folded: str, start: int) -> str | None:
    """The first number that only its form and the talk of its line tell."""
    for match in _DIALLED.finditer(folded, start):
        line = folded[folded.rfind("\n", 0, match.start()) + 1 : match.start()]
        before = line[-_LABEL_REACH:]
        is_contact = rule_pattern("closing", "kind", "contact").search(line)
        if is_contact and not rule_pattern("closing", "kind", "not_phone").search(before):
            return text[match.start() : match.end()]
    return None


def _postcode_behind(folded: str, end: int) -> str | None:
    match = _BARE_POSTCODE.match(folded, end)
    return match[1] if match else None


def _address(text: str, folded: str, start: int) -> tuple[str | None, int]:
    """The first address behind one of its labels, and where it ends."""
    for label in _address_pattern().finditer(folded, start):
        stop = _ADDRESS_END.search(folded, label.end())
        bracket = _MORE_ADDRESS.match(folded, stop.start()) if stop else None
        end = bracket.end() if bracket else stop.start() if stop else len(text)
        address = _ADDRESSEE.sub("", text[label.end() : end].strip())
        if 3 <= len(address) <= 80 and "@" not in address:
            return address, end
    return None, 0


def _email(text: str, folded: str, start: int) -> str | None:
    match = _EMAIL.search(folded, start) if _AT.search(folded, start) else None
    return f"{text[match.start(1) : match.end(1)]}@{text[match.start(2) : match.end(2)]}" if match else None


def _last_day(dates: Sequence[DateMention], length: int) -> date | None:
    """The day that the text ends with, for a signature date that was repaired; null where it ends otherwise."""
    if not dates or dates[-1].precision != "day" or length - dates[-1].span.end > 1:
        return None
    return dates[-1].date_start
