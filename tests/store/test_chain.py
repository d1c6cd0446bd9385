"""S4, K5: each entry of the audit log holds the one before, whoever writes and however many at once."""

import asyncio
import json
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import col, select
from typer.testing import CliRunner

from admin import app
from store.audit_log import BEFORE_THE_FIRST, Audit, add, add_once, canonical
from store.migrating import downgrade, upgrade
from store.reads import chain
from store.reads.chain import Verified
from store.session import Database
from tests.databases import Postgres, as_owner
from tests.store.scene import NOW

SCRIPT = Path(__file__).parents[2] / "docs" / "verify_audit.py"
OPEN = {
    "sqlite": ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"),
    "postgresql": ("ALTER TABLE audit DISABLE TRIGGER audit_only_grows",),
}
"""What somebody does first who may do more than the programs may: on PostgreSQL the owner."""
CLOSED = {"sqlite": (), "postgresql": ("ALTER TABLE audit ENABLE TRIGGER audit_only_grows",)}


def entry(key: str, **detail: Any) -> Audit:
    return Audit(
        key=key, round_id="r", at=NOW, recorded_at=NOW, actor="officer", action="opened", detail=detail
    )


async def written(database: Database, *keys: str) -> None:
    async with database.writing() as s:
        for key in keys:
            add(s, entry(key, people=["á", "ž"], n=1))


async def all_of(database: Database) -> list[Audit]:
    async with database.reading() as s:
        return list(await s.exec(select(Audit).order_by(col(Audit.id))))


async def verified(database: Database, known: str = "") -> Verified:
    async with database.reading() as s:
        return await chain.verify(s, known)


async def forced(database: Database, *statements: str) -> None:
    owner = Database(as_owner(database.engine.url.render_as_string(hide_password=False)))
    async with owner.writing() as s:
        connection = await s.connection()
        on = connection.dialect.name
        for statement in (*OPEN[on], *statements, *CLOSED[on]):
            await connection.execute(text(statement))
    await owner.close()


async def test_an_empty_log_is_whole(database: Database) -> None:
    assert await verified(database) == Verified(0, BEFORE_THE_FIRST)


async def test_entries_are_numbered_without_a_gap_and_follow_one_another(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "AT_ONCE", 2)
    await written(database, "1", "2")
    async with database.writing() as s:
        added = [await add_once(s, entry(key)) for key in ("2", "3", "3")]
    assert added == [False, True, False]
    with suppress(RuntimeError):
        async with database.writing() as s:
            add(s, entry("broken off"))
            raise RuntimeError
    await written(database, "4")
    rows = await all_of(database)
    assert [(row.id, row.key) for row in rows] == [(1, "1"), (2, "2"), (3, "3"), (4, "4")]
    assert len({row.hash for row in rows}) == 4
    assert await verified(database) == Verified(4, rows[-1].hash)
    assert await verified(database, rows[1].hash) == Verified(4, rows[-1].hash)
    assert not (await verified(database, "0f" * 32)).held


async def test_who_writes_at_once_writes_one_chain(database_url: str) -> None:
    several = [Database(database_url) for _ in range(4)]
    await asyncio.gather(*(written(d, f"{n}-{m}") for n, d in enumerate(several) for m in range(5)))
    found = await verified(several[0])
    assert (found.entries, found.broken) == (20, None)
    for each in several:
        await each.close()


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE audit SET actor = 'officeR' WHERE id = 2", 2),
        ("UPDATE audit SET recorded_at = at, at = '2026-03-02 15:00:01.000000+00:00' WHERE id = 3", 3),
        ("UPDATE audit SET detail = '{\"n\": 2}' WHERE id = 1", 1),
        ("DELETE FROM audit WHERE id = 2", 3),
        ("DELETE FROM audit WHERE id = 1", 2),
    ],
)
async def test_an_entry_that_was_changed_or_removed_shows(
    database: Database, statement: str, named: int
) -> None:
    await written(database, "1", "2", "3")
    await forced(database, statement)
    found = await verified(database)
    assert found.broken
    assert found.broken.id == named


async def test_a_log_that_was_shortened_or_written_anew_lacks_the_hash_that_a_letter_told(
    database: Database,
) -> None:
    await written(database, "1", "2", "3")
    told = (await verified(database)).head
    await forced(database, "DELETE FROM audit WHERE id = 3")
    assert (await verified(database)).broken is None
    assert not (await verified(database, told)).held


def test_what_was_recorded_before_there_was_a_chain_is_chained_on_sqlite(sqlite_url: str) -> None:
    asyncio.run(_chained_later(sqlite_url))


def test_what_was_recorded_before_there_was_a_chain_is_chained_on_postgresql(postgres: Postgres) -> None:
    url = postgres.create("chained")
    upgrade(url)
    asyncio.run(_chained_later(url))


async def _chained_later(url: str) -> None:
    database = Database(url)
    await written(database, "1", "2", "3")
    before = await all_of(database)
    await database.close()
    await asyncio.to_thread(_down_and_up, url)
    database = Database(url)
    after = await all_of(database)
    assert [row.hash for row in after] == [row.hash for row in before]
    async with database.writing() as s:
        with pytest.raises(Exception, match="append-only"):
            await (await s.connection()).execute(text("UPDATE audit SET actor = 'x'"))
        await s.rollback()
    await database.close()


def _down_and_up(url: str) -> None:
    downgrade(url, "0031-1")
    upgrade(url)


@pytest.fixture
async def kept(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with three entries, which the commands are told of."""
    database = Database(sqlite_url)
    await written(database, "1", "2", "3")
    await database.close()
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    return sqlite_url


def typed(*words: str) -> tuple[int, str]:
    made = CliRunner().invoke(app, words)
    return made.exit_code, made.output


def test_an_operator_sees_whether_the_log_is_whole(kept: str) -> None:
    code, said = typed("verify-audit")
    assert (code, said[:9]) == (0, "3 entries")
    newest = said.split()[-1]
    assert typed("verify-audit", "--head", newest)[0] == 0
    code, said = typed("verify-audit", "--head", "00" * 32)
    assert (code, "rewritten" in said) == (1, True)

    async def forge() -> None:
        database = Database(kept)
        await forced(database, "UPDATE audit SET subject = 'b' WHERE id = 2")
        await database.close()

    asyncio.run(forge())
    code, said = typed("verify-audit")
    assert (code, "entry 2 (opened b, round r)" in said) == (1, True)


@pytest.mark.usefixtures("kept")
def test_an_exported_log_is_verified_by_a_script_that_needs_nothing_of_ours(tmp_path: Path) -> None:
    code, said = typed("export-audit")
    file = tmp_path / "audit.jsonl"
    file.write_text(said, "utf-8")

    def script(*more: str) -> tuple[int, str]:
        made = subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-I", SCRIPT, file, *more], capture_output=True, text=True, check=False
        )
        return made.returncode, made.stdout + made.stderr

    newest = json.loads(said.splitlines()[-1])["hash"]
    assert (code, len(said.splitlines())) == (0, 3)
    assert script(newest) == (0, f"3 entries, each follows the one before it; the newest is {newest}\n")
    assert script("00" * 32) == (1, f"no entry has the hash {'00' * 32}\n")
    file.write_text(said.replace('"á"', '"a"', 1), "utf-8")
    assert script() == (1, "line 1: entry 1 does not follow the one before it\n")
    file.write_text("\n".join(said.splitlines()[1:]), "utf-8")
    assert script() == (1, "line 1: entry 2 does not follow the one before it\n")


def test_a_row_is_written_in_one_way() -> None:
    row = entry("k", b=1, a="é").model_dump() | {"id": 7, "hash": "f"}
    assert canonical(row) == (
        '{"action":"opened","actor":"officer","at":"2026-03-02T15:00:00.000000+00:00","detail":{"a":"é","b":1},'
        '"id":7,"key":"k","recorded_at":"2026-03-02T15:00:00.000000+00:00","round_id":"r","subject":""}'
    )
    there = {"at": NOW + timedelta(0)}
    assert canonical(there) == '{"at":"2026-03-02T15:00:00.000000+00:00"}'
