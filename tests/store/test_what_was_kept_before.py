"""What a database of before holds, after it was brought to today's tables, and back."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, text
from sqlmodel import col, select

from store import inbox, keys
from store.columns import UTCDateTime
from store.drafts import Draft
from store.migrating import downgrade, upgrade
from store.reads.rounds import people
from store.session import Database
from store.tables import Inbox, Participant
from tests.databases import Postgres

THEN = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
KEPT = (
    "INSERT INTO secretariat (id, name) VALUES ('s', 'S')",
    "INSERT INTO person (id, email, name, language, time_zone, country, institution, refuses)"
    " VALUES ('p', 'p@example.org', 'P', 'es', '', '', '', false)",
    "INSERT INTO round (id, methodology, methodology_version, rules, secretariat_id, country, institution,"
    " initiative, year, number, step, outcome, opened_at, changed_at, opening_id)"
    " VALUES ('r', 'ripso', '1', '{}', 's', 'PRY', '', '', 2026, 1, 'panel', '', :then, :then, '')",
    "INSERT INTO participant (round_id, id, person_id, role, state) VALUES ('r', 'a', 'p', 'a', 'active')",
    "INSERT INTO assignment (round_id, key, kind, role, state, opened_at, due_at, overdue, paused, version,"
    " sha256, submission_id) VALUES ('r', 'k', 'k', 'a', 'open', :then, :then, false, false, 0, '', '')",
    "INSERT INTO inbox (id, round_id, key, kind, participant_id, officer_id, proof, body, sha256, state,"
    ' code, field, "values", received_at)'
    " VALUES ('i', 'r', 'k', 'k', 'a', '', '', '{}', '', 'received', '', '', '{}', :then)",
    "INSERT INTO draft (round_id, assignment_key, participant_id, part, body, saved_at)"
    " VALUES ('r', 'k', 'a', '', '{}', :then)",
)
"""A round, something that was kept for it and something that was typed, as of migration 0004."""


async def test_what_sqlite_kept_is_due_since_it_was_received(sqlite_url: str) -> None:
    await _there_and_back(sqlite_url)


async def test_what_postgresql_kept_is_due_since_it_was_received(postgres: Postgres) -> None:
    url = postgres.create("kept_before")
    upgrade(url)
    await _there_and_back(url)


async def _there_and_back(url: str) -> None:
    downgrade(url, "0004")
    await _kept(url, *KEPT)

    upgrade(url)

    now = Database(url)
    async with now.writing() as s:
        row = (await s.exec(select(Inbox))).one()
        assert (row.state, row.due_at, row.tries) == ("received", row.received_at, 0)
        assert await inbox.fault(s, "i", "KeyError")
        assert [draft.assignment_key for draft in await s.exec(select(Draft))] == ["k"]
    await now.close()

    downgrade(url, "0004")
    upgrade(url)

    again = Database(url)
    async with again.reading() as s:
        # The code of before knows no faults: to it this was not answered yet.
        assert [(row.state, row.fault) for row in await s.exec(select(Inbox))] == [("received", "")]
        assert len((await s.exec(select(Draft))).all()) == 1
    await again.close()


BEFORE = (
    "INSERT INTO secretariat (id, name) VALUES ('s', 'S')",
    "INSERT INTO person (id, email, name, language, time_zone, country, institution, refuses)"
    " VALUES ('p', 'p@example.org', 'P', 'es', '', 'PRY', 'Cabinet', false),"
    " ('o', 'o@example.org', 'O', 'es', '', '', '', false)",
    "INSERT INTO round (id, methodology, methodology_version, rules, secretariat_id, country, institution,"
    " initiative, year, number, step, outcome, opened_at, changed_at, opening_id)"
    " VALUES ('r', 'ripso', '1', '{}', 's', 'PRY', '', '', 2026, 1, 'panel', '', :then, :then, '')",
    "INSERT INTO participant (round_id, id, person_id, role, state) VALUES"
    " ('r', 'focal_point', 'p', 'focal_point', 'active'),"
    " ('r', 'responsible_officer', 'o', 'responsible_officer', 'active')",
)
"""A round with its people, as of migration 0009."""
INTO = (
    "INSERT INTO participant (round_id, id, person_id, role, state) VALUES"
    " ('r', 'delegate-1', 'p', 'delegate', 'active')"
)
"""How code of before goes on naming people while the migration has been made already."""


async def test_whoever_sqlite_knew_is_known_so_in_each_round_s8(sqlite_url: str) -> None:
    await _named(sqlite_url)


async def test_whoever_postgresql_knew_is_known_so_in_each_round_s8(postgres: Postgres) -> None:
    url = postgres.create("named_before")
    upgrade(url)
    await _named(url)


async def _named(url: str) -> None:
    downgrade(url, "0009")
    await _kept(url, *BEFORE)

    upgrade(url)
    await _kept(url, INTO)

    now = Database(url)
    async with now.reading() as s:
        rows = await s.exec(select(Participant).order_by(col(Participant.id)))
        declared = [(row.id, row.name, row.country, row.institution) for row in rows]
        seen = [(x.participant.id, x.person.name, x.person.country) for x in await people(s, "r")]
    await now.close()
    assert declared == [
        ("delegate-1", "", "", ""),
        ("focal_point", "P", "PRY", "Cabinet"),
        ("responsible_officer", "", "", ""),
    ]
    assert seen == [
        ("delegate-1", "P", "PRY"),
        ("focal_point", "P", "PRY"),
        ("responsible_officer", "O", ""),
    ]

    downgrade(url, "0009")
    upgrade(url)


async def _kept(url: str, *statements: str) -> None:
    """What an older schema's code has written."""
    before = Database(url)
    async with before.writing() as s:
        for statement in statements:
            written = text(statement)
            if ":then" in statement:
                written = written.bindparams(bindparam("then", THEN, UTCDateTime))
            await (await s.connection()).execute(written)
    await before.close()


async def test_a_key_of_before_goes_on_for_a_year_and_that_of_who_has_ended_does_not(
    sqlite_url: str, postgres: Postgres
) -> None:
    """S1."""
    for url in (sqlite_url, postgres.create("keys_of_before")):
        upgrade(url)
        downgrade(url, "0034")
        columns = "id, person_id, secretariat_id, head, role, key_hash, created_at, revoked_at"
        officer = f"INSERT INTO officer ({columns})"
        at_work = f"{officer} VALUES ('o', 'p', 's', false, 'officer', '{keys.hashed('k')}', :then, NULL)"
        ended = f"{officer} VALUES ('e', 'p', 's', false, 'officer', '{keys.hashed('e')}', :then, :then)"
        await _kept(url, *KEPT[:2], at_work, ended)

        upgrade(url)

        now = datetime.now(UTC)
        database = Database(url)
        async with database.reading() as s:
            found = [await keys.known(s, key, now) for key in ("k", "e", "o")]
            assert [read and (read.key.name, read.key.scope, read.officer.id) for read in found] == [
                ("first", "act", "o"),
                None,
                None,
            ]
            assert await keys.known(s, "k", now + timedelta(days=366)) is None
        await database.close()
