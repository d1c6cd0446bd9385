"""Copies of the code, one a build: a round stays with the code that it runs on until it is moved."""

import hashlib
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

SHIPPED = (
    *("requirements.txt", "settings.py", "mail_settings.py", "temporal_settings.py", "desk_settings.py"),
    *("adapters.py", "process.py", "tracing.py", "worker.py", "admin.py"),
    *("rounds", "methodologies", "workflows"),
    *("activities", "store", "templates", "api", "local", "operating", "beforehand", "rehearsing"),
)
"""What runs; the image holds the same."""
_MADE = ("__pycache__", ".half")


@dataclass(frozen=True, slots=True)
class Build:
    """One state of the code: its id, drawn from the content, and the folder of its copy."""

    id: str
    folder: Path


def keep(root: Path, builds: Path) -> Build:
    """Copy the code as it stands in `root`, unless the same stands in `builds` already."""
    files = sorted(_files(root))
    build = Build(id := _id(root, files), builds / id)
    if not build.folder.exists():
        # The whole copy or none: half of one would run as if it were that build.
        half = builds / f"{id}.half"
        shutil.rmtree(half, ignore_errors=True)
        for file in files:
            target = half / file.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
        half.rename(build.folder)
    return build


def of(id: str, builds: Path) -> Build | None:
    """The copy of an earlier build; None if it is gone."""
    folder = builds / id
    return Build(id, folder) if id and folder.is_dir() else None


def forget(builds: Path, but: Collection[str]) -> None:
    """Remove the copies that nobody needs."""
    for folder in builds.iterdir():
        if folder.name not in but:
            shutil.rmtree(folder)


def _files(root: Path) -> Iterator[Path]:
    for name in SHIPPED:
        path = root / name
        if path.is_file():
            yield path
        for file in path.rglob("*"):
            if file.is_file() and not any(part.endswith(_MADE) for part in file.parts):
                yield file


def _id(root: Path, files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.relative_to(root)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:12]
