"""The forms of notices: every small invented notice of `tests/fixtures/outline_forms.yaml` is read as it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.normalise.outline_reading import items, measures, read, sections

_FIXTURE = Path(__file__).parents[1] / "fixtures" / "outline_forms.yaml"
FORMS: dict[str, dict[str, Any]] = yaml.safe_load(_FIXTURE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_read(form: str) -> None:
    expected = FORMS[form]
    outline = read(expected["text"])
    assert sections(outline) == [tuple(each) for each in expected["sections"]]
    assert items(outline) == [tuple(each) for each in expected["items"]]
    assert measures(outline) == [tuple(each) for each in expected["measures"]]
