"""What is known of a visit, on both databases: each version of what was arranged, the latest first (V10)."""

import json
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from rounds.state import effects as e
from rounds.state import keeping
from rounds.submissions.changes import ReviseAgenda, ReviseLocal
from rounds.submissions.visit import ArrangeLocal, Item, Session, SetAgenda
from store import inbox
from store.audit_log import Audit
from store.reads import states, visit
from store.round_state import RoundState
from store.session import Database
from store.writes import rounds as writes
from store.writes.states import keep
from tests.rounds.scene import dated
from tests.store.scene import NOW, Scene, batch, send

FIRST = Session(day=1, starts=time(9), ends=time(10), session="opening_session", title="One")
SECOND = replace(FIRST, starts=time(11), ends=time(12), title="Two")
ROOM = Item(what="Rooms", owner="Protocol", by=date(2026, 6, 1), state="done")


async def accepted(database: Database, round_id: str, key: str, body: Any, minutes: int) -> str:
    id = await send(database, round_id, key, "focal_point", body)
    async with database.writing() as s:
        await inbox.answer(s, id, "accepted", at=NOW + timedelta(minutes=minutes))
    return id


async def test_v10_every_version_is_kept_and_the_latest_is_what_holds(
    database: Database, scene: Scene
) -> None:
    first = SetAgenda(sessions=(FIRST, SECOND))
    then = ReviseAgenda(sessions=(SECOND,))
    last = ReviseAgenda(sessions=(FIRST,))
    ids = [
        await accepted(database, scene.round, "set_agenda:1", body, n)
        for n, body in enumerate((first, then, last))
    ]
    await accepted(database, scene.round, "arrange_local:1", ArrangeLocal(items=(ROOM,)), 4)
    await accepted(database, scene.round, "arrange_local:1", ReviseLocal(items=(ROOM,), press="open"), 5)
    await send(database, scene.round, "set_agenda:1", "focal_point", ReviseAgenda(sessions=()))
    async with database.reading() as s:
        read = await visit.visit(s, scene.round)
        now, before = await visit.versions(s, ids[2])
        alone = await visit.versions(s, ids[0])
        nothing = await visit.versions(s, "no-such-id")
        press = await visit.press(s, scene.round)
    assert (read.agenda, read.former, read.revisions) == (last, (then, first), 3)
    assert (read.press, press) == ("open", "open")
    assert read.local
    assert read.local.body == ReviseLocal(items=(ROOM,), press="open")
    assert read.international is None
    assert (now and now.id, before and before.id) == (ids[2], ids[1])
    assert (alone[0] and alone[0].id, alone[1]) == (ids[0], None)
    assert nothing == (None, None)


async def test_v10_two_revisions_that_are_told_of_in_one_moment_are_two_entries(
    database: Database, scene: Scene
) -> None:
    told = [
        e.Tell(what="agenda_revised", people=("focal_point",), key="set_agenda:1", submission=id)
        for id in ("one", "two")
    ]
    async with database.writing() as s:
        for effect in told:
            await writes.tell(s, batch(scene.round, *told, serial=3), effect)
    rows = await scene.rows(Audit.action, Audit.subject, where=Audit.action == "told")
    assert len(rows) == 2


async def test_a_round_is_read_as_its_last_batch_left_it(database: Database, scene: Scene) -> None:
    """V10: so that pages ask its rules."""
    async with database.reading() as s:
        assert await states.as_it_stands(s, scene.round) is None
    round = replace(dated(), id=scene.round)
    text = json.dumps(keeping.kept(round))
    async with database.writing() as s:
        await keep(s, RoundState(round_id=scene.round, serial=1, schema_=1, state=text, written=""))
    async with database.reading() as s:
        read = await states.as_it_stands(s, scene.round)
    assert read
    assert (read.visit, read.assignments) == (round.visit, round.assignments)
    assert read.methodology.visit_forms == round.methodology.visit_forms


async def test_a_round_that_newer_code_has_written_is_none_that_this_code_could_ask(
    database: Database, scene: Scene
) -> None:
    """V10: pages offer nothing then, and are shown all the same."""
    text = json.dumps(keeping.kept(replace(dated(), id=scene.round)) | {"schema": 99})
    async with database.writing() as s:
        await keep(s, RoundState(round_id=scene.round, serial=1, schema_=99, state=text, written=""))
    async with database.reading() as s:
        assert await states.as_it_stands(s, scene.round) is None
