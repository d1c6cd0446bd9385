"""All effects of a moment in one transaction, each of which may happen twice (K1).

`World.commit` commits every batch twice, and compares the whole database, the letters and the answer.
"""

import asyncio
import contextlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from temporalio.exceptions import ApplicationError

from rounds import effects as e
from rounds import messages as m
from rounds import steering_messages as steering
from rounds.sent import Sent
from store.tables import Assignment, Audit, CalendarEvent, Inbox, Letter, Participant, ReportVersion, Round
from tests.activities.world import FIRST, LEAD, NOON, OTHER, RIPSO, SECOND, World, invitation, opening

EXAMINE = opening("examine_request:1", "responsible_officer", ["responsible_officer"])
AGREE = opening("agree_panel:1", "focal_point", ["focal_point"])
PUBLISH = opening("decide_publication:1", "focal_point", ["focal_point"], version=1, sha256="ab")


async def assignment(world: World, key: str) -> Assignment:
    found: Assignment = next(a for a in await world.rows(Assignment) if a.key == key)
    return found


async def test_a_round_begins_with_its_people_each_with_their_page_q1(world: World) -> None:
    (round_,) = await world.rows(Round)
    assert (round_.methodology, round_.country, round_.initiative) == (
        "ripso",
        "PRY",
        "Registro social único",
    )
    people = {p.id: p.role for p in await world.rows(Participant)}
    assert people == {
        "focal_point": "focal_point",
        "alternate_contact": "alternate_contact",
        "technical_team-1": "technical_team",
        "responsible_officer": "responsible_officer",
        "head_of_secretariat": "head_of_secretariat",
    }
    assert await world.grants("") == sorted(people)
    assert [row.state for row in await world.rows(Inbox)] == ["accepted"]


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
        m.ExamineRequest(choice="accept"),
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
        e.Tell(what="withdrawn", people=("focal_point", FIRST)),
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
        await world.send(m.AgreePanel(choice="agree"), "agree_panel:1", "focal_point")
    await world.commit(
        e.Remind(key="agree_panel:1", holders=("focal_point",), also=("alternate_contact",)),
    )
    assert await world.letters_of("reminder") + await world.letters_of("escalation") == []


async def test_a_monthly_reminder_tells_whom_the_delay_was_escalated_to(world: World) -> None:
    await world.commit(AGREE)
    await world.commit(e.Escalate(key="agree_panel:1", to=("alternate_contact",)))
    assert (await assignment(world, "agree_panel:1")).overdue
    await world.commit(
        e.Remind(key="agree_panel:1", holders=("focal_point",), also=("alternate_contact",)),
        now=NOON + timedelta(days=30),
    )
    assert await world.to("escalation") == ["alternate_contact", "alternate_contact"]
    assert await world.to("reminder") == ["focal_point"]


async def test_a_moved_date_is_told_z1(world: World) -> None:
    await world.commit(AGREE)
    due = datetime(2027, 4, 1, 21, tzinfo=UTC)
    await world.commit(e.Move(key="agree_panel:1", due=due, paused=True, tell=("focal_point",)))
    moved = await assignment(world, "agree_panel:1")
    assert (moved.due_at, moved.paused) == (due, True)
    assert await world.to("moved") == ["focal_point"]


async def test_what_is_refused_later_is_told_to_its_sender_with_their_link(world: World) -> None:
    await world.commit(AGREE)
    sent = await world.send(m.AgreePanel(choice="changes"), "agree_panel:1", "focal_point")
    await world.commit(e.Refuse(submission=sent, code="reason_missing", field="comment"))
    (row,) = [row for row in await world.rows(Inbox) if row.id == sent]
    assert (row.state, row.code, row.field) == ("refused", "reason_missing", "comment")
    assert await world.to("refused") == ["focal_point"]
    letter = world.mailbox.letters()[-1].get_body(("plain",))
    assert letter
    assert await world.url("agree_panel:1", "focal_point") in letter.get_content()


async def test_steering_that_is_refused_later_is_told_to_the_responsible_officer(world: World) -> None:
    sent = await world.send(steering.Pause(reason="…"), officer="somebody")
    await world.commit(e.Refuse(submission=sent, code="already_paused", field=""))
    assert await world.to("refused") == ["responsible_officer"]


async def test_the_visit_comes_into_calendars_changes_and_leaves_them_v8(each_world: World) -> None:
    world = each_world
    await world.panel()
    people = ("focal_point", FIRST, LEAD)
    first, later = date(2027, 6, 7), date(2027, 7, 5)
    stay = timedelta(days=4)
    written = await world.commit(
        e.Schedule(number=0, freeze=5, people=people, starts=first, ends=first + stay)
    )
    assert written.visit == e.VisitHours(
        number=0,
        opens=datetime(2027, 6, 7, 12, tzinfo=UTC),
        closes=datetime(2027, 6, 11, 21, tzinfo=UTC),
        freezes=datetime(2027, 5, 31, 12, tzinfo=UTC),
    )
    await world.commit(e.Schedule(number=1, freeze=5, people=people, starts=later, ends=later + stay))
    await world.commit(e.Unschedule(number=2, people=people))
    (event,) = await world.rows(CalendarEvent)
    assert (event.state, event.sequence, event.starts) == ("cancelled", 2, later)
    params = [x.params | {"to": x.participant_id} for x in await world.letters_of("visit")]
    of_focal_point = [
        (p["method"], p["sequence"], p["updated"], p["starts"]) for p in params if p["to"] == "focal_point"
    ]
    assert of_focal_point == [
        ("REQUEST", 0, False, "2027-06-07"),
        ("REQUEST", 1, True, "2027-07-05"),
        ("CANCEL", 2, True, "2027-07-05"),
    ]
    assert len(world.ids()) == 9


async def test_a_newcomer_has_the_links_and_a_brief_and_the_old_ones_end_l6(each_world: World) -> None:
    world = each_world
    await world.commit(AGREE)
    newcomer = m.Contact(name="New Focal Point", email="new@example.org", language="en")
    sent = await world.send(
        steering.ReplacePerson(participant="focal_point", newcomer=newcomer), officer="officer"
    )
    await world.commit(
        e.Take(submission=sent, key="", subject="focal_point", by="", officer="officer"),
        e.Replace(old="focal_point", new="focal_point~2", keys=("agree_panel:1",)),
    )
    assert await world.grants("agree_panel:1") == ["focal_point~2"]
    assert await world.grants("agree_panel:1", "revoked") == ["focal_point"]
    assert await world.to("brief") == ["focal_point~2"]
    assert world.mailbox.letters()[-1]["To"] == "New Focal Point <new@example.org>"


async def test_a_corrected_address_has_links_of_its_own_l6(world: World) -> None:
    await world.commit(AGREE)
    before = await world.url("agree_panel:1", "focal_point")
    sent = await world.send(
        steering.CorrectAddress(participant="focal_point", email="right@example.org"), officer="officer"
    )
    await world.commit(
        e.Take(submission=sent, key="", subject="focal_point", by="", officer="officer"),
        e.Readdress(participant="focal_point", submission=sent, keys=("agree_panel:1",)),
    )
    assert await world.url("agree_panel:1", "focal_point") != before
    assert world.mailbox.letters()[-1]["To"] == "Focal Point <right@example.org>"


async def test_a_letter_sent_again_has_a_message_id_of_its_own_e1(world: World) -> None:
    await world.commit(AGREE)
    (first,) = await world.letters_of("assignment")
    await world.commit(
        e.Resend(letter=first.key, submission="s1"), e.Resend(letter="letter of nobody", submission="s2")
    )
    assert len(await world.rows(Letter)) == len(set(world.ids())) == 2


async def test_news_reaches_each_person_once_whatever_their_roles(world: World) -> None:
    everyone = ("focal_point", "responsible_officer", "head_of_secretariat", "focal_point")
    await world.commit(e.Tell(what="paused", people=everyone))
    assert sorted(await world.to("told")) == ["focal_point", "head_of_secretariat", "responsible_officer"]


async def test_the_end_is_told_with_the_approved_text_to_those_entitled_and_links_end_z2(
    each_world: World,
) -> None:
    world = each_world
    await world.panel()
    texts = tuple(m.SectionText(section=s, text=f"About {s}.") for s in RIPSO.sections)
    body = m.ConsolidateReport(sections=texts)
    report = await world.take(
        body,
        "consolidate_report:1",
        "responsible_officer",
        e.Report(version=1, sha256="ab", submission="sent-2"),
        e.Seated(seat=2, participant=OTHER),
        PUBLISH,
    )
    assert [(v.version, v.submission_id) for v in await world.rows(ReportVersion)] == [(1, report)]
    decision = m.DecidePublication(version=1, sha256="ab", choice="publish", languages=("es", "en"))
    await world.take(
        decision,
        "decide_publication:1",
        "focal_point",
        e.Close(key="decide_publication:1", state="fulfilled", submission="sent-3"),
    )
    people = ("focal_point", OTHER, FIRST)
    await world.commit(e.Tell(what="authorised", people=people), step="publication", outcome="authorised")
    told = {x["To"].addresses[0].display_name: x for x in world.mailbox.letters()[-3:]}
    texts_of = {name: str(letter.get_body(("plain",))) for name, letter in told.items()}
    assert {name: "About findings." in text for name, text in texts_of.items()} == {
        "Focal Point": True,
        "Jamaica One": True,
        "Chile One": False,
    }
    assert await world.grants("") == []
    (round_,) = await world.rows(Round)
    assert (round_.outcome, round_.closed_at) == ("authorised", NOON)


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
    sent = await world.send(m.AgreePanel(choice="changes", comment="A name"), "agree_panel:1", "focal_point")
    (row,) = [row for row in await world.rows(Inbox) if row.id == sent]
    look = e.Look(round=world.round, key="agree_panel:1")
    assert await world.rounds.look(look) == (
        Sent(
            id=sent,
            key="agree_panel:1",
            by="focal_point",
            sha256=row.sha256,
            body=m.AgreePanel(choice="changes", comment="…"),
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
        await world.rounds.commit(batch)
        assert await world.grants(f"answer_questionnaire:{n}") == sorted(holders)
    letters = await world.letters_of("assignment")
    assert [letter.state for letter in letters] == ["sent"] * 50
    assert len(await world.rows(Assignment)) == 25
    assert len([row for row in await world.rows(Audit) if row.action == "opened"]) == 26
    assert set(world.ids()) == {letter.message_id for letter in letters}
