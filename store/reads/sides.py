"""For whom the people at some addresses act, and from where they were known to come (P7, S8, S9)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.people import DELEGATE
from rounds.state.sides import Side, side
from store.tables import Assignment, Grant, Officer, Participant, Person, Round


async def officers(s: AsyncSession, emails: Collection[str]) -> set[str]:
    """Which of these addresses are those of somebody who works for a secretariat now, whichever it is."""
    rows = await s.exec(
        select(Person.email)
        .join(Officer, col(Officer.person_id) == Person.id)
        .where(col(Person.email).in_(emails), col(Officer.revoked_at).is_(None))
    )
    return set(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """A participant of a round, at which address, and for whom: a delegate for whom the owner acts."""

    participant: str
    email: str
    side: Side


async def acting(s: AsyncSession, round_id: str, emails: Collection[str]) -> tuple[Acting, ...]:
    """For whom whoever is at these addresses acts in a round; not who has left, or a delegate no longer."""
    rows = await s.exec(
        select(Participant.id, Person.email, Participant.role, Assignment.role)
        .join(Person, col(Participant.person_id) == Person.id)
        .outerjoin(
            Grant,
            and_(
                col(Grant.round_id) == Participant.round_id,
                col(Grant.participant_id) == Participant.id,
                col(Grant.state) == "live",
                col(Participant.role) == DELEGATE,
            ),
        )
        .outerjoin(
            Assignment,
            and_(
                col(Assignment.round_id) == Grant.round_id,
                col(Assignment.key) == Grant.assignment_key,
            ),
        )
        .where(Participant.round_id == round_id, Participant.state == "active")
        .where(col(Person.email).in_(emails))
    )
    return tuple(
        Acting(participant=id, email=email, side=side(role))
        for id, email, own, delegated in rows
        if (role := delegated if own == DELEGATE else own)
    )


async def acts_in(s: AsyncSession, email: str) -> str:
    """The first open round in which whoever is at this address acts for the beneficiary or on the panel."""
    rounds = await s.exec(
        select(Round.id)
        .join(Participant, col(Participant.round_id) == Round.id)
        .join(Person, col(Person.id) == Participant.person_id)
        .where(Person.email == email, or_(col(Round.closed_at).is_(None), col(Round.publishing)))
        .distinct()
        .order_by(Round.id)
    )
    for round_id in list(rounds):
        if any(x.side != "secretariat" for x in await acting(s, round_id, [email])):
            return round_id
    return ""


async def countries(
    s: AsyncSession, secretariat_id: str, emails: Collection[str]
) -> defaultdict[str, list[str]]:
    """From where whoever is at these addresses was named in rounds of a secretariat, the latest last.

    Another secretariat's rounds say nothing here (S8).
    """
    rows = await s.exec(
        select(Person.email, Participant.country)
        .join(Participant, col(Participant.person_id) == Person.id)
        .join(Round, col(Round.id) == Participant.round_id)
        .where(Round.secretariat_id == secretariat_id, col(Person.email).in_(emails))
        .where(Participant.country != "")
        .order_by(col(Round.opened_at), col(Participant.id))
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for email, country in rows:
        found[email].append(country)
    return found
