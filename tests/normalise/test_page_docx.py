from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.normalise.docx_counters import counter
from flows.normalise.media import MediaNotReadableError
from flows.normalise.notice import read_notice
from flows.normalise.page_docx import read_docx
from flows.normalise.records import Cell

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'


def word(body: str, numbering: str = "", styles: str = "", *, space: str = SPACE) -> bytes:
    """A Word file as small as one can be."""
    saved = BytesIO()
    with ZipFile(saved, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/numbering.xml", f"<w:numbering {space}>{numbering}</w:numbering>")
        archive.writestr("word/styles.xml", f"<w:styles {space}>{styles}</w:styles>")
    return saved.getvalue()


def paragraph(text: str, number: str = "", level: int = 0, style: str = "") -> str:
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{numbered}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def level(depth: int, number_format: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


LEVELS = (
    level(0, "chineseCounting", "%1、")
    + level(1, "japaneseCounting", "（%2）", '<w:suff w:val="nothing"/>')
    + level(2, "decimal", "%3.", '<w:suff w:val="nothing"/>')
    + level(3, "decimal", "%1.%4", "<w:isLgl/>")
)
LISTS = (
    f'<w:abstractNum w:abstractNumId="0">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def lines(payload: bytes) -> list[str]:
    return [line.text for line in read_docx(payload).lines]


@pytest.mark.parametrize("space", [SPACE, STRICT])
def test_automatic_numbers_are_printed_as_word_prints_them(space: str) -> None:
    places = [(0, "组织"), (0, "问题"), (1, "学习"), (2, "不深"), (2, "不实"), (1, "作风"), (2, "不严"), (3, "款")]
    body = "".join(paragraph(text, "1", depth) for depth, text in places)
    assert lines(word(body, LISTS, space=space)) == [
        "一、组织",
        "二、问题",
        "（一）学习",
        "1.不深",
        "2.不实",
        "（二）作风",
        "1.不严",
        "2.1 款",
    ]


def test_a_list_that_restarts_and_one_numbered_by_its_style() -> None:
    styles = (
        '<w:style w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    body = paragraph("甲", style="b") + paragraph("乙", "1") + paragraph("丙", "2") + paragraph("丁", "0", style="a")
    assert lines(word(body, LISTS, styles)) == ["一、甲", "二、乙", "一、丙", "丁"]


@pytest.mark.parametrize(
    ("number", "number_format", "printed"),
    [
        (11, "chineseCounting", "十一"),
        (20, "chineseCountingThousand", "二十"),
        (105, "japaneseCounting", "一百零五"),
        (23, "ideographDigital", "二三"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (7, "decimalZero", "07"),
        (2, "ideographTraditional", "乙"),
        (14, "chineseLegalSimplified", "壹拾肆"),
        (28, "lowerLetter", "bb"),
        (44, "upperRoman", "XLIV"),
        (19, "lowerRoman", "xix"),
        (21, "decimalEnclosedCircle", "21"),
        (5, "thaiLetters", "5"),
    ],
)
def test_number_formats(number: int, number_format: str, printed: str) -> None:
    assert counter(number, number_format) == printed


@given(st.integers(-5, 20_000), st.sampled_from(["chineseCounting", "upperRoman", "lowerLetter", "decimal", "x"]))
def test_every_number_prints_something(number: int, number_format: str) -> None:
    assert counter(number, number_format)


def test_merged_cells_keep_their_columns_and_headings() -> None:
    def cell(text: str, shape: str = "") -> str:
        return f"<w:tc><w:tcPr>{shape}</w:tcPr>{paragraph(text)}</w:tc>"

    below, first = "<w:vMerge/>", '<w:vMerge w:val="restart"/>'
    rows = [
        cell("序号") + cell("问题", '<w:gridSpan w:val="2"/>') + cell("状态"),
        cell("1") + cell("学习方面", first) + cell("学习不深") + cell("已完成"),
        cell("2") + cell("", below) + cell("学习不实") + cell("未完成"),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    read = [(line.text, line.cell) for line in read_docx(word(table)).lines]
    assert read[3] == ("1", Cell(0, 1, 0, "序号"))
    assert read[4] == ("学习方面", Cell(0, 1, 1, "问题"))
    assert read[8:] == [("学习不实", Cell(0, 2, 2, "问题")), ("未完成", Cell(0, 2, 3, "状态"))]


def test_what_is_not_printed_is_not_read() -> None:
    body = (
        "<w:p><w:r><w:t>查处</w:t></w:r><w:del><w:r><w:delText>八</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>9</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>秘</w:t></w:r>"
        "<w:hyperlink><w:r><w:t>人</w:t><w:br/><w:t>次</w:t></w:r></w:hyperlink>"
        "<w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><w:AlternateContent><w:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"
        "</w:Choice><w:Fallback><w:t>框</w:t></w:Fallback></w:AlternateContent></w:r></w:p>"
    )
    assert lines(word(body)) == ["查处9人", "次", "控件", "框"]


def reason(payload: bytes) -> str:
    with pytest.raises(MediaNotReadableError) as caught:
        read_docx(payload)
    return caught.value.reason


def test_hostile_files_are_refused_with_a_reason() -> None:
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (17 * 1024 * 1024))
    assert len(bomb.getvalue()) < 100_000
    assert reason(bomb.getvalue()) == "large"
    assert reason(word("<w:p/>" * 300_000)) == "large"
    attributes = " ".join(f'a{number}="1"' for number in range(250_000))
    assert reason(word(f"<w:p {attributes}/>")) == "large"
    sound = word(paragraph("整改"))
    assert reason(sound[: len(sound) // 2]) == "broken"
    assert reason(word("<w:r>" * 5_000 + "</w:r>" * 5_000)) == "broken"
    assert reason(word("<w:p>")) == "broken"
    assert reason(word("")) == "scan"
    entities = BytesIO()
    with ZipFile(entities, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert reason(entities.getvalue()) == "broken"
    encrypted = bytearray(sound)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = encrypted.find(mark)
        while place >= 0:
            encrypted[place + offset] |= 1
            place = encrypted.find(mark, place + 4)
    assert reason(bytes(encrypted)) == "encrypted"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 700), st.integers(0, 255))
def test_a_damaged_file_is_read_or_reported(place: int, byte: int) -> None:
    payload = bytearray(word(paragraph("整改情况", "1"), LISTS))
    payload[place % len(payload)] = byte
    read_notice(bytes(payload), "", "file:///a.docx")
