"""People. Each effect, run twice, leaves what it left the first time (K1)."""

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state import effects as e
from rounds.submissions.interventions import CorrectAddress, ReplacePerson
from rounds.submissions.panel import ProposePanel, Shortlist
from rounds.submissions.people import Candidate, Contact
from rounds.submissions.request import OpenRound
from store import inbox
from store.tables import Inbox, Participant, Person
from store.writes import assignments, people, rounds
from tests.store.scene import KEY, RIPSO, Scene, batch, contact, open_assignment, send, twice

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
        Person.country,
        Person.institution,
    )
    assert await scene.rows(*columns, where=brought) == [
        ("candidate-1.1.1", "candidate", 1, "candidate@example.org", "CHL", "Ministry"),
        ("coordinator-1.1", "lead_coordinator", None, "one@example.org", "", ""),
        ("coordinator-1.2", "coordinator", None, "two@example.org", "", ""),
    ]


async def test_somebody_who_is_known_keeps_their_name_and_language(scene: Scene) -> None:
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
    columns = (Participant.id, Participant.role, Participant.state, Person.country, Person.institution)
    assert await scene.rows(*columns, where=both_of_them) == [
        ("focal_point", "focal_point", "replaced", "PRY", "Social Cabinet"),
        ("focal_point~2", "focal_point", "active", "PRY", "Social Cabinet"),
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
