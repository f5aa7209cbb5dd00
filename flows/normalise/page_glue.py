"""Pages that print title, information bar, text and tools in one line: the line is cut where they meet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flows.normalise.page_lines import PrintedLine, Printout
from flows.normalise.rules_table import rule_pattern

_LONG = 100
_HEAD, _TAIL = 420, 320
_OPENING = re.compile(
    r"(?:根据|按照|遵照)[^。;\n]{2,60}?(?:部署|安排|要求|计划|规定|工作)|20\d\d年\d{1,2}月\d{1,2}日(?:至|-|,)"
)
"""Where the text of a notice begins: `根据县委统一部署`, `2024年3月4日至`."""

_TITLE_END = re.compile(r"(?:关于|整改).{0,60}(?:通报|报告|公告|公示|通告|情况)\s?$")
_LABEL = re.compile(
    r"\s?[(\[]?(?:(?:发布|发表|更新|公开|信息)(?:时间|日期)|(?<![一-龥])(?:时间|日期)|(?:信息|文章|稿件)?来源|作者|"
    r"(?:浏览|阅读|点击|访问)(?:次数|量|数)?|字[号体]|编辑|责任编辑)\s?:|\s20\d\d-\d{1,2}-\d{1,2}"
)
_AFTERWARDS = re.compile(
    r"\s(?=上一[篇条页则]|下一[篇条页则]|(?:责任|本期)?编辑\s?:|审核\s?:|来源\s?:|\[?打印|\[?关闭|分享|扫一扫|相关(?:链接|阅读|信息|新闻|文章)|"
    r"主办|版权所有|返回|收藏)"
)

_COUNTS = re.compile(r".?(?:浏览|阅读|点击|访问|查看)")
_COUNTS_BEGIN = frozenset("浏阅点访查")
_COUNTER_LENGTH = 60


def unglue(printout: Printout) -> Printout:
    """The printout with the first and the last long line cut into what they print."""
    long = [index for index, line in enumerate(printout.lines) if len(line.text) >= _LONG and "。" in line.text]
    if not long:
        return printout
    lines = list(printout.lines)
    places = {long[0]: _head_cuts(lines[long[0]].folded)}
    places[long[-1]] = [*places.get(long[-1], ()), *_tail_cut(lines[long[-1]].folded)]
    for index in sorted(places, reverse=True):
        if places[index]:
            lines[index : index + 1] = _cut(lines[index], places[index])
    return replace(printout, lines=tuple(lines))


def _cut(line: PrintedLine, places: list[int]) -> Iterator[PrintedLine]:
    ends = [0, *places, len(line.text)]
    for start, end in zip(ends, ends[1:], strict=False):
        text = line.text[start:end].strip()
        if text:
            yield line.reprinted(text)


def _head_cuts(folded: str) -> list[int]:
    """Where the title ends, each label begins and the text begins, if the line begins with a title or a label."""
    head = folded[:_HEAD]
    opening = next((match for match in _OPENING.finditer(head) if _is_bar(head[: match.start()])), None)
    if opening is None:
        return []
    labels = [match.start() for match in _LABEL.finditer(head, 0, opening.start())]
    first = labels[0] if labels else opening.start()
    before = head[:first].rstrip().rfind(" ") + 1
    return [*([before] if before else []), *labels, opening.start()]


def _is_bar(before: str) -> bool:
    """Whether what stands before the opening is title and information bar, and no text."""
    if not before or "。" in before:
        return False
    return _TITLE_END.search(before) is not None or _LABEL.search(before) is not None


def _tail_cut(folded: str) -> list[int]:
    """Where tools, editors and neighbouring pages begin behind the last sentence."""
    match = _AFTERWARDS.search(folded, max(len(folded) - _TAIL, folded.rfind("。") + 1, 0))
    return [match.start()] if match else []


def without_counters(printout: Printout) -> Printout:
    """The printout with reading counters that are glued to the first words of a line cut off."""
    pattern = rule_pattern("chrome", "place", "counter")
    counting = [
        index
        for index, line in enumerate(printout.lines)
        if not _COUNTS_BEGIN.isdisjoint(line.text[:2]) and _COUNTS.match(line.text)
    ]
    if not counting:
        return printout
    lines = list(printout.lines)
    for index in counting:
        line = lines[index]
        counter = pattern.match(line.folded[:_COUNTER_LENGTH])
        rest = line.text[counter.end() :].strip() if counter else ""
        lines[index] = line.reprinted(rest) if rest else line
    return replace(printout, lines=tuple(lines))
