from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from flows.normalise.media import MediaNotReadableError
from flows.normalise.notice import read_notice
from flows.normalise.page import read_page
from flows.normalise.page_pdf import read_pdf
from flows.normalise.pdf_boxes import Box, Glyph
from flows.normalise.pdf_lines import text_lines
from flows.normalise.records import Cell
from tests.normalise.media_editions import pdf_edition

CORPUS = Path(__file__).parents[1] / "fixtures" / "corpus"
LONG = "根据县委统一部署，县委第三巡察组对县水利局党组开展了常规巡察，并反馈了巡察意见。现予公布"


@pytest.fixture(scope="module")
def edition() -> bytes:
    return pdf_edition(read_page((CORPUS / "shidu-civil-affairs-2024.html").read_bytes(), "text/html", ""))


class Sheets:
    """A PDF drawn by hand: text at places, rules between points, in points from the bottom left."""

    def __init__(self) -> None:
        registerFont(UnicodeCIDFont("STSong-Light"))
        self._saved = BytesIO()
        self._canvas = Canvas(self._saved, A4)
        self._canvas.setFont("STSong-Light", 12)

    def write(self, x: float, y: float, text: str) -> Sheets:
        self._canvas.drawString(x, y, text)
        return self

    def rule(self, *rules: tuple[float, float, float, float]) -> Sheets:
        self._canvas.lines(rules)
        return self

    def turn(self) -> Sheets:
        self._canvas.translate(A4[0], 0)
        self._canvas.rotate(90)
        return self

    def slant(self, text: str) -> Sheets:
        self._canvas.saveState()
        self._canvas.rotate(40)
        self._canvas.drawString(300, 0, text)
        self._canvas.restoreState()
        return self

    def next(self) -> Sheets:
        self._canvas.showPage()
        self._canvas.setFont("STSong-Light", 12)
        return self

    def lines(self) -> list[tuple[str, Cell | None]]:
        return [(line.text, line.cell) for line in read_pdf(self.payload()).lines]

    def texts(self) -> list[str]:
        return [text for text, _ in self.lines()]

    def payload(self) -> bytes:
        self._canvas.save()
        return self._saved.getvalue()


def test_broken_lines_are_joined_and_paragraphs_kept() -> None:
    sheets = Sheets().write(96, 700, LONG[:34]).write(72, 680, LONG[34:] + "。")
    sheets.write(96, 660, "一、提高站位").write(96, 640, LONG[:34]).write(72, 620, "第2024年度AB").write(
        96, 600, "二、完"
    )
    assert sheets.texts() == [LONG + "。", "一、提高站位", LONG[:34] + "第2024年度AB", "二、完"]


def test_a_paragraph_goes_on_behind_the_page_break_and_running_lines_are_dropped() -> None:
    sheets = Sheets()
    for number in (1, 2, 3):
        sheets.write(240, 800, "云湾县水利局文件").write(280, 40, f"— {number} —")
        sheets.write(96, 700, f"{number}.{LONG[:32]}").write(72, 680, LONG[:36]).next()
    assert sheets.texts() == [f"{number}.{LONG[:32]}{LONG[:36]}" for number in (1, 2, 3)]


def test_short_lines_without_indents_stay_apart() -> None:
    texts = ["附件目录", "整改任务分工及完成时限一览表", "整改措施清单", "问题线索办理情况"]
    sheets = Sheets()
    for place, text in enumerate(texts):
        sheets.write(72, 700 - 20 * place, text)
    assert sheets.texts() == texts


def test_a_signature_at_the_right_margin_is_not_continued() -> None:
    sheets = Sheets().write(96, 700, LONG[:34]).write(72, 680, LONG[:36]).write(72, 660, "特此通报。")
    sheets.write(408, 640, "2024年9月9日").write(72, 620, "（联系电话：0650-6634120）")
    assert sheets.texts()[1:] == ["2024年9月9日", "（联系电话：0650-6634120）"]


def test_a_line_that_two_of_four_pages_begin_with_is_text() -> None:
    sheets = Sheets()
    for number in range(4):
        sheets.write(96, 800, "责任领导：副局长" if number % 2 else f"第{'甲乙丙丁'[number]}项整改情况如下")
        sheets.write(72, 780, LONG[number : number + 36]).write(72, 500, "整改到位。").next()
    assert sheets.texts().count("责任领导：副局长") == 2


GRID = (
    [(72, y, 472, y) for y in (700, 670, 640, 610)]
    + [(x, 610, x, 700) for x in (72, 172, 472)]
    + [(322, 610, 322, 670)]
)


@pytest.mark.parametrize("is_turned", [False, True])
def test_ruled_tables_are_tables_with_merged_cells(is_turned: bool) -> None:
    sheets = Sheets().turn() if is_turned else Sheets()
    sheets.rule(*((x, y - 300, right, top - 300) for x, y, right, top in GRID) if is_turned else GRID)
    down = 300 if is_turned else 0
    for x, y, text in (
        (80, 680, "序号"),
        (180, 680, "问题和状态"),
        (80, 650, "1"),
        (180, 650, "学习不够深入"),
        (330, 650, "完成"),
    ):
        sheets.write(x, y - down, text)
    for x, y, text in ((80, 620, "2"), (180, 620, "监督不够有力"), (330, 620, "未完成")):
        sheets.write(x, y - down, text)
    sheets.write(72, 580 - down, "以上情况请予监督，联系电话见本单位网站的公开栏目")
    assert sheets.lines() == [
        ("序号", Cell(0, 0, 0, "序号")),
        ("问题和状态", Cell(0, 0, 1, "问题和状态")),
        ("1", Cell(0, 1, 0, "序号")),
        ("学习不够深入", Cell(0, 1, 1, "问题和状态")),
        ("完成", Cell(0, 1, 2, "问题和状态")),
        ("2", Cell(0, 2, 0, "序号")),
        ("监督不够有力", Cell(0, 2, 1, "问题和状态")),
        ("未完成", Cell(0, 2, 2, "问题和状态")),
        ("以上情况请予监督，联系电话见本单位网站的公开栏目", None),
    ]


def test_text_across_the_page_is_no_text() -> None:
    assert Sheets().write(96, 700, LONG[:34]).slant("内部资料").texts() == [LONG[:34]]


def test_radicals_that_stand_for_characters_and_bold_by_printing_twice() -> None:
    boxes = [Box(x, 0, x + 12, 12) for x in (0, 0.4, 12, 24)]
    assert text_lines(map(Glyph, "整整改整", boxes))[0].text == "整改整"


def reason(payload: bytes) -> str:
    with pytest.raises(MediaNotReadableError) as caught:
        read_pdf(payload)
    return caught.value.reason


def test_files_without_readable_text_are_refused_with_a_reason(edition: bytes) -> None:
    page = read_page(b"<p>" + LONG.encode() * 3, "text/html", "")
    assert reason(pdf_edition(page, password="secret")) == "encrypted"
    assert reason(b"%PDF-1.7\nnothing of the kind") == "broken"
    assert reason(Sheets().rule((72, 72, 500, 72)).payload()) == "scan"
    long = Sheets()
    for _ in range(1_000):
        long.write(72, 700, "整改").next()
    assert reason(long.payload()) == "large"
    (found,) = read_notice(long_scan(), "application/pdf", "").findings
    assert (found.check, "扫描" in found.message_zh) == ("media_not_readable", True)


def long_scan() -> bytes:
    return Sheets().next().next().payload()


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_cut_or_damaged_file_is_read_or_reported(edition: bytes, data: st.DataObject) -> None:
    end = data.draw(st.integers(9, len(edition)))
    damaged = bytearray(edition[:end])
    damaged[data.draw(st.integers(5, end - 1))] = data.draw(st.integers(0, 255))
    read_notice(bytes(damaged), "application/pdf", "")
