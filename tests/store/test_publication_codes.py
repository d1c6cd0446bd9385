"""Codes for publishing: asked for so often, counted in the database, used once (L11, E7)."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from rounds.submissions.codes import LASTS, TRIES
from store import publication_codes as codes
from store import rows
from store.links import Links
from store.session import Database
from tests.store import scene

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
APPROVER = "focal_point"
SHA = "ab" * 32


async def asked(database: Database, round_id: str, id: str, now: datetime = NOW, by: str = APPROVER) -> str:
    async with database.writing() as s:
        return await codes.ask(s, id, round_id, by, SHA, now)


@pytest.fixture
async def round_id(database: Database) -> str:
    return await scene.begun(database)


async def test_l11_three_codes_in_a_quarter_of_an_hour_are_the_most_and_one_page_asks_for_one(
    database: Database, round_id: str
) -> None:
    first = [await asked(database, round_id, id) for id in ("1", "1", "2", "3", "4")]
    assert first == ["asked", "there", "asked", "asked", "too_many"]
    # Another person's are their own.
    assert await asked(database, round_id, "5", by="alternate_contact") == "asked"
    assert await asked(database, round_id, "6", NOW + 15 * MINUTE) == "asked"


async def test_l11_a_code_is_sent_once_and_not_when_it_would_be_too_old(
    database: Database, round_id: str
) -> None:
    await asked(database, round_id, "1")
    async with database.writing() as s:
        row = await codes.take_up(s, "1", "digest", NOW)
        assert row
        assert (row.digest, row.state, row.ends_at, row.tries) == ("digest", "sending", NOW + LASTS, TRIES)
    async with database.writing() as s:
        assert await codes.take_up(s, "1", "another", NOW) is None
        # Only what certainly did not go is drawn anew.
        await rows.settle(s, codes.PublicationCode, "1", "uncertain")
        assert await codes.take_up(s, "1", "another", NOW) is None
        await rows.settle(s, codes.PublicationCode, "1", "waiting")
        assert await codes.take_up(s, "1", "another", NOW + LASTS) is None
        assert await codes.take_up(s, "1", "another", NOW + 9 * MINUTE)


async def test_l11_tries_are_counted_down_in_the_database_however_many_come_at_once(
    database: Database, round_id: str
) -> None:
    await asked(database, round_id, "1")

    async def tries() -> int | None:
        async with database.writing() as s:
            return await codes.count_down(s, "1")

    left = await asyncio.gather(*(tries() for _ in range(12)))
    assert sorted(n for n in left if n is not None) == list(range(TRIES))


async def test_l11_of_two_at_once_one_uses_a_code(database: Database, round_id: str) -> None:
    await asked(database, round_id, "1")

    async def uses() -> bool:
        async with database.writing() as s:
            return await codes.use_up(s, "1", NOW)

    assert sorted(await asyncio.gather(uses(), uses(), uses())) == [False, False, True]


async def test_l11_the_code_that_was_asked_for_last_is_the_one_that_is_good(
    database: Database, round_id: str
) -> None:
    for n in (1, 2):
        await asked(database, round_id, str(n), NOW + n * MINUTE)
    async with database.reading() as s:
        newest = await codes.newest(s, round_id, APPROVER)
        assert newest
        assert newest.id == "2"
        assert await codes.newest(s, round_id, "alternate_contact") is None


async def test_a_code_is_forgotten_a_month_after_it_was_good(database: Database, round_id: str) -> None:
    await asked(database, round_id, "1")
    async with database.writing() as s:
        assert await codes.purge(s, NOW + timedelta(days=30)) == 0
        assert await codes.purge(s, NOW + timedelta(days=30) + LASTS + MINUTE) == 1


def test_l11_a_digest_is_of_one_code_and_one_row_and_of_no_key_that_was_dropped() -> None:
    old, both = Links(["old"], "http://h"), Links(["new", "old"], "http://h")
    digest = old.digest_of_code("1", "12345678")
    assert "12345678" not in digest
    assert both.is_code("1", "12345678", digest)
    assert not both.is_code("1", "12345679", digest)
    assert not both.is_code("2", "12345678", digest)
    assert not Links(["new"], "http://h").is_code("1", "12345678", digest)
    # What is signed for one purpose opens nothing of the other.
    assert both.grant_id(f"1/12345678.{digest}") is None
