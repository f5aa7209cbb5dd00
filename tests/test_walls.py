"""The walls of the house: which part may import what (docs/architecture.md)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "flows"
MODULES = sorted(PACKAGE.rglob("*.py"))
NETWORK = {"requests", "urllib3", "http", "socket", "aiohttp", "httpx"}
ORDER = ["archive", "harvest", "normalise", "validate", "release", "portal"]


def imports(module: Path) -> set[str]:
    """Every module name that the file imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def roots(module: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(module)}


def stage(module: Path) -> str:
    parts = module.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
class TestWalls:
    def test_only_flows_import_prefect(self, module: Path) -> None:
        may = module.name == "flow.py" or module.name in {"pipeline.py", "cli.py"}
        assert may or "prefect" not in roots(module)

    def test_only_harvest_opens_the_network(self, module: Path) -> None:
        may = stage(module) in {"harvest", "sample"} or module.name == "private_server.py"
        assert may or not roots(module) & NETWORK

    def test_great_expectations_stays_in_validate(self, module: Path) -> None:
        may = stage(module) == "validate" or module.name == "pipeline.py"
        assert may or "great_expectations" not in roots(module)

    def test_nothing_imports_upwards(self, module: Path) -> None:
        if stage(module) not in ORDER:
            pytest.skip("not a stage")
        later = ORDER[ORDER.index(stage(module)) + 1 :] + ["pipeline", "cli"]
        assert not {name for name in imports(module) if name.startswith(tuple(f"flows.{part}" for part in later))}


def test_modules_are_short() -> None:
    lengths = {str(module.relative_to(PACKAGE)): len(module.read_text().splitlines()) for module in MODULES}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_functions_are_short() -> None:
    long = {}
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.body[0].lineno + 1
                if length > 60:
                    long[f"{module.relative_to(PACKAGE)}:{node.name}"] = length
    assert long == {}
