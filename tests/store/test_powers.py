"""S10: the role as which programs connect owns nothing, and can remove no protection."""

import asyncio
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, NullPool, create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, select
from structlog.testing import capture_logs
from typer.testing import CliRunner, Result

from admin import app
from store import powers
from store.migrating import upgrade
from store.session import Database
from tests.databases import OWNER, PROGRAMS, Postgres, as_owner, as_programs
from tests.store.test_chain import verified, written

DEPLOY = Path(__file__).parents[2] / "deploy" / "postgres"
MAY_NOT = "42501"
WAYS = (
    "UPDATE audit SET actor = 'somebody else'",
    "DELETE FROM audit",
    "TRUNCATE audit",
    "INSERT INTO audit SELECT * FROM audit ON CONFLICT (id) DO UPDATE SET actor = 'somebody else'",
    "MERGE INTO audit USING audit AS a ON audit.id = a.id WHEN MATCHED THEN DELETE",
    "COPY audit FROM PROGRAM 'true'",
    "DROP TABLE audit",
    "ALTER TABLE audit RENAME TO another",
    "ALTER TABLE audit SET SCHEMA pg_temp",
    "ALTER TABLE audit DROP COLUMN hash",
    "ALTER TABLE audit DROP CONSTRAINT audit_pkey",
    f"ALTER TABLE audit OWNER TO {PROGRAMS}",
    "CREATE INDEX another ON audit (actor)",
    "ALTER TABLE audit DISABLE TRIGGER audit_only_grows",
    "ALTER TABLE audit DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_only_grows ON audit",
    "ALTER TRIGGER audit_only_grows ON audit RENAME TO another",
    "CREATE TRIGGER another BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_only_grows()",
    "CREATE RULE another AS ON INSERT TO audit DO INSTEAD NOTHING",
    "DROP FUNCTION audit_only_grows CASCADE",
    "ALTER FUNCTION audit_only_grows RENAME TO another",
    "CREATE OR REPLACE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RETURN NULL; END $$",
    "SET session_replication_role = replica",
    f"ALTER ROLE {PROGRAMS} SET session_replication_role = replica",
    "ALTER DATABASE ronda SET session_replication_role = replica",
    "ALTER SYSTEM SET session_replication_role = replica",
    f"GRANT SET ON PARAMETER session_replication_role TO {PROGRAMS}",
    f"SET ROLE {OWNER}",
    "SET ROLE postgres",
    f"SET SESSION AUTHORIZATION {OWNER}",
    f"GRANT {OWNER} TO {PROGRAMS}",
    f"ALTER ROLE {PROGRAMS} SUPERUSER",
    "CREATE ROLE another SUPERUSER",
    f"REASSIGN OWNED BY {OWNER} TO {PROGRAMS}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT ALL ON TABLES TO {PROGRAMS}",
    "UPDATE pg_trigger SET tgenabled = 'D'",
    f"ALTER SCHEMA public OWNER TO {PROGRAMS}",
    "DROP SCHEMA public CASCADE",
    "DROP DATABASE ronda",
    "CREATE TABLE another (n int)",
    "CREATE SCHEMA another",
    "CREATE EVENT TRIGGER another ON sql_drop EXECUTE FUNCTION audit_only_grows()",
    "UPDATE alembic_version SET version_num = '0001'",
    "DELETE FROM alembic_version",
    "TRUNCATE round CASCADE",
    "ALTER TABLE inbox DROP CONSTRAINT ck_inbox_state",
    "DROP TABLE letter",
)
"""Each is a way to remove what protects the log or the tables, or the first step of one."""


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """Each statement is a transaction."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def tried(connection: Connection, statement: str) -> str:
    try:
        connection.execute(text(statement))
    except DBAPIError as error:
        return getattr(error.orig, "sqlstate", None) or "no state"
    return "done"


async def test_whatever_would_remove_a_protection_is_refused(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    await written(database, "1", "2", "3")
    before = await verified(database)

    with connected(postgresql_url) as connection:
        told = {statement: tried(connection, statement) for statement in WAYS}
        # That is no error, and does nothing: nobody hands on what they may not do themselves.
        tried(connection, f"GRANT ALL ON audit TO {PROGRAMS}")
        changed = tried(connection, WAYS[0])

    assert told == dict.fromkeys(WAYS, MAY_NOT)
    assert changed == MAY_NOT
    assert await verified(database) == before
    await database.close()
    with connected(as_owner(postgresql_url)) as connection:
        assert tried(connection, WAYS[0]) == "P0001", "the trigger refuses"


def granted(url: str) -> dict[str, str]:
    """What the programs' role may do with each table, in the order of the alphabet."""
    asked = text(
        "SELECT table_name, string_agg(privilege_type, ' ' ORDER BY privilege_type) AS may"
        " FROM information_schema.role_table_grants WHERE grantee = :role GROUP BY table_name"
    )
    with connected(as_owner(url)) as connection:
        return {row.table_name: row.may for row in connection.execute(asked, {"role": PROGRAMS})}


EXPECTED = dict.fromkeys(SQLModel.metadata.tables, "DELETE INSERT SELECT UPDATE") | {
    "audit": "INSERT SELECT",
    "alembic_version": "SELECT",
}


def test_of_each_table_the_programs_may_do_what_they_need_and_no_more(postgres: Postgres) -> None:
    url = postgres.create("granted_anew")
    upgrade(url, programs=PROGRAMS)
    assert granted(url) == EXPECTED
    with connected(url) as connection:
        for statement in (
            f"GRANT ALL ON audit, inbox TO {PROGRAMS}",
            f"REVOKE ALL ON round FROM {PROGRAMS}",
            f"GRANT UPDATE (actor) ON audit TO {PROGRAMS}",
            f"GRANT CREATE ON SCHEMA public TO {PROGRAMS}",
        ):
            assert tried(connection, statement) == "done"

    upgrade(url, programs=PROGRAMS)

    assert granted(url) == EXPECTED
    with connected(as_programs(url)) as connection:
        assert tried(connection, "UPDATE audit SET actor = 'x'") == MAY_NOT
        assert tried(connection, "CREATE TABLE another (n int)") == MAY_NOT


Type = Callable[..., Result]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Type:
    """Types `admin.py migrate` for these two addresses; without the owner's there is one."""

    def type_(database_url: str, owner_url: str = "") -> Result:
        monkeypatch.setenv("DATABASE_URL", database_url)
        monkeypatch.setenv("OWNER_URL", owner_url)
        return CliRunner().invoke(app, ["migrate"])

    return type_


def tables(url: str) -> list[str]:
    with connected(url) as connection:
        return inspect(connection).get_table_names()


async def test_the_owner_migrates_and_the_programs_write(postgres: Postgres, typed: Type) -> None:
    url = postgres.create("migrated_by_its_owner")
    for _ in range(2):
        result = await asyncio.to_thread(typed, as_programs(url), url)
        assert (result.exit_code, result.output) == (0, "")
    database = Database(as_programs(url))
    await written(database, "1", "2")
    assert (await verified(database)).entries == 2
    await database.close()


UNFIT = {
    "nobody": "names the role nobody, which PostgreSQL does not know: make it, by CREATE ROLE",
    "postgres": "the role postgres, which DATABASE_URL names, is a superuser, may make roles",
    "makes_roles": "the role makes_roles, which DATABASE_URL names, may make roles: they need one",
    "is_owner": "names, owns the database, its schema or something in it, or is a member of a role that does",
    "runs_programs": "may write files or run programs on the server: they need one that does not",
    "turns_off": "may turn triggers off: they need one that does not",
}


def test_a_role_that_could_undo_it_is_refused_and_nothing_is_changed(postgres: Postgres, typed: Type) -> None:
    url = postgres.create("refused_to_some")
    with connected(postgres.url("postgres", "postgres")) as connection:
        for statement in (
            "CREATE ROLE makes_roles LOGIN CREATEROLE",
            f"CREATE ROLE is_owner LOGIN IN ROLE {OWNER}",
            "CREATE ROLE runs_programs LOGIN IN ROLE pg_execute_server_program",
            "CREATE ROLE turns_off LOGIN",
            "GRANT SET ON PARAMETER session_replication_role TO turns_off",
        ):
            assert tried(connection, statement) == "done"
    for role, why in UNFIT.items():
        result = typed(url.replace(f"//{OWNER}:", f"//{role}:"), url)
        assert (result.exit_code, why in result.output) == (1, True), result.output
        assert result.output.count("\n") == 1
        assert tables(url) == []
    result = typed(url.replace(f"//{OWNER}:@", "//"), url)
    assert (result.exit_code, "DATABASE_URL must name the role" in result.output) == (1, True)


def test_who_owns_nothing_cannot_migrate_and_is_told_what_to_set(postgres: Postgres, typed: Type) -> None:
    url = postgres.create("not_theirs")
    result = typed(as_programs(url))
    assert (result.exit_code, result.output) == (
        1,
        f"the role {PROGRAMS} may not change the tables, or say what others may do with them: OWNER_URL must "
        "name the role that owns them\n",
    )
    result = typed(url.replace(f"//{OWNER}:", "//nobody:hush"))
    assert (result.exit_code, 'role "nobody" does not exist' in result.output) == (1, True)
    assert (result.output.count("\n"), "hush" in result.output) == (1, False)


async def said_with(url: str) -> list[dict[str, Any]]:
    """What the log says when programs connect so, and then once more."""
    database = Database(url)
    powers.watch(database)
    with capture_logs() as lines:
        for _ in range(2):
            async with database.reading() as s, database.writing() as other:
                assert (await s.exec(select(1))).one() == 1
                assert (await other.exec(select(2))).one() == 2
    await database.close()
    return [dict(line) for line in lines]


async def test_programs_that_may_do_more_than_they_need_say_so_once(database_url: str) -> None:
    assert await said_with(database_url) == []
    if make_url(database_url).get_backend_name() == "sqlite":
        return
    assert await said_with(as_owner(database_url)) == [
        {
            "event": "the role of DATABASE_URL may do more than the programs need",
            "log_level": "warning",
            "may": [
                "owns the database, its schema or something in it, or is a member of a role that does",
                "may make tables",
                "may make schemas",
                "may change the audit log",
                "may turn triggers off",
            ],
            "see": "docs/operation.md, The two roles of the database",
        }
    ]


def test_the_roles_that_compose_makes_are_enough(postgres: Postgres, typed: Type, tmp_path: Path) -> None:
    """As `postgres` and `setup` do it; the database is one of before, in which everything was one role's."""
    url = postgres.url("scripted", "postgres")
    with connected(postgres.url("postgres", "postgres")) as connection:
        assert tried(connection, "CREATE DATABASE scripted") == "done"
    upgrade(url)
    assert granted(url) == {}
    server = make_url(url)
    env = os.environ | {
        "PATH": f"{postgres.programs}:{os.environ['PATH']}",
        "PGHOST": str(server.query["host"]),
        "POSTGRES_DB": "scripted",
        "POSTGRES_USER": "postgres",
    }
    for variable, password in (("PROGRAMS", "letters and 'others'"), ("TEMPORAL", "other")):
        file = tmp_path / variable
        file.write_text(password)
        env[f"{variable}_DB_PASSWORD_FILE"] = str(file)
    # The one for the programs may run again.
    for script in ("programs-role.sh", "temporal-role.sh", "programs-role.sh"):
        ran = subprocess.run(  # noqa: S603 - our own script
            [DEPLOY / script], env=env, capture_output=True, text=True, check=False
        )
        assert (ran.returncode, ran.stderr) == (0, "")

    theirs = url.replace("//postgres:", f"//{PROGRAMS}:")
    result = typed(theirs, url)

    assert (result.exit_code, result.output) == (0, "")
    assert granted(url) == EXPECTED
    with connected(theirs) as connection:
        assert tried(connection, "DELETE FROM inbox") == "done"
        assert tried(connection, "DELETE FROM audit") == MAY_NOT
    with (
        pytest.raises(DBAPIError, match="permission denied for database"),
        connected(url.replace("//postgres:", "//temporal:")),
    ):
        pytest.fail("Temporal's role may not enter Ronda's database")
