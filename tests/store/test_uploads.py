"""Files of people: whose they are, how much came, and that what nothing names goes after a week (U1, U10)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from rounds.submissions.panel import AgreePanel
from rounds.submissions.papers import AddPapers
from rounds.submissions.papers import Paper as NewPaper
from store import change_drafts, drafts, inbox, uploads
from store.papers import Paper
from store.session import Database
from store.uploads import AGAIN_IN, UNUSED_FOR, Sender, Upload
from tests.store import scene

KEY = scene.KEY
ALMOST = UNUSED_FOR - timedelta(minutes=1)
LATER = UNUSED_FOR + timedelta(minutes=1)


async def sent(database: Database, sender: Sender, size: int = 9) -> str:
    async with database.writing() as s:
        file = {"filename": "nota.pdf", "media_type": "application/pdf", "sha256": "0" * 64}
        return (await uploads.keep(s, sender, size=size, **file)).id


async def purged(database: Database, after: timedelta) -> int:
    async with database.writing() as s:
        return await uploads.purge(s, datetime.now(UTC) + after)


async def there(database: Database) -> list[Upload]:
    async with database.reading() as s:
        return list(await s.exec(select(Upload)))


async def test_a_file_is_found_by_its_id(database: Database) -> None:
    id = await sent(database, Sender(officer_id="o"))
    async with database.reading() as s:
        assert [await uploads.one(s, x) for x in (id, "another")] == [*await there(database), None]


async def test_what_came_in_a_day_is_counted_by_sender_and_round_u1(database: Database) -> None:
    senders = [
        Sender(round_id="r", participant_id="focal_point"),
        Sender(round_id="r", participant_id="expert"),
        Sender(round_id="other", participant_id="focal_point"),
        Sender(round_id="r", officer_id="o"),
        Sender(officer_id="o"),
        Sender(officer_id="another"),
    ]
    for size, sender in enumerate(senders, start=1):
        await sent(database, sender, size)
    now = datetime.now(UTC)
    async with database.reading() as s:
        day = [await uploads.sent_since(s, sender, now - timedelta(days=1)) for sender in senders]
        none = [await uploads.sent_since(s, sender, now) for sender in senders]
    assert day == [(1, 7), (2, 7), (3, 3), (9, 7), (9, 0), (6, 0)]
    assert none == [(0, 0)] * 6


async def test_a_file_that_nothing_names_goes_after_a_week_u10(database: Database) -> None:
    await sent(database, Sender(round_id="r", participant_id="focal_point"))
    await sent(database, Sender(officer_id="o"))
    assert (await purged(database, ALMOST), len(await there(database))) == (0, 2)
    assert (await purged(database, LATER), await there(database)) == (2, [])


async def of_round(database: Database) -> tuple[str, str]:
    """A round, and a file that the focal point sent for it."""
    round_id = await scene.begun(database)
    await scene.open_assignment(database, round_id, KEY, "focal_point")
    return round_id, await sent(database, Sender(round_id=round_id, participant_id="focal_point"))


async def submitted(database: Database, round_id: str, upload: str, state: str, proof: str = "") -> None:
    papers = (NewPaper(title="A", file=upload),)
    body = AddPapers(papers=papers, audience="secretariat") if not proof else AgreePanel(choice="agree")
    async with database.writing() as s:
        await inbox.keep(
            s,
            id=upload,
            round_id=round_id,
            key="",
            kind=body.kind,
            participant_id="focal_point",
            body=body,
            proof=proof,
        )
        if state != "received":
            await inbox.answer(s, upload, state)


@pytest.mark.parametrize("proof", [False, True])
async def test_what_was_accepted_keeps_its_file_for_good_u10(database: Database, proof: bool) -> None:
    round_id, upload = await of_round(database)
    await submitted(database, round_id, upload, "accepted", proof=upload if proof else "")
    assert await purged(database, LATER) == 0
    assert [row.look_at for row in await there(database)] == [None]
    assert await purged(database, LATER * 100) == 0


async def test_what_was_refused_keeps_no_file_u10(database: Database) -> None:
    round_id, upload = await of_round(database)
    await submitted(database, round_id, upload, "refused")
    assert (await purged(database, LATER), await there(database)) == (1, [])


async def test_what_waits_for_its_answer_keeps_its_file_until_then_u10(database: Database) -> None:
    round_id, upload = await of_round(database)
    await submitted(database, round_id, upload, "received")
    assert await purged(database, LATER) == 0
    async with database.writing() as s:
        await inbox.answer(s, upload, "refused")
    assert await purged(database, LATER + AGAIN_IN / 2) == 0
    assert await purged(database, LATER + AGAIN_IN * 2) == 1


async def test_a_paper_keeps_its_file_for_good_u10(database: Database) -> None:
    round_id, upload = await of_round(database)
    async with database.writing() as s:
        now = datetime.now(UTC)
        paper: dict[str, Any] = {"title": "A", "audience": "all", "at": now, "withdrawn_at": now}
        s.add(Paper(id="p", round_id=round_id, submission_id="s", upload_id=upload, **paper))
    assert await purged(database, LATER) == 0
    assert [row.look_at for row in await there(database)] == [None]


async def test_what_is_saved_keeps_its_file_as_long_as_it_is_saved_u10(database: Database) -> None:
    round_id, upload = await of_round(database)
    of = {"round_id": round_id, "participant_id": "focal_point"}
    body = {"proofs": [{"file": upload}]}
    async with database.writing() as s:
        await drafts.save(s, **of, assignment_key=KEY, body=body)
    assert await purged(database, LATER) == 0
    async with database.writing() as s:
        await drafts.drop(s, round_id, KEY, "focal_point")
    assert await purged(database, LATER + AGAIN_IN * 2) == 1


async def test_what_is_typed_of_a_change_keeps_its_file_u10(database: Database) -> None:
    round_id, upload = await of_round(database)
    async with database.writing() as s:
        await change_drafts.keep(s, (round_id, "change_agenda", "focal_point"), "", {"file": upload})
    assert await purged(database, LATER) == 0


async def test_a_content_is_known_while_a_file_or_a_published_document_has_it(database: Database) -> None:
    await sent(database, Sender(officer_id="o"))
    async with database.reading() as s:
        assert await uploads.known(s, ["0" * 64, "1" * 64]) == {"0" * 64}
        assert await uploads.known(s, []) == set()
