"""Assignments. Each effect, run twice, leaves what it left the first time (K1)."""

from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state import effects as e
from rounds.submissions.panel import AgreePanel
from rounds.submissions.request import CompleteRequest
from store import drafts, inbox
from store.drafts import Draft
from store.tables import Assignment, Inbox, Round
from store.writes import assignments
from tests.store.scene import DATES, DUE, KEY, MY_ROUND, NOW, Scene, batch, opening, send, twice


async def test_opening_gives_each_holder_one_link(scene: Scene) -> None:
    effect = opening("examine_request:1", "focal_point", "alternate_contact", version=2, sha256="ab")
    await scene.do(assignments.open_, effect, replace(DATES, earliest=date(2026, 5, 4)))

    ours = [grant for grant in await scene.grants() if grant[0] == "examine_request:1"]
    assert ours == [
        ("examine_request:1", "alternate_contact", 1, "live"),
        ("examine_request:1", "focal_point", 1, "live"),
    ]
    columns = (
        Assignment.due_at,
        Assignment.earliest,
        Assignment.version,
        Assignment.sha256,
        Assignment.state,
    )
    assert await scene.rows(*columns, where=Assignment.key == "examine_request:1") == [
        (DUE, date(2026, 5, 4), 2, "ab", "open")
    ]


async def test_opening_again_revokes_the_links_of_those_who_held_it(scene: Scene) -> None:
    late = DUE + timedelta(days=9)
    await scene.do(assignments.open_, opening(KEY, "alternate_contact", again=True), replace(DATES, due=late))

    assert await scene.grants() == [
        *MY_ROUND,
        (KEY, "alternate_contact", 1, "live"),
        (KEY, "focal_point", 1, "revoked"),
    ]
    assert await scene.state(Assignment.due_at, Assignment.state) == (late, "open")


async def test_taking_makes_the_inbox_row_final_and_drops_the_draft(scene: Scene) -> None:
    agreed = await send(scene.database, scene.round, KEY, "focal_point", AgreePanel(choice="agree"))
    async with scene.database.writing() as s:
        await drafts.save(s, round_id=scene.round, assignment_key=KEY, participant_id="focal_point", body={})
    effect = e.Take(submission=agreed, key=KEY, subject="agree_panel", by="focal_point", officer="")
    await scene.do(assignments.take, effect)

    async with scene.database.reading() as s:
        assert (await s.exec(select(Draft))).all() == []
    assert await scene.rows(Inbox.state, Inbox.answered_at, where=Inbox.id == agreed) == [
        ("accepted", NOW + timedelta(hours=3))
    ]
    assert ("focal_point", "agree_panel", "agree_panel:1") in await scene.actions()


async def test_what_an_officer_files_is_theirs_in_the_audit_log(scene: Scene) -> None:
    sent = await send(scene.database, scene.round, KEY, "focal_point", AgreePanel(choice="agree"), "officer")
    effect = e.Take(submission=sent, key=KEY, subject="agree_panel", by="focal_point", officer="officer")
    await scene.do(assignments.take, effect)

    assert ("officer", "agree_panel", "agree_panel:1") in await scene.actions()


async def test_completing_the_request_names_the_initiative(scene: Scene) -> None:
    body = CompleteRequest(initiative="Another", stage="design", objective="One")
    sent = await send(scene.database, scene.round, "complete_request:1", "focal_point", body)
    effect = e.Take(
        submission=sent, key="complete_request:1", subject="complete_request", by="focal_point", officer=""
    )
    await scene.do(assignments.take, effect)

    assert await scene.rows(Round.initiative) == [("Another",)]


async def test_refusing_says_why_and_never_overtakes_an_answer(scene: Scene) -> None:
    first = await send(scene.database, scene.round, KEY, "focal_point", AgreePanel(choice="agree"))
    second = await send(scene.database, scene.round, KEY, "focal_point", AgreePanel(choice="changes"))
    async with scene.database.writing() as s:
        await inbox.answer(s, first, "accepted")
    for number, submission in enumerate((first, second), start=3):
        effect = e.Refuse(submission=submission, code="not_open", field="choice")
        await scene.do(assignments.refuse, effect, serial=number)

    assert await scene.rows(Inbox.state, Inbox.code, Inbox.field, where=Inbox.key == KEY) == [
        ("accepted", "", ""),
        ("refused", "not_open", "choice"),
    ]


async def test_closing_ends_the_links(scene: Scene) -> None:
    await scene.do(assignments.close, e.Close(key=KEY, state="fulfilled", submission="1"))

    assert await scene.grants() == [*MY_ROUND, (KEY, "focal_point", 1, "ended")]
    columns = (Assignment.state, Assignment.submission_id, Assignment.closed_at)
    assert await scene.state(*columns) == ("fulfilled", "1", NOW + timedelta(hours=3))


async def test_an_invitation_that_lingers_keeps_its_link_until_the_seat_is_filled(scene: Scene) -> None:
    declined = e.Close(key=KEY, state="lingering", submission="1", links_live=True)
    await scene.do(assignments.close, declined)
    assert (KEY, "focal_point", 1, "live") in await scene.grants()

    await scene.do(assignments.close, e.Close(key=KEY, state="closed"), serial=4)

    assert (KEY, "focal_point", 1, "ended") in await scene.grants()
    assert await scene.state(Assignment.state, Assignment.submission_id) == ("closed", "1")


async def test_what_was_opened_and_closed_in_one_batch_stays_closed_when_it_is_repeated(scene: Scene) -> None:
    made, ended = (
        opening("add_candidate:expert-1:1", "focal_point"),
        e.Close(key="add_candidate:expert-1:1", state="closed"),
    )

    async def both(s: AsyncSession) -> None:
        now = batch(scene.round, made, ended, serial=3)
        await assignments.open_(s, now, made, DATES)
        await assignments.close(s, now, ended)

    await twice(scene.database, both)

    assert ("add_candidate:expert-1:1", "focal_point", 1, "ended") in await scene.grants()


async def test_overdue_is_a_flag_that_a_later_date_takes_away(scene: Scene) -> None:
    await scene.do(assignments.escalate, e.Escalate(key=KEY, to=("alternate_contact",)))
    assert await scene.state(Assignment.overdue) == (True,)

    later = NOW + timedelta(days=30)
    stopped = e.Move(key=KEY, due=later, monthly_from=later, paused=True, tell=())
    await scene.do(assignments.move, stopped, later, later.date(), serial=4)

    columns = (Assignment.overdue, Assignment.due_at, Assignment.paused)
    assert await scene.state(*columns) == (False, later, True)
