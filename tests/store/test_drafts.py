from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from store import drafts
from store.drafts import Draft
from store.session import Database
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
