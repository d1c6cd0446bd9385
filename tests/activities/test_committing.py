"""All effects of a moment in one transaction, each of which may happen twice (K1).

`World.commit` commits every batch twice, and compares the whole database, the letters and the answer.
"""

import asyncio
import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest
from temporalio.exceptions import ApplicationError

from activities import committing
from activities.post import LEASE
from activities.unit_of_work import UnitOfWork
from rounds.learning import learn
from rounds.state import batches as b
from rounds.state import effects as e
from rounds.state import keeping
from rounds.state.round import Assignment as RoundAssignment
from rounds.state.round import Round
from rounds.submissions.panel import AgreePanel
from store.audit_log import Audit
from store.reads import states
from store.tables import Assignment
from tests.activities.world import NOON, RIPSO, World, opening

AGREE = opening("agree_panel:1", "focal_point", ["focal_point"])


async def test_the_audit_log_tells_each_effect_once(world: World) -> None:
    await world.commit(AGREE)
    await world.commit(e.Remind(key="agree_panel:1", holders=("focal_point",)), now=NOON + timedelta(days=7))
    await world.commit(e.Close(key="agree_panel:1", state="waived"))
    told = [(row.action, row.subject) for row in await world.rows(Audit)]
    assert told == [
        ("opened", world.round),
        ("opened", "agree_panel:1"),
        ("reminded", "agree_panel:1"),
        ("closed_waived", "agree_panel:1"),
    ]


async def test_what_was_kept_and_not_handed_over_is_known_to_be_there(world: World) -> None:
    await world.commit(AGREE)
    look = b.Look(round=world.round, key="agree_panel:1")
    assert not await world.rounds.look(look)
    sent = await world.send(AgreePanel(choice="changes", comment="A name"), "agree_panel:1", "focal_point")
    assert await world.rounds.look(look)
    await world.commit(e.Refuse(submission=sent, code="not_open", field=""))
    assert not await world.rounds.look(look)


async def test_who_sent_what_is_refused_twice_is_told_once(world: World) -> None:
    await world.commit(AGREE)
    sent = await world.send(AgreePanel(choice="agree"), "agree_panel:1", "focal_point")
    for _ in range(2):
        await world.commit(e.Refuse(submission=sent, code="not_open", field=""))
    assert await world.to("refused") == ["focal_point"]
    assert [row.action for row in await world.rows(Audit)].count("refused") == 1


async def test_what_a_round_has_answered_before_is_not_refused_after_it(world: World) -> None:
    await world.commit(AGREE)
    sent = await world.take(AgreePanel(choice="agree"), "agree_panel:1", "focal_point")
    await world.commit(e.Refuse(submission=sent, code="not_open", field=""))
    assert await world.to("refused") == []


# ---- the fence


async def test_an_attempt_that_comes_late_changes_nothing(world: World) -> None:
    await world.commit(AGREE)
    overtaken = world.batch(e.Close(key="agree_panel:1", state="waived"))
    await world.commit(e.Close(key="agree_panel:1", state="fulfilled"))
    before = await world.everything()
    with pytest.raises(ApplicationError) as raised:
        await world.rounds.commit(overtaken)
    assert (raised.value.type, raised.value.non_retryable) == ("late", True)
    assert await world.everything() == before


async def test_a_batch_before_which_one_is_missing_is_not_written(world: World) -> None:
    world.serial += 1
    with pytest.raises(ApplicationError) as raised:
        await world.commit(AGREE)
    assert (raised.value.type, raised.value.non_retryable) == ("ahead", True)


async def test_a_repeated_batch_gives_back_what_the_first_wrote_whatever_it_says(world: World) -> None:
    written = await world.commit(AGREE)
    assert [dates.key for dates in written.dates] == ["agree_panel:1"]
    assert await world.rounds.commit(world.batch()) == written


async def test_two_attempts_at_once_write_one_batch(each_world: World) -> None:
    world = each_world
    world.serial += 1
    both = [world.rounds.commit(world.batch(AGREE)) for _ in range(2)]
    one, other = await asyncio.gather(*both)
    assert one == other
    assert [row.subject for row in await world.rows(Audit) if row.action == "opened"] == [
        world.round,
        "agree_panel:1",
    ]


async def test_a_fault_says_which_effect_it_was(world: World) -> None:
    with pytest.raises(ApplicationError) as raised:
        await world.commit(AGREE, opening("agree_panel:2", "focal_point", ["nobody"]))
    assert list(raised.value.details) == [1]


async def test_an_effect_that_hangs_is_broken_off_and_named_and_nothing_is_written(
    each_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hangs(_: UnitOfWork, __: e.Close) -> None:
        await asyncio.Event().wait()

    world = each_world
    with monkeypatch.context() as patch:
        patch.setattr(committing, "HELD", 2.0)
        patch.setitem(committing.EFFECTS, e.Close, hangs)
        with pytest.raises(ApplicationError) as raised:
            await world.rounds.commit(
                replace(world.batch(AGREE, e.Close(key="agree_panel:1", state="waived")), serial=2)
            )
    assert (raised.value.type, list(raised.value.details)) == ("TimeoutError", [1])
    assert await world.rows(Assignment) == []
    await world.commit(AGREE)


# ---- what is kept


async def test_the_state_is_kept_as_the_round_knows_it_once_its_batch_is_written(world: World) -> None:
    a = RoundAssignment(
        key="agree_panel:1", kind="agree_panel", role="focal_point", holders=("focal_point",), opened=NOON
    )
    round = Round(id=world.round, methodology=RIPSO, country="PRY", opening="opening")
    before = round.copied()
    round.assignments[a.key] = a
    world.serial += 1
    written = await world.rounds.commit(
        replace(world.batch(AGREE), state=keeping.changes(before, round), whole=False)
    )
    learn(round, written)
    assert round.assignments[a.key].state == "open"
    async with world.database.reading() as s:
        kept = await states.kept(s, world.round)
        assert [each async for each in states.open_rounds(s)] == [kept]
    assert kept
    assert (kept.serial, kept.schema, kept.opening_id, kept.secretariat_id) == (2, 1, "opening", "DIS")
    assert kept.state["assignments"] == keeping.kept(round)["assignments"]
    assert "methodology" not in kept.state
    assert kept.rules["id"] == "ripso"


async def test_a_round_that_is_over_is_no_open_one(world: World) -> None:
    await world.commit(outcome="withdrawn")
    async with world.database.reading() as s:
        assert [each async for each in states.open_rounds(s)] == []
        assert await states.kept(s, world.round)


# ---- faults


async def test_a_fault_leaves_nothing_behind_and_its_words_stay_out_of_the_history(world: World) -> None:
    before = await world.everything()
    with pytest.raises(ApplicationError) as raised:
        await world.commit(AGREE, opening("agree_panel:2", "focal_point", ["Somebody With A Name"]))
    assert raised.value.type == "NoResultFound"
    assert str(raised.value) == f"NoResultFound: NoResultFound at {world.round}/2"
    assert raised.value.__cause__ is None
    assert await world.everything() == before
    assert world.ids() == []


async def test_a_batch_cut_at_any_moment_and_repeated_leaves_one_result_k1(each_world: World) -> None:
    world = each_world
    holders = ("focal_point", "technical_team-1")
    for n in range(25):
        world.serial += 1
        effects = (opening(f"answer_questionnaire:{n}", "technical_team", holders),)
        batch = world.batch(*effects)
        cut = asyncio.create_task(world.rounds.commit(batch))
        await asyncio.sleep(0.002 * n)
        cut.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await cut
        # A letter that was being sent is free again when its lease has ended.
        world.later += LEASE
        await world.rounds.commit(batch)
        assert await world.grants(f"answer_questionnaire:{n}") == sorted(holders)
    letters = await world.letters_of("assignment")
    assert [letter.state for letter in letters] == ["sent"] * 50
    assert len(await world.rows(Assignment)) == 25
    assert len([row for row in await world.rows(Audit) if row.action == "opened"]) == 26
    assert set(world.ids()) == {letter.message_id for letter in letters}
