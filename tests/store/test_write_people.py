"""People. Each effect, run twice, leaves what it left the first time (K1)."""

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state import effects as e
from rounds.state.delegating import Share, Unshare
from rounds.state.people import delegate_id
from rounds.submissions.interventions import CorrectAddress, Delegate, ReplacePerson
from rounds.submissions.panel import ProposePanel, Shortlist
from rounds.submissions.people import Candidate, Contact
from rounds.submissions.request import OpenRound
from store import inbox
from store.audit_log import Audit
from store.tables import Grant, Inbox, Letter, Officer, Participant, Person
from store.writes import assignments, letters, people, rounds
from tests.store.scene import KEY, RIPSO, Scene, batch, contact, open_assignment, open_round, send, twice

CANDIDATE = Candidate(
    name="Candidate", email=" Candidate@Example.org", language="en", country="CHL", institution="Ministry"
)
PANEL = ProposePanel(
    seats=(Shortlist(candidates=(CANDIDATE,)),), coordinators=(contact("one"), contact("two"))
)


async def propose(scene: Scene) -> None:
    sent = await send(scene.database, scene.round, "propose_panel:1", "responsible_officer", PANEL)
    effect = e.Take(
        submission=sent, key="propose_panel:1", subject="propose_panel", by="responsible_officer", officer=""
    )
    await scene.do(assignments.take, effect, serial=4)


async def test_a_proposal_brings_candidates_and_coordinators(scene: Scene) -> None:
    await propose(scene)

    brought = col(Participant.id).startswith("c") & (Person.id == Participant.person_id)
    columns = (
        Participant.id,
        Participant.role,
        Participant.seat,
        Person.email,
        Participant.country,
        Participant.institution,
    )
    assert await scene.rows(*columns, where=brought) == [
        ("candidate-1.1.1", "candidate", 1, "candidate@example.org", "CHL", "Ministry"),
        ("coordinator-1.1", "lead_coordinator", None, "one@example.org", "", ""),
        ("coordinator-1.2", "coordinator", None, "two@example.org", "", ""),
    ]


async def test_somebody_who_is_known_keeps_their_language_and_has_another_name_there_alone_s8(
    scene: Scene,
) -> None:
    stranger = Contact(name="Another name", email="FOCAL@example.org", language="en")
    officer = (await scene.rows(Participant.person_id, where=Participant.id == "responsible_officer"))[0][0]
    async with scene.database.writing() as s:
        opened = e.Begin(opening=await _opening(s, stranger), methodology=RIPSO)
        await rounds.begin(s, batch(await _round_of(s, opened.opening), opened), opened)

    assert officer
    assert await scene.rows(Person.name, Person.language, where=Person.email == "focal@example.org") == [
        ("Focal", "es")
    ]
    assert len(await scene.rows(Person.id)) == 4
    named = await scene.rows(Participant.name, where=Participant.id == "focal_point")
    assert named == [("Another name",), ("Focal",)]


async def _opening(s: AsyncSession, focal_point: Contact) -> str:
    there = (await s.exec(select(Inbox))).first()
    assert there
    body = OpenRound(methodology="ripso", country="PRY", institution="x", focal_point=focal_point)
    return (await inbox.keep_opening(s, id="another", body=body, officer_id=there.officer_id)).id


async def _round_of(s: AsyncSession, opening_id: str) -> str:
    return (await s.exec(select(Inbox.round_id).where(Inbox.id == opening_id))).one()


async def test_a_candidate_takes_a_seat_and_leaves_it(scene: Scene) -> None:
    await propose(scene)
    who = "candidate-1.1.1"
    await open_assignment(scene.database, scene.round, "write_questions:1", who, serial=5)
    columns = (Participant.role, Participant.seat, Participant.state)
    await scene.do(people.seated, e.Seated(seat=1, participant=who), serial=6)
    assert await scene.rows(*columns, where=Participant.id == who) == [("expert-1", 1, "active")]

    await scene.do(people.seated, e.Seated(seat=1, participant=who, left=True), serial=7)

    assert await scene.rows(*columns, where=Participant.id == who) == [("expert-1", 1, "left")]
    assert [grant for grant in await scene.grants() if grant[1] == who] == [
        ("", who, 1, "ended"),
        ("write_questions:1", who, 1, "revoked"),
    ]


async def test_a_newcomer_has_the_role_and_the_links_and_the_old_ones_are_revoked(scene: Scene) -> None:
    body = ReplacePerson(participant="focal_point", newcomer=contact("newcomer"))
    sent = await send(scene.database, scene.round, "", "", body, "officer")
    taken = e.Take(submission=sent, key="", subject="replace_person", by="", officer="officer")
    replaced = e.Replace(old="focal_point", new="focal_point~2", keys=(KEY,))

    async def both(s: AsyncSession) -> None:
        now = batch(scene.round, taken, replaced, serial=3)
        await assignments.take(s, now, taken)
        await people.replace(s, now, replaced)

    await twice(scene.database, both)

    assert await scene.grants() == [
        ("", "alternate_contact", 1, "live"),
        ("", "focal_point", 1, "revoked"),
        ("", "focal_point~2", 1, "live"),
        (KEY, "focal_point", 1, "revoked"),
        (KEY, "focal_point~2", 1, "live"),
    ]
    both_of_them = col(Participant.id).startswith("focal_point") & (Person.id == Participant.person_id)
    columns = (
        *(Participant.id, Participant.role, Participant.state),
        *(Participant.name, Participant.country, Participant.institution),
    )
    assert await scene.rows(*columns, where=both_of_them) == [
        ("focal_point", "focal_point", "replaced", "Focal", "PRY", "Social Cabinet"),
        ("focal_point~2", "focal_point", "active", "Newcomer", "PRY", "Social Cabinet"),
    ]


@pytest.mark.parametrize("email", ["Right@Example.org", "alternate@example.org", "focal@example.org"])
async def test_a_new_address_has_new_links_and_the_old_ones_are_revoked(scene: Scene, email: str) -> None:
    async with scene.database.writing() as s:
        (await s.exec(select(Person).where(Person.email == "focal@example.org"))).one().refuses = True
    body = CorrectAddress(participant="focal_point", email=email)
    sent = await send(scene.database, scene.round, "", "", body, "officer")
    await scene.do(people.readdress, e.Readdress(participant="focal_point", submission=sent, keys=(KEY,)))

    assert [grant for grant in await scene.grants() if grant[1] == "focal_point"] == [
        ("", "focal_point", 1, "revoked"),
        ("", "focal_point", 2, "live"),
        (KEY, "focal_point", 1, "revoked"),
        (KEY, "focal_point", 2, "live"),
    ]
    focal = (Participant.id == "focal_point") & (Person.id == Participant.person_id)
    assert await scene.rows(Person.email, Person.refuses, where=focal) == [(email.lower(), False)]


async def test_an_address_corrected_in_one_round_is_left_alone_in_the_others_s8(scene: Scene) -> None:
    async with scene.database.reading() as s:
        officer = (await s.exec(select(Officer.id).order_by(col(Officer.head)))).first() or ""
    other = await open_round(scene.database, officer)

    await correct(scene, "right@example.org")

    assert await addresses(scene, other) == {"focal_point": "focal@example.org"}
    assert await addresses(scene, scene.round) == {"focal_point": "right@example.org"}
    of_other = (Grant.round_id == other) & (Grant.participant_id == "focal_point")
    assert await scene.rows(Grant.state, where=of_other) == [("live",)]
    known = await scene.rows(Person.email, Person.name, Person.language, where=Person.name == "Focal")
    assert known == [("focal@example.org", "Focal", "es"), ("right@example.org", "Focal", "es")]


async def test_all_that_somebody_is_in_the_round_moves_with_their_address_l6(scene: Scene) -> None:
    named = Delegate(delegate=contact("focal"))
    sent = await send(scene.database, scene.round, "set_agenda:1", "alternate_contact", named)
    await open_assignment(scene.database, scene.round, "set_agenda:1", "alternate_contact")
    taken = e.Take(
        submission=sent, key="set_agenda:1", subject="delegate", by="alternate_contact", officer=""
    )
    await scene.do(assignments.take, taken)
    delegate = delegate_id(sent)
    share = Share(key="set_agenda:1", owner="alternate_contact", delegate=delegate, submission=sent)
    await scene.do(people.share, share)

    await correct(scene, "right@example.org")

    assert await addresses(scene, scene.round) == {
        "focal_point": "right@example.org",
        delegate: "right@example.org",
    }
    assert [grant for grant in await scene.grants() if grant[1] == delegate] == [
        ("set_agenda:1", delegate, 1, "revoked"),
        ("set_agenda:1", delegate, 2, "live"),
    ]


async def test_a_letter_that_waits_goes_to_the_address_that_is_right(scene: Scene) -> None:
    now = batch(scene.round, serial=2)
    async with scene.database.writing() as s:
        for key in ("waits", "went"):
            await letters.write(s, now, key=key, participant_id="focal_point", template="told", params={})
        (await s.exec(select(Letter).where(Letter.key == "went"))).one().state = "sent"

    await correct(scene, "right@example.org")

    to = Person.id == Letter.person_id
    assert await scene.rows(Letter.key, Person.email, where=to) == [
        ("waits", "right@example.org"),
        ("went", "focal@example.org"),
    ]


async def test_the_old_address_is_in_the_record_and_refuses_nothing_any_more(scene: Scene) -> None:
    async with scene.database.writing() as s:
        (await s.exec(select(Person).where(Person.email == "focal@example.org"))).one().refuses = True

    await correct(scene, "right@example.org")

    (before, refuses) = (
        await scene.rows(Person.id, Person.refuses, where=Person.email == "focal@example.org")
    )[0]
    assert not refuses
    async with scene.database.reading() as s:
        entry = (await s.exec(select(Audit).where(Audit.action == "readdressed"))).one()
    assert entry.detail["before"] == before


async def test_whom_a_delegation_brought_has_one_link_and_loses_it_with_it_l13(scene: Scene) -> None:
    named = Delegate(delegate=contact("helper"))
    sent = await send(scene.database, scene.round, KEY, "focal_point", named)
    taken = e.Take(submission=sent, key=KEY, subject="delegate", by="focal_point", officer="")
    await scene.do(assignments.take, taken)
    delegate = delegate_id(sent)
    await scene.do(people.share, Share(key=KEY, owner="focal_point", delegate=delegate, submission=sent))
    assert [grant for grant in await scene.grants() if grant[1] == delegate] == [(KEY, delegate, 1, "live")]

    ended = Unshare(key=KEY, owner="focal_point", delegate=delegate, submission="ended")
    await scene.do(people.unshare, ended)

    assert [grant for grant in await scene.grants() if grant[1] == delegate] == [
        (KEY, delegate, 1, "revoked")
    ]
    assert await scene.rows(Participant.state, where=Participant.id == delegate) == [("left",)]


async def correct(scene: Scene, email: str) -> None:
    """The focal point's address is corrected."""
    body = CorrectAddress(participant="focal_point", email=email)
    sent = await send(scene.database, scene.round, "", "", body, "officer")
    await scene.do(people.readdress, e.Readdress(participant="focal_point", submission=sent, keys=(KEY,)))


async def addresses(scene: Scene, round_id: str) -> dict[str, str]:
    """Whoever has that name in a round, and where they are written to."""
    theirs = (
        (Participant.round_id == round_id)
        & (Person.id == Participant.person_id)
        & (Participant.name == "Focal")
    )
    return dict(await scene.rows(Participant.id, Person.email, where=theirs))
