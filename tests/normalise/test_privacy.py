"""Numbers of private persons are masked, and nothing that only looks like one; every number here is invented."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import schema
from flows.normalise.fold import fold
from flows.normalise.notice import read_notice
from flows.normalise.page import read_page
from flows.normalise.privacy import mask_page, mask_text, post_only
from flows.normalise.records import Notice

IDENTITY = "11010519491231002X"  # the sample of GB 11643 itself
OLD_IDENTITY = "110105491231002"
MOBILE = "13812345678"
CLOSING = "欢迎广大干部群众对巡察整改落实情况进行监督。如有意见建议，请及时向我们反映。"
HTML = """<html><head><title>中共云岫县水务局党组关于巡察整改情况的通报</title></head><body>
<h1>中共云岫县水务局党组关于巡察整改情况的通报</h1>
<p>根据县委统一部署，2024年3月1日至4月30日，县委第一巡察组对县水务局党组开展了巡察。2024年6月3日，反馈了巡察意见。</p>
<p>二、巡察反馈问题整改情况</p><p>1.关于“工程款支付不及时”问题的整改情况</p>
<p>整改情况：已完成整改。向张某（身份证号{identity}，电话{mobile}）支付12万元。</p>
<p>2.关于“台账不全”问题的整改情况</p><p>整改情况：已完成整改。补录台账30份。</p>
<p>{closing}联系电话：13987654321；通讯地址：云岫县和平路1号。</p>
<p>中共云岫县水务局党组</p><p>2024年9月2日</p></body></html>"""


def luhn(stem: str) -> str:
    """The stem with its check digit."""
    digits = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(stem))]
    total = sum(digit - 9 if digit > 9 else digit for digit in digits)
    return f"{stem}{-total % 10}"


CARD = luhn("622202123456789012")
SHORT_CARD = luhn("436742123456789")


def grouped(number: str, size: int = 4, by: str = " ") -> str:
    return by.join(number[start : start + size] for start in range(0, len(number), size))


class TestMasked:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            (f"张某身份证号{IDENTITY}，", "identity_card"),
            (f"张某身份证号{IDENTITY.lower()}，", "identity_card"),
            ("张某（１１０１０５１９４９１２３１００２Ｘ）", "identity_card"),
            ("身份证编号：110105 19491231 002X", "identity_card"),
            (f"退还{OLD_IDENTITY}张某", "identity_card"),
            (f"转入{CARD}账户", "bank_card"),
            (f"转入{grouped(CARD)}账户", "bank_card"),
            (f"卡号：{SHORT_CARD}。", "bank_card"),
            (f"卡号：{grouped(SHORT_CARD, by='-')}。", "bank_card"),
            (f"户主电话{MOBILE}", "mobile_number"),
            ("户主电话 138 1234 5678。", "mobile_number"),
            ("138-1234-5678", "mobile_number"),
            ("1381 234 5678", "mobile_number"),
            ("1 3 8 1 2 3 4 5 6 7 8", "mobile_number"),
            ("＋86 １３８１２３４５６７８", "mobile_number"),
            (f"张某（村民）{MOBILE}", "mobile_number"),
            (f"手机号{MOBILE}号码", "mobile_number"),
            (f"{CLOSING}举报人电话：{MOBILE}", "mobile_number"),
            (f"走访群众，联系电话{MOBILE}", "mobile_number"),
            (f"3.走访户主，联系电话{MOBILE}。\n四、结语\n{CLOSING}", "mobile_number"),
            (f"{CLOSING}\n4.走访户主，联系电话{MOBILE}。", "mobile_number"),
        ],
    )
    def test_every_digit_is_masked_in_place(self, text: str, kind: str) -> None:
        masked, kinds = mask_text(text)
        assert kinds == {kind: 1}
        assert len(masked) == len(text)
        assert not re.search(r"\d{4}", masked)
        assert [new for new, old in zip(masked, text, strict=True) if new != old] == ["*"] * masked.count("*")

    def test_several_numbers_side_by_side(self) -> None:
        masked, kinds = mask_text(f"{IDENTITY} {CARD} {MOBILE}、13987654321/15912345678")
        assert kinds == {"identity_card": 1, "bank_card": 1, "mobile_number": 3}
        assert set(masked) == set("* 、/")


class TestKept:
    @pytest.mark.parametrize(
        "text",
        [
            "110105194912310021",  # wrong check digit, and no card of any bank
            "11010519491331002X",  # no thirteenth month
            "000105491231002",  # no such province
            luhn("722202123456789012"),  # no such issuer
            CARD[:-1] + str((int(CARD[-1]) + 1) % 10),  # wrong check digit
            "12812345678",
            "138123456789",
            f"项目编号：{MOBILE}",
            "统一社会信用代码：11010519491231002X",
            f"县府办〔2023〕{MOBILE}号",
            f"第{MOBILE}号文件",
            f"工程总投资{MOBILE}元",
            f"拨付{CARD}.25元",
            f"拨付{CARD}元",
            "处理水量13812345678吨",
            "2018-440100-48-01-123456",
            "2023-13812345678",
            "GK13812345678",
            "http://www.example.org/13812345678.html",
            "监督电话：0731-83012345 83012346",
            "2024年11月12日至2025年1月13日",
            "13.81 23.45 67.8 13 25 46 18 22 5",
        ],
    )
    def test_what_only_looks_like_a_private_number(self, text: str) -> None:
        assert mask_text(text) == (text, {})

    @pytest.mark.parametrize(
        "text",
        [
            f"监督电话：{MOBILE}",
            f"举报电话（工作时间）：{MOBILE}",
            f"监督电话\n{MOBILE}",
            f"{CLOSING}联系电话：{MOBILE}",
            f"{CLOSING}联系方式：电话 0731-83012345、{MOBILE}；",
            f"{CLOSING}联系人：王同志，{MOBILE}",
            f"联系电话：{MOBILE}；通讯地址：云岫县和平路1号",
        ],
    )
    def test_the_official_contact_of_the_notice(self, text: str) -> None:
        assert mask_text(text) == (text, {})


def notice(**numbers: str) -> Notice:
    return read_notice(HTML.format(closing=CLOSING, **numbers).encode(), "text/html", "http://www.example.org/1.html")


class TestNotice:
    def test_masking_moves_no_fact_and_is_told_without_the_value(self) -> None:
        private = notice(identity=IDENTITY, mobile=MOBILE)
        plain = notice(identity="*" * 18, mobile="*" * 11)
        assert private.text == plain.text
        assert (private.items, private.measures, private.metrics) == (plain.items, plain.measures, plain.metrics)
        assert private.head.contact_phone == "13987654321"
        told = [found for found in private.findings if found.check == "privacy_masked"]
        assert [found.observed for found in told] == ["identity_card 1 (text 1)", "mobile_number 1 (text 1)"]
        assert all(found.severity == "info" and not found.evidence for found in told)
        assert IDENTITY not in repr(private)
        assert MOBILE not in repr(private)
        assert not [found for found in plain.findings if found.check == "privacy_masked"]

    def test_a_page_that_is_no_notice_is_masked_too(self) -> None:
        page = f"<html><body><p>张三的身份证号是{IDENTITY}，请失主来领取，地点在大厅一楼服务台。</p></body></html>"
        read = read_notice(page.encode(), "text/html", "http://www.example.org/2.html")
        assert not read.is_notice
        assert IDENTITY not in repr(read)
        assert read.findings[-1].check == "privacy_masked"

    def test_title_metadata_and_breadcrumb_are_masked_and_the_address_is_not(self) -> None:
        url = "http://www.example.org/a/13812345678"
        page = read_page(HTML.format(closing="", identity="", mobile="").encode(), "text/html", url)
        changed = type(page)(
            page.text, page.lines, f"通报{MOBILE}", {"Author": MOBILE, "Url": url}, (f"公开{MOBILE}",), page.charset
        )
        masked, findings = mask_page(changed)
        stars = "*" * 11
        assert (masked.title, masked.metadata, masked.breadcrumb) == (
            f"通报{stars}",
            {"Author": stars, "Url": url},
            (f"公开{stars}",),
        )
        assert [found.observed for found in findings] == ["mobile_number 3 (title 1, metadata 1, breadcrumb 1)"]

    def test_a_page_without_private_numbers_is_the_same_page(self) -> None:
        page = read_page(HTML.format(closing=CLOSING, identity="", mobile="").encode(), "text/html", "")
        assert mask_page(page) == (page, ())


class TestInvariants:
    @given(st.text(st.sampled_from("0123456789０１９Xx -/.第号元电话监督：，。\n张*A"), max_size=120))
    def test_length_and_everything_but_digits_stay(self, text: str) -> None:
        masked, kinds = mask_text(text)
        assert len(masked) == len(text)
        changed = [(old, new) for old, new in zip(text, masked, strict=True) if old != new]
        assert all(fold(old) in "0123456789Xx" and new == "*" for old, new in changed)
        assert bool(changed) == bool(kinds)

    @given(st.text(st.sampled_from("0123456789X -电话监督：，。\n张"), max_size=120))
    def test_masking_twice_changes_nothing_more(self, text: str) -> None:
        once, _ = mask_text(text)
        assert mask_text(once) == (once, {})

    @pytest.mark.parametrize(
        "part", ["1", "1 ", "13812345678 ", "监督电话", "6222 ", "欢迎", "电话13812345678", "1-1"]
    )
    def test_long_hostile_text_is_read(self, part: str) -> None:
        text = part * (200_000 // len(part))
        assert len(mask_text(text)[0]) == len(text)


class TestPersons:
    @pytest.mark.parametrize(
        ("printed", "post"),
        [
            ("局党组书记、局长", "局党组书记、局长"),
            ("局党组书记、局长张三", "局党组书记、局长"),
            ("张三（局党组成员、副局长）", "局党组成员、副局长"),
            ("张三", None),
            ("张三、李小四", None),
            ("分管领导", "分管领导"),
            ("局党组", "局党组"),
            ("办公室主任 王五", "办公室主任"),
        ],
    )
    def test_the_responsible_post_is_published_without_a_name(self, printed: str, post: str | None) -> None:
        assert post_only(printed) == post

    def test_no_column_is_about_the_name_of_a_person(self) -> None:
        """The columns of persons are posts and roles; a column for names, identity or private numbers may not come."""
        english = re.compile(r"person|surname|first_?name|full_?name|holder|official_name|id_card|identity|mobile|sex")
        chinese = re.compile(r"姓名|人名|身份证|手机|银行卡|性别|(?:责任|联系|负责|当事|举报|经办)人$")
        for table in schema.tables():
            for column in table.columns:
                assert not english.search(column.name), f"{table.name}.{column.name}"
                assert not chinese.search(column.title_zh), f"{table.name}.{column.name}"
