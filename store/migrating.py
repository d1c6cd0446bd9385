"""Brings a database to the tables of this code, and drafts the next change."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import SQLModel

import store.every_table  # noqa: F401 - fills the metadata
from store import powers
from store.session import begin_as_told

_FOLDER = Path(__file__).parent / "migrations"
_SEARCH = ("published_fts", "person_sought_fts", "letter_sought_fts")
"""What searches are made of, on each database its own way: only a migration says it."""
_NOT_ALLOWED = "42501"
"""PostgreSQL's code for what a role may not do."""


def upgrade(url: str, to: str = "head", *, programs: str | None = None) -> None:
    """Run the migrations that are missing, in one transaction; none is no fault.

    `url` is the owner's. `programs` is the role that the programs connect as, where that is another one: in
    the same transaction it is granted what they need (S10).

    Raises: Unfit, and nothing was changed, when one of the two roles may do too little or too much.
    """
    with _owning(url) as connection:
        if programs:
            powers.ensure_fit(connection, programs)
        command.upgrade(_config(connection), to)
        if programs:
            powers.grant(connection, programs)


def ensure_fit(url: str, programs: str) -> None:
    """Raises: Unfit, when the programs cannot connect as this role."""
    with _owning(url) as connection:
        powers.ensure_fit(connection, programs)


def downgrade(url: str, to: str) -> None:
    """Undo migrations down to a revision, or to `base`."""
    with _connected(url) as connection:
        command.downgrade(_config(connection), to)


def draft(url: str, message: str, revision: str) -> None:
    """Write the file of the next migration, from what the tables' code says more than the database."""
    with _connected(url) as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=revision)


def differences(url: str) -> list[object]:
    """What the tables' code says and the database does not, or the other way round."""
    with _connected(url) as connection:
        options = {"include_name": is_ours}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), SQLModel.metadata))


def is_ours(name: str | None, *_: object) -> bool:
    """Whether the tables' code must know what is called so in the database."""
    return not (name or "").startswith(_SEARCH)


@contextmanager
def _owning(url: str) -> Iterator[Connection]:
    """One transaction of the owner's; what PostgreSQL does not let this role do is told in a sentence."""
    role = make_url(url).username
    try:
        with _connected(url) as connection:
            yield connection
    except DBAPIError as error:
        if not isinstance(error.orig, psycopg.Error):
            raise
        if error.orig.sqlstate == _NOT_ALLOWED:
            raise powers.Unfit(
                f"the role {role} may not change the tables, or say what others may do with them: OWNER_URL "
                "must name the role that owns them"
            ) from error
        if isinstance(error, OperationalError) and error.orig.sqlstate is None:
            why = str(error.orig).partition("\n")[0]
            raise powers.Unfit(f"as the role {role} PostgreSQL cannot be reached: {why}") from error
        raise


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    plain = make_url(url.replace("+aiosqlite", ""))
    engine = create_engine(plain, hide_parameters=True)
    if plain.database and engine.dialect.name == "sqlite":
        Path(plain.database).parent.mkdir(parents=True, exist_ok=True)
        # Foreign keys are off meanwhile: to alter a table it is copied, and the old one dropped.
        begin_as_told(engine, "BEGIN IMMEDIATE", foreign_keys="OFF")
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
