"""People whom a secretariat knows from its earlier rounds, to be named again without typing."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.persons import here
from store.tables import Participant, Person, Round

MOST = 200
"""Of the people that a page offers: those of the latest rounds."""
LATEST = 100
"""Of the rounds that they are looked for in: those that moved last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody as they were named in the latest of their rounds; `expert`: not a coordinator.

    `served` counts the rounds in which they sat on the panel, `last` is when they were named last.
    """

    id: str
    name: str
    email: str
    language: str
    country: str
    institution: str
    expert: bool
    served: int = 0
    last: date | None = None


async def known(s: AsyncSession, round_: Round) -> tuple[Known, ...]:
    """Who was a candidate, an expert or a coordinator in another round of the same secretariat, by name."""
    lately = (
        select(Round.id, Round.opened_at)
        .where(Round.secretariat_id == round_.secretariat_id)
        .order_by(col(Round.changed_at).desc(), col(Round.id).desc())
        .limit(LATEST)
        .subquery()
    )
    rows = await s.exec(
        select(Person, Participant, lately.c.opened_at)
        .join(Participant, col(Participant.person_id) == Person.id)
        .join(lately, lately.c.id == Participant.round_id)
        .where(
            Participant.round_id != round_.id,
            col(Person.refuses).is_(False),
            or_(
                col(Participant.role).in_(["candidate", "lead_coordinator", "coordinator"]),
                col(Participant.role).startswith("expert-"),
            ),
        )
        .order_by(lately.c.opened_at.desc(), col(Participant.id))
        .limit(4 * MOST)
    )
    latest: dict[str, Known] = {}
    served: dict[str, set[str]] = {}
    for person, who, opened in rows:
        latest.setdefault(person.id, _named(here(who, person), who, opened.date()))
        if who.role != "candidate":
            served.setdefault(person.id, set()).add(who.round_id)
    latest = {id: replace(k, served=len(served.get(id, ()))) for id, k in latest.items()}
    return tuple(sorted(list(latest.values())[:MOST], key=lambda k: k.name.casefold()))


def _named(person: Person, who: Participant, last: date) -> Known:
    return Known(
        id=person.id,
        name=person.name,
        email=person.email,
        language=person.language,
        country=person.country,
        institution=person.institution,
        expert=not who.role.endswith("coordinator"),
        last=last,
    )
