"""What must not matter does not: chrome, widths, encodings, line breaks, spans, entities change no value."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.normalise.fold import fold
from flows.normalise.notice import read_notice
from flows.normalise.records import Notice

FIXTURES = Path(__file__).parent.parent / "fixtures" / "corpus"
PAGES = sorted(FIXTURES.glob("*.html"))
DECLARED_CHARSET = re.compile(r"charset\s*=\s*[\"']?[\w-]+")
TEXT_NODE = re.compile(r"(?<=>)(?![^<>]*://)[^<>&]{8,}(?=<)")
"""A longer text between two tags that prints no address: `>根据市委统一部署，<`."""

IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
BETWEEN_IDEOGRAPHS = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
FULL_WIDTH = 0xFEE0
WIDTHS = {mark: chr(ord(mark) + FULL_WIDTH) for mark in "0123456789():;%"} | dict(
    zip("（），：；", "(),:;", strict=True)
)
CHROME = (
    '<div class="nav"><a href="/">首页</a> | <a href="/zwgk/">政务公开</a> | <a href="/hdjl/">互动交流</a></div>',
    '<ul><li><a href="/1.html">关于召开年度会议的通知</a></li><li><a href="/2.html">机关食堂采购公告</a></li></ul>',
    '<div id="footer">主办：某某办公室　网站标识码：0000000000　<a href="/map.html">网站地图</a></div>',
    '<script>var count = 3; document.write("整改情况：已完成。");</script>',
    "<style>.notice { font-size: 16px; }</style>",
    '<div style="display:none">一、巡察整改组织情况</div>',
    '<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>',
    "<!-- 2024年3月1日 追回资金3万元 -->",
    '<form action="/search"><input name="q" value="请输入关键字"><button>搜索</button></form>',
)


def source_of(page: Path) -> str:
    payload = page.read_bytes()
    try:
        return payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        return payload.decode("gb18030")


def read(source: str, page: Path, encoding: str = "utf-8") -> Notice:
    undeclared = DECLARED_CHARSET.sub("", source)
    return read_notice(undeclared.encode(encoding, "xmlcharrefreplace"), "text/html", f"file:///{page.name}")


@cache
def plainly_read(page: Path) -> object:
    return values(read(source_of(page), page))


def values(notice: Notice) -> object:
    """What is read, without where it stands and in what width it is printed."""
    head = notice.head
    return (
        [fold(str(getattr(head, name))) for name in type(head).__slots__ if name != "url"],
        [(fold(s.title or ""), s.level, s.parent, s.item_count) for s in notice.sections],
        [(fold(i.problem), i.section, i.status, i.is_long_term, i.deadline, i.completed_on) for i in notice.items],
        [(m.item, m.section, fold(m.text)) for m in notice.measures],
        [(m.item, m.amount, m.upper_value, m.unit, m.qualifier, m.change, m.context) for m in notice.metrics],
        [(d.item, fold(d.name), d.action) for d in notice.documents],
        [(d.item, d.date_start, d.date_end, d.precision) for d in notice.dates],
        sorted((f.check, str(f.table), f.index or 0) for f in notice.findings),
    )


def body_edges(source: str) -> tuple[int, int]:
    """Where the body begins and ends; pages without a <body> tag begin behind their last head element."""
    begin = re.search(r"(?i)<body[^>]*>|</head>", source) or re.search(r"(?i)</title>", source)
    end = re.search(r"(?i)</body>", source)
    return begin.end() if begin else 0, end.start() if end else len(source)


def in_text_nodes(source: str, edit: Callable[[str], str]) -> str:
    """The source with every longer text node of the body edited; titles and scripts stay."""
    begin, end = body_edges(source)
    return source[:begin] + TEXT_NODE.sub(lambda node: edit(node[0]), source[begin:end]) + source[end:]


def in_every(text: str, pattern: re.Pattern[str], every: int, edit: Callable[[str], str]) -> str:
    """The text with every so many-th match edited."""
    places = count(1)
    return pattern.sub(lambda match: edit(match[0]) if next(places) % every == 0 else match[0], text)


@dataclass(frozen=True)
class Edit:
    """What one edition of a page does otherwise than the original."""

    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    widths: frozenset[str] = frozenset()
    encoding: str = "utf-8"
    line_break: str = "\n"
    break_every: int = 10**6
    entity_every: int = 10**6
    span_every: int = 10**6

    def of(self, source: str) -> str:
        """The edition of a page's source."""
        widths = str.maketrans({mark: WIDTHS[mark] for mark in self.widths})
        source = in_text_nodes(source, lambda text: text.translate(widths))
        source = in_text_nodes(source, self._marked_up)
        begin, end = body_edges(source)
        return source[:begin] + "".join(self.before) + source[begin:end] + "".join(self.behind) + source[end:]

    def _marked_up(self, text: str) -> str:
        text = in_every(text, BETWEEN_IDEOGRAPHS, self.break_every, lambda _: self.line_break)
        text = in_every(text, IDEOGRAPH, self.span_every, lambda character: f"<span>{character}</span>")
        return in_every(text, IDEOGRAPH, self.entity_every, lambda character: f"&#{ord(character)};")


def chrome() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(CHROME), max_size=3).map(tuple)


edits = st.builds(
    Edit,
    before=chrome(),
    behind=chrome(),
    widths=st.frozensets(st.sampled_from(sorted(WIDTHS))),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    line_break=st.sampled_from(["\n", "\r\n", "\n\t\t"]),
    break_every=st.integers(7, 400),
    entity_every=st.integers(2, 50),
    span_every=st.integers(5, 400),
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@settings(max_examples=6, suppress_health_check=list(HealthCheck), deadline=None)
@given(edit=edits)
def test_what_must_not_matter_changes_no_value(page: Path, edit: Edit) -> None:
    assert values(read(edit.of(source_of(page)), page, edit.encoding)) == plainly_read(page)
