from __future__ import annotations

from pathlib import Path

import pytest

from flows.errors import ConfigurationError
from flows.harvest import describe, load_sources

FIVE_LINES = """\
id: example-transport
title: 示例市交通运输局
publisher: 示例市交通运输局
region_code: 440100
list_pages: [{url: "https://example.org/xcgz/", pattern: "/content/post_\\\\d+"}]
"""
REGISTRY = Path(__file__).parents[2] / "sources"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_five_lines_are_a_source(tmp_path: Path) -> None:
    (source,) = load_sources([write(tmp_path, "example.yaml", FIVE_LINES)])
    assert (source.id, source.region_code, source.list_pages[0].minimum_links) == ("example-transport", "440100", 1)
    assert describe(source)["names"] == "1 list pages, 0 notices"


def test_the_projects_own_registry_can_be_read() -> None:
    sources = load_sources([REGISTRY], include_disabled=True)
    assert "meizhou-transport" in {source.id for source in sources}
    assert load_sources([REGISTRY]) == tuple(source for source in sources if source.enabled)


def test_defaults_of_the_folder_hold_where_a_source_says_nothing(tmp_path: Path) -> None:
    write(tmp_path, "defaults.yaml", "politeness: {contact: open-data@example.org, delay_seconds: 9}")
    write(tmp_path, "a.yaml", FIVE_LINES + "politeness: {delay_seconds: 3}\n")
    (source,) = load_sources([tmp_path])
    assert (source.politeness.contact, source.politeness.delay_seconds) == ("open-data@example.org", 3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FIVE_LINES.replace("id: example-transport", "id: 1-example"), ["wrong.yaml", "id"]),
        (FIVE_LINES + "colour: red\n", ["wrong.yaml", "colour"]),
        (FIVE_LINES.replace("440100", "44"), ["region_code"]),
        (FIVE_LINES.replace("/content", "(content"), ["list_pages.0.pattern", "regular expression"]),
        (FIVE_LINES.replace("https://example.org", "example.org"), ["list_pages.0.url", "http"]),
        (FIVE_LINES.replace("pattern:", "links: 'a[[', pattern:"), ["list_pages.0.links", "CSS"]),
        (FIVE_LINES + "encoding: klingon\n", ["encoding", "gb18030"]),
        (FIVE_LINES + "folder: pages\n", ["not both"]),
        ("id: a\ntitle: b\n", ["give list_pages, notices or folder"]),
        ("id: a\ntitle: b\nnotices: [ftp://example.org/a]\n", ["notices"]),
        ("id: [a\n", ["wrong.yaml"]),
        ("- a\n", ["not a mapping"]),
        (FIVE_LINES.replace("pattern:", "title_filter: none, pattern:"), ["title_filter", "rectification"]),
        (FIVE_LINES.replace("pattern:", "next_pages: index.html, pattern:"), ["next_pages", "{page}"]),
    ],
)
def test_mistakes_are_named_with_file_field_and_remedy(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_sources([write(tmp_path, "wrong.yaml", text)])
    for word in words:
        assert word in str(caught.value)
    assert "sources/README.md" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", FIVE_LINES + "colour: red\n")
    write(tmp_path, "b.yaml", FIVE_LINES)
    write(tmp_path, "c.yaml", FIVE_LINES)
    with pytest.raises(ConfigurationError) as caught:
        load_sources([tmp_path])
    assert "colour" in str(caught.value)
    assert "two sources have the id example-transport" in str(caught.value)


def test_a_path_may_be_a_saved_page_a_folder_of_them_or_a_source(tmp_path: Path) -> None:
    pages = tmp_path / "Saved Pages 2024"
    pages.mkdir()
    write(pages, "a.html", "<p>")
    single = write(tmp_path, "通报.txt", "整改")
    source_file = write(tmp_path, "example.yaml", FIVE_LINES)
    sources = load_sources([pages, single, source_file])
    assert [source.id for source in sources[::2]] == ["saved-pages-2024", "example-transport"]
    assert sources[1].id.startswith("saved-")


def test_one_missing_path_loses_no_other_and_none_at_all_is_an_error(tmp_path: Path) -> None:
    source_file = write(tmp_path, "example.yaml", FIVE_LINES)
    sources = load_sources([tmp_path / "missing.html", source_file])
    assert [source.id for source in sources] == ["missing", "example-transport"]
    with pytest.raises(ConfigurationError, match="none of the sources exists"):
        load_sources([tmp_path / "missing.html", tmp_path / "lost"])
    assert load_sources([]) == ()


def test_two_pages_with_one_address_are_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, "a.html", name)
    with pytest.raises(ConfigurationError, match="common folder"):
        load_sources([tmp_path / "one", tmp_path / "two"])


def test_a_source_file_may_name_a_folder_beside_it(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    path = write(tmp_path, "saved.yaml", "id: saved\ntitle: 存档\nfolder: pages\n")
    (source,) = load_sources([path])
    assert source.folder == tmp_path / "pages"
