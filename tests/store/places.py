"""Where files may lie in tests: a folder, or a bucket; what somebody else does to it behind Ronda's back."""

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.files import ASIDE, PROBE, Contents, in_folder, kept
from tests.store import bucket
from tests.store.bucket import Bucket

DAY = timedelta(days=1)
NOW = datetime.now(UTC)


class Place(ABC):
    """A store of contents, and how to get at what is in it without it."""

    contents: Contents
    url: str

    @abstractmethod
    def names(self) -> set[str]:
        """What lies there, but for what shows that writing works."""

    @abstractmethod
    def content(self, name: str) -> bytes:
        """The bytes of one thing."""

    @abstractmethod
    def write(self, name: str, content: bytes) -> None:
        """Put something there, whatever it is called."""

    @abstractmethod
    def remove(self, name: str) -> None:
        """Take it away."""

    @abstractmethod
    def age(self, name: str, days: float) -> None:
        """Have it been written so many days ago."""


class Folder(Place):
    """A folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.contents, self.url = in_folder(folder), f"file://{folder}"

    def names(self) -> set[str]:
        found = {str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file()}
        return found - {PROBE}

    def content(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        (self.folder / name).write_bytes(content)

    def remove(self, name: str) -> None:
        (self.folder / name).unlink()

    def age(self, name: str, days: float) -> None:
        then = (NOW - days * DAY).timestamp()
        os.utime(self.folder / name, (then, then))


class InBucket(Place):
    """A bucket, by S3."""

    def __init__(self, of: Bucket, prefix: str = "round/files") -> None:
        self.of, self.prefix = of, prefix
        self.url = f"s3://{bucket.NAME}/{prefix}"
        self.contents = kept(self.url, Path("/nowhere"))

    def names(self) -> set[str]:
        under = f"{self.prefix}/"
        return {name.removeprefix(under) for name in self.of.objects if name.startswith(under)} - {PROBE}

    def content(self, name: str) -> bytes:
        return self.of.objects[f"{self.prefix}/{name}"][0]

    def write(self, name: str, content: bytes) -> None:
        self.of.objects[f"{self.prefix}/{name}"] = (content, datetime.now(UTC))

    def remove(self, name: str) -> None:
        del self.of.objects[f"{self.prefix}/{name}"]

    def age(self, name: str, days: float) -> None:
        self.of.objects[f"{self.prefix}/{name}"] = (self.content(name), NOW - days * DAY)


def aside(digest: str) -> str:
    """Where a content lies that was set aside."""
    return f"{ASIDE}/{digest}"


@pytest.fixture
def served_bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """A bucket, and an environment in which it is reached."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    with bucket.serving() as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """The test runs once in each."""
    if request.param == "folder":
        return Folder(tmp_path / "files")
    return InBucket(request.getfixturevalue("served_bucket"))
