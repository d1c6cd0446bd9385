"""Who takes part in a round, and what they hold."""

from sqlalchemy import bindparam, exists
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.people import first_id
from store.persons import all_here, here
from store.tables import (
    Grant,
    Participant,
    Person,
)

RESPONSIBLE = "responsible_officer"

_KNOWN = (
    select(Participant, Person)
    .join(Person, col(Person.id) == Participant.person_id)
    .where(Participant.round_id == bindparam("round_"), Participant.id == bindparam("id_"))
)
"""Put together once, as what follows: they are asked more often than anything else."""
_HOLDS = exists().where(
    col(Grant.round_id) == Participant.round_id,
    col(Grant.participant_id) == Participant.id,
    col(Grant.assignment_key) == bindparam("key_"),
    col(Grant.state) != "revoked",
)
_HOLDERS = (
    select(Participant, Person)
    .join(Person, col(Person.id) == Participant.person_id)
    .where(Participant.round_id == bindparam("round_"), _HOLDS)
    .order_by(col(Participant.id))
)


async def responsible(s: AsyncSession, round_id: str) -> Person:
    """Whoever answers for the round now, be it a newcomer in the first one's place."""
    found = await s.exec(
        select(Participant, Person)
        .join(Person, col(Person.id) == Participant.person_id)
        .where(Participant.round_id == round_id, Participant.role == RESPONSIBLE)
        .order_by(col(Participant.state), col(Participant.id))
        .limit(1)
    )
    return here(*found.one())


async def responsible_id(s: AsyncSession, round_id: str) -> str:
    """The participant who answers for the round now."""
    found = await s.exec(
        select(Participant.id)
        .where(Participant.round_id == round_id, Participant.role == RESPONSIBLE)
        .order_by(col(Participant.state), col(Participant.id))
        .limit(1)
    )
    return found.one()


async def participant(s: AsyncSession, round_id: str, id: str) -> tuple[Participant, Person]:
    """A participant and who they are. Raises NoResultFound when there is none of that id."""
    found = await known(s, round_id, id)
    if found is None:
        raise NoResultFound(id)
    return found


async def known(s: AsyncSession, round_id: str, id: str) -> tuple[Participant, Person] | None:
    """A participant and who they are; None when there is none of that id."""
    found = await s.exec(_KNOWN, params={"round_": round_id, "id_": id})
    return next(iter(all_here(found)), None)


async def first_at(s: AsyncSession, round_id: str, participant: str) -> str:
    """Under which id a round knows a mailbox that several of its participants share: the first of theirs."""
    same = aliased(Participant)
    rows = await s.exec(
        select(same.id)
        .join(Participant, col(Participant.person_id) == same.person_id)
        .where(Participant.round_id == round_id, Participant.id == participant)
        .where(same.round_id == round_id, same.state == "active")
        .order_by(col(same.id))
    )
    found = list(rows)
    return participant if participant in found[:1] or not found else found[0]


async def holders(s: AsyncSession, round_id: str, key: str) -> list[tuple[Participant, Person]]:
    """Who has a link to an assignment that was not revoked, in a stable order."""
    return all_here(await s.exec(_HOLDERS, params={"round_": round_id, "key_": key}))


async def name_of(s: AsyncSession, round_id: str, participant: str) -> str:
    """The name of a participant; empty if there is none of that id."""
    found = await known(s, round_id, participant)
    return found[1].name if found else ""


async def panel(s: AsyncSession, round_id: str) -> list[tuple[Participant, Person]]:
    """The experts by seat, then the coordinators, the lead first."""
    rows = await s.exec(
        select(Participant, Person)
        .join(Person, col(Person.id) == Participant.person_id)
        .where(
            Participant.round_id == round_id,
            Participant.state == "active",
            col(Participant.role).startswith("expert-") | col(Participant.role).endswith("coordinator"),
        )
        .order_by(col(Participant.id))
    )
    # A coordinator's role sorts before the lead's; the lead stands first on the panel.
    return sorted(
        all_here(rows), key=lambda row: (row[0].seat is None, row[0].seat, row[0].role == "coordinator")
    )


async def sitting(s: AsyncSession, round_id: str) -> list[tuple[Participant, Person]]:
    """The same of the panel that was agreed: coordinators of earlier proposals took part too."""
    members = await panel(s, round_id)
    last = max((_proposal(who) for who, _ in members if who.seat is None), default=0)
    return [(who, person) for who, person in members if who.seat is not None or _proposal(who) == last]


def _proposal(coordinator: Participant) -> int:
    return int(first_id(coordinator.id).removeprefix("coordinator-").partition(".")[0])
