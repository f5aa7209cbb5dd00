from __future__ import annotations

from datetime import date

import pytest

from flows.errors import ReleaseError
from flows.release.versions import is_version, next_version, version_key

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("existing", "expected"),
    [
        ([], "2026.11.22"),
        (["2026.11.21.4"], "2026.11.22"),
        (["2026.11.22"], "2026.11.22.1"),
        (["2026.11.22", "2026.11.22.9"], "2026.11.22.10"),
    ],
)
def test_next_version(existing: list[str], expected: str) -> None:
    assert next_version(DAY, existing) == expected


def test_versions_sort_by_number() -> None:
    versions = ["2026.11.22.10", "2026.11.22", "2026.11.22.9", "2025.12.31"]
    assert sorted(versions, key=version_key) == ["2025.12.31", "2026.11.22", "2026.11.22.9", "2026.11.22.10"]


def test_going_back_is_refused() -> None:
    with pytest.raises(ReleaseError, match="newer release"):
        next_version(DAY, ["2026.11.23"])


@pytest.mark.parametrize(
    "name", ["latest", "2026.11", "2026.11.22.0", "2026.1.2", ".staging-2026.11.22", "2026.11.22\n"]
)
def test_other_names_are_no_versions(name: str) -> None:
    assert not is_version(name)
    with pytest.raises(ReleaseError):
        version_key(name)
