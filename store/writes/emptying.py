"""What goes of rounds that have been over for long: each of these is done once for a round."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import exists
from sqlmodel import col, delete, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from store import sought
from store.change_drafts import ChangeDraft
from store.desk_log import log
from store.desk_tables import LetterSought, PersonSought, RoundNote
from store.drafts import Draft
from store.erasures import Emptied
from store.papers import Paper
from store.persons import NO_NAME
from store.sent_texts import SentText
from store.tables import Grant, Inbox, Letter, Officer, Participant, Person, Round
from store.uploads import Upload
from store.writes import erasing
from store.writes.audit import SYSTEM
from store.writes.redacting import keep_facts, versions

CANDIDATE = "candidate"
"""The role of whoever was asked to take a seat and has never sat there."""


async def due(s: AsyncSession, kind: str, before: datetime, most: int | None) -> Sequence[str]:
    """So many rounds that are over, unchanged since then, and not emptied of this since; the oldest first."""
    done = exists().where(
        col(Emptied.round_id) == col(Round.id), col(Emptied.kind) == kind, col(Emptied.at) >= Round.changed_at
    )
    rows = await s.exec(
        select(Round.id)
        .where(col(Round.closed_at).is_not(None), ~col(Round.publishing), Round.changed_at < before, ~done)
        .order_by(col(Round.changed_at), col(Round.id))
        .limit(most)
    )
    return rows.all()


async def done(s: AsyncSession, round_id: str, kind: str, n: int, now: datetime) -> None:
    """A round was emptied of this; the log says so, if there was any."""
    await s.merge(Emptied(round_id=round_id, kind=kind, at=now))
    if n:
        log(s, "emptied", round_id, by=SYSTEM, now=now, kind=kind, n=n)


async def declined(s: AsyncSession, round_id: str) -> int:
    """Candidates who never sat on the panel are taken out of the round, and are known no longer by it."""
    rows = await s.exec(
        select(Participant, Person)
        .join(Person, col(Person.id) == Participant.person_id)
        .where(Participant.round_id == round_id, Participant.name != NO_NAME)
        .order_by(col(Participant.id))
    )
    found = rows.all()
    stay = {person.id for who, person in found if who.role != CANDIDATE}
    theirs = [(who, person) for who, person in found if person.id not in stay]
    for id in dict.fromkeys(person.id for _, person in theirs):
        places = [who for who, person in theirs if person.id == id]
        person = next(person for _, person in theirs if person.id == id)
        await erasing.take_out(s, round_id, person, places, frozenset({person.email}))
    await _known_no_longer(s, round_id, {person.id for _, person in theirs})
    await sought.keep_people(s, round_id, [who.id for who, _ in theirs])
    return len(theirs)


async def refused(s: AsyncSession, round_id: str) -> int:
    """Of what was sent and refused, what rules saw of it is left."""
    return await _facts(s, round_id, ("refused",))


async def submissions(s: AsyncSession, round_id: str) -> int:
    """The same of all that was sent, but for the versions of the report; what was only typed goes."""
    for table in (Draft, ChangeDraft):
        await s.exec(delete(table).where(col(table.round_id) == round_id))
    await s.exec(update(Paper).where(col(Paper.round_id) == round_id).values(title=NO_NAME, session_title=""))
    return await _facts(s, round_id, ("accepted", "refused"))


async def _facts(s: AsyncSession, round_id: str, states: Collection[str]) -> int:
    kept = await versions(s, round_id)
    rows = await s.exec(select(Inbox).where(Inbox.round_id == round_id, col(Inbox.state).in_(states)))
    n = 0
    for row in rows.all():
        if row.id not in kept:
            n += await keep_facts(s, row) or bool(row.reason)
            row.reason = ""
            s.add(row)
    return n


async def letters(s: AsyncSession, round_id: str) -> int:
    """What letters said, by which words they are found, what mail servers answered."""
    keys = select(Letter.key).where(Letter.round_id == round_id)
    gone = await s.exec(delete(SentText).where(col(SentText.letter).in_(keys)))
    await s.exec(delete(LetterSought).where(col(LetterSought.round_id) == round_id))
    await s.exec(update(Letter).where(col(Letter.round_id) == round_id).values(error=""))
    return int(gone.rowcount)


async def notes(s: AsyncSession, round_id: str) -> int:
    """What officers noted among themselves."""
    return int((await s.exec(delete(RoundNote).where(col(RoundNote.round_id) == round_id))).rowcount)


async def links(s: AsyncSession, round_id: str) -> int:
    """Links answer like unknown ones."""
    live = col(Grant.round_id) == round_id, col(Grant.state) != "revoked"
    return int((await s.exec(update(Grant).where(*live).values(state="revoked"))).rowcount)


async def files(s: AsyncSession, round_id: str) -> int:
    """Files that people sent; their contents go with the next look at the folder."""
    return int((await s.exec(delete(Upload).where(col(Upload.round_id) == round_id))).rowcount)


async def people(s: AsyncSession, round_id: str) -> int:
    """Who took part; whoever takes part nowhere else is known no longer."""
    rows = await s.exec(select(Participant).where(Participant.round_id == round_id))
    places = [who for who in rows.all() if who.name != NO_NAME]
    for who in places:
        erasing.empty_place(who)
        s.add(who)
    await s.exec(delete(PersonSought).where(col(PersonSought.round_id) == round_id))
    wrote = await s.exec(select(Letter.person_id).where(Letter.round_id == round_id).distinct())
    await _known_no_longer(s, round_id, {*wrote, *(who.person_id for who in places)})
    return len(places)


async def _known_no_longer(s: AsyncSession, round_id: str, ids: Collection[str]) -> None:
    """Empty the rows of those who are no officers, and take part in no other round that knows them."""
    await s.flush()
    gone = select(Emptied.round_id).where(Emptied.kind == "people")
    elsewhere = select(Participant.person_id).where(
        Participant.name != NO_NAME,
        or_(Participant.name != "", Participant.round_id != round_id),
        col(Participant.round_id).not_in(gone),
    )
    works = select(Officer.person_id).where(col(Officer.revoked_at).is_(None))
    rows = await s.exec(
        select(Person).where(
            col(Person.id).in_(ids), col(Person.id).not_in(elsewhere), col(Person.id).not_in(works)
        )
    )
    for person in rows.all():
        erasing.empty(person)
        s.add(person)
