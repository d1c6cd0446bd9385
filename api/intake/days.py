"""Days that an officer names for somebody: rules know no holidays, so what is a day off is looked up here."""

from datetime import date
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from methodologies.days_off import is_day_off, whose
from rounds.state.keys import Key
from rounds.steps import warnings
from rounds.submissions.interventions import DecideExtension, Extend
from store.inbox import body_of
from store.reads import asked, parties
from store.reads.asked import methodology_of
from store.tables import Round


async def check(s: AsyncSession, round: Round, key: str, body: Any) -> None:
    """Z1: a time limit is moved to a day off of whoever must act only by an officer who says that they know.

    Raises: WarningUnacknowledged.
    """
    if isinstance(body, Extend):
        about, due = key, body.due
    elif isinstance(body, DecideExtension) and body.choice == "grant":
        about, n = Key.parse(key).about, Key.parse(key).n
        requests = await asked.requests_for_time(s, round.id, about)
        if not 1 <= n <= len(requests):
            # The key is another kind's, or of a request that there is not; the round says so.
            return
        due = body_of(requests[n - 1]).due
    else:
        return
    found = (warnings.DAY_OFF,) if await _is_off(s, round, about, due) else ()
    warnings.check(found, body.acknowledged)


async def _is_off(s: AsyncSession, round: Round, key: str, due: date) -> bool:
    """Whether it is a day off there; of what the round will refuse for another reason nobody is warned."""
    a = await asked.assignment(s, round.id, key)
    if a is None or a.state != "open" or due <= a.due_at.date():
        return False
    holders = await parties.holders(s, round.id, key)
    methodology = methodology_of(round)
    if not holders:
        return is_day_off(methodology.calendar, due)
    who, person = holders[0]
    return is_day_off(whose(who.role, person.country, methodology), due)
