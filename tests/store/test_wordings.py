"""Words of a secretariat's own, specimens, letterheads: one holds, those of before stay."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from store import letterheads, rows, specimens, wordings
from store.letterheads import Letterhead
from store.memory import copy_round, in_memory
from store.officers import end
from store.session import Database
from store.specimens import AT_ONCE, WITHIN
from store.tables import Officer, Secretariat
from store.wordings import Page, Wording
from tests.store.scene import NOW, begun

PAGE = Page(letter="tasks", language="es")
OF_ONE = Page(letter="tasks", language="es", methodology="ripso")
MESSAGE = "Please examine the request."
KEY = wordings.key_of(MESSAGE)


async def officer(database: Database) -> Officer:
    async with database.reading() as s:
        return (await s.exec(select(Officer).where(Officer.secretariat_id == "DIS", col(Officer.head)))).one()


async def say(database: Database, text: str, page: Page = PAGE, at: datetime = NOW) -> None:
    by = await officer(database)
    async with database.writing() as s:
        await wordings.say(s, by, page, MESSAGE, (text,), at)


async def held(
    database: Database, methodology: str = "ripso", letters: tuple[str, ...] = ("tasks",)
) -> list[str]:
    async with database.reading() as s:
        rows = await wordings.holding(s, "DIS", "es", letters, methodology)
    return [row.forms[0] for row in rows]


async def test_the_latest_words_hold_and_those_of_before_stay(database: Database) -> None:
    await begun(database)
    for n, text in enumerate(("first", "second")):
        await say(database, text, at=NOW + timedelta(hours=n))
    await say(database, "for one", OF_ONE, NOW + timedelta(hours=2))
    assert await held(database) == ["second", "for one"]
    assert await held(database, "mecigep") == ["second"]
    assert await held(database, letters=("visit",)) == []
    by = await officer(database)
    async with database.writing() as s:
        assert await wordings.take_back(s, by, PAGE, KEY, NOW + timedelta(hours=3))
        assert not await wordings.take_back(s, by, PAGE, KEY, NOW + timedelta(hours=4))
        assert await wordings.numbers(s, "DIS") == {("tasks", "es"): 1}
        assert await wordings.numbers(s, "DGPE") == {}
    async with database.reading() as s:
        told = await wordings.changes(s, "DIS", "tasks", "es")
    assert [(read.wording.forms, read.by.name, read.ended_by and read.ended_by.name) for read in told] == [
        (["for one"], "Head", None),
        (["second"], "Head", "Head"),
        (["first"], "Head", "Head"),
    ]
    assert [read.wording.ended_at for read in told] == [
        None,
        NOW + timedelta(hours=3),
        NOW + timedelta(hours=1),
    ]


async def test_of_two_who_change_one_sentence_at_once_both_stay_and_one_holds(database: Database) -> None:
    await begun(database)
    done = await asyncio.gather(*(say(database, text) for text in "ab"), return_exceptions=True)
    assert all(one is None or isinstance(one, wordings.Overtaken) for one in done), done
    (text,) = await held(database)
    assert text in "ab"


async def test_never_do_two_words_hold_for_one_sentence(database: Database) -> None:
    await begun(database)
    await say(database, "one")
    async with database.reading() as s:
        row = (await s.exec(select(Wording))).one()
    with pytest.raises(DBAPIError):
        async with database.writing() as s:
            s.add(Wording(**{**row.model_dump(), "id": "another"}))


async def test_a_specimen_is_sent_once_and_only_while_its_officer_is_one(database: Database) -> None:
    """E2, E7."""
    await begun(database)
    by = await officer(database)
    said = {MESSAGE: ("text",)}
    async with database.writing() as s:
        for _ in range(2):
            assert await specimens.ask(s, "s0", by, "letter", PAGE, said, NOW)
        asked = [
            await specimens.ask(s, f"s{n}", by, "letter", PAGE, said, NOW) for n in range(1, AT_ONCE + 1)
        ]
        assert asked == [True] * (AT_ONCE - 1) + [False]
        assert await specimens.ask(s, "later", by, "letter", PAGE, said, NOW + WITHIN)
        taken = await specimens.take_up(s, "s0")
        assert taken
        assert (taken[0].said, taken[1].person.name) == ({MESSAGE: ["text"]}, "Head")
        assert await specimens.take_up(s, "s0") is None
        await rows.settle(s, specimens.Specimen, "s0", "waiting")
        assert await specimens.take_up(s, "s0")
        assert await specimens.take_up(s, "none") is None
    async with database.writing() as s:
        await end(s, "DIS", "head@example.org", "test")
        assert await specimens.take_up(s, "s1") is None


async def test_a_letterhead_is_set_by_whoever_has_seen_the_latest(database: Database) -> None:
    await begun(database)
    by = await officer(database)
    whole = Letterhead(names={"es": "Casa"}, signatures={"es": "Firma"}, email="a@b.example", address="1\n2")
    async with database.writing() as s:
        assert await letterheads.set_(s, by, whole, based_on="", now=NOW)
    async with database.writing() as s:
        (first,) = await letterheads.before(s, "DIS")
        assert not await letterheads.set_(s, by, whole, based_on=first.kept.id, now=NOW)
        with pytest.raises(letterheads.Overtaken):
            await letterheads.set_(s, by, Letterhead(), based_on="", now=NOW)
        assert await letterheads.set_(
            s, by, Letterhead(), based_on=first.kept.id, now=NOW + timedelta(days=1)
        )
    async with database.reading() as s:
        house = await s.get_one(Secretariat, "DIS")
        assert letterheads.today(house) == Letterhead()
        assert [read.said for read in await letterheads.before(s, "DIS")] == [Letterhead(), whole]
        assert await letterheads.before(s, "DGPE") == ()


async def test_a_round_that_is_rehearsed_is_written_to_in_the_words_of_its_secretariat(
    database: Database,
) -> None:
    id = await begun(database)
    await say(database, "was")
    await say(database, "is", at=datetime.now(UTC))
    by = await officer(database)
    async with database.writing() as s:
        await letterheads.set_(s, by, Letterhead(telephone="7"), based_on="", now=NOW)
    there = await in_memory()
    async with database.reading() as source, there.writing() as target:
        await copy_round(source, target, id)
    assert await held(there) == ["is"]
    async with there.reading() as s:
        assert letterheads.today(await s.get_one(Secretariat, "DIS")).telephone == "7"
    await there.close()
