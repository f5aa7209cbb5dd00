"""An invented notice as a site prints it on several pages: masthead, title, pager, neighbours and footer on each."""

from __future__ import annotations

from collections.abc import Sequence

TITLE = "中共某县水务局党组关于巡察整改进展情况的通报"
LINES = (
    "根据县委统一部署，2023年9月5日至11月20日，县委第二巡察组对县水务局党组进行了巡察，并于12月28日反馈了意见。"
    "现将巡察整改进展情况予以公布。",
    "一、整改工作组织情况",
    "局党组召开党组会6次，制定整改措施58条，逐条落实。",
    "二、反馈问题整改情况",
    "（一）关于“理论学习不深入”的问题",
    "整改情况：已完成。制定《理论学习制度》，组织学习12次，参加人员306人次，并于2024年3月组织测试。",
    "（二）关于“工程监管不到位”的问题",
    "整改情况：已完成。检查在建工程23个，追回超付工程款86.5万元，处理责任人4名。",
    "（三）关于“档案管理不规范”的问题",
    "整改情况：正在推进。补齐档案135卷，计划年底前全部完成。",
    "三、下一步工作打算",
    "局党组将继续抓好后续整改，巩固整改成果。",
    "联系电话：0123-4567890；电子邮箱：sw@example.org",
    "中共某县水务局党组",
    "2024年6月18日",
)


def paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def site_page(body: str, number: int = 1, pages: int = 1, name: str = "content_5", title: str = TITLE) -> str:
    """One page of the site; `number` of `pages`, further ones are called `<name>_<number>.html`."""
    names = {each: f"{name}.html" if each == 1 else f"{name}_{each}.html" for each in range(1, pages + 1)}
    pager = " ".join(f"[{n}]" if n == number else f'<a href="{names[n]}">[{n}]</a>' for n in names)
    if number > 1:
        pager = f'<a href="{names[number - 1]}">上一页</a> {pager}'
    if number < pages:
        pager += f' <a href="{names[number + 1]}">下一页</a>'
    return (
        f'<html><head><meta charset="utf-8"><title>{title}_某县水务局</title></head><body>'
        '<div><a href="/">首页</a> <a href="/xw/">新闻</a></div>'
        '<div>您的位置：<a href="/">首页</a> &gt; 巡察整改</div>'
        f"<div><h1>{title}</h1><div>发布时间：2024-06-20 来源：某县水务局 浏览次数：{13 * number}</div>"
        f"<div>{body}</div><div>{pager if pages > 1 else ''}</div></div>"
        '<div>上一篇：<a href="content_4.html">关于停水的通知</a></div>'
        '<div>下一篇：<a href="content_6.html">关于防汛的通报</a></div>'
        "<div>主办单位：某县水务局 版权所有</div></body></html>"
    )


def site_pages(cuts: Sequence[int], lines: Sequence[str] = LINES, name: str = "content_5") -> list[str]:
    """The notice on pages that begin at these lines."""
    ends = [0, *cuts, len(lines)]
    texts = [lines[start:end] for start, end in zip(ends, ends[1:], strict=False)]
    return [site_page(paragraphs(text), n, len(texts), name) for n, text in enumerate(texts, start=1)]
