"""Brings a database to the tables of this code, and drafts the next change."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, make_url
from sqlmodel import SQLModel

import store.audit_log
import store.drafts
import store.round_state
import store.sent_texts
import store.tables  # noqa: F401 - fills the metadata
from store.session import begin_as_told

_FOLDER = Path(__file__).parent / "migrations"


def upgrade(url: str, to: str = "head") -> None:
    """Run the migrations that are missing, in one transaction; none is no fault."""
    with _connected(url) as connection:
        command.upgrade(_config(connection), to)


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
        return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))


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
