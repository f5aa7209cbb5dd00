"""A Prefect server of our own for one command, so that a run needs no set-up.

Prefect's temporary server is slower to start, gives up on a fresh machine and loses task runs at exit. This one is
started before prefect is imported (its start overlaps with our imports), listens on loopback only and is stopped by
its process. With PREFECT_API_URL set, the server named there is used and none is started.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

from flows.errors import ConfigurationError

_START_SECONDS = 180.0
_STOP_SECONDS = 10.0
_POLL_SECONDS = 0.1
_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_UI_ENABLED": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_CLI_PROMPT": "false",
}
# What the server of a single command need not do: nobody looks at its event history.
_SINGLE_COMMAND = {
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
}


@dataclass(slots=True)
class PrivateServer:
    """A running private server, or none where another server is configured."""

    process: subprocess.Popen[bytes] | None

    def wait(self) -> None:
        """Return as soon as the server answers.

        Raises:
            ConfigurationError: it ended, or did not answer in time.
        """
        if self.process is None:
            return
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise ConfigurationError(
                    f"The private Prefect server ended with code {self.process.returncode}",
                    where=os.environ["PREFECT_HOME"],
                    remedy="read its messages above; remove the folder to start with a fresh database",
                )
            if _healthy(os.environ["PREFECT_API_URL"]):
                return
            time.sleep(_POLL_SECONDS)
        raise ConfigurationError(
            f"The private Prefect server did not answer within {_START_SECONDS:.0f} seconds",
            where=os.environ["PREFECT_API_URL"],
            remedy="start one with `prefect server start` and set PREFECT_API_URL",
        )

    def stop(self) -> None:
        """End the server by its process; harmless when it has ended."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(home: Path) -> PrivateServer:
    """Start a server with its database in `home`; call before prefect is imported.

    It returns at once: `wait` before the first flow. The server is stopped at exit and on SIGTERM.
    """
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    if os.environ.get("PREFECT_API_URL"):
        return PrivateServer(None)
    home.mkdir(parents=True, exist_ok=True)
    os.environ["PREFECT_HOME"] = str(home.resolve())
    port = _free_port()
    os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    factory = ["-m", "uvicorn", "--factory", "prefect.server.api.server:create_app"]
    address = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error", "--lifespan", "on"]
    process = subprocess.Popen([sys.executable, *factory, *address], env=os.environ | _SINGLE_COMMAND)  # noqa: S603
    server = PrivateServer(process)
    atexit.register(server.stop)
    return server


def exit_on_terminate(signum: int, frame: FrameType | None) -> None:
    """A signal handler that lets the exit handlers run, so that the server ends with us."""
    sys.exit(128 + signum)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _healthy(api_url: str) -> bool:
    try:
        with urlopen(f"{api_url}/health", timeout=2) as response:  # noqa: S310  our own loopback address
            return bool(response.status == 200)
    except (URLError, OSError):
        return False
