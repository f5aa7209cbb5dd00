"""What differs between any two releases, as a list of changes."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from flows.release.changes import find_changes
from flows.release.reading import read_release


def diff_releases(before: Path, after: Path) -> pa.Table:
    """The changes from one release to another, whether or not one follows the other.

    Returns:
        A table with the columns of `changes`.

    Raises:
        ReleaseError: one of the folders is no release.
    """
    return find_changes(read_release(before), read_release(after))
