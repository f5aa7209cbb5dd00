"""README.md of a release: what is in it, how to use it, and the data dictionary in Chinese and English."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from flows import schema
from flows.release.formats.edition import LICENCE, LICENCE_URL, TITLE_EN, TITLE_ZH, Edition


def write_readme(edition: Edition, folder: Path) -> None:
    """Write it from its template and the schemas."""
    text = _template().render(
        edition=edition,
        tables=schema.tables(),
        code_lists=[schema.code_list(name) for name in schema.code_list_names()],
        schema_version=schema.SCHEMA_VERSION,
        title_zh=TITLE_ZH,
        title_en=TITLE_EN,
        licence=LICENCE,
        licence_url=LICENCE_URL,
    )
    (folder / "README.md").write_text(text.rstrip() + "\n", encoding="utf-8", newline="\n")


@cache
def _template() -> Template:
    """The template, compiled once."""
    # Markdown, not HTML: nothing in it comes from a page.
    environment = Environment(  # noqa: S701
        loader=PackageLoader("flows.release", "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["cell"] = _cell
    return environment.get_template("README.md.j2")


def _cell(text: str) -> str:
    """Text inside a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")
