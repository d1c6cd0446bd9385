from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select, update

from store import change_drafts, drafts
from store.change_drafts import ChangeDraft
from store.drafts import GIVEN_BACK_FOR, Draft
from store.session import Database
from store.tables import Assignment, Participant
from tests.store.scene import begun, open_assignment

KEY = "agree_panel:1"


async def typed(database: Database) -> list[str]:
    async with database.reading() as s:
        rows = await s.exec(select(Draft).order_by(col(Draft.participant_id)))
        return [draft.body["comment"] for draft in rows]


async def test_a_draft_holds_what_was_typed_last_for_each_assignment_and_person(database: Database) -> None:
    round_id = await begun(database)
    await open_assignment(database, round_id, KEY, "focal_point", "alternate_contact")

    for who, comment in (
        ("focal_point", "first"),
        ("focal_point", "second"),
        ("alternate_contact", "third"),
    ):
        async with database.writing() as s:
            body = {"comment": comment}
            await drafts.save(s, round_id=round_id, assignment_key=KEY, participant_id=who, body=body)

    assert await typed(database) == ["third", "second"]
    async with database.writing() as s:
        await drafts.drop(s, round_id, KEY, "focal_point")
    assert await typed(database) == ["third"]


async def test_a_draft_for_an_assignment_that_is_not_there_is_refused_by_the_database(
    database: Database,
) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        async with database.writing() as s:
            s.add(
                Draft(
                    round_id="r", assignment_key="k", participant_id="p", body={}, saved_at=datetime.now(UTC)
                )
            )


@pytest.mark.parametrize(
    ("state", "left"),
    [
        ("open", 1),
        ("lingering", 1),
        ("frozen", 1),
        ("fulfilled", 0),
        ("waived", 0),
        ("closed", 0),
        ("expired", 0),
    ],
)
async def test_what_was_typed_for_what_has_ended_is_given_back_for_a_week(
    database: Database, state: str, left: int
) -> None:
    round_id = await begun(database)
    await open_assignment(database, round_id, KEY, "focal_point")
    now = datetime.now(UTC)
    ended = now if state not in ("open", "lingering") else None
    async with database.writing() as s:
        body = {"comment": "mine"}
        await drafts.save(s, round_id=round_id, assignment_key=KEY, participant_id="focal_point", body=body)
        mine = col(Assignment.key) == KEY
        await s.exec(update(Assignment).where(mine).values(state=state, closed_at=ended))
    gone = []
    for days in (0, 6, 8):
        async with database.writing() as s:
            gone.append(await drafts.purge(s, now + timedelta(days=days)))
    assert (gone, len(await typed(database))) == ([0, 0, 1 - left], left)


async def test_what_is_typed_late_for_what_ended_long_ago_is_given_back_for_a_week_too(
    database: Database,
) -> None:
    round_id = await begun(database)
    await open_assignment(database, round_id, KEY, "focal_point")
    now = datetime.now(UTC)
    async with database.writing() as s:
        body = {"comment": "late"}
        await drafts.save(s, round_id=round_id, assignment_key=KEY, participant_id="focal_point", body=body)
        long_ago = now - 4 * GIVEN_BACK_FOR
        await s.exec(update(Assignment).values(state="waived", closed_at=long_ago))
    async with database.writing() as s:
        assert await drafts.purge(s, now) == 0
    assert await typed(database) == ["late"]


async def test_what_somebody_typed_of_a_change_goes_a_week_after_they_have_left(database: Database) -> None:
    round_id = await begun(database)
    now = datetime.now(UTC)
    of = (round_id, "revise_agenda", "focal_point")
    async with database.writing() as s:
        await change_drafts.keep(s, of, "", {"reason": "Later"})
    async with database.writing() as s:
        assert await change_drafts.purge(s, now + timedelta(days=30)) == 0
        await s.exec(update(Participant).where(col(Participant.id) == "focal_point").values(state="replaced"))
        assert await change_drafts.purge(s, now + timedelta(days=6)) == 0
        assert await change_drafts.purge(s, now + timedelta(days=8)) == 1
    async with database.reading() as s:
        assert (await s.exec(select(ChangeDraft))).all() == []
