"""README.md of a release: what is in it, how to use it, and the data dictionary in Chinese and English."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from flows import schema
from flows.release.formats.edition import LICENCE, LICENCE_URL, TITLE_EN, TITLE_ZH, Edition


def write_readme(edition: Edition, folder: Path) -> None:
    """Write it from its template and the schemas."""
    # Markdown, not HTML: nothing in it comes from a page.
    environment = Environment(  # noqa: S701
        loader=PackageLoader("flows.release", "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["cell"] = _cell
    text = environment.get_template("README.md.j2").render(
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


def _cell(text: str) -> str:
    """Text inside a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")
