"""The one letter a day of what is pending, over all rounds, in its reader's own working morning (Z8).

It is written for that morning, and put together when it goes: so whatever comes up until then is in it, of
whichever round, and what is done until then is not.
"""

from datetime import datetime, timedelta

from activities.unit_of_work import UnitOfWork
from activities.working_days import WorkingDays
from rounds.clock import deadlines
from store import outbox
from store.outbox import PENDING

APART = timedelta(days=21)
"""Who had a letter of what is pending since then is not sent a monthly one: that letter said the same."""


async def remind(work: UnitOfWork, participant: str, *, monthly: bool = False) -> None:
    """A reminder to one person; whoever was left out with a batch that could not be written has none."""
    known = await work.known(participant)
    if known is None:
        return
    now, person = work.batch.now, known[1]
    if monthly and await outbox.reminded_since(work.s, person.id, now - APART):
        return
    calendar = await work.calendar(participant)
    await _write(work, participant, person.id, calendar, await _morning(work, now, calendar))


async def tell(work: UnitOfWork, participant: str) -> None:
    """News of a delay to one person: if today's letter may be out already, with that of the next morning."""
    known = await work.known(participant)
    if known is None:
        return
    now, person = work.batch.now, known[1]
    calendar = await work.calendar(participant)
    at = await _morning(work, now, calendar)
    there = await outbox.letter(work.s, _key(person.id, at, calendar))
    own = there and (there.round_id, there.serial) == (work.batch.round, work.batch.serial)
    if there and at <= now and not own:
        tomorrow = now.astimezone(calendar.zone).date() + timedelta(days=1)
        at = deadlines.morning_of(tomorrow, calendar, reminded=await work.morning())
    await _write(work, participant, person.id, calendar, at)


async def _morning(work: UnitOfWork, now: datetime, calendar: WorkingDays) -> datetime:
    return deadlines.next_morning(now, calendar, reminded=await work.morning())


def _key(person: str, at: datetime, calendar: WorkingDays) -> str:
    return f"{PENDING}/{person}/{at.astimezone(calendar.zone).date()}"


async def _write(
    work: UnitOfWork, participant: str, person: str, calendar: WorkingDays, at: datetime
) -> None:
    hold = at - work.batch.now
    await work.write_held(_key(person, at, calendar), PENDING, participant, hold)
