"""How each query of lists, pages, letters and the relay would be answered, at ten thousand rounds.

None may read a whole table: neither on SQLite, which has no statistics unless somebody runs ANALYZE, nor on
PostgreSQL, which always has them.
"""

import re
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from inspect import getmembers, getmodule, iscoroutinefunction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from store import (
    accounts,
    at_work,
    drafts,
    due,
    inbox,
    kept_answers,
    keys,
    letterheads,
    outbox,
    publication_codes,
    request_counts,
    requests,
    sessions,
    sign_ins,
    sought,
    specimens,
    uploads,
    views,
    wordings,
)
from store.migrating import upgrade
from store.reads import (
    addresses,
    ahead,
    approved,
    asked,
    cohorts,
    counts,
    desk,
    dossier,
    finding,
    known,
    links,
    listing,
    parties,
    published,
    reminding,
    reports,
    rounds,
    rule_versions,
    sides,
    statistics,
    treatment,
    trouble,
    visit,
    visits,
    worded,
)
from store.session import Database
from tests.databases import Postgres
from tests.store.calls import all_calls
from tests.store.many import fill

ROOMS = (
    *(addresses, ahead, approved, asked, counts, dossier, known, links, parties, reports, rounds, sides),
    *(trouble, visit, published),
    *(inbox, outbox, due, drafts, requests, keys, kept_answers, request_counts),
    *(
        desk,
        finding,
        listing,
        reminding,
        sought,
        sessions,
        sign_ins,
        at_work,
        accounts,
        views,
        worded,
        rule_versions,
    ),
    *(wordings, letterheads, specimens, uploads, publication_codes),
    *(cohorts, statistics, treatment, visits),
)
SMALL = {
    "secretariat",
    "officer",
    "published_state",
    "saved_view",
    "sign_in",
    "desk_session",
    "provider_account",
} | {
    *("wording", "letterhead", "specimen", "publication_code"),
    *("officer_key", "request_count", "kept_answer"),
}
LARGE = {name for name in SQLModel.metadata.tables if name not in SMALL}
WHOLE = {
    *("ix_inbox_due", "ix_inbox_leased", "ix_inbox_faulted", "ix_assignment_overdue"),
    "ix_round_request_letter",
    *(
        "ix_round_open",
        "ix_round_publishing",
        "ix_round_troubled",
        "ix_letter_unsent",
        "ix_person_refuses",
        "ix_assignment_due",
        "ix_assignment_next",
    ),
}
"""Indexes that hold nothing but what is asked for: to read all of one is to read no more than that."""
ABOUT_ALL = {
    "clocks": {"assignment", "round"},
    # Of a year's exceptions: there are few kinds in this data, and SQLite thinks that most rows are of these.
    "exceptions": {"participant", "person", "round", "inbox"},
    # What is counted of a year may be about every round there is; it is remembered until something happens.
    "cohorts": {"round"},
    "rounds_of": {"round", "calendar_event"},
    **{name: {"round", "assignment"} for name in ("begun", "answers", "invitations")},
    "load": {"round", "participant", "person", "assignment"},
    # Its end alone is read, which a plan does not say.
    "latest": {"audit"},
    # The upkeep forgets old drafts, and there may be as many as assignments: nobody waits for it.
    "purge": {"assignment"},
    # Once a day, or when somebody is erased; requests for rounds are few beside the rounds.
    **{name: {"round_request"} for name in ("purge_unconfirmed", "purge_aside", "empty_opened", "forget")},
    # Each process does so once after a change of what is public, and remembers.
    "entries": {"published"},
    "need_entries": {"published_need"},
    "parts": {"published_search"},
    # A word may begin anywhere in a round's; nine of ten of these short rows are the secretariat's.
    "lines": {"round_sought"},
    # Of words that many have, PostgreSQL reads the newest rows on until it has as many as are shown.
    "people": {"person_sought"},
    "letters": {"letter_sought"},
}
"""What reports over all of a secretariat's rounds may read whole; what is counted of all that is public."""
Asked = tuple[str, str, Any]
"""Which function asks, its statement, its parameters."""
FOUND: list[Asked] = [
    ("1", "SELECT id FROM inbox WHERE sha256 = '1'", ()),
    ("2", "SELECT round_id FROM assignment WHERE kind = 'k' AND opened_at = '2026-03-02 15:00:00'", ()),
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
                # What a session would write when it ends is not kept either.
                s.info.clear()
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
