"""The schedules of prefect.yaml on a real Prefect server with a real worker."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.prefect_server import PREFECT, ROOT, Environment, api, eventually, running

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("prefect")]
FINAL_STATES = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


@pytest.fixture(scope="module")
def deployed(server: Environment) -> Environment:
    """The server with both deployments of prefect.yaml."""
    for command in (["work-pool", "create", "zhenggai", "--type", "process"], ["deploy", "--all", "--no-prompt"]):
        subprocess.run([*PREFECT, *command], env=server, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return server


def deployment(environment: Environment, name: str) -> Any:
    return api(environment, f"/deployments/name/{name}")


def test_both_deployments_are_scheduled_in_shanghai(deployed: Environment) -> None:
    daily = deployment(deployed, "zhenggai-scheduled/daily-harvest-and-release")
    weekly = deployment(deployed, "zhenggai-reread/weekly-full-reread")
    for found, cron in ((daily, "30 2 * * *"), (weekly, "0 5 * * 0")):
        (schedule,) = found["schedules"]
        assert schedule["active"]
        assert (schedule["schedule"]["cron"], schedule["schedule"]["timezone"]) == (cron, "Asia/Shanghai")

    def scheduled_runs() -> list[Any] | None:
        query = {
            "deployments": {"id": {"any_": [daily["id"]]}},
            "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
        }
        return api(deployed, "/flow_runs/filter", query) or None

    runs = eventually(scheduled_runs, 60)
    assert all(run["next_scheduled_start_time"][11:16] == "18:30" for run in runs)


def test_a_worker_runs_a_deployment_to_its_end(deployed: Environment, tmp_path: Path) -> None:
    pages = ROOT / "tests" / "fixtures" / "corpus" / "huaijiang-third-hospital-2024.html"
    parameters = {"sources": [str(pages)], "data": str(tmp_path / "data"), "output": str(tmp_path / "output")}
    found = deployment(deployed, "zhenggai-scheduled/daily-harvest-and-release")
    run = api(deployed, f"/deployments/{found['id']}/create_flow_run", {"parameters": parameters})
    worker = [*PREFECT, "worker", "start", "--pool", "zhenggai", "--type", "process", "--limit", "1"]
    with running(worker, deployed):

        def final_state() -> str | None:
            state = api(deployed, f"/flow_runs/{run['id']}")["state"]
            return state["type"] if state["type"] in FINAL_STATES else None

        assert eventually(final_state, 150) == "COMPLETED"
    assert (tmp_path / "output" / "latest" / "datapackage.json").exists()
    artifacts = api(deployed, "/artifacts/filter", {"artifacts": {"key": {"any_": ["run-summary"]}}})
    assert "notices" in artifacts[0]["data"]
