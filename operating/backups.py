"""Ronda's own database and the files that people sent, copied while rounds run, and put back (K4).

Temporal's database is no part of it: what rounds wait for is rebuilt from what Ronda's own keeps (K9).
"""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, inspect, make_url, text

from operating.builds import NotDone
from store import migrating
from store.audit_log import BEFORE_THE_FIRST
from store.files import ContentLost, Contents
from store.powers import programs_role

DATABASE, FILES, MANIFEST = "database", "files", "manifest.json"
"""What a backup is made of; the manifest is written last, so that there is none in half a backup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds: digests are SHA-256, `head` is the hash of the newest entry of the audit log."""

    made_at: str
    dialect: str
    revision: str
    entries: int
    head: str
    database: str
    files: tuple[str, ...]


def backup(database_url: str, files: Contents, target: Path) -> Manifest:
    """Copy both into an empty folder while programs write.

    Raises: OSError, NotDone, and leaves nothing that could be taken for a backup.
    """
    if target.exists() and any(target.iterdir()):
        raise NotDone(f"{target} is not empty: name a folder that does not exist yet")
    (target / FILES).mkdir(parents=True, exist_ok=True)
    target.chmod(0o700)
    url = make_url(database_url)
    dialect = url.get_backend_name()
    revision, entries, head = _COPY[dialect](url, target / DATABASE)
    # Afterwards: whatever the copied rows name was there before they were written.
    names = tuple(sorted(_copied(files, target / FILES)))
    made = Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        dialect=dialect,
        revision=revision,
        entries=entries,
        head=head,
        database=_digest(target / DATABASE),
        files=names,
    )
    (target / MANIFEST).write_text(json.dumps(asdict(made), indent=2), "utf-8")
    return made


def restore(
    database_url: str, files: Contents, source: Path, *, owner_url: str = "", beside: bool = False
) -> Manifest:
    """Put both back where there is nothing yet, and bring the tables up to this version.

    What is in the database belongs to the role of `owner_url`, where that is another one. `beside`: files
    may be there; they are left, and those that are missing or damaged are written.

    Raises: OSError; NotDone or Unfit, before anything is written when the backup is not whole or something
    is there.
    """
    made = _checked(source)
    url = make_url(database_url)
    if url.get_backend_name() != made.dialect:
        raise NotDone(f"this is a backup of {made.dialect}, and DATABASE_URL names {url.get_backend_name()}")
    if not beside and files.names():
        raise NotDone("there are files: a backup is restored where there is nothing, or with --beside-files")
    owner_url = owner_url or database_url
    programs = programs_role(owner_url, database_url)
    if programs:
        migrating.ensure_fit(owner_url, programs)
    owner = make_url(owner_url)
    if _occupied(owner):
        raise NotDone("there is a database: a backup is restored where there is none")
    # The files first: broken off, this can be done again beside those that are there.
    for name in made.files:
        files.keep((source / FILES / name).read_bytes())
    _PUT_BACK[made.dialect](owner, source / DATABASE)
    migrating.upgrade(owner_url, programs=programs)
    return made


def _checked(source: Path) -> Manifest:
    try:
        told = json.loads((source / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise NotDone(f"{source} is no whole backup: its {MANIFEST} cannot be read") from error
    made = Manifest(**told | {"files": tuple(told["files"])})
    wrong = [name for name in made.files if not _is(source / FILES / name, name)]
    if not _is(source / DATABASE, made.database):
        wrong.append(DATABASE)
    if wrong:
        raise NotDone(f"of this backup {len(wrong)} parts are missing or damaged, such as {wrong[0]}")
    return made


def _copied(files: Contents, target: Path) -> Iterator[str]:
    for name in files.names():
        try:
            (target / name).write_bytes(files.read(name))
        except ContentLost as lost:
            raise NotDone(f"the file {lost}") from lost
        yield name


def _is(file: Path, digest: str) -> bool:
    return file.is_file() and _digest(file) == digest


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def _state(connection: Connection) -> tuple[str, int, str]:
    """The revision of the tables, and how long the audit log is, with the hash of its newest entry."""
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    newest = text("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1")
    last, head = connection.execute(newest).one_or_none() or (0, BEFORE_THE_FIRST)
    return revision, last, head


# ---- SQLite


def _copy_sqlite(url: URL, target: Path) -> tuple[str, int, str]:
    """By SQLite's own way of copying, which waits for writers and holds up none for long."""
    if not url.database or not Path(url.database).exists():
        raise NotDone(f"there is no database at {url.database}")
    with closing(sqlite3.connect(url.database)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy, pages=1000)
        # One file, whatever the journal is while it is worked with.
        copy.execute("PRAGMA journal_mode=DELETE")
    target.chmod(0o600)
    with _connected(create_engine(f"sqlite:///{target}")) as connection:
        return _state(connection)


def _put_back_sqlite(url: URL, source: Path) -> None:
    target = Path(url.database or "")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, part)
    part.chmod(0o600)
    part.replace(target)


# ---- PostgreSQL


def _copy_postgresql(url: URL, target: Path) -> tuple[str, int, str]:
    """By pg_dump, of the very snapshot of which the manifest tells."""
    with _connected(create_engine(url)) as connection:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        _program("pg_dump", url, "--format=custom", f"--snapshot={snapshot}", f"--file={target}")
        target.chmod(0o600)
        return _state(connection)


def _put_back_postgresql(url: URL, source: Path) -> None:
    """It belongs to whoever restores it, who says anew what the programs may do with it."""
    whose = ("--no-owner", "--no-privileges")
    _program("pg_restore", url, *whose, "--exit-on-error", "--single-transaction", str(source))


def _program(name: str, url: URL, *more: str) -> None:
    """A program of PostgreSQL's; the password is told by the environment, which nobody else reads."""
    program = shutil.which(name)
    if program is None:
        raise NotDone(f"{name} is not installed: it comes with PostgreSQL's client programs")
    where = url.set(drivername="postgresql", password=None).render_as_string()
    env = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    done = subprocess.run(  # noqa: S603 - found by name, with what the settings say
        [program, f"--dbname={where}", *more], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotDone("; ".join((f"{name} failed", *done.stderr.strip().splitlines()[:3])))


# ---- both


@contextmanager
def _connected(engine: Engine) -> Iterator[Connection]:
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _occupied(url: URL) -> bool:
    if url.get_backend_name() == "sqlite":
        return Path(url.database or "").exists()
    with _connected(create_engine(url)) as connection:
        return bool(inspect(connection).get_table_names())


_COPY: dict[str, Callable[[URL, Path], tuple[str, int, str]]] = {
    "sqlite": _copy_sqlite,
    "postgresql": _copy_postgresql,
}
_PUT_BACK: dict[str, Callable[[URL, Path], None]] = {
    "sqlite": _put_back_sqlite,
    "postgresql": _put_back_postgresql,
}
