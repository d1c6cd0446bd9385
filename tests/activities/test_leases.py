"""One letter is sent by one worker at a time, for five days at most, and stops no other (E1 to E3)."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError
from temporalio.exceptions import ApplicationError

from activities import letters as contexts
from activities import post
from rounds.state import batches as b
from rounds.state import effects as e
from store import outbox
from store.tables import Letter, Person
from store.writes import letters as rows
from store.writes.letters import State
from tests.activities.world import NOON, World, opening

AGREE = opening("agree_panel:1", "focal_point", ["focal_point"])
TEAM = opening("answer_questionnaire:1", "technical_team", ("focal_point", "technical_team-1"))


async def once(world: World, *effects: e.Effect) -> None:
    """Commit a batch once: each attempt is counted."""
    world.serial += 1
    await world.rounds.commit(
        b.Batch(round=world.round, now=NOON, step="request", outcome="", serial=world.serial, effects=effects)
    )


async def states(world: World) -> list[tuple[str, str, int]]:
    return [(row.state, row.error, row.attempts) for row in await world.letters_of("assignment")]


async def delayed(world: World) -> None:
    """A letter was written, and the mail server has asked to wait with it."""
    world.mailbox.rcpt = "450 greylisted"
    await once(world, AGREE)
    world.mailbox.rcpt = ""


async def test_two_who_send_one_letter_side_by_side_send_it_once_e2(each_world: World) -> None:
    world = each_world
    await delayed(world)
    world.mailbox.data = "slow"
    told = await asyncio.gather(
        *(world.letters.send_letter(world.jobs[0]) for _ in range(5)), return_exceptions=True
    )
    assert [said for said in told if isinstance(said, str)] == ["sent"]
    others = [said for said in told if isinstance(said, ApplicationError)]
    assert [fault.type for fault in others] == ["taken"] * 4
    assert all(fault.next_retry_delay and fault.next_retry_delay <= post.LEASE for fault in others)
    assert await states(world) == [("sent", "", 2)]
    assert len(world.ids()) == 1


async def test_what_a_killed_worker_was_sending_is_anothers_when_its_lease_has_ended_e2(
    each_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = each_world

    class Killed(BaseException):
        """A worker says nothing any more."""

    async def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(rows, "settle", killed)
        with pytest.raises(Killed):
            await once(world, AGREE)
    assert len(world.ids()) == 1
    assert await states(world) == [("waiting", "", 1)]
    with pytest.raises(ApplicationError) as raised:
        await world.letters.send_letter(world.jobs[0])
    assert raised.value.type == "taken"
    world.later = post.LEASE + timedelta(seconds=1)
    assert await world.letters.send_letter(world.jobs[0]) == "sent"
    (letter,) = await world.letters_of("assignment")
    assert world.ids() == [letter.message_id, letter.message_id]


async def test_who_comes_back_after_the_end_of_the_lease_changes_nothing_but_that_it_was_sent_e2(
    world: World,
) -> None:
    await delayed(world)
    (key,) = [job.letter for job in world.jobs]
    now = datetime.now(UTC)
    async with world.database.writing() as s:
        stalled = await rows.claim(s, key, now, post.LEASE)
    async with world.database.writing() as s:
        await rows.claim(s, key, now + post.LEASE, post.LEASE)
    assert stalled

    async def says(state: State) -> list[tuple[str, str, int]]:
        async with world.database.writing() as s:
            await rows.settle(s, stalled, state, now=now, message_id="<m@example.org>", error="late")
        return await states(world)

    assert await says("waiting") == [("waiting", "450", 3)]
    assert await says("refused") == [("waiting", "450", 3)]
    assert await says("sent") == [("sent", "late", 3)]
    assert await says("refused") == [("sent", "late", 3)]


async def test_a_letter_that_waited_five_days_is_tried_once_more_and_then_refused_e3(world: World) -> None:
    await delayed(world)
    world.mailbox.rcpt = "450 greylisted"
    world.later = post.LIFE - timedelta(minutes=1)
    with pytest.raises(ApplicationError):
        await world.letters.send_letter(world.jobs[0])
    assert (await states(world), world.told) == ([("waiting", "450", 2)], [])
    world.later = post.LIFE + timedelta(minutes=1)
    assert await world.letters.send_letter(world.jobs[0]) == "refused"
    assert await states(world) == [("refused", "expired", 3)]
    assert world.told == [(world.round, "focal_point")]
    assert (await world.person("focal_point")).refuses


async def test_a_letter_that_is_taken_after_more_than_five_days_is_sent_e3(world: World) -> None:
    await delayed(world)
    world.later = post.LIFE * 2
    assert await world.letters.send_letter(world.jobs[0]) == "sent"


async def speak(world: World, language: str) -> None:
    async with world.database.writing() as s:
        person = await s.get(Person, (await world.person("focal_point")).id)
        assert person
        person.language = language


@pytest.mark.parametrize("language", ["", "xx"])
async def test_a_letter_that_cannot_be_made_stops_no_other_and_is_made_once_it_can_be(
    world: World, caplog: pytest.LogCaptureFixture, language: str
) -> None:
    await speak(world, language)
    with caplog.at_level(logging.ERROR):
        await once(world, TEAM)
    (unmade, sent) = await states(world)
    assert (unmade[0], unmade[2], sent) == ("unmade", 1, ("sent", "", 1))
    assert unmade[1].isidentifier()
    assert "Focal" not in caplog.text
    await speak(world, "pt")
    assert await world.letters.send_letter(world.jobs[0]) == "sent"
    assert await states(world) == [("sent", "", 2), ("sent", "", 1)]


async def test_a_letter_that_cannot_be_made_for_five_days_is_faulted_and_no_address_is_to_blame(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: object) -> None:
        raise KeyError("a bug")

    monkeypatch.setitem(contexts.CONTEXTS, "assignment", broken)
    await once(world, AGREE)
    assert await states(world) == [("unmade", "KeyError", 1)]
    world.later = post.LIFE + timedelta(minutes=1)
    assert await world.letters.send_letter(world.jobs[0]) == "faulted"
    assert await states(world) == [("faulted", "KeyError", 2)]
    assert world.told == []
    assert not (await world.person("focal_point")).refuses
    assert await world.letters.send_letter(world.jobs[0]) == "faulted"


async def test_a_database_that_is_away_is_no_fault_of_the_letter(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("locked"))

    with monkeypatch.context() as patched:
        patched.setitem(contexts.CONTEXTS, "assignment", away)
        await once(world, AGREE)
    assert await states(world) == [("waiting", "", 1)]


async def test_sent_again_seven_times_a_letter_is_sent_seven_times_and_its_key_stays_short(
    world: World,
) -> None:
    await world.commit(AGREE)
    (first,) = await world.letters_of("assignment")
    newest = first.key
    for n in range(7):
        await world.commit(e.Resend(letter=newest, submission=f"again-{n}"))
        newest = f"{first.key}/again/again-{n}"
    letters = await world.letters_of("assignment")
    assert [row.key for row in letters] == [first.key, *(f"{first.key}/again/again-{n}" for n in range(7))]
    assert [row.state for row in letters] == ["sent"] * 8
    assert len(set(world.ids())) == 8


async def test_what_a_batch_wrote_and_is_still_to_be_sent_is_found_by_its_serial(world: World) -> None:
    await world.commit(AGREE)
    world.mailbox.mail = "421 going down"
    await once(world, TEAM)
    async with world.database.reading() as s:
        found = [await outbox.of_batch(s, world.round, serial) for serial in (world.serial - 1, world.serial)]
    assert found == [(), tuple(world.jobs[1:])]


async def test_what_waits_and_was_not_tried_for_long_is_found_whatever_its_round_is_about(
    world: World,
) -> None:
    world.mailbox.mail = "421 going down"
    await once(world, TEAM)
    (tried, _) = await world.rows(Letter)
    async with world.database.reading() as s:
        assert await outbox.quiet_since(s, tried.recorded_at) == ()
        assert await outbox.quiet_since(s, datetime.now(UTC)) == tuple(world.jobs)
