"""How a release becomes visible: written aside, made durable, moved by one rename, pointers last.

    output/.staging-<version>/    written and verified here; nobody looks at it
    output/releases/<version>/    one rename puts the whole release here
    output/latest                 a relative symbolic link, replaced by one rename
    output/index.json             replaced by one rename, last

`latest` is a link because that is the only pointer to a folder that POSIX can replace in one step: a folder of copies
would be missing or mixed for a moment. Web servers follow links (nginx and Apache by default); `rsync -a` and `tar`
keep it, for it is relative; `rsync -L`, `cp -rL`, `scp -r` and object-store clients copy what it points to, so that
`latest/` is an ordinary folder there. A file system without links gets such a copy at once.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.errors import ReleaseError
from flows.release.formats.checksums import SHA256SUMS
from flows.release.reading import LATEST, RELEASES, newest_release

_STAGING = ".staging-"
_NEW = ".new-"


@contextmanager
def sole_publisher(output: Path) -> Iterator[None]:
    """Hold the output folder; the lock ends with the process, however that ends.

    Raises:
        ReleaseError: another process publishes there.
    """
    output.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(output, os.O_RDONLY)
    try:
        _lock(descriptor, output)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def staging_folder(output: Path, version: str) -> Iterator[Path]:
    """A folder to write a release in, on the file system of the output; removed where the writing fails."""
    folder = output / f"{_STAGING}{version}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_leftovers(output: Path) -> None:
    """Remove what a killed run left: staging folders and pointers that never took their place."""
    for path in sorted(output.iterdir()):
        if path.name.startswith((_STAGING, _NEW)):
            _remove(path)


def make_durable(folder: Path) -> None:
    """Have every file and folder below on disk before anything points to it."""
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)


def put_in_place(staged: Path, output: Path, version: str) -> Path:
    """Make the release visible under its version; it is never overwritten.

    Raises:
        ReleaseError: there is a release of that version.
    """
    target = output / RELEASES / version
    target.parent.mkdir(exist_ok=True)
    if target.exists():
        raise ReleaseError(
            "A release of that version exists", where=str(target), remedy="releases are never overwritten"
        )
    staged.replace(target)
    _sync(target.parent)
    return target


def point_to_newest(output: Path) -> None:
    """Make `latest` the newest release; does nothing where it is already."""
    newest, latest = newest_release(output), output / LATEST
    if newest is None or _is_release(latest, newest):
        return
    pointer = output / f"{_NEW}{LATEST}"
    try:
        pointer.symlink_to(Path(RELEASES) / newest.name, target_is_directory=True)
    except OSError:
        shutil.copytree(newest, pointer)
    if pointer.is_symlink() and (latest.is_symlink() or not latest.exists()):
        pointer.replace(latest)
    else:
        _exchange(pointer, latest)
    _sync(output)


def replace_file(path: Path, text: str) -> None:
    """Replace a file by one rename; readers see the old text or the new one."""
    written = path.with_name(f"{_NEW}{path.name}")
    with written.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    written.replace(path)
    _sync(path.parent)


def _is_release(latest: Path, release: Path) -> bool:
    """Whether `latest` is this release, as a link or as a copy."""
    sums = latest / SHA256SUMS
    return sums.is_file() and sums.read_bytes() == (release / SHA256SUMS).read_bytes()


def _exchange(pointer: Path, latest: Path) -> None:
    """Where links cannot be made, folders take turns: `latest` is missing for a moment, never mixed."""
    outgoing = latest.with_name(f"{_NEW}outgoing")
    if latest.is_symlink() or latest.exists():
        latest.rename(outgoing)
    pointer.rename(latest)
    _remove(outgoing)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _lock(descriptor: int, output: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows has no such lock; a scheduler there must not run two at once
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ReleaseError(
            "Another process publishes here", where=str(output), remedy="wait until it is done, then run again"
        ) from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
