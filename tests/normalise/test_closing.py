"""Contact blocks and signatures of many wordings; lines of the text are parted by a bar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.normalise.closing import read_closing
from flows.normalise.closing_signature import read_signature
from flows.normalise.records import Head, Page

BEFORE = (
    "一、强化责任。设立热线12345，开展整改。|1.关于“电话无人接听”的问题。公布服务电话0650-1234567。|三、下一步打算|"
)


def head_of(text: str) -> Head:
    page = Page((BEFORE + text).replace("|", "\n"), (), None, {}, (), "utf-8")
    return read_closing(page, Head(url="http://www.example/1.html"), ())


CASES: list[tuple[str, dict[str, str | None]]] = [
    (
        "欢迎广大干部群众对巡察整改落实情况进行监督。如有意见建议，请及时向我们反映。联系方式：电话（0650）3316027；邮政信箱：云湾市人民路1号县水利局办公室；邮编514071；电子邮箱abc.d-e@163.com。|中共云湾县水利局党组|2023年2月6日",
        {
            "contact_phone": "（0650）3316027",
            "contact_address": "云湾市人民路1号县水利局办公室",
            "contact_postcode": "514071",
            "contact_email": "abc.d-e@163.com",
            "issuer": "中共云湾县水利局党组",
            "issued_on": "2023-02-06",
        },
    ),
    (
        "联系人：办公室；联系电话：0650-3316027、3316028；通讯地址：云湾县新城路26号，邮政编码：189314。"
        "|中共云湾县水利局党组 2023年2月6日",
        {
            "contact_phone": "0650-3316027",
            "contact_address": "云湾县新城路26号",
            "contact_postcode": "189314",
            "issuer": "中共云湾县水利局党组",
            "issued_on": "2023-02-06",
        },
    ),
    (
        "公示期内如有意见，请反映。|联系电话：0650-3316027（工作日8:30-12:00）|邮寄地址：云湾县新城路26号县水利局（请注明“巡察整改”）|邮政编码：189314|电子邮箱：a@b.cn|中共云湾县水利局党组|二〇二三年十二月二十六日",
        {
            "contact_phone": "0650-3316027",
            "contact_address": "云湾县新城路26号县水利局",
            "contact_postcode": "189314",
            "contact_email": "a@b.cn",
            "issuer": "中共云湾县水利局党组",
            "issued_on": "2023-12-26",
        },
    ),
    (
        "请监督。　　　　　中共云湾县水利局党组　　　　2023年2月6日",
        {"issuer": "中共云湾县水利局党组", "issued_on": "2023-02-06", "contact_phone": None},
    ),
    (
        "中共云湾县水利局党组|2023年2月6日|（联系人：张某，联系电话：0650-3316027）",
        {"issuer": "中共云湾县水利局党组", "issued_on": "2023-02-06", "contact_phone": "0650-3316027"},
    ),
    (
        "监督电话：12388转2；来信地址：云湾县纪委监委（新城路3号），邮编：100000；举报网站：http://x.cn|2023年2月6日",
        {
            "contact_phone": "12388转2",
            "contact_address": "云湾县纪委监委（新城路3号）",
            "issuer": None,
            "issued_on": "2023-02-06",
        },
    ),
    (
        "来信请寄：云湾县新城路26号县水利局机关党委收，邮编：189314。|2023年2月6日",
        {"contact_address": "云湾县新城路26号县水利局机关党委", "contact_postcode": "189314"},
    ),
    (
        "持续开展整改，截至2023年12月31日。",
        {"issuer": None, "issued_on": None},
    ),
    (
        "意见建议可通过电话0650-3316027、邮箱x_y@z.gov.cn反映。|云湾县水利局|2023/2/6",
        {
            "contact_phone": "0650-3316027",
            "contact_email": "x_y@z.gov.cn",
            "issuer": "云湾县水利局",
            "issued_on": "2023-02-06",
        },
    ),
    (
        "联系电话：13912345678。传真：0650-111111。|中共云湾县委办公室|2023年X月X日",
        {"contact_phone": "13912345678", "issuer": "中共云湾县委办公室", "issued_on": None},
    ),
    (
        "联系方式：0650-3316027；电子信箱：q@w.com；通信地址:云湾县新城路26号（邮编:189314)。|中共云湾县水利局党组|（云湾县水利局代章）|2023年2月6日",
        {
            "contact_phone": "0650-3316027",
            "contact_address": "云湾县新城路26号",
            "contact_postcode": "189314",
            "issuer": "中共云湾县水利局党组",
        },
    ),
    (
        "地址：云湾县新城路26号。电话：0650－3316027。|中共云湾县水利局|党组|2023年2月6日",
        {
            "contact_address": "云湾县新城路26号",
            "contact_phone": "0650－3316027",
            "issuer": "中共云湾县水利局党组",
            "issued_on": "2023-02-06",
        },
    ),
    (
        "中共云湾县水利局党组  云湾县水利局|2023年2月6日",
        {"issued_on": "2023-02-06"},
    ),
    (
        "2023年2月6日|中共云湾县水利局党组",
        {"issuer": "中共云湾县水利局党组", "issued_on": "2023-02-06"},
    ),
    (
        "联系电话：（0650）3316027，电子邮件：q@w.com，联系地址：云湾县新城路26号1号楼201室办公室，邮政编码：189314|2023年2月6日印发",
        {
            "contact_phone": "（0650）3316027",
            "contact_address": "云湾县新城路26号1号楼201室办公室",
            "contact_postcode": "189314",
        },
    ),
    (
        "受理时间：工作日9：00-17：00；受理电话：0650-3316027；受理信箱：云湾县政务中心3楼意见箱。|中共云湾县水利局党组|2023年2月6日",
        {"contact_phone": "0650-3316027", "contact_address": "云湾县政务中心3楼意见箱"},
    ),
    (
        "欢迎监督。电话：0650-3316027 邮编：189314 地址：云湾县新城路26号 邮箱：q@w.com"
        "|中共云湾县水利局党组|2023年2月6日",
        {
            "contact_phone": "0650-3316027",
            "contact_address": "云湾县新城路26号",
            "contact_postcode": "189314",
            "contact_email": "q@w.com",
        },
    ),
    (
        "公开期内如有异议，可向下列人员反映：王先生，0650-3316027；李女士，0650-3316028。传真：0650-3316029。"
        "来访来函：云湾县新城路26号县水利局（189314）；电邮：q@w.com。|中共云湾县水利局党组|2023年2月6日",
        {
            "contact_phone": "0650-3316027",
            "contact_address": "云湾县新城路26号县水利局",
            "contact_postcode": "189314",
        },
    ),
    (
        "如发现整改不实，请拨打县水利局0650-3316027，也可寄信至云湾县新城路26号（邮编189314）。"
        "|中共云湾县水利局党组|2023年2月6日",
        {"contact_phone": "0650-3316027", "contact_address": "云湾县新城路26号", "contact_postcode": "189314"},
    ),
    (
        "如有意见，请反映：|1.来电：0650-3316027|2.信函请寄云湾县新城路26号县水利局，邮编189314|3.电邮：q@w.com"
        "|中共云湾县水利局党组|2023年2月6日",
        {"contact_phone": "0650-3316027", "contact_address": "云湾县新城路26号县水利局"},
    ),
    (
        "请反映。联系地址云湾县新城路26号，账号0650-3316027。|中共云湾县水利局党组|2023年2月6日",
        {"contact_phone": None, "contact_address": "云湾县新城路26号"},
    ),
    (
        "传真：0650-3316029；举报电话：0650-12388；电子邮箱：dwb＠example.cn。|中共云湾县水利局党组（代章）|二〇二四年五月六日",
        {
            "contact_phone": "0650-12388",
            "contact_email": "dwb@example.cn",
            "issuer": "中共云湾县水利局党组",
            "issued_on": "2024-05-06",
        },
    ),
    ("来信请发dwb(at)example.cn。|2023年2月6日", {"contact_email": "dwb@example.cn"}),
    ("电子邮箱：dwb#example.cn。|2023年2月6日", {"contact_email": "dwb@example.cn"}),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_closing_is_read(text: str, expected: dict[str, str | None]) -> None:
    head = head_of(text)
    read = {field: getattr(head, field) for field in expected}
    assert {field: value if value is None else str(value) for field, value in read.items()} == expected


@given(st.text(alphabet="中共县党组 \n2023年月日（）。〇二十", max_size=80))
def test_any_text_has_a_signature_or_none(text: str) -> None:
    signature = read_signature(text)
    assert signature is None or signature.issuer or signature.issued_on or signature.issued_on is None
