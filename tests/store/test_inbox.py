import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import uuid4

import pytest
from sqlmodel import select, update

from rounds.submissions.panel import AgreePanel
from rounds.submissions.visit import ProposeDates, Window
from store import inbox
from store.session import Database
from store.tables import Inbox
from tests.store.scene import OPENING, everything, send

AGREE = AgreePanel(choice="agree", comment="¡De acuerdo! 同意")


async def keep(database: Database, id: str, body: AgreePanel = AGREE, by: str = "focal_point") -> Inbox:
    async with database.writing() as s:
        return await inbox.keep(
            s, id=id, round_id="r", key="agree_panel:1", kind=body.kind, participant_id=by, body=body
        )


async def test_what_was_kept_comes_back_with_its_texts(database: Database) -> None:
    dates = ProposeDates(windows=(Window(starts=date(2026, 5, 4), ends=date(2026, 5, 7)),))
    first = await send(database, "r", "agree_panel:1", "focal_point", AGREE)
    second = await send(database, "r", "propose_dates:1", "responsible_officer", dates)

    async with database.reading() as s:
        kept = [await inbox.one(s, id) for id in (first, second)]

    assert [inbox.body_of(row) for row in kept if row] == [AGREE, dates]


async def test_the_opening_comes_back_with_its_contacts(database: Database) -> None:
    async with database.writing() as s:
        row = await inbox.keep_opening(s, id="1", body=OPENING, officer_id="o")

    assert inbox.body_of(row) == OPENING


def test_a_version_is_known_by_the_sha256_of_sorted_json_without_spaces() -> None:
    kept = inbox.body_json(AgreePanel(choice="agree", comment="ñ"))

    assert kept == '{"choice":"agree","comment":"ñ","kind":"agree_panel"}'
    assert inbox.digest(kept) == sha256(kept.encode("utf-8")).hexdigest()


async def test_the_same_kept_twice_is_one(database: Database) -> None:
    first = await keep(database, "1")
    once = await everything(database)

    second = await keep(database, "1")

    assert second.received_at == first.received_at
    assert await everything(database) == once


@pytest.mark.parametrize(
    ("body", "by"), [(replace(AGREE, choice="changes"), "focal_point"), (AGREE, "approver")]
)
async def test_something_else_under_the_same_id_is_refused(
    database: Database, body: AgreePanel, by: str
) -> None:
    await keep(database, "1")
    once = await everything(database)

    with pytest.raises(inbox.KeptOtherwise):
        await keep(database, "1", body, by)

    assert await everything(database) == once


async def test_the_same_words_kept_before_a_field_was_added_are_the_same(database: Database) -> None:
    first = await keep(database, "1", AgreePanel(choice="agree"))
    before = '{"choice":"agree","kind":"agree_panel"}'
    async with database.writing() as s:
        await s.exec(update(Inbox).values(body=before, sha256=inbox.digest(before)))

    again = await keep(database, "1", AgreePanel(choice="agree"))

    assert (again.received_at, again.body) == (first.received_at, before)


async def test_the_first_answer_is_final(database: Database) -> None:
    await keep(database, "1")

    async def answer(state: str) -> bool:
        async with database.writing() as s:
            return await inbox.answer(s, "1", state, "not_open" if state == "refused" else "")

    states = ["accepted", "refused"] * 5
    answered = await asyncio.gather(*map(answer, states))

    won = [state for state, final in zip(states, answered, strict=True) if final]
    assert len(won) == 1
    async with database.reading() as s:
        row = await inbox.one(s, "1")
    assert row
    assert (row.state, row.code) == (won[0], "not_open" if won == ["refused"] else "")


async def test_openings_at_once_have_numbers_of_their_own(database_url: str) -> None:
    programs = [Database(database_url) for _ in range(3)]

    async def keep_opening(program: Database) -> str:
        async with program.writing() as s:
            return (await inbox.keep_opening(s, id=uuid4().hex, body=OPENING, officer_id="o")).round_id

    ids: Sequence[str] = await asyncio.gather(*(keep_opening(p) for p in programs for _ in range(4)))
    for program in programs:
        await program.close()

    year = datetime.now(UTC).year
    assert sorted(ids) == sorted(f"round-ripso-pry-{year}-{n}" for n in range(1, 13))


async def test_an_opening_kept_again_has_the_number_of_the_first_time(database: Database) -> None:
    async def keep_opening(id: str, country: str = "PRY") -> str:
        async with database.writing() as s:
            body = replace(OPENING, country=country)
            return (await inbox.keep_opening(s, id=id, body=body, officer_id="o")).round_id

    year = datetime.now(UTC).year
    assert [await keep_opening("1"), await keep_opening("2"), await keep_opening("1")] == [
        f"round-ripso-pry-{year}-1",
        f"round-ripso-pry-{year}-2",
        f"round-ripso-pry-{year}-1",
    ]
    assert await keep_opening("3", country="URY") == f"round-ripso-ury-{year}-1"


async def test_what_no_round_has_answered_is_found_oldest_first(database: Database) -> None:
    for id in ("3", "1", "2", "4"):
        await keep(database, id)
    async with database.writing() as s:
        await inbox.answer(s, "1", "accepted")
        await inbox.fault(s, "2", "KeyError")

    async with database.reading() as s:
        # Whoever sent what the code failed over has not been silent.
        assert [row.id for row in await inbox.received(s, "r", "agree_panel:1")] == ["3", "2", "4"]


async def test_a_fault_is_kept_with_the_class_of_its_error_until_it_is_taken_up(database: Database) -> None:
    await keep(database, "1")
    await keep(database, "2")
    async with database.writing() as s:
        await inbox.answer(s, "2", "accepted")
        marked = [await inbox.fault(s, id, "KeyError") for id in ("1", "1", "2", "3")]
    async with database.reading() as s:
        faulted = [(row.state, row.fault) for row in (await s.exec(select(Inbox).order_by(Inbox.id))).all()]
    async with database.writing() as s:
        taken = [await inbox.take_up_faulted(s) for _ in range(2)]
    async with database.reading() as s:
        row = await inbox.one(s, "1")

    assert marked == [True, False, False, False]
    assert faulted == [("faulted", "KeyError"), ("accepted", "")]
    assert taken == [1, 0]
    assert row
    assert (row.state, row.fault, row.tries) == ("received", "", 0)
    assert row.received_at < row.due_at <= datetime.now(UTC)


async def test_what_a_round_answers_after_all_was_at_fault_no_more(database: Database) -> None:
    await keep(database, "1")
    async with database.writing() as s:
        await inbox.fault(s, "1", "KeyError")
        assert await inbox.answer(s, "1", "accepted")
        assert await inbox.take_up_faulted(s) == 0

    async with database.reading() as s:
        row = await inbox.one(s, "1")
    assert row
    assert (row.state, row.fault) == ("accepted", "")
