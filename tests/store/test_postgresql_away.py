"""K5: PostgreSQL is killed under programs that write, and comes back; several of them write one log."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from itertools import pairwise

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from store.audit_log import add_once
from store.session import Database
from store.trouble import BUSY, NOT_READY, trouble
from tests.databases import Postgres
from tests.store.test_chain import all_of, entry, verified

EACH = 40
"""Entries that each program writes."""
WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from sqlmodel import select
from store.audit_log import Audit, add
from store.session import Database

async def main(url, name, count):
    database = Database(url)
    async with database.reading() as s:
        await s.exec(select(1))
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(int(count)):
        async with database.writing() as s:
            at = datetime(2026, 3, 2, tzinfo=UTC)
            add(s, Audit(key=f"{name}-{n}", round_id=name, at=at, recorded_at=at, actor="a", action="opened"))
    await database.close()

asyncio.run(main(*sys.argv[1:]))
"""


async def begun(url: str, name: str) -> Process:
    """A program that waits, connected, for the word to write."""
    words = (sys.executable, "-c", WRITER, url, name, str(EACH))
    program = await asyncio.create_subprocess_exec(*words, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    assert program.stdout
    assert await program.stdout.readline() == b"ready\n"
    return program


async def test_several_programs_write_one_chain(postgresql_url: str) -> None:
    names = [f"program-{n}" for n in range(3)]
    programs = await asyncio.gather(*(begun(postgresql_url, name) for name in names))

    ended = await asyncio.gather(*(program.communicate(b"now\n") for program in programs))

    assert [(p.returncode, said[1]) for p, said in zip(programs, ended, strict=True)] == [(0, b"")] * 3
    database = Database(postgresql_url)
    rows = await all_of(database)
    assert sorted(row.key for row in rows) == sorted(f"{name}-{n}" for name in names for n in range(EACH))
    for name in names:
        own = [row.key for row in rows if row.round_id == name]
        assert own == [f"{name}-{n}" for n in range(EACH)], "each in its own order"
    turns = sum(one.round_id != other.round_id for one, other in pairwise(rows))
    assert turns > len(names), "they wrote one after the other, and not at once"
    found = await verified(database)
    assert (found.entries, found.broken) == (len(rows), None)
    await database.close()


class Insistent:
    """A program that writes entry after entry, and each until it is written, as effects are."""

    def __init__(self, url: str, name: str) -> None:
        self.database, self.name = Database(url, pool=2), name
        self.under_way = asyncio.Event()
        self.troubles: list[str | None] = []

    async def run(self) -> None:
        for n in range(EACH):
            while not await self._wrote(f"{self.name}-{n}"):
                continue
            if n == EACH // 4:
                self.under_way.set()
        await self.database.close()

    async def _wrote(self, key: str) -> bool:
        try:
            async with self.database.writing() as s:
                # What was committed although nobody was told is there, and is not written again.
                await add_once(s, entry(key))
                await asyncio.sleep(0.01)
        except (DBAPIError, PoolTimeout) as error:
            self.troubles.append(trouble(error))
            await asyncio.sleep(0.05)
            return False
        return True


@pytest.mark.parametrize("how", ["fast", "immediate"])
async def test_what_was_being_written_when_the_server_went_away_is_written_once(
    postgres: Postgres, postgresql_url: str, how: str
) -> None:
    programs = [Insistent(postgresql_url, f"program-{n}") for n in range(3)]
    reader, idle = Database(postgresql_url, pool=2), Database(postgresql_url, pool=2)
    assert [(await verified(each)).entries for each in (reader, idle)] == [0, 0]
    writing = asyncio.gather(*(program.run() for program in programs))
    await asyncio.wait_for(asyncio.gather(*(program.under_way.wait() for program in programs)), 60)

    async with postgres.away(how):
        for _ in range(3):
            with pytest.raises(DBAPIError) as refused:
                await verified(reader)
            assert trouble(refused.value) == NOT_READY
        assert not writing.done(), "they were to be in the middle of it"

    # Who asked nothing meanwhile holds a connection of before: no question is lost on it.
    assert (await verified(idle)).broken is None
    await asyncio.wait_for(writing, 60)
    rows, found = await all_of(reader), await verified(reader)
    assert sorted(row.key for row in rows) == sorted(f"{p.name}-{n}" for p in programs for n in range(EACH))
    assert (found.entries, found.broken) == (3 * EACH, None)
    assert all(program.troubles for program in programs)
    assert {each for program in programs for each in program.troubles} <= {NOT_READY, BUSY}
    await reader.close()
    await idle.close()
