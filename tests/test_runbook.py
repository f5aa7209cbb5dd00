"""Every error of the code has an entry in the runbook, found by its text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import errors

ROOT = Path(__file__).parent.parent
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
CLASSES = {name for name in vars(errors) if name.endswith("Error")}
VARYING = "…"


def messages() -> Iterator[tuple[str, str]]:
    """Place and text of every message that is raised, what varies replaced by an ellipsis."""
    for module in sorted((ROOT / "flows").rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in CLASSES
                and node.args
            ):
                yield f"{module.relative_to(ROOT)}:{node.lineno}", text_of(node.args[0])


def text_of(argument: ast.expr) -> str:
    if isinstance(argument, ast.Constant):
        return str(argument.value)
    if isinstance(argument, ast.JoinedStr):
        parts = (str(part.value) if isinstance(part, ast.Constant) else VARYING for part in argument.values)
        return re.sub(f"{VARYING}+", VARYING, "".join(parts))
    return ""


@pytest.mark.parametrize(("place", "message"), list(messages()))
def test_every_message_has_an_entry(place: str, message: str) -> None:
    assert message in RUNBOOK, f"{place} raises a message that docs/runbook.md does not explain"


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_every_class_has_a_section(name: str) -> None:
    assert f"## {name} " in RUNBOOK


def test_a_message_that_varies_is_compared_by_its_constant_parts() -> None:
    call = ast.parse('f"a {x}{y} b"', mode="eval").body
    assert text_of(call) == "a … b"
