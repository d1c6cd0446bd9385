"""What happens to an assignment, and the letters it brings."""

from datetime import time
from zoneinfo import ZoneInfo

from activities.unit_of_work import UnitOfWork
from rounds.clock import deadlines
from rounds.registry import KINDS
from rounds.state.effects import Close, Escalate, Move, Open, Refuse, Remind, Take
from rounds.state.keys import Key
from store import outbox
from store.reads import asked, parties
from store.writes import assignments
from store.writes.audit import record


async def open_(work: UnitOfWork, effect: Open) -> None:
    """Work out its dates; whoever may act has a link and a letter, a newcomer to it a brief (L1, Z1)."""
    dates = deadlines.dates(
        effect.key,
        effect.rule,
        work.batch.now,
        await work.calendar(*effect.holders),
        visit_starts=effect.visit_starts,
        visit_ends=effect.visit_ends,
        lead=effect.lead,
        reminded=await _morning(work),
    )
    dates = deadlines.not_before(dates, effect.kept)
    await assignments.open_(work.s, work.batch, effect, dates)
    template = "brief" if effect.again else "assignment"
    for holder in effect.holders:
        await work.write(template, holder, effect.key, key=effect.key)
    work.dates.append(dates)


async def take(work: UnitOfWork, effect: Take) -> None:
    """A submission was accepted: whoever sent it, or for whom it was filed, is told what was recorded (Q8).

    When it ends the round, they are told that.
    """
    body = await assignments.take(work.s, work.batch, effect)
    if effect.by and KINDS[body.kind].receipt and not work.batch.outcome:
        about = effect.key or body.kind
        await work.write("receipt", effect.by, effect.submission, key=about, receipts=[effect.submission])


async def refuse(work: UnitOfWork, effect: Refuse) -> None:
    """Whoever sent it is told, once, with what they typed kept; of an officer the one responsible."""
    row = await assignments.refuse(work.s, work.batch, effect)
    if row is None:
        return
    to = row.participant_id or parties.RESPONSIBLE
    await work.write_as(
        f"{work.batch.round}/refused/{effect.submission}/{to}",
        "refused",
        to,
        code=effect.code,
        field=effect.field,
        values=row.values,
        kind=row.kind,
        key=row.key,
        received=row.received_at.isoformat(),
    )


async def close(work: UnitOfWork, effect: Close) -> None:
    """It ends; who was invited to a seat that somebody else has taken is thanked (P8).

    When the round itself is over, that is told instead.
    """
    row = await assignments.close(work.s, work.batch, effect)
    invited = row is not None and row.kind == "answer_invitation"
    if not invited or effect.state != "closed" or work.batch.outcome:
        return
    for participant, _ in await parties.holders(work.s, work.batch.round, effect.key):
        await work.write("seat_filled", participant.id, effect.key)


async def remind(work: UnitOfWork, effect: Remind) -> None:
    """One letter a person and day, with all they have open; none if the assignment is answered by now.

    Who is told of the delay besides is written to about this assignment alone.
    """
    batch = work.batch
    awaited = await asked.awaits(work.s, batch.round, effect.key)
    if awaited:
        await record(work.s, batch, "reminded", effect.key, holders=list(effect.holders))
    for holder in effect.holders:
        _, person = await parties.participant(work.s, batch.round, holder)
        zone = ZoneInfo((await work.calendar(holder)).zone_name)
        key = f"reminder/{person.id}/{batch.now.astimezone(zone).date()}"
        # A repeated batch takes up a letter that the first time left waiting.
        if awaited or await outbox.letter(work.s, key):
            await work.write_as(key, "reminder", holder)
    if awaited:
        for participant in effect.also:
            await work.write("escalation", participant, effect.key, key=effect.key)


async def escalate(work: UnitOfWork, effect: Escalate) -> None:
    """It is overdue; whom the methodology names next is told, and its owner that they are."""
    await assignments.escalate(work.s, work.batch, effect)
    for participant in effect.to:
        await work.write("escalation", participant, effect.key, key=effect.key)
    for holder in effect.holders:
        await work.write("overdue", holder, effect.key, key=effect.key)


async def move(work: UnitOfWork, effect: Move) -> None:
    """Another due date, or a clock that stands still or goes on (Z1); each person sees it once."""
    rule = (await work.rules()).rule(Key.parse(effect.key).kind)
    calendar = await work.calendar(*effect.holders)
    dates = deadlines.moved(effect, rule, calendar, reminded=await _morning(work))
    work.dates.append(dates)
    await assignments.move(work.s, work.batch, effect, dates.due)
    for participant in await work.once_each(effect.tell):
        await work.write("moved", participant, effect.key, key=effect.key)


async def _morning(work: UnitOfWork) -> time:
    """When the reminders of this round leave."""
    return deadlines.morning(work.batch.round, (await work.rules()).limits.reminder_minutes)
