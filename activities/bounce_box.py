"""The mailbox in which bounces arrive: a folder in the form of a Maildir, or one of an IMAP server (E6).

What is new is read and then marked, so that it is not read again. A mail that nobody can read is put aside
for a person to look at. Both kinds block: they are asked in a thread.
"""

import contextlib
import imaplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from activities.notices import LARGEST

MOST = 100
"""Mails that are read at a time; the others wait for the next."""
TIMEOUT = 20.0
"""Seconds for each answer of an IMAP server."""
ASIDE = ".Aside"
"""The folder beside the others that mail programs show under this name."""
_PORTS = {"imap": 143, "imaps": 993}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""As IMAP writes them, wherever the program runs."""


class Opened(Protocol):
    """A mailbox that is being read; a mail is known by its name there."""

    def new(self) -> list[str]:
        """What was not read yet, the oldest first; `MOST` at once."""

    def read(self, name: str) -> bytes | None:
        """A mail as it came; None for one that is too large to be a bounce."""

    def done(self, name: str) -> None:
        """It is not new any more."""

    def aside(self, name: str) -> None:
        """It is not new any more, and somebody should look at it."""

    def old(self, before: datetime, *, aside: bool) -> list[str]:
        """What came before then and was read, or was put aside."""

    def remove(self, names: Sequence[str], *, aside: bool) -> None:
        """Those of `old` are gone for good."""

    def close(self) -> None:
        """Nothing more is read."""


class Box(Protocol):
    """A mailbox."""

    def open(self) -> Opened:
        """Begin to read. Raises: OSError, imaplib.IMAP4.error."""


def box_of(url: str) -> Box:
    """The mailbox at `maildir:///path` or `imaps://user:password@host:port/folder`; imap:// has no TLS."""
    parts = urlsplit(url)
    if parts.scheme == "maildir":
        return Maildir(Path(unquote(parts.path)))
    return Imap(
        host=parts.hostname or "",
        port=parts.port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        tls=parts.scheme == "imaps",
    )


@dataclass(frozen=True, slots=True)
class Maildir:
    """A folder with new/ and cur/, into which a mail server delivers."""

    folder: Path

    def open(self) -> Opened:
        """Begin to read; a folder needs nothing for it."""
        return self

    def new(self) -> list[str]:
        """The names in new/, which begin with the time of delivery."""
        return sorted(path.name for path in (self.folder / "new").iterdir())[:MOST]

    def read(self, name: str) -> bytes | None:
        """Its bytes; None for what is no file, or too large."""
        path = self.folder / "new" / name
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
            return None
        return path.read_bytes()

    def done(self, name: str) -> None:
        """Seen."""
        self._move(name, self._cur(aside=False), "S")

    def aside(self, name: str) -> None:
        """Beside the others."""
        self._move(name, self._cur(aside=True), "")

    def old(self, before: datetime, *, aside: bool) -> list[str]:
        """The names there; a mail is as old as its delivery."""
        folder = self._cur(aside=aside)
        files = sorted(folder.iterdir()) if folder.is_dir() else []
        return [path.name for path in files if path.stat().st_mtime < before.timestamp()]

    def remove(self, names: Sequence[str], *, aside: bool) -> None:
        """One that somebody has taken away meanwhile is gone already."""
        for name in names:
            (self._cur(aside=aside) / name).unlink(missing_ok=True)

    def close(self) -> None:
        """There is nothing to close."""

    def _cur(self, *, aside: bool) -> Path:
        return self.folder / ASIDE / "cur" if aside else self.folder / "cur"

    def _move(self, name: str, to: Path, flags: str) -> None:
        for part in ("new", "cur", "tmp"):
            (to.parent / part).mkdir(parents=True, exist_ok=True)
        (self.folder / "new" / name).replace(to / f"{name.partition(':')[0]}:2,{flags}")


@dataclass(frozen=True, slots=True)
class Imap:
    """A folder on an IMAP server."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    tls: bool

    def open(self) -> Opened:
        """Sign in, and choose the folder."""
        client = (
            imaplib.IMAP4_SSL(self.host, self.port, ssl_context=ssl.create_default_context(), timeout=TIMEOUT)
            if self.tls
            else imaplib.IMAP4(self.host, self.port, timeout=TIMEOUT)
        )
        opened = OpenedImap(client)
        try:
            client.login(self.user, self.password)
            _well(client.select(f'"{self.folder}"'))
        except Exception:
            opened.close()
            raise
        return opened


@dataclass(frozen=True, slots=True)
class OpenedImap:
    """The folder, chosen; mails are known by their unique ids. What is put aside has a flag."""

    client: imaplib.IMAP4

    def new(self) -> list[str]:
        """The unseen ones."""
        (found, *_) = _well(self.client.uid("SEARCH", "UNSEEN"))
        return [name.decode() for name in (found or b"").split()[:MOST]]

    def read(self, name: str) -> bytes | None:
        """Its bytes, asked for once its size is known; they stay unseen until it is done."""
        (told, *_) = _well(self.client.uid("FETCH", name, "(RFC822.SIZE)"))
        size = told.upper().partition(b"RFC822.SIZE ")[2].split(b" ")[0].rstrip(b")")
        if not size.isdigit() or int(size) > LARGEST:
            return None
        (held, *_) = _well(self.client.uid("FETCH", name, "(BODY.PEEK[])"))
        return bytes(held[1])

    def done(self, name: str) -> None:
        """Seen."""
        _well(self.client.uid("STORE", name, "+FLAGS.SILENT", r"(\Seen)"))

    def aside(self, name: str) -> None:
        """Seen, and flagged."""
        _well(self.client.uid("STORE", name, "+FLAGS.SILENT", r"(\Seen \Flagged)"))

    def old(self, before: datetime, *, aside: bool) -> list[str]:
        """Those that are seen, by the day on which they came; the server counts in its own days."""
        flagged = "FLAGGED" if aside else "UNFLAGGED"
        day = f"{before.day}-{_MONTHS[before.month - 1]}-{before.year}"
        (found, *_) = _well(self.client.uid("SEARCH", "SEEN", flagged, "BEFORE", day))
        return [name.decode() for name in (found or b"").split()]

    def remove(self, names: Sequence[str], *, aside: bool) -> None:  # noqa: ARG002 - they have one folder
        """These alone, where the server can; others that somebody has marked as deleted go with them."""
        listed = ",".join(names)
        _well(self.client.uid("STORE", listed, "+FLAGS.SILENT", r"(\Deleted)"))
        if "UIDPLUS" in self.client.capabilities:
            _well(self.client.uid("EXPUNGE", listed))
        else:
            _well(self.client.expunge())

    def close(self) -> None:
        """Sign out, however that goes."""
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            self.client.logout()


def _well(answer: tuple[str, list[Any]]) -> list[Any]:
    """What a server answered. Raises: imaplib.IMAP4.error, when it is anything but OK."""
    said, data = answer
    if said != "OK":
        raise imaplib.IMAP4.error(said)
    return data
