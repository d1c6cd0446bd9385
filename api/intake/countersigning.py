"""Who countersigns an authorisation is not who filed it: rules know officers, and not who they are (L11)."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.steps import authorisations, countersigning
from rounds.submissions.publication import CountersignPublication
from store.reads import parties, states
from store.tables import Officer, Round


async def check(s: AsyncSession, round: Round, key: str, by: str, body: Any, officer: str) -> None:
    """L11: neither in their own place nor in another's. Raises: SameOfficer."""
    if not isinstance(body, CountersignPublication):
        return
    stands = await states.as_it_stands(s, round.id)
    asked = stands.assignments.get(key) if stands else None
    if stands is None or asked is None or asked.kind != body.kind:
        return
    filed = await _person(s, stands.authorisations[authorisations.number(key) - 1].officer)
    owner = await parties.known(s, round.id, by)
    if filed and filed in (await _person(s, officer), owner[1].id if owner else ""):
        raise countersigning.SameOfficer(field="choice")


async def _person(s: AsyncSession, officer: str) -> str:
    """Who an officer is; empty for none."""
    found = await s.get(Officer, officer) if officer else None
    return found.person_id if found else ""
