"""Who comes into a round, takes a seat, leaves, is replaced, has another address."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.batches import Batch
from rounds.state.effects import Readdress, Replace, Seated, Share
from rounds.state.people import NamedPerson as Named
from store.inbox import answer, body_of
from store.persons import meet, normal
from store.rows import insert_once
from store.tables import Grant, Inbox, Participant, Person
from store.writes import grants
from store.writes.audit import note, record


async def bring(s: AsyncSession, batch: Batch, people: Iterable[Named]) -> None:
    """Participants and their persons, each with a grant for *my round*."""
    for named in people:
        person = await meet(s, named.contact, named.country, named.institution)
        await enter(s, batch, named.id, person.id, named.role, named.seat)
        if named.place_of:
            await _like_the_old_one(s, batch, named)
        if named.beside:
            await _from_where_acts(s, batch, named)


async def enter(
    s: AsyncSession, batch: Batch, participant: str, person: str, role: str, seat: int | None = None
) -> None:
    """A person takes part from now on."""
    row = Participant(round_id=batch.round, id=participant, person_id=person, role=role, seat=seat)
    await insert_once(s, row)
    await grants.give(s, batch, "", [participant])


async def _like_the_old_one(s: AsyncSession, batch: Batch, named: Named) -> None:
    """A newcomer has the role and the seat of the one they replace."""
    old, new = [await participant(s, batch.round, i) for i in (named.place_of, named.id)]
    new.role, new.seat = old.role, old.seat


async def _from_where_acts(s: AsyncSession, batch: Batch, named: Named) -> None:
    """Whom only a contact names acts from where another does."""
    other, new = [await participant(s, batch.round, i) for i in (named.beside, named.id)]
    ids = [other.person_id, new.person_id]
    persons = {p.id: p for p in await s.exec(select(Person).where(col(Person.id).in_(ids)))}
    theirs, mine = persons[other.person_id], persons[new.person_id]
    mine.country = mine.country or theirs.country
    mine.institution = mine.institution or theirs.institution


async def seated(s: AsyncSession, batch: Batch, effect: Seated) -> None:
    """A candidate becomes the seat's expert, or leaves it: their links to assignments go at once (L6)."""
    who = await participant(s, batch.round, effect.participant)
    await record(s, batch, "left" if effect.left else "seated", effect.participant, seat=effect.seat)
    if not effect.left:
        who.role, who.seat, who.state = f"expert-{effect.seat}", effect.seat, "active"
        return
    who.state = "left"
    mine = col(Grant.participant_id) == effect.participant
    await grants.revoke(s, batch, mine, col(Grant.purpose) == "act")
    await grants.end(s, batch, mine)


async def replace(s: AsyncSession, batch: Batch, effect: Replace) -> None:
    """The newcomer, who came with the submission, has the grants; the old links are revoked (L6)."""
    old = await participant(s, batch.round, effect.old)
    new = await participant(s, batch.round, effect.new)
    old.state = "replaced"
    new.role, new.seat = old.role, old.seat
    await record(s, batch, "replaced", effect.old, by=effect.new)
    await grants.revoke(s, batch, col(Grant.participant_id) == effect.old)
    for key in effect.keys:
        await grants.give(s, batch, key, [effect.new])


async def share(s: AsyncSession, batch: Batch, effect: Share) -> None:
    """The delegate, who came with the submission, has a grant for this assignment alone."""
    await record(s, batch, "delegated", effect.key, owner=effect.owner, delegate=effect.delegate)
    await grants.give(s, batch, effect.key, [effect.delegate])


async def readdress(s: AsyncSession, batch: Batch, effect: Readdress) -> None:
    """The person has another address: links sent to the old one are revoked, those still open made anew."""
    if not await record(s, batch, "readdressed", effect.participant, submission=effect.submission):
        return
    who = await participant(s, batch.round, effect.participant)
    email = normal((await _body(s, effect.submission)).email)
    there = (await s.exec(select(Person).where(Person.email == email))).one_or_none()
    person = there or (await s.exec(select(Person).where(Person.id == who.person_id))).one()
    who.person_id, person.email, person.refuses = person.id, email, False
    await grants.revoke(s, batch, col(Grant.participant_id) == effect.participant)
    for key in ("", *effect.keys):
        await grants.give(s, batch, key, [effect.participant])


async def speak(s: AsyncSession, submission: str) -> None:
    """The language that a person chose, in every round; done again later, it does not bring it back (Z3).

    Raises NoResultFound when nothing of this id was kept.
    """
    row = (await s.exec(select(Inbox).where(Inbox.id == submission))).one()
    language = body_of(row).language
    new = await note(
        s,
        f"{row.round_id}/language/{row.id}",
        row.round_id,
        row.received_at,
        "language_chosen",
        row.id,
        actor=row.participant_id,
        participant=row.participant_id,
        language=language,
    )
    if new:
        who = await participant(s, row.round_id, row.participant_id)
        (await s.exec(select(Person).where(Person.id == who.person_id))).one().language = language
    await answer(s, row.id, "accepted")


async def participant(s: AsyncSession, round_id: str, id: str) -> Participant:
    """A participant of a round. Raises NoResultFound when there is none."""
    found = select(Participant).where(Participant.round_id == round_id, Participant.id == id)
    return (await s.exec(found)).one()


async def _body(s: AsyncSession, submission: str) -> Any:
    return body_of((await s.exec(select(Inbox).where(Inbox.id == submission))).one())
