"""What happens to an assignment, and the letters it brings."""

from zoneinfo import ZoneInfo

from activities.desk import Desk
from rounds import deadlines
from rounds.effects import Close, Escalate, Move, Open, Refuse, Remind, Take
from store import outbox
from store.writes import assignments
from store.writes.audit import record


async def open_(desk: Desk, effect: Open) -> None:
    """Work out its dates; whoever may act has a link and a letter, a newcomer to it a brief (L1, Z1)."""
    dates = deadlines.dates(
        effect.key,
        effect.rule,
        desk.batch.now,
        await desk.calendar(*effect.holders),
        visit_starts=effect.visit_starts,
        visit_ends=effect.visit_ends,
        lead=effect.lead,
    )
    await assignments.open_(desk.s, desk.batch, effect, dates)
    template = "brief" if effect.again else "assignment"
    for holder in effect.holders:
        await desk.write(template, holder, effect.key, key=effect.key)
    desk.dates.append(dates)


async def take(desk: Desk, effect: Take) -> None:
    """A submission was accepted."""
    await assignments.take(desk.s, desk.batch, effect)


async def refuse(desk: Desk, effect: Refuse) -> None:
    """Whoever sent it is told, with what they typed kept; an officer who steered, as the one responsible."""
    row = await assignments.refuse(desk.s, desk.batch, effect)
    await desk.write(
        "refused",
        row.participant_id or outbox.RESPONSIBLE,
        effect.submission,
        code=effect.code,
        field=effect.field,
        values=row.values,
        kind=row.kind,
        key=row.key,
        received=row.received_at.isoformat(),
    )


async def close(desk: Desk, effect: Close) -> None:
    """It ends; who was invited to a seat that somebody else has taken is thanked (P8).

    When the round itself is over, that is told instead.
    """
    row = await assignments.close(desk.s, desk.batch, effect)
    invited = row is not None and row.kind == "answer_invitation"
    if not invited or effect.state != "closed" or desk.batch.outcome:
        return
    for participant, _ in await outbox.holders(desk.s, desk.batch.round, effect.key):
        await desk.write("seat_filled", participant.id, effect.key)


async def remind(desk: Desk, effect: Remind) -> None:
    """One letter a person and day, with all they have open; none if the assignment is answered by now.

    Who is told of the delay besides is written to about this assignment alone.
    """
    batch = desk.batch
    awaited = await outbox.awaits(desk.s, batch.round, effect.key)
    if awaited:
        await record(desk.s, batch, "reminded", effect.key, holders=list(effect.holders))
    for holder in effect.holders:
        _, person = await outbox.participant(desk.s, batch.round, holder)
        zone = ZoneInfo((await desk.calendar(holder)).zone_name)
        key = f"reminder/{person.id}/{batch.now.astimezone(zone).date()}"
        # A repeated batch takes up a letter that the first time left waiting.
        if awaited or await outbox.letter(desk.s, key):
            await desk.write_as(key, "reminder", holder)
    if awaited:
        for participant in effect.also:
            await desk.write("escalation", participant, effect.key, key=effect.key)


async def escalate(desk: Desk, effect: Escalate) -> None:
    """It is overdue; whom the methodology names next is told, and its owner that they are."""
    await assignments.escalate(desk.s, desk.batch, effect)
    for participant in effect.to:
        await desk.write("escalation", participant, effect.key, key=effect.key)
    for holder in effect.holders:
        await desk.write("overdue", holder, effect.key, key=effect.key)


async def move(desk: Desk, effect: Move) -> None:
    """Another due date, or a clock that stands still or goes on (Z1); each person sees it once."""
    due = effect.due
    if not effect.paused:
        rule = (await desk.rules()).rule(effect.key.partition(":")[0])
        calendar = await desk.calendar(*effect.holders)
        dates = deadlines.moved(effect, rule, desk.batch.now, calendar)
        desk.dates.append(dates)
        due = dates.due
    await assignments.move(desk.s, desk.batch, effect, due)
    for participant in await desk.once_each(effect.tell):
        await desk.write("moved", participant, effect.key, key=effect.key)
