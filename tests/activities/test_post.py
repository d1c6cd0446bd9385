"""Letters on real mail servers, good and faulty: delivery is state, nothing is lost or doubled (E1 to E6)."""

import asyncio
import json
import logging
from datetime import timedelta

import pytest
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from rounds.state import batches as b
from rounds.state import effects as e
from rounds.submissions.people import LANGUAGES
from store.tables import Grant, Letter, Person
from tests.activities.world import FIRST, KEYS, LEAD, NOON, OTHER, RIPSO, World, invitation, opening

TEAM = ("focal_point", "technical_team-1")
ANSWER = opening("answer_questionnaire:1", "technical_team", TEAM)
AGREE = opening("agree_panel:1", "focal_point", ["focal_point"])


async def states(world: World) -> list[tuple[str, str, int]]:
    return [(row.state, row.error, row.attempts) for row in await world.letters_of("assignment")]


async def once(world: World, *effects: e.Effect) -> b.Written:
    """Commit a batch once: with a faulty server each attempt is counted."""
    world.serial += 1
    batch = b.Batch(
        round=world.round, now=NOON, step="request", outcome="", serial=world.serial, effects=effects
    )
    return await world.rounds.commit(batch)


async def test_a_letter_that_is_told_to_wait_becomes_a_delivery_and_arrives_once_e3(world: World) -> None:
    world.mailbox.rcpt = "450 greylisted"
    written = await once(world, AGREE)
    assert written.refused == ()
    (delivery,) = world.deliveries
    assert await states(world) == [("waiting", "450", 1)]
    with pytest.raises(ApplicationError) as raised:
        await world.letters.send(delivery)
    assert raised.value.type == "450"
    assert raised.value.category == ApplicationErrorCategory.BENIGN
    assert not raised.value.non_retryable
    world.mailbox.rcpt = ""
    assert await world.letters.send(delivery) == "sent"
    assert await world.letters.send(delivery) == "sent"
    assert await states(world) == [("sent", "", 3)]
    assert len(world.ids()) == 1


async def test_with_the_server_down_only_one_letter_is_tried_and_all_are_delivered_later_e3(
    world: World,
) -> None:
    world.mailbox.mail = "421 going down"
    await once(world, ANSWER)
    assert await states(world) == [("waiting", "421", 1), ("waiting", "", 0)]
    assert [d.participant for d in world.deliveries] == list(TEAM)
    world.mailbox.mail = ""
    assert [await world.letters.send(d) for d in world.deliveries] == ["sent", "sent"]
    assert len(set(world.ids())) == 2


async def test_an_address_that_refuses_is_told_to_the_round_and_never_tried_again_e3(world: World) -> None:
    world.mailbox.rcpt = "550 no such user"
    written = await world.commit(ANSWER)
    assert written.refused == TEAM
    assert world.deliveries == []
    assert await states(world) == [("refused", "550", 1), ("refused", "550", 1)]
    assert sorted(p.name for p in await world.rows(Person) if p.refuses) == ["Focal Point", "Technical Team"]
    (letter, _) = await world.letters_of("assignment")
    delivery = b.Delivery(letter=letter.key, round=world.round, participant=letter.participant_id)
    assert await world.letters.send(delivery) == "refused"


async def test_a_connection_cut_after_the_dot_is_uncertain_and_sent_again_with_its_message_id_e2(
    world: World,
) -> None:
    world.mailbox.data = "cut"
    await once(world, AGREE)
    assert await states(world) == [("uncertain", "disconnected", 1)]
    world.mailbox.data = ""
    assert await world.letters.send(world.deliveries[0]) == "sent"
    (letter,) = await world.letters_of("assignment")
    assert world.ids() == [letter.message_id, letter.message_id]
    assert letter.state == "sent"
    assert letter.sent_at


async def test_two_who_send_one_letter_at_a_time_send_it_once_e2(world: World) -> None:
    world.mailbox.rcpt = "450 greylisted"
    await once(world, AGREE)
    world.mailbox.rcpt = ""
    delivery = world.deliveries[0]
    assert await asyncio.gather(*(world.letters.send(delivery) for _ in range(5))) == ["sent"] * 5
    assert len(world.ids()) == 1


async def test_a_reminder_of_what_was_done_while_it_waited_is_not_sent(world: World) -> None:
    await world.commit(AGREE)
    world.mailbox.rcpt = "450 greylisted"
    await once(world, e.Remind(key="agree_panel:1", holders=("focal_point",)))
    world.mailbox.rcpt = ""
    await world.commit(e.Close(key="agree_panel:1", state="waived"))
    assert await world.letters.send(world.deliveries[0]) == "needless"
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


async def test_a_letter_that_cannot_be_made_waits_and_holds_nothing_up(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async with world.database.writing() as s:
        person = await s.get(Person, (await world.person("focal_point")).id)
        assert person
        person.language = "xx"
    with caplog.at_level(logging.ERROR):
        written = await once(world, ANSWER)
    assert len(written.dates) == 1
    assert [d.participant for d in world.deliveries] == ["focal_point"]
    assert await states(world) == [("waiting", "unmade", 1), ("sent", "", 1)]
    assert "Focal" not in caplog.text


async def test_a_name_cannot_become_a_header_e4(world: World) -> None:
    async with world.database.writing() as s:
        person = await s.get(Person, (await world.person("focal_point")).id)
        assert person
        person.name = 'Punto "Focal"\r\nBcc: everybody@example.org'
    await world.commit(AGREE)
    (letter,) = world.mailbox.letters()
    assert letter["Bcc"] is None
    assert letter["To"].addresses[0].display_name == 'Punto "Focal" Bcc: everybody@example.org'
    assert letter["To"].addresses[0].addr_spec == "focal.point@example.org"


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
    assert "March 12, 2027, 18:00 (Jamaica)" in text
    assert "March 12, 2027, 20:00 (Asunción)" in text
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
    assert len(world.ids()) == 2 * len(rules) + 1


async def test_a_moved_date_and_a_task_that_passes_on_have_letters_of_their_own(world: World) -> None:
    await world.commit(AGREE)
    due, who = NOON + timedelta(days=40), ("focal_point",)
    for paused in (True, False):
        await world.commit(e.Move(key="agree_panel:1", due=due, paused=paused, tell=who, monthly_from=due))
    await world.commit(opening("agree_panel:1", "focal_point", who, again=True), now=NOON + timedelta(days=1))
    subjects = [letter["Subject"] for letter in world.mailbox.letters()]
    assert len(set(subjects)) == 4


OUTCOMES = ("authorised", "internal", "declined", "lapsed", "withdrawn")


@pytest.mark.parametrize("outcome", OUTCOMES)
async def test_every_end_of_a_round_is_told_in_both_languages(world: World, outcome: str) -> None:
    await world.panel()
    await world.commit(e.Tell(what="closed", people=(FIRST, OTHER)), outcome=outcome)
    assert [row.state for row in await world.rows(Letter)] == ["sent", "sent"]


async def test_all_other_news_is_told_in_both_languages(world: World) -> None:
    await world.panel()
    waived = ("write_questions:expert-1", "contribute:expert-1")
    await world.commit(
        e.Tell(what="panel_formed", people=(FIRST, OTHER, LEAD)),
        *(e.Tell(what="waived", people=(FIRST, OTHER), key=key) for key in waived),
    )
    assert [row.state for row in await world.rows(Letter)] == ["sent"] * 7
    assert [x["Subject"] for x in world.mailbox.letters() if "Jamaica One" in x["To"]][1:] == [
        "A task of yours has been waived: Write the technical questions",
        "A task of yours has been waived: Contribute to the report",
    ]
    formed = next(x for x in world.mailbox.letters() if "Chile One" in x["To"])
    body = formed.get_body(("plain",))
    assert body
    assert "Lead Coordinator" in body.get_content()
    assert "Second Coordinator" not in body.get_content()


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
    gone = b.Delivery(letter="gone", round=world.round, participant="focal_point")
    assert await world.letters.send(gone) == "needless"
