"""A round, its people and its visit as batches write them, with the letters that this brings."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import select

from activities.languages import Chosen, LanguageActivities
from rounds.state import batches as b
from rounds.state import effects as e
from rounds.state.delegating import Share, Unshare
from rounds.state.people import delegate_id
from rounds.submissions.interventions import ChooseLanguage, CorrectAddress, Delegate, ReplacePerson
from rounds.submissions.people import Contact, Language
from rounds.submissions.publication import DecidePublication
from rounds.submissions.report import ConsolidateReport, Need, SectionText
from store import outbox
from store.audit_log import Audit
from store.tables import (
    CalendarEvent,
    Inbox,
    Letter,
    Participant,
    Person,
    ReportVersion,
    Round,
)
from tests.activities.world import FIRST, LEAD, NOON, OTHER, RIPSO, World, opening

AGREE = opening("agree_panel:1", "focal_point", ["focal_point"])
PUBLISH = opening("decide_publication:1", "focal_point", ["focal_point"], version=1, sha256="ab")


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


async def test_the_visit_comes_into_calendars_changes_and_leaves_them_v8(each_world: World) -> None:
    world = each_world
    await world.panel()
    people = ("focal_point", FIRST, LEAD)
    first, later = date(2027, 6, 7), date(2027, 7, 5)
    stay = timedelta(days=4)
    written = await world.commit(
        e.Schedule(number=0, freeze=5, people=people, starts=first, ends=first + stay)
    )
    assert written.visit == b.VisitHours(
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
    assert len(world.ids()) == 9 + len(await world.to("receipt"))


async def test_a_newcomer_has_the_links_and_a_brief_and_the_old_ones_end_l6(each_world: World) -> None:
    world = each_world
    await world.commit(AGREE)
    newcomer = Contact(name="New Focal Point", email="new@example.org", language="en")
    sent = await world.send(ReplacePerson(participant="focal_point", newcomer=newcomer), officer="officer")
    await world.commit(
        e.Take(submission=sent, key="", subject="focal_point", by="", officer="officer"),
        e.Replace(old="focal_point", new="focal_point~2", keys=("agree_panel:1",)),
    )
    assert await world.grants("agree_panel:1") == ["focal_point~2"]
    assert await world.grants("agree_panel:1", "revoked") == ["focal_point"]
    assert await world.to("handed_over") == ["focal_point~2"]
    letter = world.mailbox.letters()[-1]
    assert letter["To"] == "New Focal Point <new@example.org>"
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # every letter has a text
    assert "in the place of Focal Point" in text
    assert await world.url("agree_panel:1", "focal_point~2") in text


async def test_a_newcomer_to_whom_nothing_falls_yet_is_told_where_the_round_stands(world: World) -> None:
    newcomer = Contact(name="New Focal Point", email="new@example.org", language="en")
    sent = await world.send(ReplacePerson(participant="focal_point", newcomer=newcomer), officer="officer")
    await world.commit(
        e.Take(submission=sent, key="", subject="focal_point", by="", officer="officer"),
        e.Replace(old="focal_point", new="focal_point~2", keys=()),
    )
    letter = world.mailbox.letters()[-1]
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # every letter has a text
    assert letter["To"] == "New Focal Point <new@example.org>"
    assert "Nothing at the moment." in text
    assert "Where the round stands" in text


async def test_a_corrected_address_has_links_of_its_own_l6(world: World) -> None:
    await world.commit(AGREE)
    before = await world.url("agree_panel:1", "focal_point")
    sent = await world.send(
        CorrectAddress(participant="focal_point", email="right@example.org"), officer="officer"
    )
    await world.commit(
        e.Take(submission=sent, key="", subject="focal_point", by="", officer="officer"),
        e.Readdress(participant="focal_point", submission=sent, keys=("agree_panel:1",)),
    )
    assert await world.url("agree_panel:1", "focal_point") != before
    brief, note = world.mailbox.letters()[-2:]
    assert brief["To"] == "Focal Point <right@example.org>"
    assert note["To"] == "Focal Point <focal.point@example.org>"
    text = note.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # every letter has a text
    assert "ha registrado otra dirección suya" in text
    assert ("right@example.org" in text, "/a/" in text) == (False, False)


async def test_an_address_that_refuses_is_told_nothing_when_it_is_mended_s8(world: World) -> None:
    await world.commit(AGREE)
    async with world.database.writing() as s:
        (await s.exec(select(Person).where(Person.email == "focal.point@example.org"))).one().refuses = True
    sent = await world.send(
        CorrectAddress(participant="focal_point", email="right@example.org"), officer="officer"
    )
    await world.commit(
        e.Take(submission=sent, key="", subject="focal_point", by="", officer="officer"),
        e.Readdress(participant="focal_point", submission=sent, keys=("agree_panel:1",)),
    )
    assert await world.letters_of("old_address") == []


async def test_a_delegate_whose_help_has_ended_is_told_so_and_by_whom_l13(each_world: World) -> None:
    world = each_world
    await world.commit(AGREE)
    helper = Contact(name="Helper", email="helper@example.org", language="en")
    sent = await world.send(Delegate(delegate=helper), "agree_panel:1", by="focal_point")
    delegate = delegate_id(sent)
    await world.commit(
        e.Take(submission=sent, key="agree_panel:1", subject="delegate", by="focal_point", officer=""),
        Share(key="agree_panel:1", owner="focal_point", delegate=delegate, submission=sent),
    )
    await world.commit(
        Unshare(key="agree_panel:1", owner="focal_point", delegate=delegate, submission="ended")
    )
    assert await world.grants("agree_panel:1") == ["focal_point"]
    letter = world.mailbox.letters()[-1]
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # every letter has a text
    assert "Focal Point had named you as a delegate for this task" in text
    assert "/a/" not in text


async def test_an_older_address_that_refuses_the_note_is_nobodys_trouble_s8(world: World) -> None:
    await world.commit(AGREE)
    sent = await world.send(
        CorrectAddress(participant="focal_point", email="right@example.org"), officer="officer"
    )
    await world.commit(e.Readdress(participant="focal_point", submission=sent, keys=()))
    (note,) = await world.letters_of("old_address")
    async with world.database.writing() as s:
        (await s.exec(select(Letter).where(Letter.key == note.key))).one().state = "refused"
        assert not await outbox.untold(s, note.key)


async def test_a_letter_sent_again_has_a_message_id_of_its_own_e1(world: World) -> None:
    await world.commit(AGREE)
    (first,) = await world.letters_of("assignment")
    await world.commit(
        e.Resend(letter=first.key, submission="s1"), e.Resend(letter="letter of nobody", submission="s2")
    )
    assert len(await world.rows(Letter)) == len(set(world.ids())) == 2


async def test_news_reaches_each_person_once_whatever_their_roles(world: World) -> None:
    everyone = ("focal_point", "responsible_officer", "head_of_secretariat", "focal_point")
    await world.commit(e.Tell(what="panel_formed", people=everyone))
    assert sorted(await world.to("told")) == ["focal_point", "head_of_secretariat", "responsible_officer"]


async def test_the_end_is_told_with_the_approved_text_to_those_entitled_and_links_end_z2(
    each_world: World,
) -> None:
    world = each_world
    await world.panel()
    written = [s for s in RIPSO.sections if s != RIPSO.needs_section]
    texts = tuple(SectionText(section=s, text=f"About {s}.") for s in written)
    need = Need(topic="other", topic_words="Interoperability", support="exchange", text="Teams meet.")
    body = ConsolidateReport(sections=texts, needs=(need,))
    report = await world.take(
        body,
        "consolidate_report:1",
        "responsible_officer",
        e.Report(version=1, sha256="ab", submission="sent-2"),
        e.Seated(seat=2, participant=OTHER),
        PUBLISH,
    )
    assert [(v.version, v.submission_id) for v in await world.rows(ReportVersion)] == [(1, report)]
    decision = DecidePublication(version=1, sha256="ab", choice="publish", languages=("es", "en"))
    await world.take(
        decision,
        "decide_publication:1",
        "focal_point",
        e.Close(key="decide_publication:1", state="fulfilled", submission="sent-3"),
    )
    people = ("focal_point", OTHER, FIRST)
    await world.commit(e.Tell(what="closed", people=people), step="publication", outcome="authorised")
    told = {x["To"].addresses[0].display_name: x for x in world.mailbox.letters()[-3:]}
    texts_of = {name: str(letter.get_body(("plain",))) for name, letter in told.items()}
    assert {name: "About findings." in text for name, text in texts_of.items()} == {
        "Focal Point": True,
        "Jamaica One": True,
        "Chile One": False,
    }
    assert {name: "Interoperability" in text for name, text in texts_of.items()} == {
        "Focal Point": True,
        "Jamaica One": True,
        "Chile One": False,
    }
    assert await world.grants("") == []
    (round_,) = await world.rows(Round)
    assert (round_.outcome, round_.closed_at) == ("authorised", NOON)


async def test_letters_come_in_the_language_that_was_chosen_those_that_wait_too_z3(world: World) -> None:
    await world.commit(opening("agree_panel:1", "focal_point", ["focal_point"]))
    await chosen(world, "fr")
    (first,) = await world.letters_of("assignment")
    await world.commit(e.Resend(letter=first.key, submission="again"))
    before, after = [x for x in world.mailbox.letters() if "Focal Point" in str(x["To"])]
    assert [x["Content-Language"] for x in (before, after)] == ["es", "fr"]
    assert "Nous vous prions de bien vouloir" in str(after.get_body(("plain",)))
    (entry,) = [row for row in await world.rows(Audit) if row.action == "language_chosen"]
    assert (entry.actor, entry.detail) == ("focal_point", {"participant": "focal_point", "language": "fr"})


async def chosen(world: World, language: Language) -> Chosen:
    """The focal point has chosen a language."""
    sent = await world.send(ChooseLanguage(language=language), by="focal_point")
    await LanguageActivities(world.database).choose_language(Chosen(submission=sent))
    return Chosen(submission=sent)


async def test_a_choice_that_is_repeated_late_does_not_undo_the_next_one_z3(world: World) -> None:
    first = await chosen(world, "fr")
    await chosen(world, "pt")
    await LanguageActivities(world.database).choose_language(first)
    assert (await world.person("focal_point")).language == "pt"
    rows = [row for row in await world.rows(Inbox) if row.kind == "choose_language"]
    assert [row.state for row in rows] == ["accepted", "accepted"]
