"""Who answers an assignment on the desk, and on whose page it is read."""

from sqlmodel.ext.asyncio.session import AsyncSession

from api.desk.round.acts import own_beside
from api.officers.in_place import is_own
from api.officers.interventions import owner_of
from rounds.registry import KINDS
from store.reads import parties, rounds
from store.tables import Participant, Round


async def answers(s: AsyncSession, me: str, round: Round, kind: str, key: str) -> str:
    """Who answers, where the address does not say it: the officer `me`, where they may, else its owner."""
    there = await parties.holders(s, round.id, key)
    mine = next((who.id for who, _ in there if is_own(who, me)), "")
    mine = mine or own_beside(await rounds.people(s, round.id), kind, me)
    return mine or await owner_of(s, round.id, key)


async def page_of(s: AsyncSession, round: Round, kind: str, key: str, by: str) -> str:
    """On whose page it is read: who may answer beside whoever is asked has none of their own."""
    there = await parties.holders(s, round.id, key)
    who = await s.get(Participant, (round.id, by))
    asked_too = any(holder.id == by for holder, _ in there)
    beside = who is not None and who.role in KINDS[kind].beside
    return await owner_of(s, round.id, key) if beside and not asked_too else by
