"""Letters on real mail servers, good and faulty: delivery is state, nothing is lost or doubled (E1 to E6)."""

import json
import logging
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import compat32

import pytest
from sqlmodel import update
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from rounds.state import batches as b
from rounds.state import effects as e
from rounds.submissions.people import LANGUAGES
from store import outbox
from store.outbox import Delivery
from store.tables import Grant, Letter, Participant, Person, Round
from tests.activities.world import FIRST, KEYS, LEAD, NOON, OTHER, RIPSO, World, invitation, opening

TEAM = ("focal_point", "technical_team-1")
ANSWER = opening("answer_questionnaire:1", "technical_team", TEAM)
ENCODED = "=?utf-8?q?Ana=0d=0aBcc:_everybody=40example.org?="
AGREE = opening("agree_panel:1", "focal_point", ["focal_point"])


async def states(world: World) -> list[tuple[str, str, int]]:
    return [(row.state, row.error, row.attempts) for row in await world.letters_of("assignment")]


async def once(world: World, *effects: e.Effect, outcome: str = "") -> b.Written:
    """Commit a batch once: with a faulty server each attempt is counted."""
    world.serial += 1
    batch = b.Batch(
        round=world.round, now=NOON, step="request", outcome=outcome, serial=world.serial, effects=effects
    )
    return await world.rounds.commit(batch)


async def waiting(world: World) -> list[Delivery]:
    """The letters whose jobs would be started again."""
    async with world.database.reading() as s:
        return list(await outbox.quiet_since(s, datetime.now(UTC) + timedelta(days=9)))


async def test_a_letter_that_is_told_to_wait_is_tried_by_its_job_until_it_arrives_once_e3(
    world: World,
) -> None:
    world.mailbox.rcpt = "450 greylisted"
    await once(world, AGREE)
    (job,) = world.jobs
    assert await states(world) == [("waiting", "450", 1)]
    with pytest.raises(ApplicationError) as raised:
        await world.letters.send_letter(job)
    assert raised.value.type == "450"
    assert raised.value.category == ApplicationErrorCategory.BENIGN
    assert not raised.value.non_retryable
    world.mailbox.rcpt = ""
    assert await world.letters.send_letter(job) == "sent"
    assert await world.letters.send_letter(job) == "sent"
    assert await states(world) == [("sent", "", 3)]
    assert len(world.ids()) == 1


async def test_an_address_that_refuses_is_told_to_the_round_once_and_never_tried_again_e3(
    world: World,
) -> None:
    world.mailbox.rcpt = "550 no such user"
    await world.commit(ANSWER)
    assert world.told == [(world.round, participant) for participant in TEAM]
    assert await states(world) == [("refused", "550", 1), ("refused", "550", 1)]
    assert sorted(p.name for p in await world.rows(Person) if p.refuses) == ["Focal Point", "Technical Team"]
    assert [await world.letters.send_letter(job) for job in world.jobs] == ["refused", "refused"]
    assert len(world.told) == 2


async def test_a_refusal_is_told_again_until_the_round_has_heard_and_never_to_one_that_is_over_e3(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_: str, __: str) -> bool:
        raise ConnectionError("the round is not there")

    monkeypatch.setattr(world.letters, "_tell", away)
    world.mailbox.rcpt = "550 no such user"
    await once(world, AGREE)
    (job,) = world.jobs
    assert (await states(world), await waiting(world)) == ([("refused", "550", 1)], [job])
    with pytest.raises(ApplicationError) as raised:
        await world.letters.send_letter(job)
    assert raised.value.type == "ConnectionError"
    monkeypatch.setattr(world.letters, "_tell", world.tell)
    assert await world.letters.send_letter(job) == "refused"
    assert (world.told, await waiting(world)) == ([(world.round, "focal_point")], [])

    world.told.clear()
    await once(world, e.Tell(what="closed", people=("focal_point",)), outcome="withdrawn")
    assert [row.state for row in await world.letters_of("told")] == ["refused"]
    assert (world.told, await waiting(world)) == ([], [])


async def test_a_round_without_a_workflow_is_told_once_it_goes_on_and_asked_for_no_more_meanwhile_e3(
    world: World,
) -> None:
    world.rounds_run = False
    world.mailbox.rcpt = "550 no such user"
    await once(world, AGREE)
    (job,) = world.jobs
    assert await world.letters.send_letter(job) == "refused"
    await trouble(world, "terminated")
    assert (world.told, await waiting(world)) == ([], [])

    await trouble(world, "")
    assert await waiting(world) == [job]
    world.rounds_run = True
    assert await world.letters.send_letter(job) == "refused"
    assert (world.told, await waiting(world)) == ([(world.round, "focal_point")], [])


async def trouble(world: World, why: str) -> None:
    """Why the round does not go on, as the comparison with its workflow has found."""
    async with world.database.writing() as s:
        await s.exec(update(Round).values(trouble=why))


async def test_a_connection_cut_after_the_dot_is_uncertain_and_sent_again_with_its_message_id_e2(
    world: World,
) -> None:
    world.mailbox.data = "cut"
    await once(world, AGREE)
    assert await states(world) == [("uncertain", "disconnected", 1)]
    world.mailbox.data = ""
    assert await world.letters.send_letter(world.jobs[0]) == "sent"
    (letter,) = await world.letters_of("assignment")
    assert world.ids() == [letter.message_id, letter.message_id]
    assert letter.state == "sent"
    assert letter.sent_at


async def test_a_reminder_of_what_was_done_while_it_waited_is_not_sent(world: World) -> None:
    await world.commit(AGREE)
    world.mailbox.rcpt = "450 greylisted"
    await once(world, e.Remind(key="agree_panel:1", holders=("focal_point",)))
    world.mailbox.rcpt = ""
    await world.commit(e.Close(key="agree_panel:1", state="waived"))
    assert await world.letters.send_letter(world.jobs[-1]) == "needless"
    assert await world.letters_of("reminder") == []
    assert len(world.ids()) == 1


async def test_a_reminder_lists_all_that_is_open_what_is_due_first_standing_first(world: World) -> None:
    await world.commit(opening("complete_request:1", "focal_point", ["focal_point"]), AGREE, ANSWER)
    await world.commit(e.Remind(key="agree_panel:1", holders=("focal_point",)), now=NOON + timedelta(days=7))
    text = world.mailbox.letters()[-1].get_body(("html",))
    assert text
    places = [
        text.get_content().index(await world.url(key, "focal_point"))
        for key in ("agree_panel:1", "answer_questionnaire:1", "complete_request:1")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('Punto "Focal"\r\nBcc: everybody@example.org', 'Punto "Focal" Bcc: everybody@example.org'),
        (ENCODED, ENCODED),
    ],
    ids=["a line more", "an encoded word"],
)
async def test_a_name_cannot_become_a_header_e4(world: World, typed: str, shown: str) -> None:
    async with world.database.writing() as s:
        focal_point = await s.get(Participant, (world.round, "focal_point"))
        assert focal_point
        focal_point.name = typed
    await world.commit(AGREE)
    (envelope,) = world.mailbox.taken
    assert isinstance(envelope.content, bytes)
    letter = message_from_bytes(envelope.content, policy=compat32)
    assert letter["Bcc"] is None
    assert str(make_header(decode_header(letter["To"]))) == f"{shown} <focal.point@example.org>"
    # The address is not to blame: nobody is asked to mend it.
    assert [row.state for row in await world.rows(Letter)] == ["sent"]


async def test_a_letter_says_what_programs_need_to_know_e6(world: World) -> None:
    await world.commit(AGREE)
    (letter,) = world.mailbox.letters()
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "es"
    assert letter["Reply-To"] == "Officer <officer@example.org>"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]


async def test_a_letter_shows_the_date_in_the_readers_zone_and_the_beneficiarys(world: World) -> None:
    await world.panel()
    await world.commit(opening(invitation(OTHER), "candidate", [OTHER]))
    body = world.mailbox.letters()[-1].get_body(("plain",))
    assert body
    text = body.get_content()
    assert "12 March 2027, 18:00 (Jamaica)" in text
    assert "12 March 2027, 20:00 (Asunción)" in text
    assert "ad honorem" in text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_assignment_has_its_letters_in_every_language(world: World, language: str) -> None:
    async with world.database.writing() as s:
        person = await s.get(Person, (await world.person("focal_point")).id)
        assert person
        person.language = language
    who = ("focal_point",)
    # A decision on more time needs somebody's request: it has a test of its own.
    rules = [rule for rule in RIPSO.assignments.values() if rule.kind != "decide_extension"]
    keys = {rule: f"{rule.kind}:focal_point:1" for rule in rules}
    await once(world, *(opening(keys[rule], rule.owner, who) for rule in rules))
    await once(world, *(e.Escalate(key=key, to=who) for key in keys.values()))
    await once(world, e.Remind(key="agree_panel:focal_point:1", holders=who))
    assert {row.state for row in await world.rows(Letter)} == {"sent"}
    # All that is overdue, and the reminder, are one letter of that morning.
    assert len(world.ids()) == len(rules) + 1


async def test_a_moved_date_and_a_task_that_passes_on_have_letters_of_their_own(world: World) -> None:
    await world.commit(AGREE)
    due, who = NOON + timedelta(days=40), ("focal_point",)
    for paused in (True, False):
        await world.commit(e.Move(key="agree_panel:1", due=due, paused=paused, tell=who, monthly_from=due))
    await world.commit(opening("agree_panel:1", "focal_point", who, again=True), now=NOON + timedelta(days=1))
    subjects = [letter["Subject"] for letter in world.mailbox.letters()]
    assert len(set(subjects)) == 4


OUTCOMES = ("authorised", "internal", "declined", "lapsed", "dormant", "withdrawn")


@pytest.mark.parametrize("outcome", OUTCOMES)
async def test_every_end_of_a_round_is_told_in_both_languages(world: World, outcome: str) -> None:
    await world.panel()
    await world.commit(e.Tell(what="closed", people=(FIRST, OTHER)), outcome=outcome)
    assert [row.state for row in await world.letters_of("told")] == ["sent", "sent"]


async def test_all_other_news_is_told_in_both_languages(world: World) -> None:
    await world.panel()
    waived = ("write_questions:expert-1", "contribute:expert-1")
    await world.commit(
        e.Tell(what="panel_formed", people=(FIRST, OTHER, LEAD)),
        *(e.Tell(what="waived", people=(FIRST, OTHER), key=key) for key in waived),
    )
    assert [row.state for row in await world.letters_of("told")] == ["sent"] * 7
    assert [x["Subject"] for x in world.mailbox.letters() if "Jamaica One" in x["To"]][1:] == [
        "RIPSO 2026-1 Paraguay: A task of yours has been waived: Write the technical questions",
        "RIPSO 2026-1 Paraguay: A task of yours has been waived: Contribute to the report",
    ]
    formed = next(x for x in world.mailbox.letters() if "Chile One" in x["To"])
    body = formed.get_body(("plain",))
    assert body
    assert "Lead Coordinator" in body.get_content()
    assert "Second Coordinator" in body.get_content()


async def test_no_token_stands_in_the_database_or_the_logs_l1(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="activities"):
        await world.commit(AGREE)
        await world.commit(
            e.Remind(key="agree_panel:1", holders=("focal_point",)), now=NOON + timedelta(days=7)
        )
    kept = json.dumps(await world.everything(), default=str) + caplog.text
    for key in ("agree_panel:1", ""):
        token = (await world.url(key, "focal_point")).rpartition("/")[2]
        signature = token.rpartition(".")[2]
        assert token not in kept
        assert signature not in kept
    assert KEYS[0] not in kept
    assert len(await world.rows(Grant)) == 6


async def test_what_is_no_letter_any_more_needs_no_sending(world: World) -> None:
    gone = Delivery(letter="gone", round=world.round, participant="focal_point", template="assignment")
    assert await world.letters.send_letter(gone) == "needless"
