"""How each query of lists, pages, letters and the relay would be answered, at ten thousand rounds.

None may read a whole table: neither on SQLite, which has no statistics unless somebody runs ANALYZE, nor on
PostgreSQL, which always has them.
"""

import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from inspect import getmembers, getmodule, iscoroutinefunction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.submissions.panel import AgreePanel
from store import drafts, due, inbox, outbox
from store.migrating import upgrade
from store.reads import (
    addresses,
    ahead,
    approved,
    asked,
    counts,
    dossier,
    known,
    links,
    parties,
    reports,
    rounds,
    sides,
    trouble,
    visit,
)
from store.reads.rounds import RoundFilter
from store.session import Database
from store.tables import Grant, Letter, Officer, Person, Round
from store.writes import letters
from tests.databases import Postgres
from tests.store.many import fill
from tests.store.scene import KEY, OPENING, batch, begun, open_assignment, send

ROOMS = (
    *(addresses, ahead, approved, asked, counts, dossier, known, links, parties, reports, rounds, sides),
    *(trouble, visit),
    *(inbox, outbox, due, drafts),
)
SMALL = {"secretariat", "officer"}
LARGE = {name for name in SQLModel.metadata.tables if name not in SMALL}
WHOLE = {
    *("ix_inbox_due", "ix_inbox_leased", "ix_inbox_faulted", "ix_assignment_overdue"),
    *("ix_round_open", "ix_round_troubled", "ix_letter_unsent", "ix_person_refuses", "ix_assignment_due"),
}
"""Indexes that hold nothing but what is asked for: to read all of one is to read no more than that."""
ABOUT_ALL = {"clocks": {"assignment", "round"}, "exceptions": {"participant", "person", "round"}}
"""What the reports over all of a secretariat's rounds may read whole."""
NOTHING = timedelta(0)
MOMENT = datetime(2026, 3, 2, 15, 0, 0, 500, tzinfo=UTC)
DAY = MOMENT.date()
FILTERS = [
    RoundFilter(),
    RoundFilter(methodology="ripso"),
    RoundFilter(methodology="mecigep"),
    RoundFilter(country="PRY"),
    RoundFilter(country="URY"),
    RoundFilter(step="visit"),
    RoundFilter(open=True),
    RoundFilter(open=False),
    RoundFilter(overdue=True),
    RoundFilter(overdue=False),
    RoundFilter(waiting_on="focal_point"),
    RoundFilter(waiting_on="candidate"),
    RoundFilter(open=True, overdue=True, waiting_on="focal_point", country="PRY", step="panel"),
]

Call = tuple[Callable[..., Awaitable[Any]], tuple[Any, ...], dict[str, Any]]
Asked = tuple[str, str, Any]
"""Which function asks, its statement, its parameters."""
FOUND: list[Asked] = [
    ("1", "SELECT id FROM inbox WHERE sha256 = '1'", ()),
    ("2", "SELECT round_id FROM assignment WHERE state = 'open' AND opened_at = '2026-03-02 15:00:00'", ()),
    ("3", "UPDATE letter SET attempts = 2 WHERE state = 'sent'", ()),
]
"""Queries that no index is for: what finds nothing at fault with the others must with these."""


async def crowded_database(url: str) -> AsyncIterator[Database]:
    fill(url)
    crowded = Database(url)
    yield crowded
    await crowded.close()


@pytest.fixture(scope="module")
async def crowded_sqlite(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Database]:
    file = tmp_path_factory.mktemp("crowded") / "ronda.db"
    shutil.copy(sqlite_template, file)
    async for crowded in crowded_database(f"sqlite+aiosqlite:///{file}"):
        yield crowded


@pytest.fixture(scope="module")
async def crowded_postgresql(postgres: Postgres) -> AsyncIterator[Database]:
    url = postgres.create("crowded")
    upgrade(url)
    async for crowded in crowded_database(url):
        yield crowded


@pytest.fixture(params=["sqlite", "postgresql"])
def crowded(request: pytest.FixtureRequest) -> Database:
    """A database with ten thousand rounds."""
    found: Database = request.getfixturevalue(f"crowded_{request.param}")
    return found


async def all_calls(database: Database) -> list[Call]:
    """A call of each function by which lists, pages, letters and the relay read; one round is a real one."""
    round_id = await begun(database)
    await open_assignment(database, round_id, KEY, "focal_point")
    await send(database, round_id, KEY, "focal_point", AgreePanel(choice="agree"))
    async with database.writing() as s:
        now = batch(round_id, serial=3)
        await letters.write(s, now, key="1", participant_id="focal_point", template="assignment", params={})
        (claimed,) = await due.claim(s, NOTHING, timedelta(minutes=1), 1)
    async with database.reading() as s:
        grant = (await s.exec(select(Grant.id).where(Grant.round_id == round_id).limit(1))).one()
        letter = (await s.exec(select(Letter).where(Letter.key == "1"))).one()
        person = letter.person_id
        round_ = (await s.exec(select(Round).where(Round.id == round_id))).one()
        officer = (await s.exec(select(Officer))).all()[0]
        email = (await s.exec(select(Person.email).where(Person.id == person))).one()
    about = (round_id, KEY, "focal_point")
    typed = dict(zip(("round_id", "assignment_key", "participant_id"), about, strict=True))
    sent = {"round_id": round_id, "participant_id": "focal_point", "officer_id": "", "kind": "agree_panel"}
    file = {"filename": "a.pdf", "media_type": "application/pdf", "size": 1, "sha256": "0"}
    ids = [f"r{n}" for n in range(50)]
    return [
        *((rounds.rounds, ("DIS", which), {"limit": 50, "offset": 100}) for which in FILTERS),
        (rounds.officer, (officer.key_hash,), {}),
        (rounds.waiting, (ids,), {}),
        (rounds.round_, (round_id, "DIS"), {}),
        (rounds.people, (round_id,), {}),
        (rounds.accepted, (round_id, "agree_panel", "open_round"), {}),
        (rounds.assignments, (round_id, "agree_panel", "write_questions"), {}),
        (reports.clocks, ("DIS",), {}),
        (reports.exceptions, ("DIS",), {}),
        (ahead.due, ("DIS",), {"before": MOMENT, "overdue": None, "limit": 50, "offset": 0}),
        (ahead.due, ("DIS",), {"before": None, "overdue": True, "limit": 50, "offset": 0}),
        (ahead.visits, ("DIS",), {"first": DAY, "last": DAY, "limit": 50, "offset": 0}),
        (counts.counts, (), {}),
        (trouble.open_ids, (), {}),
        (trouble.stuck_ids, ("DIS",), {}),
        (visit.visit, (round_id,), {}),
        (visit.has_agenda, (round_id,), {}),
        (visit.press, (round_id,), {}),
        (visit.said_of, (round_id,), {}),
        (visit.versions, ("i1-1",), {}),
        (visit.form_of, (round_id,), {}),
        (dossier.assignments, (round_id,), {}),
        (dossier.letters, about[::2], {}),
        (dossier.sent_by, about[::2], {}),
        (dossier.frozen, (round_id, "agree_panel"), {}),
        (dossier.versions, (round_id,), {}),
        (dossier.uploads, (["u1", "u2"],), {}),
        (dossier.is_invited, (round_id, "candidate-1.1.1"), {}),
        (approved.approved_report, (round_id,), {}),
        (approved.decision, (round_id,), {}),
        (approved.version_of, (round_id, "submission"), {}),
        (links.link, (grant,), {}),
        (links.note, (round_id,), {}),
        (links.papers, (round_id,), {}),
        (links.own_tasks, (round_id, person), {}),
        (links.lost, (email, datetime.now(UTC)), {}),
        (known.known, (round_,), {}),
        (links.refused, (*about[::2], KEY, "sha256"), {}),
        (links.uploads_of, (round_id, "focal_point"), {}),
        (links.uploads_named, (round_id, ["upload"]), {}),
        (addresses.earlier, ({}, [letter]), {}),
        (sides.officers, (["focal@example.org"],), {}),
        (sides.acting, (round_id, ["focal@example.org"]), {}),
        (sides.acts_in, ("focal@example.org",), {}),
        (sides.countries, ("DIS", ["focal@example.org"]), {}),
        (asked.round_of, (round_id,), {}),
        (asked.grant_of, about, {}),
        (asked.assignment, about[:2], {}),
        (asked.awaited_of, (person,), {}),
        (asked.told_of, (person,), {}),
        (asked.overdue, (round_id,), {}),
        (asked.awaits, about[:2], {}),
        (asked.requests_for_time, about[:2], {}),
        (asked.answer_of, about[:2], {}),
        (parties.responsible, (round_id,), {}),
        (parties.participant, (round_id, "focal_point"), {}),
        (parties.known, (round_id, "focal_point"), {}),
        (parties.holders, about[:2], {}),
        (parties.name_of, (round_id, "focal_point"), {}),
        (parties.panel, (round_id,), {}),
        (parties.sitting, (round_id,), {}),
        (outbox.posted, ("1",), {}),
        (outbox.letter, ("1",), {}),
        (outbox.knows_visit, (round_id, person), {}),
        (outbox.of_batch, (round_id, 3), {}),
        (outbox.quiet_since, (datetime.now(UTC),), {}),
        (outbox.all_waiting, (), {}),
        (outbox.reminded_since, (person, datetime.now(UTC)), {}),
        (outbox.untold, ("1",), {}),
        (drafts.save, (), {**typed, "body": {}}),
        (drafts.saved_by_others, (*about, None), {}),
        (drafts.drop, about, {}),
        (drafts.last, about[:2], {}),
        (inbox.keep, (), {**sent, "id": "new", "key": KEY, "body": AgreePanel(choice="agree")}),
        (inbox.keep_opening, (), {"id": "opening", "body": OPENING, "officer_id": officer.id}),
        (inbox.keep_upload, (), file),
        (inbox.upload_of, ("u1",), {}),
        (inbox.one, ("i1-1",), {}),
        (inbox.is_opening, (round_id,), {}),
        (inbox.received, about[:2], {}),
        (due.anything, (NOTHING,), {}),
        (due.claim, (NOTHING, timedelta(minutes=1), 8), {}),
        (due.put_off_round, (claimed, timedelta(minutes=1)), {}),
        (due.put_off, (claimed, timedelta(minutes=1)), {}),
        (inbox.fault, (claimed.id, "KeyError"), {}),
        (inbox.take_up_faulted, (), {}),
        (inbox.answer, (claimed.id, "accepted"), {}),
    ]


@contextmanager
def noted(database: Database, by: list[Asked], name: Callable[[], str]) -> Iterator[None]:
    """Note each statement that is run meanwhile."""

    def note(_c: Any, _k: Any, statement: str, parameters: Any, _x: Any, executes_many: bool) -> None:
        if re.match("SELECT|UPDATE|INSERT|DELETE", statement) and "pg_advisory" not in statement:
            # Of what is done to several rows one stands for all.
            by.append((name(), statement, parameters[0] if executes_many else parameters))

    engine = database._writer.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield
    event.remove(engine, "before_cursor_execute", note)


async def asked_by_all(database: Database) -> list[Asked]:
    """Every statement of every function; what they write is not kept."""
    name = ""
    by: list[Asked] = []
    calls = await all_calls(database)
    assert {f.__name__ for f, *_ in calls} == {
        name
        for room in ROOMS
        for name, f in getmembers(room, iscoroutinefunction)
        if getmodule(f) is room and not name.startswith("_")
    }
    with noted(database, by, lambda: name):
        for function, given, named in calls:
            name = function.__name__
            async with database.writing() as s:
                await function(s, *given, **named)
                await s.flush()
                await s.rollback()
    assert {f.__name__ for f, *_ in calls} == {name for name, *_ in by}
    return by


async def plan(s: AsyncSession, asked: Asked) -> list[tuple[str, str]]:
    """The tables that the database would read whole for a statement, and its own words for it."""
    _, statement, parameters = asked
    connection = await s.connection()
    if connection.dialect.name == "postgresql":
        found = await connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
        return list(_whole_on_postgresql(found.scalar_one()[0]["Plan"]))
    found = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    return list(_whole_on_sqlite([line for *_, line in found]))


def _whole_on_sqlite(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        said = re.match(r"SCAN (?P<table>\w+?)(_\d+)?( USING .*INDEX (?P<index>\w+))?$", line)
        if said and said["table"] in LARGE and said["index"] not in WHOLE:
            yield said["table"], line


def _whole_on_postgresql(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kind, index = node["Node Type"], node.get("Index Name", "")
    table = node.get("Relation Name", index)
    all_of_index = "Index" in kind and "Index Cond" not in node and index not in WHOLE
    if (kind == "Seq Scan" or all_of_index) and table not in SMALL:
        yield table, f"{kind} {index} {table}"
    for below in node.get("Plans", ()):
        yield from _whole_on_postgresql(below)


async def read_whole(database: Database, by: list[Asked]) -> list[tuple[str, str, str]]:
    """Who would read what whole, by which statement."""
    async with database.reading() as s:
        return [
            (asked[0], line, asked[1])
            for asked in by
            for table, line in await plan(s, asked)
            if table not in ABOUT_ALL.get(asked[0], ())
        ]


async def test_no_query_of_lists_pages_letters_and_relay_reads_a_whole_table(crowded: Database) -> None:
    by = await asked_by_all(crowded)

    assert [asked for asked, _, _ in await read_whole(crowded, FOUND)] == ["1", "2", "3"]
    assert await read_whole(crowded, by) == []
    if crowded._writer.dialect.name == "sqlite":
        async with crowded.writing() as s:
            await (await s.connection()).execute(text("ANALYZE"))
        await crowded.close()
        assert await read_whole(crowded, by) == []
