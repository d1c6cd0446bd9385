"""What happens to an assignment, and the letters it brings."""

from activities import pending
from activities.unit_of_work import UnitOfWork
from rounds.clock import deadlines
from rounds.registry import KINDS
from rounds.state.batches import Following
from rounds.state.effects import Close, Escalate, Move, Open, Refuse, Remind, Take
from rounds.state.keys import Key
from store.reads import asked, parties
from store.writes import assignments


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
        reminded=await work.morning(),
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
    """It ends; who was invited to a seat that is not to be had any more is thanked, and told why (P8).

    When the round itself is over, that is told instead.
    """
    row = await assignments.close(work.s, work.batch, effect)
    invited = row is not None and row.kind == "answer_invitation"
    if not invited or effect.state != "closed" or work.batch.outcome:
        return
    for participant, _ in await parties.holders(work.s, work.batch.round, effect.key):
        await work.write("seat_filled", participant.id, effect.key, why=effect.why)


async def remind(work: UnitOfWork, effect: Remind) -> None:
    """Each is reminded of all they have open; nobody is if the assignment is answered by now (Z8)."""
    if effect.next_from:
        calendar = await work.calendar(*effect.holders)
        day = effect.next_from.astimezone(calendar.zone).date()
        at = deadlines.morning_of(day, calendar, reminded=await work.morning())
        work.following.append(Following(key=effect.key, at=at, passed=effect.passed))
    if not await asked.awaits(work.s, work.batch.round, effect.key):
        return
    await assignments.remind(work.s, work.batch, effect)
    for participant in (*effect.holders, *effect.also):
        await pending.remind(work, participant, monthly=effect.next_from is not None)


async def escalate(work: UnitOfWork, effect: Escalate) -> None:
    """It is overdue; whom the methodology names next is told, and its owner that they are."""
    await assignments.escalate(work.s, work.batch, effect)
    for participant in (*effect.to, *effect.holders):
        await pending.tell(work, participant)


async def move(work: UnitOfWork, effect: Move) -> None:
    """Another due date, or a clock that stands still or goes on (Z1); each person sees it once."""
    rule = (await work.rules()).rule(Key.parse(effect.key).kind)
    calendar = await work.calendar(*effect.holders)
    dates = deadlines.moved(effect, rule, calendar, reminded=await work.morning())
    work.dates.append(dates)
    day = dates.due.astimezone(calendar.zone).date()
    await assignments.move(work.s, work.batch, effect, dates.due, day)
    for participant in await work.once_each(effect.tell):
        await work.write("moved", participant, effect.key, key=effect.key)
