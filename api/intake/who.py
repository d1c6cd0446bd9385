"""Whom a submission names, against those who are there: rules see no addresses."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.submissions.interventions import Delegate, ReplacePerson
from rounds.submissions.refusals import NotAnOfficer, SamePerson
from store.officers import is_officer
from store.persons import normal
from store.reads import parties, rounds
from store.tables import Round

OFFICERS = ("responsible_officer", "head_of_secretariat")


async def check(s: AsyncSession, round: Round, key: str, body: Any) -> None:
    """Nobody replaces themselves, or is the delegate for what is theirs; officers hand over to officers.

    Raises: SamePerson, NotAnOfficer, naming the field.
    """
    if isinstance(body, ReplacePerson):
        await _check_newcomer(s, round, body)
    if isinstance(body, Delegate):
        holders = await parties.holders(s, round.id, key)
        if normal(body.delegate.email) in {person.email for _, person in holders}:
            raise SamePerson(field="delegate.email")


async def _check_newcomer(s: AsyncSession, round: Round, body: ReplacePerson) -> None:
    there = await rounds.people(s, round.id)
    old = [x for x in there if x.participant.id == body.participant]
    if any(x.person.email == normal(body.newcomer.email) for x in old):
        raise SamePerson(field="newcomer.email")
    officer = any(x.participant.role in OFFICERS for x in old)
    if officer and not await is_officer(s, round.secretariat_id, body.newcomer.email):
        raise NotAnOfficer(field="newcomer.email")
