"""The life of an assignment as batches write it, with the letters that this brings."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rounds.state import effects as e
from rounds.submissions.interventions import Pause
from rounds.submissions.panel import AgreePanel
from rounds.submissions.request import ExamineRequest
from store.tables import Assignment, Inbox, Participant
from tests.activities.world import FIRST, NOON, RIPSO, SECOND, World, invitation, opening

EXAMINE = opening("examine_request:1", "responsible_officer", ["responsible_officer"])
AGREE = opening("agree_panel:1", "focal_point", ["focal_point"])


async def assignment(world: World, key: str) -> Assignment:
    found: Assignment = next(a for a in await world.rows(Assignment) if a.key == key)
    return found


async def test_opening_gives_dates_a_link_and_a_letter_to_each_holder_l1(world: World) -> None:
    holders = ("focal_point", "technical_team-1")
    written = await world.commit(opening("answer_questionnaire:1", "technical_team", holders))
    (dates,) = written.dates
    assert dates.key == "answer_questionnaire:1"
    assert (await assignment(world, dates.key)).due_at == dates.due
    assert dates.due == datetime(2027, 3, 24, 21, tzinfo=UTC), "fifteen days that are no holiday in Paraguay"
    assert await world.grants(dates.key) == sorted(holders)
    assert sorted(await world.to("assignment")) == sorted(holders)
    assert [letter["To"] for letter in world.mailbox.letters()] == [
        "Focal Point <focal.point@example.org>",
        "Technical Team <technical.team@example.org>",
    ]


async def test_the_secretariats_deadlines_run_in_its_own_calendar_z1(world: World) -> None:
    written = await world.commit(replace(EXAMINE, rule=RIPSO.rule("examine_request")))
    assert written.dates[0].due == datetime(2027, 3, 17, 22, tzinfo=UTC)


async def test_an_expert_is_given_the_working_days_of_their_country_z1(world: World) -> None:
    await world.panel()
    # Chile's Good Friday, 26 March 2027, is one of the seven days.
    monday = datetime(2027, 3, 22, 15, tzinfo=UTC)
    written = await world.commit(opening(invitation(FIRST), "candidate", [FIRST]), now=monday)
    assert written.dates[0].due == datetime(2027, 4, 1, 21, tzinfo=UTC)


async def test_passing_an_assignment_on_ends_the_old_links_and_sends_a_brief_l6(world: World) -> None:
    await world.commit(opening("review_report:1", "approver", ["focal_point"]))
    later = NOON + timedelta(days=1)
    again = opening("review_report:1", "approver", ["alternate_contact"], again=True)
    await world.commit(again, now=later)
    assert await world.grants("review_report:1") == ["alternate_contact"]
    assert await world.grants("review_report:1", "revoked") == ["focal_point"]
    assert await world.to("brief") == ["alternate_contact"]
    assert (await assignment(world, "review_report:1")).opened_at == later


async def test_an_answer_closes_its_assignment_with_its_links_and_opens_the_next_in_one_batch_l3(
    world: World,
) -> None:
    await world.commit(EXAMINE)
    sent = await world.take(
        ExamineRequest(choice="accept"),
        "examine_request:1",
        "responsible_officer",
        e.Close(key="examine_request:1", state="fulfilled", submission="sent-1"),
        opening("propose_panel:1", "responsible_officer", ["responsible_officer"]),
    )
    closed = await assignment(world, "examine_request:1")
    assert (closed.state, closed.submission_id, closed.closed_at) == ("fulfilled", sent, NOON)
    assert await world.grants("examine_request:1", "ended") == ["responsible_officer"]
    assert await world.grants("propose_panel:1") == ["responsible_officer"]
    assert len(world.ids()) == 2


async def test_the_silent_one_is_thanked_when_the_seat_is_taken_p8(world: World) -> None:
    await world.panel()
    await world.commit(opening(invitation(FIRST), "candidate", [FIRST]))
    await world.commit(
        e.Close(key=invitation(FIRST), state="lingering", links_live=True),
        opening(invitation(SECOND), "candidate", [SECOND]),
    )
    assert await world.grants(invitation(FIRST)) == [FIRST]
    await world.commit(
        e.Close(key=invitation(SECOND), state="fulfilled"),
        e.Seated(seat=1, participant=SECOND),
        e.Close(key=invitation(FIRST), state="closed"),
    )
    assert await world.to("seat_filled") == [FIRST]
    seats = {p.id: (p.role, p.seat) for p in await world.rows(Participant) if p.id in (FIRST, SECOND)}
    assert seats == {FIRST: ("candidate", 1), SECOND: ("expert-1", 1)}


async def test_an_invitation_that_ends_with_its_round_brings_one_letter_z2(world: World) -> None:
    await world.panel()
    await world.commit(opening(invitation(FIRST), "candidate", [FIRST]))
    await world.commit(
        e.Close(key=invitation(FIRST), state="closed"),
        e.Tell(what="closed", people=("focal_point", FIRST)),
        outcome="withdrawn",
    )
    assert await world.to("seat_filled") == []
    assert await world.to("told") == [FIRST, "focal_point"]


async def test_a_reminder_is_one_letter_a_person_and_day_with_all_they_have_open(each_world: World) -> None:
    world = each_world
    await world.commit(AGREE, opening("complete_request:1", "focal_point", ["focal_point"]))
    morning = datetime(2027, 3, 10, 12, tzinfo=UTC)
    await world.commit(e.Remind(key="agree_panel:1", holders=("focal_point",)), now=morning)
    await world.commit(e.Remind(key="complete_request:1", holders=("focal_point",)), now=morning)
    person = await world.person("focal_point")
    assert [letter.key for letter in await world.letters_of("reminder")] == [
        f"reminder/{person.id}/2027-03-10"
    ]
    await world.commit(
        e.Remind(key="agree_panel:1", holders=("focal_point",)), now=morning + timedelta(days=1)
    )
    assert len(await world.letters_of("reminder")) == 2
    assert len(set(world.ids())) == len(world.ids()) == 4


@pytest.mark.parametrize("why", ["closed", "sent"])
async def test_nobody_is_reminded_of_what_is_done_or_on_its_way(world: World, why: str) -> None:
    await world.commit(AGREE)
    if why == "closed":
        await world.commit(e.Close(key="agree_panel:1", state="waived"))
    else:
        await world.send(AgreePanel(choice="agree"), "agree_panel:1", "focal_point")
    await world.commit(
        e.Remind(key="agree_panel:1", holders=("focal_point",), also=("alternate_contact",)),
    )
    assert await world.letters_of("reminder") == []


async def test_a_monthly_reminder_tells_whom_the_delay_was_escalated_to(world: World) -> None:
    await world.commit(AGREE)
    await world.commit(e.Escalate(key="agree_panel:1", to=("alternate_contact",)))
    assert (await assignment(world, "agree_panel:1")).overdue
    assert await world.to("reminder") == ["alternate_contact"]
    await world.commit(
        e.Remind(key="agree_panel:1", holders=("focal_point",), also=("alternate_contact",)),
        now=NOON + timedelta(days=30),
    )
    assert sorted(await world.to("reminder")) == ["alternate_contact", "alternate_contact", "focal_point"]


async def test_a_moved_date_is_told_z1(world: World) -> None:
    await world.commit(AGREE)
    due = datetime(2027, 4, 1, 21, tzinfo=UTC)
    who = ("focal_point",)
    stopped = e.Move(
        key="agree_panel:1", due=due, monthly_from=due, paused=True, tell=who, holders=who, number=1
    )
    written = await world.commit(stopped)
    moved = await assignment(world, "agree_panel:1")
    assert (moved.due_at, moved.paused) == (due, True)
    assert [(dates.due, dates.number) for dates in written.dates] == [(due, 1)]
    assert await world.to("moved") == ["focal_point"]


async def test_what_is_refused_later_is_told_to_its_sender_with_their_link(world: World) -> None:
    await world.commit(AGREE)
    sent = await world.send(AgreePanel(choice="changes"), "agree_panel:1", "focal_point")
    await world.commit(e.Refuse(submission=sent, code="reason_missing", field="comment"))
    (row,) = [row for row in await world.rows(Inbox) if row.id == sent]
    assert (row.state, row.code, row.field) == ("refused", "reason_missing", "comment")
    assert await world.to("refused") == ["focal_point"]
    letter = world.mailbox.letters()[-1].get_body(("plain",))
    assert letter
    assert await world.url("agree_panel:1", "focal_point") in letter.get_content()


async def test_the_sentence_of_a_late_refusal_has_its_numbers(world: World) -> None:
    sent = await world.send(AgreePanel(choice="changes"), "agree_panel:1", "focal_point")
    values = (("least", "3"), ("most", "5"))
    await world.commit(e.Refuse(submission=sent, code="visit_length", field="windows.0.ends", values=values))
    (row,) = [row for row in await world.rows(Inbox) if row.id == sent]
    assert row.values == {"least": "3", "most": "5"}
    letter = world.mailbox.letters()[-1].get_body(("plain",))
    assert letter
    assert " 3 " in letter.get_content()
    assert "…" not in letter.get_content()


async def test_steering_that_is_refused_later_is_told_to_the_responsible_officer(world: World) -> None:
    sent = await world.send(Pause(reason="…"), officer="somebody")
    await world.commit(e.Refuse(submission=sent, code="already_paused", field=""))
    assert await world.to("refused") == ["responsible_officer"]
