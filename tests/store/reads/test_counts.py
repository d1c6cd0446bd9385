"""What operators watch is counted over all rounds, and never by reading whole tables."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlmodel import col, update

from rounds.state import effects as e
from rounds.submissions.panel import AgreePanel
from store.reads.counts import Counts, counts
from store.session import Database
from store.tables import Inbox, Letter, Person, Round
from store.writes import assignments, letters
from store.writes import rounds as writes
from tests.store.scene import OPENING, Scene, batch, officers, open_round, send

NOTHING = Counts(
    open_rounds={},
    troubled=dict.fromkeys(("stuck", "task_fails", "terminated", "failed", "ended", "missing"), 0),
    kept=0,
    oldest_kept=0.0,
    faulted=0,
    letters=dict.fromkeys(("waiting", "uncertain", "unmade", "refused", "faulted"), 0),
    oldest_letter=0.0,
    refused_addresses=0,
    overdue={},
)


async def counted(database: Database) -> Counts:
    """The counts, with ages in whole minutes: the test itself takes a moment."""
    async with database.reading() as s:
        now = await counts(s)
    return replace(now, oldest_kept=now.oldest_kept // 60, oldest_letter=now.oldest_letter // 60)


async def test_an_empty_database_counts_nothing(database: Database) -> None:
    assert await counted(database) == NOTHING


async def test_open_rounds_are_counted_by_methodology_and_step_and_closed_ones_are_not(
    database: Database,
) -> None:
    officer = await officers(database)
    ids = [await open_round(database, officer, replace(OPENING, country=c)) for c in ("PRY", "CHL", "URY")]
    async with database.writing() as s:
        await writes.advance(s, batch(ids[1], serial=4, step="panel"))
        await writes.advance(s, batch(ids[2], serial=4, step="closed", outcome="internal"))
    assert (await counted(database)).open_rounds == {("ripso", "request"): 1, ("ripso", "panel"): 1}


async def test_rounds_that_do_not_go_on_are_counted_by_why(scene: Scene) -> None:
    async with scene.database.writing() as s:
        await s.exec(update(Round).values(trouble="stuck"))
    assert (await counted(scene.database)).troubled == {**NOTHING.troubled, "stuck": 1}


async def test_what_waits_is_told_with_the_age_of_the_oldest(scene: Scene) -> None:
    now = datetime.now(UTC)
    body = AgreePanel(choice="agree")
    ids = [await send(scene.database, scene.round, f"agree_panel:{n}", "focal_point", body) for n in range(3)]
    overdue = e.Escalate(key="agree_panel:1", to=())
    async with scene.database.writing() as s:
        await assignments.escalate(s, batch(scene.round, overdue, serial=3), overdue)
        for n, id in enumerate(ids):
            ago = now - timedelta(minutes=10 * (n + 1), seconds=5)
            state = "accepted" if n == 2 else "received"
            await s.exec(update(Inbox).where(col(Inbox.id) == id).values(received_at=ago, state=state))
        for n in range(4):
            written = batch(scene.round, serial=5)
            params = {"key": "agree_panel:1"}
            await letters.write(
                s, written, key=f"l{n}", participant_id="focal_point", template="brief", params=params
            )
        ago = now - timedelta(hours=2, seconds=5)
        await s.exec(update(Letter).values(state="sent"))
        await s.exec(
            update(Letter).where(col(Letter.key).in_(["l0", "l1"])).values(state="waiting", recorded_at=ago)
        )
        await s.exec(update(Letter).where(col(Letter.key) == "l2").values(state="refused"))
        await s.exec(update(Person).where(col(Person.email) == "focal@example.org").values(refuses=True))
    assert await counted(scene.database) == replace(
        NOTHING,
        open_rounds={("ripso", "request"): 1},
        kept=2,
        oldest_kept=20,
        letters={**NOTHING.letters, "waiting": 2, "refused": 1},
        oldest_letter=120,
        refused_addresses=1,
        overdue={"focal_point": 1},
    )
