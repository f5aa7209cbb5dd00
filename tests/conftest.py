"""Fixtures that several parts of the suite share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.prefect_server import Environment, prefect_server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    """The environment of a running Prefect server; its tests belong to the xdist group "prefect"."""
    with prefect_server(tmp_path_factory.mktemp("prefect")) as environment:
        yield environment
