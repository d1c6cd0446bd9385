"""Who comes into a round, takes a seat, leaves, is replaced, has another address."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.batches import Batch
from rounds.state.delegating import Share, Unshare
from rounds.state.effects import Readdress, Replace, Seated
from rounds.state.people import DELEGATE
from rounds.state.people import NamedPerson as Named
from rounds.state.sides import OFFICERS
from store import sought
from store.inbox import answer, body_of
from store.outbox import WAITING
from store.persons import at, here, meet
from store.rows import insert_once
from store.tables import Grant, Inbox, Letter, Participant, Person
from store.writes import grants
from store.writes.audit import note, record


async def bring(s: AsyncSession, batch: Batch, people: Iterable[Named]) -> None:
    """Participants and their persons, each with a grant for *my round*; a delegate has none (L13)."""
    for named in people:
        person = await meet(s, named.contact, named.country, named.institution)
        await _enter(s, batch, named, person)
        if named.place_of:
            await _like_the_old_one(s, batch, named)
        if named.beside:
            await _from_where_acts(s, batch, named)
        await sought.keep_people(s, batch.round, [named.id])


async def _enter(s: AsyncSession, batch: Batch, named: Named, person: Person) -> None:
    """They take part as they were named for this round, whatever is known of them from others (S8, P7)."""
    row = Participant(
        round_id=batch.round,
        id=named.id,
        person_id=person.id,
        role=named.role,
        seat=named.seat,
        name=named.contact.name.strip(),
        country=named.country,
        institution=named.institution,
    )
    await insert_once(s, row)
    if named.role != DELEGATE:
        await grants.give(s, batch, "", [named.id])


async def enter_officer(s: AsyncSession, batch: Batch, role: str, person: str) -> None:
    """An officer takes part from now on, under the name that they have as such."""
    await insert_once(s, Participant(round_id=batch.round, id=role, person_id=person, role=role))
    await sought.keep_people(s, batch.round, [role])
    await grants.give(s, batch, "", [role])


async def _like_the_old_one(s: AsyncSession, batch: Batch, named: Named) -> None:
    """A newcomer has the role and the seat of the one they replace; an officer comes as one."""
    old, new = [await participant(s, batch.round, i) for i in (named.place_of, named.id)]
    new.role, new.seat = old.role, old.seat
    new.name = new.name if old.name else ""


async def _from_where_acts(s: AsyncSession, batch: Batch, named: Named) -> None:
    """Whom only a contact names acts from where another does."""
    other, new = [await participant(s, batch.round, i) for i in (named.beside, named.id)]
    theirs = here(other, (await s.exec(select(Person).where(Person.id == other.person_id))).one())
    new.country = new.country or theirs.country
    new.institution = new.institution or theirs.institution


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


async def unshare(s: AsyncSession, batch: Batch, effect: Unshare) -> None:
    """The delegate takes part no longer, and their link to this assignment goes at once (L6, L13)."""
    detail = {"owner": effect.owner, "delegate": effect.delegate, "submission": effect.submission}
    await record(s, batch, "delegation_ended", effect.key, **detail)
    (await participant(s, batch.round, effect.delegate)).state = "left"
    await grants.revoke(s, batch, col(Grant.participant_id) == effect.delegate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readdressed:
    """What an address that was corrected leaves to be written.

    `open`: who has a link anew, and to what; `old`: the mailbox that is told of it, empty when there is none.
    """

    open: tuple[tuple[str, str], ...] = ()
    old: str = ""


async def readdress(s: AsyncSession, batch: Batch, effect: Readdress) -> Readdressed:
    """Whoever this is in the round has another address there, and in no other round (S8, L6).

    All that they are in it moves with them: the links sent to the old one are revoked, those still open made
    anew, and letters that wait go to the new one. The old one stays in the record, as the person it is.
    """
    who = await participant(s, batch.round, effect.participant)
    old = (await s.exec(select(Person).where(Person.id == who.person_id))).one()
    new = await at(s, (await _body(s, effect.submission)).email, here(who, old))
    theirs = select(Participant).where(Participant.round_id == batch.round, Participant.person_id == old.id)
    participations = list(await s.exec(theirs.order_by(col(Participant.id))))
    moved = [each.id for each in participations]
    detail = {"submission": effect.submission, "before": old.id, "after": new.id}
    if not await record(s, batch, "readdressed", effect.participant, **detail):
        return Readdressed()
    await _move(s, batch, participations, old, new)
    await sought.keep_people(s, batch.round, moved)
    live = await _live(s, batch, moved)
    links = dict.fromkeys((*live, *((effect.participant, key) for key in effect.keys)))
    await grants.revoke(s, batch, col(Grant.participant_id).in_(moved))
    for whose, key in links:
        await grants.give(s, batch, key, [whose])
    told = old.id != new.id and not old.refuses
    await _acquit(s, old, new)
    return Readdressed(open=tuple(link for link in links if link[1]), old=old.id if told else "")


async def _move(
    s: AsyncSession, batch: Batch, participations: Iterable[Participant], old: Person, new: Person
) -> None:
    """All that somebody is in the round, now under the other mailbox; as they were named before."""
    for row in participations:
        known = here(row, old)
        row.person_id = new.id
        if row.role not in OFFICERS:
            row.name, row.country, row.institution = known.name, known.country, known.institution
    await s.exec(
        update(Letter)
        .where(col(Letter.round_id) == batch.round, col(Letter.person_id) == old.id)
        .where(col(Letter.state).in_(WAITING))
        .values(person_id=new.id)
    )


async def _live(s: AsyncSession, batch: Batch, participants: list[str]) -> list[tuple[str, str]]:
    """Whose links act now, and on what; none for *my round*."""
    rows = await s.exec(
        select(Grant.participant_id, Grant.assignment_key)
        .where(Grant.round_id == batch.round, Grant.state == "live")
        .where(col(Grant.participant_id).in_(participants))
        .order_by(col(Grant.participant_id), col(Grant.assignment_key))
    )
    return list(rows)


async def _acquit(s: AsyncSession, old: Person, new: Person) -> None:
    """The new address refuses nothing yet; of the old one nothing is said once nobody is there any more."""
    new.refuses = False
    left = await s.exec(select(Participant.id).where(Participant.person_id == old.id).limit(1))
    if left.first() is None:
        old.refuses = False


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
    return await s.get_one(Participant, (round_id, id))


async def _body(s: AsyncSession, submission: str) -> Any:
    return body_of((await s.exec(select(Inbox).where(Inbox.id == submission))).one())
