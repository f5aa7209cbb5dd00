"""SHA256SUMS: the digest of every other file of a release, as `sha256sum -c` reads it."""

from __future__ import annotations

from hashlib import file_digest
from pathlib import Path

SHA256SUMS = "SHA256SUMS"


def file_sha256(path: Path) -> str:
    """SHA-256 of a file in hex."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def release_files(folder: Path) -> tuple[str, ...]:
    """Every file of a release but SHA256SUMS, by path inside it, sorted."""
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return tuple(sorted(path for path in paths if path != SHA256SUMS))


def write_checksums(folder: Path) -> None:
    """Write SHA256SUMS; every other file is in place."""
    lines = [f"{file_sha256(folder / path)}  {path}\n" for path in release_files(folder)]
    (folder / SHA256SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def wrong_files(folder: Path) -> tuple[tuple[str, str], ...]:
    """What does not agree with SHA256SUMS: (path, what is wrong), sorted; empty where all is well."""
    path = folder / SHA256SUMS
    if not path.is_file():
        return ((SHA256SUMS, "missing"),)
    stated: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        stated[name] = digest
    present = set(release_files(folder))
    wrong = [(name, "missing") for name in stated.keys() - present]
    wrong += [(name, "not listed in SHA256SUMS") for name in present - stated.keys()]
    wrong += [
        (name, "differs from SHA256SUMS")
        for name in present & stated.keys()
        if file_sha256(folder / name) != stated[name]
    ]
    return tuple(sorted(wrong))
