from __future__ import annotations

import pytest

from flows.normalise.page import read_page
from flows.normalise.page_docx import read_docx
from flows.normalise.records import Look
from tests.normalise.test_page import BAR, BODY, PARAGRAPHS, TEXT, TITLE, whole
from tests.normalise.test_page_docx import word

HEADING = "资金监管不严格"
NOT_BOLD, FACE = '<w:b w:val="0"/>', '<w:rFonts w:eastAsia="黑体"/>'


def look(markup: str, line: str) -> Look:
    """The look of a line of a notice that holds the markup."""
    page = read_page(whole(f"<h1>{TITLE}</h1>{BAR}<div>{PARAGRAPHS}{markup}<p>{BODY[0]}</p></div>").encode(), "", "")
    found = [each for each in page.lines if each.span.of(page.text) == line]
    assert found, page.text
    return found[0].look


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f"<p>{HEADING}</p>", Look()),
        (f"<h3>{HEADING}</h3>", Look(heading=3)),
        (f"<h2><span>{HEADING}</span></h2>", Look(heading=2)),
        (f"<p><strong>{HEADING}</strong></p>", Look(bold=7)),
        (f"<p><b style='mso-bidi-font-weight:normal'><span lang=ZH-CN>{HEADING}</span></b></p>", Look(bold=7)),
        (f"<p style='font-weight: 700'>{HEADING[:3]}<span>{HEADING[3:]}</span></p>", Look(bold=7)),
        (f"<p><span style='font-weight:bold'>{HEADING}</span></p>", Look(bold=7)),
        (f"<p><span style='font-weight:normal'>{HEADING}</span></p>", Look()),
        (f"<p><span style='font-family:楷体_GB2312'>{HEADING}</span></p>", Look(bold=7)),
        (f"<p><font face=黑体>{HEADING}</font></p>", Look(bold=7)),
        (f"<b><p>{BODY[-1]}</p><p>{HEADING}</p></b>", Look(bold=7)),
        (f"<p><b>{HEADING[:4]}</b>{HEADING[4:]}</p>", Look(bold=4)),
        (f"<p>{HEADING[:4]}<b>{HEADING[4:]}</b></p>", Look()),
        (f"<p><b>{HEADING[:4]}</b><b>{HEADING[4:]}</b></p>", Look(bold=7)),
        (f"<p align='center'>{HEADING}</p>", Look(is_centred=True)),
        (f"<p style='text-align: center;'><b>{HEADING}</b></p>", Look(bold=7, is_centred=True)),
        (f"<center>{HEADING}</center>", Look(is_centred=True)),
        (f"{BODY[-1]}<br><b>{HEADING}</b><br>{BODY[-1]}", Look(bold=7)),
    ],
)
def test_lines_know_how_they_stand_out(markup: str, expected: Look) -> None:
    assert look(markup, HEADING) == expected


def test_punctuation_and_numbers_beside_bold_text_are_bold_too() -> None:
    assert look(f"<p>1.<b>{HEADING}</b>。</p>", f"1.{HEADING}。") == Look(bold=10)
    assert look(f"<ol><li><b>{HEADING}</b></li></ol>", f"1. {HEADING}") == Look(bold=10)


def test_where_all_is_bold_nothing_stands_out() -> None:
    page = read_page(whole(f"<h1>{TITLE}</h1>{BAR}<div style='font-weight:bold'>{PARAGRAPHS}</div>").encode(), "", "")
    assert page.text == TEXT
    assert {line.look for line in page.lines} == {Look()}


def test_whole_bold_lines_are_told_from_bold_beginnings() -> None:
    markup = f"<p><b>{HEADING}</b></p><p><b>{HEADING}。</b>{BODY[0]}</p>"
    page = read_page(whole(f"<h1>{TITLE}</h1>{BAR}<div>{PARAGRAPHS}{markup}</div>").encode(), "", "")
    assert [line.is_bold for line in page.lines[-2:]] == [True, False]
    assert page.lines[-1].look.bold == len(HEADING) + 1


def docx_looks(paragraphs: str, styles: str = "") -> list[Look]:
    return [line.look for line in read_docx(word(paragraphs, "", styles)).lines]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_word_files_tell_headings_by_style_and_by_bold_runs() -> None:
    styles = (
        '<w:style w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:styleId="1"><w:name w:val="mine"/><w:basedOn w:val="2"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:styleId="3"><w:pPr><w:outlineLvl w:val="0"/><w:jc w:val="center"/></w:pPr></w:style>'
    )
    paragraphs = [
        f'<w:p><w:pPr><w:pStyle w:val="2"/></w:pPr>{run("甲乙")}</w:p>',
        f'<w:p><w:pPr><w:pStyle w:val="3"/></w:pPr>{run("甲乙")}</w:p>',
        f"<w:p>{run('甲', '<w:b/>')}{run('乙', '<w:b/>')}</w:p>",
        f"<w:p>{run('甲', '<w:b/>')}{run('乙')}</w:p>",
        f"<w:p>{run('甲乙', NOT_BOLD)}</w:p>",
        f"<w:p>{run('甲乙', FACE)}</w:p>",
        f'<w:p><w:pPr><w:outlineLvl w:val="9"/><w:jc w:val="center"/></w:pPr>{run("甲乙")}</w:p>',
    ]
    assert docx_looks("".join(paragraphs), styles) == [
        Look(heading=2, bold=2),
        Look(heading=1, is_centred=True),
        Look(bold=2),
        Look(bold=1),
        Look(),
        Look(bold=2),
        Look(is_centred=True),
    ]
