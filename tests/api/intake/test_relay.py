"""What is due is handed over fairly by round, and by one process at a time, without any round's workflow."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, cast

import pytest
from sqlmodel import col, select, update

from api.intake import relay
from api.intake.engine import Away, NotBegun
from api.intake.intake import Intake
from api.intake.relay import Relay
from rounds.submissions.panel import AgreePanel
from store import due, inbox
from store.session import Database
from store.tables import Inbox
from tests.store.scene import send

STUCK = 500
AT_ONCE = timedelta(0)


class Rounds:
    """Stands for the doors to the rounds: each answers at once, unless told to do otherwise."""

    def __init__(self, database: Database, **otherwise: Callable[[], Awaitable[None]]) -> None:
        self.database = database
        self.otherwise = otherwise
        self.met: list[tuple[str, str]] = []

    async def deliver(self, row: Inbox) -> None:
        self.met.append((row.round_id, row.id))
        await asyncio.sleep(0)
        if row.round_id in self.otherwise:
            await self.otherwise[row.round_id]()
        async with self.database.writing() as s:
            assert await inbox.answer(s, row.id, "accepted")


def relaying(rounds: Rounds, older_than: timedelta = AT_ONCE) -> Relay:
    tick = timedelta(milliseconds=20)
    return Relay(rounds.database, cast(Intake, rounds), every=tick, older_than=older_than)


async def kept(database: Database, *rounds: str) -> list[str]:
    """Something that each of these rounds is to be asked; the ids."""
    return [
        await send(database, id, "agree_panel:1", "focal_point", AgreePanel(choice="agree")) for id in rounds
    ]


async def kept_many(database: Database, round_id: str, many: int) -> None:
    """So many for one round, older than all others."""
    (first,) = await kept(database, round_id)
    async with database.writing() as s:
        row = (await s.exec(select(Inbox).where(Inbox.id == first))).one()
        past = row.received_at - timedelta(days=1)
        same = row.model_dump(exclude={"id", "received_at", "due_at"})
        for n in range(many):
            at = past + timedelta(seconds=n)
            s.add(Inbox(id=f"{round_id}-{n:03}", received_at=at, due_at=at, **same))


async def met(rounds: Rounds, *those: str) -> None:
    """Wait until these rounds were asked, each once."""
    for _ in range(2000):
        if Counter(round_id for round_id, _ in rounds.met) == Counter(those):
            return
        await asyncio.sleep(0.01)
    raise AssertionError(rounds.met)


async def rows(database: Database, *columns: Any, where: Any = True) -> list[Any]:
    async with database.reading() as s:
        return list(await s.exec(select(*columns).where(where).order_by(col(Inbox.received_at))))


async def away() -> None:
    raise Away


async def failing() -> None:
    raise KeyError


async def test_a_round_with_many_that_get_nowhere_delays_no_other(database: Database) -> None:
    hangs = asyncio.Event()

    async def hanging() -> None:
        await hangs.wait()
        raise Away

    await kept_many(database, "stuck", STUCK)
    others = [f"r{n}" for n in range(20)]
    await kept(database, *others)
    rounds = Rounds(database, stuck=hanging)

    relayed = asyncio.create_task(relaying(rounds).once())
    await met(rounds, "stuck", *others)
    # What comes while the one hangs is not held up either.
    await kept(database, "late")
    await met(rounds, "stuck", *others, "late")
    hangs.set()
    await relayed

    assert Counter(round_id for round_id, _ in rounds.met) == Counter(["stuck", *others, "late"])
    waiting = await rows(database, Inbox.due_at, where=Inbox.state == "received")
    assert len(waiting) == STUCK + 1
    assert min(waiting) > datetime.now(UTC)


async def test_rounds_take_turns(database: Database) -> None:
    for name in ("many", "more"):
        await kept_many(database, name, 6)
    await kept(database, "few", "fewer")
    rounds = Rounds(database)

    async with asyncio.timeout(20):
        await relaying(rounds).once()

    met = [round_id for round_id, _ in rounds.met]
    assert len(met) == 16
    # Those who came last wait for one of each of the others, not for all of them.
    assert {"few", "fewer"} <= set(met[:6])
    assert [id for round_id, id in rounds.met if round_id == "many"][:6] == [f"many-{n:03}" for n in range(6)]


async def test_two_relays_side_by_side_hand_over_each_row_once(database_url: str) -> None:
    programs = [Database(database_url) for _ in range(2)]
    names = [f"r{n}" for n in range(12)]
    for _ in range(3):
        await kept(programs[0], *names)
    order = await rows(programs[0], Inbox.round_id, Inbox.id)
    met: list[tuple[str, str]] = []
    at_work: set[str] = set()

    class Shared(Rounds):
        async def deliver(self, row: Inbox) -> None:
            assert row.round_id not in at_work, "a round's submissions go one after the other"
            at_work.add(row.round_id)
            met.append((row.round_id, row.id))
            # Long enough for the other to look.
            await asyncio.sleep(0.3)
            await super().deliver(row)
            at_work.remove(row.round_id)

    both = [Shared(program) for program in programs]
    async with asyncio.timeout(30):
        await asyncio.gather(*(relaying(rounds).once() for rounds in both))

    assert Counter(met) == Counter(tuple(row) for row in order)
    assert [id for name in names for round_id, id in met if round_id == name] == [
        id for name in names for round_id, id in order if round_id == name
    ]
    assert all(rounds.met for rounds in both)
    for program in programs:
        await program.close()


@pytest.mark.parametrize(
    ("trouble", "first", "most"),
    [
        (away, relay.AWAY, relay.AWAY_AT_MOST),
        (failing, relay.UNANSWERED, relay.UNANSWERED_AT_MOST),
    ],
)
async def test_what_gets_nowhere_steps_back_further_each_time_whichever_process_tries(
    database: Database, trouble: Callable[[], Awaitable[None]], first: timedelta, most: timedelta
) -> None:
    (id,) = await kept(database, "r")
    waits = []
    for _ in range(12):
        before = datetime.now(UTC)
        # A process of its own each time: what was tried stands in the row.
        await relaying(Rounds(database, r=trouble)).once()
        ((due_at, tries),) = await rows(database, Inbox.due_at, Inbox.tries)
        waits.append(due_at - before)
        await relaying(Rounds(database, r=trouble)).once()
        assert await rows(database, Inbox.due_at, Inbox.tries) == [(due_at, tries)]
        async with database.writing() as s:
            await s.exec(update(Inbox).where(col(Inbox.id) == id).values(due_at=before))

    assert tries == 12
    assert first <= waits[0] < first + timedelta(seconds=10)
    assert all(a < b or b >= most for a, b in pairwise(waits))
    assert most <= waits[-1] < most + timedelta(seconds=10)


async def test_a_round_that_has_not_begun_keeps_the_order_of_what_waits_for_it(database: Database) -> None:
    async def not_begun() -> None:
        raise NotBegun

    ids = await kept(database, "r", "r", "r")
    rounds = Rounds(database, r=not_begun)

    await relaying(rounds).once()

    assert rounds.met == [("r", ids[0])]
    assert len(set(await rows(database, Inbox.due_at))) == 1
    rounds.otherwise.clear()
    async with database.writing() as s:
        await s.exec(update(Inbox).values(due_at=datetime.now(UTC)))
    await relaying(rounds).once()
    assert [id for _, id in rounds.met] == [ids[0], *ids]


async def test_what_fails_for_itself_holds_up_nothing_of_its_round(database: Database) -> None:
    async def first_fails() -> None:
        if len(rounds.met) == 1:
            raise KeyError

    ids = await kept(database, "r", "r")
    rounds = Rounds(database, r=first_fails)

    await relaying(rounds).once()

    assert [id for _, id in rounds.met] == ids
    assert await rows(database, Inbox.state) == ["received", "accepted"]


async def test_what_a_killed_process_had_is_anothers_when_its_lease_ends(database: Database) -> None:
    ids = await kept(database, "r", "r", "other")
    async with database.writing() as s:
        (mine,) = await due.claim(s, AT_ONCE, timedelta(minutes=1), 1)
    rounds = Rounds(database)

    await relaying(rounds).once()
    assert rounds.met == [("other", ids[2])]
    async with database.writing() as s:
        ended = datetime.now(UTC) - timedelta(seconds=1)
        await s.exec(update(Inbox).where(col(Inbox.id) == mine.id).values(leased_until=ended))
    await relaying(rounds).once()

    assert [id for _, id in rounds.met] == [ids[2], ids[0], ids[1]]
    # Who wakes up after that changes nothing.
    await kept(database, "r")
    before = await rows(database, Inbox.id, Inbox.due_at, Inbox.leased_until)
    for put_off in (due.put_off_round, due.put_off):
        async with database.writing() as s:
            await put_off(s, mine, timedelta(days=1))
    assert await rows(database, Inbox.id, Inbox.due_at, Inbox.leased_until) == before


async def test_what_somebody_may_still_wait_for_is_left_to_their_own_request(database: Database) -> None:
    await kept(database, "r")
    rounds = Rounds(database)

    await relaying(rounds, older_than=timedelta(minutes=1)).once()

    assert rounds.met == []


async def test_what_the_code_failed_over_is_left_alone_until_it_is_taken_up(database: Database) -> None:
    faulted, other = await kept(database, "r", "r")
    async with database.writing() as s:
        assert await inbox.fault(s, faulted, "KeyError")
    rounds = Rounds(database)

    await relaying(rounds).once()
    assert rounds.met == [("r", other)]
    async with database.writing() as s:
        assert await inbox.take_up_faulted(s) == 1
    await relaying(rounds).once()

    assert rounds.met == [("r", other), ("r", faulted)]
