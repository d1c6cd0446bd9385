"""All effects of a moment in one transaction, each of which may happen twice (K1).

`World.commit` commits every batch twice, and compares the whole database, the letters and the answer.
"""

import asyncio
import contextlib
from datetime import timedelta

import pytest
from temporalio.exceptions import ApplicationError

from activities.post import LEASE
from rounds.state import effects as e
from rounds.submissions.envelope import Sent
from rounds.submissions.panel import AgreePanel
from store.tables import Assignment, Audit, Inbox
from tests.activities.world import NOON, World, opening

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


async def test_what_was_kept_and_not_handed_over_is_found_without_its_texts(world: World) -> None:
    await world.commit(AGREE)
    sent = await world.send(AgreePanel(choice="changes", comment="A name"), "agree_panel:1", "focal_point")
    (row,) = [row for row in await world.rows(Inbox) if row.id == sent]
    look = e.Look(round=world.round, key="agree_panel:1")
    assert await world.rounds.look(look) == (
        Sent(
            id=sent,
            key="agree_panel:1",
            by="focal_point",
            sha256=row.sha256,
            body=AgreePanel(choice="changes", comment="…"),
        ),
    )
    await world.commit(e.Refuse(submission=sent, code="not_open", field=""))
    assert await world.rounds.look(look) == ()


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
        batch = e.Batch(
            round=world.round, now=NOON, step="request", outcome="", serial=world.serial, effects=effects
        )
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
