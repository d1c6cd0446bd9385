"""Kept files: each content lies once in a store of objects, under its sha256 (U5, U10).

The store is a folder, or whatever else obstore reaches by a URL, such as a bucket of S3. What is in it is
never written anew, unless it was damaged, and what is read is held against its name.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, MemoryStore, from_url

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import ObjectStore, RetryConfig

DIGEST = re.compile(r"[0-9a-f]{64}")
ASIDE, PROBE = "gone", "probe"
"""Under which name lies what was set aside, and what is written to see whether writing works."""
ASIDE_FOR = timedelta(hours=1)
"""Longer than it takes to name a content that was found there: it is set aside for so long before it goes."""
PARTS = "*#*"
"""What obstore calls a file of a folder that is still being written."""
_NUMBER = re.compile(r"os error (\d{1,5})")
_RETRIES: "RetryConfig" = {"max_retries": 2, "retry_timeout": timedelta(seconds=10)}
"""Somebody waits. Options of the client are not given: obstore would read none from the environment then."""


class StoreAway(OSError):
    """The store of files does not answer, or refuses whoever asks."""


class ContentLost(Exception):
    """Under a sha256 lies nothing (`missing`), or what has another one (`damaged`)."""

    def __init__(self, digest: str, why: str) -> None:
        super().__init__(f"{digest} is {why}")
        self.sha256, self.why = digest, why


class Contents:
    """Where contents lie. It is reached when it is first needed; whoever waits for it does so in a thread."""

    def __init__(self, reach: "Callable[[], ObjectStore]", folder: Path | None = None) -> None:
        """`folder`: where it lies on this machine, if it does."""
        self._reach, self._folder = reach, folder

    @cached_property
    def _store(self) -> "ObjectStore":
        return self._reach()

    def keep(self, content: bytes) -> str:
        """Write once, whole; gives the sha256. What is there already is left, unless it is damaged.

        Raises: OSError.
        """
        digest = sha256(content).hexdigest()
        with self._answering():
            try:
                self._store.put(digest, content, mode="create")
            except AlreadyExistsError:
                if not self._is_whole(digest):
                    self._store.put(digest, content, use_multipart=False)
            self._hold(digest)
        return digest

    def read(self, digest: str) -> bytes:
        """A content, be it that it was set aside. Raises: ContentLost; OSError."""
        why = "missing"
        for name in (digest, f"{ASIDE}/{digest}"):
            with self._answering(), suppress(FileNotFoundError):
                content = bytes(self._store.get(name).bytes())
                if sha256(content).hexdigest() == digest:
                    return content
                why = "damaged"
        raise ContentLost(digest, why)

    def names(self) -> list[str]:
        """The contents that are there, by their sha256. Raises: OSError."""
        return [name for name, _ in self._listed()]

    def there(self) -> set[str]:
        """The same, with those that were set aside. Raises: OSError."""
        return {name for under in (None, ASIDE) for name, _ in self._listed(under)}

    def older(self, before: datetime) -> list[str]:
        """Those that came before then; what was broken off then is removed at once. Raises: OSError."""
        for part in self._folder.rglob(PARTS) if self._folder else ():
            with suppress(FileNotFoundError):
                if part.stat().st_mtime < before.timestamp():
                    part.unlink()
        return [name for name, at in self._listed() if at < before]

    def set_aside(self, digests: Iterable[str]) -> None:
        """Take contents from their place. They can still be read, for whoever has just found one there.

        Raises: OSError.
        """
        for digest in digests:
            with self._answering(), suppress(FileNotFoundError):
                content = bytes(self._store.get(digest).bytes())
                # Written, not moved: it is as young as the moment at which it was set aside.
                self._store.put(f"{ASIDE}/{digest}", content, use_multipart=False)
                self._hold(f"{ASIDE}/{digest}")
                self._store.delete(digest)

    def aside(self, before: datetime) -> list[str]:
        """The contents that were set aside before then. Raises: OSError."""
        return [name for name, at in self._listed(ASIDE) if at < before]

    def settle(self, digest: str, *, named: bool) -> None:
        """Put back what was set aside, where something names it by now; else remove it. Raises: OSError."""
        with self._answering(), suppress(FileNotFoundError):
            if named:
                content = bytes(self._store.get(f"{ASIDE}/{digest}").bytes())
                with suppress(AlreadyExistsError):
                    self._store.put(digest, content, mode="create")
                self._hold(digest)
            self._store.delete(f"{ASIDE}/{digest}")

    def probe(self) -> None:
        """See whether a content could be kept. Raises: OSError."""
        if self._folder is None:
            self.is_write_once()
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, prefix=f".{PROBE}-") as part:
            part.write(bytes(256 * 1024))
            part.flush()
            os.fsync(part.fileno())

    def is_write_once(self) -> bool:
        """Whether the store leaves what is there: not all that speak S3 do. Raises: OSError."""
        with self._answering():
            for _ in range(2):
                try:
                    self._store.put(PROBE, b"Is it kept once?\n", mode="create")
                except AlreadyExistsError:
                    return True
        return False

    def _is_whole(self, digest: str) -> bool:
        with suppress(FileNotFoundError):
            return sha256(bytes(self._store.get(digest).bytes())).hexdigest() == digest
        return False

    def _hold(self, name: str) -> None:
        """On the disk, and for nobody else on this machine: obstore leaves both to whoever has a folder."""
        if self._folder is None:
            return
        path = self._folder / name
        # Whoever has set it aside meanwhile has done the same.
        with suppress(FileNotFoundError):
            path.chmod(0o600)
            for one in (path, path.parent):
                descriptor = os.open(one, os.O_RDONLY)
                try:
                    os.fsync(descriptor)
                finally:
                    os.close(descriptor)

    def _listed(self, under: str | None = None) -> list[tuple[str, datetime]]:
        if self._folder and not self._folder.exists():
            return []
        found: list[ObjectMeta] = []
        with self._answering():
            try:
                for some in self._store.list(under):
                    found += some
            except FileNotFoundError as error:
                raise StoreAway("there is no such bucket") from error
        begins = f"{under}/" if under else ""
        named = [(one["path"].removeprefix(begins), one["last_modified"]) for one in found]
        return sorted((name, at) for name, at in named if DIGEST.fullmatch(name))

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except BaseError as error:
            said = str(error).partition("\n")[0]
            number = _NUMBER.search(said)
            if self._folder is None or number is None:
                raise StoreAway(said) from error
            code = int(number[1])
            raise OSError(code, os.strerror(code), str(self._folder)) from error


def in_folder(folder: Path) -> Contents:
    """A folder of this machine, which is made when something is kept."""

    def reach() -> LocalStore:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return LocalStore(folder)

    return Contents(reach, folder)


def forgotten() -> Contents:
    """What is forgotten with whoever holds it."""
    return Contents(MemoryStore)


def kept(url: str, data_dir: Path) -> Contents:
    """Where files are kept: at a URL (`s3://bucket/prefix`), or in the data's folder where there is none.

    obstore reads its credentials and whatever else it needs from the environment.
    """
    if not url:
        return in_folder(data_dir / "files")
    parts = urlsplit(url)
    if parts.scheme == "file":
        return in_folder(Path(unquote(parts.path)))
    return Contents(partial(from_url, url, retry_config=_RETRIES))
