"""The command line as a person uses it: real processes, a real Prefect server, real files."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from tests.prefect_server import ROOT, Environment

PAGES = ROOT / "tests" / "fixtures" / "corpus"
NAMES = ("shidu-civil-affairs-2024.html", "yaogang-agriculture-2024.html")
CHROMIUM = shutil.which("chromium")
COMMANDS = ("run", "harvest", "normalise", "validate", "release", "diff", "explain", "verify", "sample", "sources")


@dataclass(frozen=True)
class Workshop:
    """A folder with saved pages, data and output, and the command line beside it."""

    folder: Path
    environment: Environment

    def in_a_process(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """As a person starts it."""
        command = [sys.executable, "-c", "from flows.cli import main; main()", *arguments]
        environment = self.environment | {"PYTHONPATH": str(ROOT)}
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)

    def zhenggai(self, *arguments: str) -> Result:
        """The same without the seconds that a new process spends on imports."""
        with chdir(self.folder):
            return CliRunner().invoke(app, arguments, env=self.environment)

    @property
    def latest(self) -> Path:
        return self.folder / "output" / "latest"

    def table(self, name: str) -> pd.DataFrame:
        return pd.read_parquet(self.latest / "parquet" / f"{name}.parquet")


@pytest.fixture(scope="module")
def workshop(server: Environment, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Two saved pages, published once."""
    folder = tmp_path_factory.mktemp("workshop")
    (folder / "pages").mkdir()
    for name in NAMES:
        shutil.copy(PAGES / name, folder / "pages")
    workshop = Workshop(folder, server)
    first = workshop.in_a_process("run", "--sources", "pages")
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines()[-1].startswith("Release ")
    return workshop


@pytest.mark.slow
@pytest.mark.xdist_group("prefect")
class TestPublished:
    def test_the_last_line_says_where_and_how_much(self, workshop: Workshop) -> None:
        assert (workshop.folder / "output" / "index.json").exists()
        assert len(workshop.table("notices")) == len(NAMES)
        assert "| notices | 2 |" in (workshop.folder / "data" / "last-run.md").read_text()

    def test_running_again_publishes_nothing_and_says_so(self, workshop: Workshop) -> None:
        before = sorted(path.name for path in (workshop.folder / "output" / "releases").iterdir())
        again = workshop.zhenggai("run", "--sources", "pages")
        assert again.exit_code == 0, again.stderr
        assert "Nothing new" in again.stdout
        assert sorted(path.name for path in (workshop.folder / "output" / "releases").iterdir()) == before

    def test_a_missing_path_is_told_and_recorded_and_hides_no_other(self, workshop: Workshop) -> None:
        run = workshop.zhenggai("run", "--sources", "pages", "--sources", "no-such-folder")
        assert run.exit_code == 0, run.stderr
        assert "no-such-folder" in run.stderr
        findings = workshop.table("findings")
        assert (findings["check"] == "fetch_failed").any()
        assert len(workshop.table("notices")) == len(NAMES)

    def test_every_value_verifies(self, workshop: Workshop) -> None:
        verified = workshop.zhenggai("verify", "output/latest")
        assert verified.exit_code == 0, verified.stdout + verified.stderr

    def test_a_tampered_release_does_not(self, workshop: Workshop, tmp_path: Path) -> None:
        shutil.copytree(workshop.latest, tmp_path / "release")
        target = tmp_path / "release" / "csv" / "items.csv"
        target.write_text(target.read_text().replace("1", "2", 1))
        verified = workshop.zhenggai("verify", str(tmp_path / "release"))
        assert verified.exit_code == 7
        assert "items.csv" in verified.stdout

    def test_explain_shows_words_page_and_capture(self, workshop: Workshop) -> None:
        metric = workshop.table("metrics").iloc[0]
        explained = workshop.zhenggai("explain", metric["metric_id"])
        assert explained.exit_code == 0, explained.stderr
        notice = workshop.table("notices").set_index("notice_id").loc[metric["notice_id"]]
        for expected in (metric["quote"], notice["url"], ".warc.gz"):
            assert expected in explained.stdout

    def test_explain_of_an_unknown_id_says_what_to_do(self, workshop: Workshop) -> None:
        explained = workshop.zhenggai("explain", "pxxxxxxxxxxxxxxxx")
        assert explained.exit_code == 6
        assert "error:" in explained.stderr

    def test_a_release_does_not_differ_from_itself(self, workshop: Workshop) -> None:
        result = workshop.zhenggai("diff", "output/latest", "output/latest")
        assert result.exit_code == 0, result.stderr
        assert len(result.stdout.splitlines()) == 1

    @pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
    @pytest.mark.parametrize(("path", "words"), [("index.html", "石渡区民政局"), ("quality/report.html", "校验报告")])
    def test_the_pages_of_a_release_open_in_a_browser_without_a_network(
        self, workshop: Workshop, tmp_path: Path, path: str, words: str
    ) -> None:
        page = (workshop.latest / path).resolve()
        offline = ["--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking", "--no-first-run"]
        quiet = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={tmp_path}",
            "--enable-logging=stderr",
        ]
        command = [str(CHROMIUM), *quiet, *offline, "--dump-dom", page.as_uri()]
        shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        assert words in shown.stdout
        assert "ERR_" not in shown.stderr
        links = re.findall(r'href="([^"#:]+)"', shown.stdout)
        assert [link for link in links if not (page.parent / unquote(link)).exists()] == []

    def test_each_stage_runs_alone(self, workshop: Workshop) -> None:
        for command in (["harvest", "--sources", "pages"], ["normalise"], ["validate"], ["release"]):
            stage = workshop.zhenggai(*command)
            assert stage.exit_code == 0, stage.stderr
            assert stage.stdout.strip()


def test_every_command_is_documented_and_answers_help() -> None:
    runner = CliRunner()
    overview = runner.invoke(app, ["--help"])
    assert overview.exit_code == 0
    for command in COMMANDS:
        assert command in overview.output
        described = runner.invoke(app, [command, "--help"])
        assert described.exit_code == 0
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [command for command in COMMANDS if command not in readme] == []


def test_a_source_file_with_a_mistake_names_file_and_field(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text("id: wrong\ntitle: 错\nnotices: [http://www.example.org/1.html]\nspeed: 9\n")
    result = CliRunner().invoke(app, ["sources", "list", "--sources", str(tmp_path)])
    assert result.exit_code == 2
    assert "wrong.yaml" in result.output
    assert "speed" in result.output
