"""A real Prefect server for the tests that need one; started once a session, ended by its id."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import URLError
from urllib.request import Request, urlopen

T = TypeVar("T")
Environment = dict[str, str]
ROOT = Path(__file__).parent.parent
PREFECT = [sys.executable, "-m", "prefect"]


@contextmanager
def running(command: list[str], environment: Environment) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended by its id."""
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def eventually(ask: Callable[[], T | None], seconds: float) -> T:
    """The first answer that is not null."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if (answer := ask()) is not None:
            return answer
        time.sleep(0.3)
    raise AssertionError(f"nothing within {seconds} s")


def api(environment: Environment, path: str, body: dict[str, Any] | None = None) -> Any:
    """What the server answers to a GET, or to a POST of this body."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(environment["PREFECT_API_URL"] + path, data, {"Content-Type": "application/json"})
    with urlopen(request, timeout=10) as response:
        return json.load(response)


@contextmanager
def prefect_server(home: Path) -> Iterator[Environment]:
    """A healthy server; yields the environment that leads Prefect's clients to it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = os.environ | {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "GX_ANALYTICS_ENABLED": "false",
        "ZHENGGAI_HOME": str(ROOT),
    }

    def healthy() -> bool | None:
        try:
            return bool(api(environment, "/health")) or None
        except (URLError, OSError):
            return None

    with running([*PREFECT, "server", "start", "--host", "127.0.0.1", "--port", port], environment):
        eventually(healthy, 150)
        yield environment
