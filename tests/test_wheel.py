"""Installed as a wheel, the program has everything that it has in a clone."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from flows import schema
from flows.sample.server import edition_pages

ROOT = Path(__file__).parent.parent
LOOK = """
import flows
from flows import schema
from flows.harvest.sources import load_sources
from flows.normalise.notice import read_notice
from flows.sample.server import edition_pages
from flows.validate.suites import __name__ as suites

print(flows.__file__)
print(len(schema.table_names()), len(schema.code_list("item_status").values), len(edition_pages(2)))
for page in edition_pages(1).values():
    notice = read_notice(page.payload, page.content_type, "http://www.example.org/1.html")
    if notice.is_notice:
        print(len(notice.items))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content, unpacked as an installer does."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_schemas_rules_and_sample_travel_along(installed: Path, tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(installed), "PATH": "", "HOME": str(tmp_path)}
    command = [sys.executable, "-c", LOOK]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    where, counts, *items = done.stdout.splitlines()
    assert Path(where).is_relative_to(installed)
    assert (
        counts == f"{len(schema.table_names())} {len(schema.code_list('item_status').values)} {len(edition_pages(2))}"
    )
    assert len(items) == 7
    assert min(map(int, items)) > 0


def test_nothing_of_the_workplace_travels_along(installed: Path) -> None:
    tops = {path.relative_to(installed).parts[0] for path in installed.iterdir()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"flows"}
