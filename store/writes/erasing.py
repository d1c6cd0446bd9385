"""Erasing somebody (N4): from then on Ronda knows that there was a participant, and not who that was.

Ids, states, times and hashes stay, and so does every entry of the audit log, which holds nothing else: so the
chain is as whole as before. What their row says is overwritten; no key has to be destroyed for that.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from urllib.parse import unquote_plus

from sqlalchemy import ColumnElement
from sqlmodel import col, delete, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from store import erasures, requests, sought
from store.accounts import ProviderAccount
from store.audit_log import Audit
from store.desk_log import log
from store.desk_tables import LetterSought, SavedView
from store.erasures import Erased, InTheWay
from store.inbox import UNANSWERED
from store.kept_answers import KeptAnswer
from store.keys import OfficerKey
from store.letterheads import LetterheadKept
from store.outbox import WAITING
from store.persons import NO_NAME, nowhere
from store.publication_codes import PublicationCode
from store.published_tables import Published
from store.sent_texts import SentText
from store.sessions import DeskSession
from store.sign_ins import SignIn
from store.specimens import Specimen
from store.tables import Grant, Inbox, Letter, Officer, Participant, Person, Round, Secretariat
from store.writes.redacting import Known, redact


async def check(s: AsyncSession, person: Person) -> None:
    """Raises: InTheWay, while something goes on that needs to know who this is."""
    mine = select(Participant.round_id).where(Participant.person_id == person.id)
    goes_on = or_(col(Round.closed_at).is_(None), col(Round.publishing))
    active = mine.where(Participant.state == "active")
    rounds = await s.exec(select(Round.id).where(col(Round.id).in_(active), goes_on).order_by(Round.id))
    _none("takes_part", rounds.all())
    officer = select(Officer.secretariat_id).where(Officer.person_id == person.id)
    _none("works", (await s.exec(officer.where(col(Officer.revoked_at).is_(None)))).all())
    signed = [row.id for row in await s.exec(select(Secretariat)) if person.name in str(row.letterhead)]
    theirs = set(await s.exec(officer))
    _none("letterhead", [id for id in signed if id in theirs])
    waits = select(Inbox.round_id).where(col(Inbox.round_id).in_(mine), col(Inbox.state).in_(UNANSWERED))
    _none("unanswered", sorted(set(await s.exec(waits))))


def _none(why: str, where: Sequence[str]) -> None:
    if where:
        raise InTheWay(why, tuple(where))


async def erase(s: AsyncSession, person_id: str, reason: str, by: str, now: datetime) -> Erased:
    """Erase somebody; done again, it finds nothing more. Raises: InTheWay.

    An older row of theirs, which a corrected address has left behind, goes with it.
    """
    wish = await erasures.wish(s, person_id, reason, by, now)
    person = await s.get(Person, person_id)
    if person is None:
        # A backup that is older than they are.
        wish.done_at = now
        s.add(wish)
        return Erased()
    await check(s, person)
    rounds = await _participations(s, person_id)
    before = await _earlier(s, person_id, rounds)
    # One whose row somebody else's participation has is another person, whose address stood there by mistake.
    alone = [each for each in before if not await _is_somewhere(s, each.id)]
    files: list[str] = []
    for round_id, participants in rounds.items():
        emails = frozenset(each.email for each in (person, *before))
        files += await take_out(s, round_id, person, participants, emails)
    for each in (person, *alone):
        files += await _from_letters_alone(s, each, rounds)
        await _from_the_desk(s, each)
        empty(each)
        s.add(each)
    await s.flush()
    for round_id, participants in rounds.items():
        await sought.keep_people(s, round_id, [each.id for each in participants])
    wish.done_at = now
    s.add(wish)
    log(s, "person_erased", person_id, by=by, now=now, reason=wish.reason, rounds=len(rounds))
    theirs = col(Published.round_id).in_(rounds), col(Published.withdrawn_at).is_(None)
    public = await s.exec(select(Published.slug).where(*theirs).order_by(Published.slug))
    return Erased(rounds=len(rounds), files=tuple(files), public=tuple(public))


async def take_out(
    s: AsyncSession,
    round_id: str,
    person: Person,
    participants: Sequence[Participant],
    emails: frozenset[str],
) -> tuple[str, ...]:
    """Take somebody out of one round, as all that they were in it; gives the sha256 of each file that went.

    Whoever calls this has `sought.keep_people` follow.
    """
    ids = frozenset(each.id for each in participants)
    names = tuple({each.name or person.name for each in participants})
    files = await redact(s, round_id, Known(mark=person.id, participants=ids, emails=emails, names=names))
    for each in participants:
        empty_place(each)
        s.add(each)
    of_round = col(Letter.round_id) == round_id
    await _forget_letters(s, of_round & (col(Letter.person_id) == person.id))
    theirs = col(Grant.round_id) == round_id, col(Grant.participant_id).in_(ids)
    await s.exec(update(Grant).where(*theirs).values(state="revoked"))
    codes = col(PublicationCode.round_id) == round_id, col(PublicationCode.participant_id).in_(ids)
    await s.exec(delete(PublicationCode).where(*codes))
    return files


def empty(person: Person) -> None:
    """A row that says who somebody was says it no more; in which language they read stays."""
    person.email, person.name = nowhere(person.id), NO_NAME
    person.country = person.institution = person.time_zone = ""
    person.refuses = False


def empty_place(participant: Participant) -> None:
    """The same of one participation; its country stays, for the rules of the panel rest on it."""
    participant.name = NO_NAME if participant.name else ""
    participant.institution = ""


async def _participations(s: AsyncSession, person_id: str) -> dict[str, list[Participant]]:
    found: defaultdict[str, list[Participant]] = defaultdict(list)
    for each in await s.exec(select(Participant).where(Participant.person_id == person_id)):
        found[each.round_id].append(each)
    return dict(found)


async def _earlier(s: AsyncSession, person_id: str, rounds: Collection[str]) -> list[Person]:
    """The rows of the addresses that were corrected to theirs, in the rounds in which they take part."""
    rows = await s.exec(select(Audit).where(Audit.action == "readdressed", col(Audit.round_id).in_(rounds)))
    came_from: defaultdict[str, set[str]] = defaultdict(set)
    for entry in rows:
        came_from[entry.detail["after"]].add(entry.detail["before"])
    ids: set[str] = set()
    looked = [person_id]
    while looked:
        further = came_from[looked.pop()] - ids - {person_id}
        ids |= further
        looked += further
    return [each for id in sorted(ids) if (each := await s.get(Person, id))]


async def _is_somewhere(s: AsyncSession, person_id: str) -> bool:
    place = await s.exec(select(Participant.id).where(Participant.person_id == person_id).limit(1))
    office = await s.exec(select(Officer.id).where(Officer.person_id == person_id).limit(1))
    return place.first() is not None or office.first() is not None


async def _from_letters_alone(s: AsyncSession, person: Person, rounds: Collection[str]) -> tuple[str, ...]:
    """Rounds that wrote to an address before it was corrected: nobody has it there, but it was named."""
    wrote = await s.exec(select(Letter.round_id).where(Letter.person_id == person.id).distinct())
    files: list[str] = []
    for round_id in sorted({*wrote} - {*rounds}):
        files += await redact(s, round_id, Known(mark=person.id, emails=frozenset({person.email})))
    await _forget_letters(s, col(Letter.person_id) == person.id)
    return tuple(files)


async def _forget_letters(s: AsyncSession, which: ColumnElement[bool]) -> None:
    """What they said, and what mail servers answered; one that waits goes nowhere any more.

    That a letter went, by which template and when, stays: its parameters are ids, dates and codes.
    """
    keys = select(Letter.key).where(which)
    await s.exec(delete(SentText).where(col(SentText.letter).in_(keys)))
    await s.exec(delete(LetterSought).where(col(LetterSought.about).in_(keys)))
    await s.exec(delete(Letter).where(which, col(Letter.state).in_(WAITING)))
    await s.exec(update(Letter).where(which).values(error=""))


async def _from_the_desk(s: AsyncSession, person: Person) -> None:
    """What they had as an officer, and what somebody asked for under their address."""
    await requests.forget(s, person.email)
    offices = set(await s.exec(select(Officer.id).where(Officer.person_id == person.id)))
    for table in (SignIn, DeskSession, SavedView, Specimen, KeptAnswer, OfficerKey, ProviderAccount):
        await s.exec(delete(table).where(col(table.officer_id).in_(offices)))
    known = Known(mark=person.id, emails=frozenset({person.email}), names=(person.name,))
    for head in await s.exec(select(LetterheadKept).where(col(LetterheadKept.officer_id).in_(offices))):
        head.said = known.emptied(head.said)
        s.add(head)
    told = or_(*(col(KeptAnswer.body).contains(word, autoescape=True) for word in known.said))
    await s.exec(delete(KeptAnswer).where(told))
    for view in (await s.exec(select(SavedView))).all():
        if known.without(unquote_plus(view.query)) != unquote_plus(view.query):
            await s.delete(view)
