"""What the programs' role of PostgreSQL may do: read and write rows, and remove no protection (S10).

Tables, triggers and functions belong to another role, the owner, as which migrations run. SQLite has none.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any

import psycopg
import structlog
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    event,
    inspect,
    literal_column,
    make_url,
    select,
    text,
)
from sqlmodel import SQLModel

from store.session import Database

log = structlog.get_logger()

_ROWS = "SELECT, INSERT, UPDATE, DELETE"
_LESS = {"audit": "SELECT, INSERT", "alembic_version": "SELECT"}
"""What may be done with these tables; with any other, `_ROWS`."""

_BY_ITSELF = {
    "is a superuser": "r.rolsuper",
    "may make roles": "r.rolcreaterole",
    "may write files or run programs on the server": "pg_has_role(r.oid, 'pg_write_server_files', 'MEMBER')"
    " OR pg_has_role(r.oid, 'pg_execute_server_program', 'MEMBER')",
    # Whoever owns a schema may drop what others own in it.
    "owns the database, its schema or something in it, or is a member of a role that does": (
        "pg_has_role(r.oid, d.datdba, 'MEMBER') OR pg_has_role(r.oid, n.nspowner, 'MEMBER')"
        " OR EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = n.oid"
        " AND pg_has_role(r.oid, c.relowner, 'MEMBER'))"
        " OR EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = n.oid"
        " AND pg_has_role(r.oid, p.proowner, 'MEMBER'))"
    ),
}
"""What no grant of ours gives or takes, each with how PostgreSQL is asked about it."""
_BY_GRANTS = {
    "may make tables": "has_schema_privilege(r.oid, n.oid, 'CREATE')",
    "may make schemas": "has_database_privilege(r.oid, d.oid, 'CREATE')",
    "may change the audit log": (
        "has_table_privilege(r.oid, to_regclass('audit'), 'UPDATE, DELETE, TRUNCATE, TRIGGER')"
        " OR has_any_column_privilege(r.oid, to_regclass('audit'), 'UPDATE')"
    ),
}
_SINCE_15 = {"may turn triggers off": "has_parameter_privilege(r.oid, 'session_replication_role', 'SET')"}
"""Before PostgreSQL 15 only superusers may."""
_WHERE = "n.nspname = current_schema() AND d.datname = current_database()"


class Unfit(Exception):
    """Why a role cannot be what a setting wants it to be, in a sentence that says what to do."""


def programs_role(owner_url: str, database_url: str) -> str | None:
    """The role that the programs connect as; None where it is the owner's, or the database has no roles.

    Raises: Unfit, when there are two and the programs' is not named.
    """
    owner, programs = make_url(owner_url), make_url(database_url)
    if programs.get_backend_name() != "postgresql" or owner_url == database_url:
        return None
    if not programs.username:
        raise Unfit("DATABASE_URL must name the role that the programs connect as, since OWNER_URL is set")
    return None if programs.username == owner.username else programs.username


def ensure_fit(connection: Connection, role: str) -> None:
    """Raises: Unfit, when there is no such role, or one that could undo whatever it is not granted."""
    found = connection.execute(_asked(_BY_ITSELF).where(literal_column("r.rolname") == role)).one_or_none()
    if found is None:
        raise Unfit(
            f"DATABASE_URL names the role {role}, which PostgreSQL does not know: make it, by CREATE ROLE"
        )
    _refuse(role, _held(_BY_ITSELF, found))


def grant(connection: Connection, role: str) -> None:
    """Let the role do what the programs need, and take from it whatever else it may do with our tables.

    It is called by the owner, after each migration, and may be called again.

    Raises: Unfit, when it may do more all the same, such as by way of another role.
    """
    for statement in _statements(connection, role):
        connection.execute(text(statement))
    asked = _all(connection.dialect.server_version_info)
    found = connection.execute(_asked(asked).where(literal_column("r.rolname") == role)).one()
    _refuse(role, _held(asked, found))


def _statements(connection: Connection, role: str) -> Iterator[str]:
    quote = connection.dialect.identifier_preparer.quote
    to = quote(role)
    schema, database = map(
        quote, connection.execute(text("SELECT current_schema(), current_database()")).one()
    )
    # Until PostgreSQL 15 everybody may make tables in a new database.
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {to}"
    yield f"GRANT CONNECT ON DATABASE {database} TO {to}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {to}"
    ours = {*SQLModel.metadata.tables, *_LESS}
    for name in sorted(ours.intersection(inspect(connection).get_table_names())):
        yield f"REVOKE ALL ON {quote(name)} FROM {to}"
        yield f"GRANT {_LESS.get(name, _ROWS)} ON {quote(name)} TO {to}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {to}"


def watch(database: Database) -> None:
    """Have the log say, with the first connection, what its role may do that the programs do not need.

    They work all the same: what stands in the database is as safe as it was before there were two roles.
    """
    engine = database.engine
    if engine.dialect.name != "postgresql":
        return

    @event.listens_for(engine, "connect", once=True)
    def _connected(connection: Any, _record: Any) -> None:
        asked = _all(engine.dialect.server_version_info)
        own = _asked(asked).where(literal_column("r.rolname = current_user"))
        with closing(connection.cursor()) as cursor:
            try:
                cursor.execute(str(own.compile(dialect=engine.dialect)))
                found = cursor.fetchone() or ()
            except psycopg.Error as error:
                log.warning("what the database's role may do is not known", fault=type(error).__name__)
                found = ()
        connection.rollback()
        if may := _held(asked, found):
            log.warning(
                "the role of DATABASE_URL may do more than the programs need",
                may=may,
                see="docs/operation.md, The two roles of the database",
            )


def _all(version: Any) -> dict[str, str]:
    return _BY_ITSELF | _BY_GRANTS | (_SINCE_15 if version >= (15,) else {})


def _asked(conditions: Mapping[str, str]) -> Select[Any]:
    """What is asked of the catalogue about a role, which `where` is still to name; a column each."""
    columns: list[ColumnElement[Any]] = [
        literal_column(f"coalesce({condition}, false)") for condition in conditions.values()
    ]
    return select(*columns).select_from(text("pg_roles r, pg_namespace n, pg_database d")).where(text(_WHERE))


def _held(conditions: Iterable[str], found: Iterable[bool]) -> list[str]:
    return [what for what, holds in zip(conditions, found, strict=False) if holds]


def _refuse(role: str, may: list[str]) -> None:
    if may:
        raise Unfit(
            f"the role {role}, which DATABASE_URL names, {', '.join(may)}: they need one that does not"
        )
