"""What happens to a round, its people and its visit, and the letters it brings."""

from activities.desk import Desk
from rounds import deadlines
from rounds.effects import (
    Begin,
    Readdress,
    Replace,
    Report,
    Resend,
    Schedule,
    Seated,
    Speak,
    Tell,
    Unschedule,
)
from rounds.people_effects import Share
from store import outbox
from store.tables import CalendarEvent
from store.writes import letters, people, rounds


async def begin(desk: Desk, effect: Begin) -> None:
    """The round and its people, from the opening."""
    await rounds.begin(desk.s, desk.batch, effect)


async def seated(desk: Desk, effect: Seated) -> None:
    """A seat is taken or left (P8)."""
    await people.seated(desk.s, desk.batch, effect)


async def replace(desk: Desk, effect: Replace) -> None:
    """The newcomer has one brief: where the round stands, what is theirs and by when, if anything is."""
    await people.replace(desk.s, desk.batch, effect)
    await desk.write("handed_over", effect.new, effect.old, old=effect.old)


async def share(desk: Desk, effect: Share) -> None:
    """The delegate has a link of their own, and is told who asks and for which part."""
    await people.share(desk.s, desk.batch, effect)
    await desk.write(
        "delegated",
        effect.delegate,
        effect.key,
        key=effect.key,
        owner=effect.owner,
        submission=effect.submission,
    )


async def readdress(desk: Desk, effect: Readdress) -> None:
    """At the new address, what is open is sent again with links of its own (L6)."""
    await people.readdress(desk.s, desk.batch, effect)
    for key in effect.keys:
        await desk.write("brief", effect.participant, key, key=key)


async def speak(desk: Desk, effect: Speak) -> None:
    """What is written to them from now on is in the language they chose, letters that still wait too (Z3)."""
    await people.speak(desk.s, desk.batch, effect)


async def resend(desk: Desk, effect: Resend) -> None:
    """A letter of this round goes out once more; of one that is no letter of it, nothing comes."""
    first = await outbox.letter(desk.s, effect.letter)
    if first and first.round_id == desk.batch.round:
        desk.send(await letters.resend(desk.s, desk.batch, effect), first.participant_id)


async def report(desk: Desk, effect: Report) -> None:
    """A version of the report exists (W4)."""
    await rounds.report(desk.s, desk.batch, effect)


async def schedule(desk: Desk, effect: Schedule) -> None:
    """The visit has dates: its hours there, and a calendar invitation or its update (V8)."""
    event = await rounds.schedule(desk.s, desk.batch, effect)
    calendar = await desk.beneficiary()
    desk.visit = deadlines.visit_hours(effect.starts, effect.ends, effect.number, effect.freeze, calendar)
    await _visit_letters(desk, event, "REQUEST", effect.people, form=effect.form)


async def unschedule(desk: Desk, effect: Unschedule) -> None:
    """The visit leaves the calendars (V8, Z2)."""
    event = await rounds.unschedule(desk.s, desk.batch, effect)
    await _visit_letters(desk, event, "CANCEL", effect.people)


async def _visit_letters(
    desk: Desk, event: CalendarEvent, method: str, participants: tuple[str, ...], form: str = ""
) -> None:
    for participant in await desk.once_each(participants):
        _, person = await outbox.participant(desk.s, desk.batch.round, participant)
        await desk.write(
            "visit",
            participant,
            f"{method}-{event.sequence}",
            method=method,
            starts=event.starts.isoformat(),
            ends=event.ends.isoformat(),
            sequence=event.sequence,
            updated=await outbox.knows_visit(desk.s, desk.batch.round, person.id),
            form=form,
        )


async def tell(desk: Desk, effect: Tell) -> None:
    """News, once each, whatever roles somebody holds."""
    await rounds.tell(desk.s, desk.batch, effect)
    subject = effect.key or effect.what
    for participant in await desk.once_each(effect.people):
        await desk.write(
            "told", participant, subject, what=effect.what, key=effect.key, people=list(effect.people)
        )
