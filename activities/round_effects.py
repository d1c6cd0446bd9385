"""What happens to a round, its people and its visit, and the letters it brings."""

from collections.abc import Mapping
from types import MappingProxyType

from activities.unit_of_work import UnitOfWork
from rounds.clock import deadlines
from rounds.state import news
from rounds.state.delegating import Share, Unshare
from rounds.state.effects import (
    Begin,
    Readdress,
    Replace,
    Report,
    Resend,
    Schedule,
    Seated,
    Skip,
    Tell,
    Unschedule,
)
from store import outbox
from store.reads import namings
from store.tables import CalendarEvent
from store.writes import letters, people, rounds

NOTHING: Mapping[str, str] = MappingProxyType({})
"""Of dates that are the first: there were none before."""


async def begin(work: UnitOfWork, effect: Begin) -> None:
    """The round and its people, from the opening."""
    await rounds.begin(work.s, work.batch, effect)


async def seated(work: UnitOfWork, effect: Seated) -> None:
    """A seat is taken or left (P8)."""
    await people.seated(work.s, work.batch, effect)


async def replace(work: UnitOfWork, effect: Replace) -> None:
    """The newcomer has one brief: where the round stands, what is theirs and by when, if anything is."""
    await people.replace(work.s, work.batch, effect)
    await work.write("handed_over", effect.new, effect.old, old=effect.old)


async def share(work: UnitOfWork, effect: Share) -> None:
    """The delegate has a link of their own, and is told who asks and for which part."""
    await people.share(work.s, work.batch, effect)
    await work.write(
        "delegated",
        effect.delegate,
        effect.key,
        key=effect.key,
        owner=effect.owner,
        submission=effect.submission,
    )


async def unshare(work: UnitOfWork, effect: Unshare) -> None:
    """The delegate is told by whom, and that nothing more is asked of them."""
    await people.unshare(work.s, work.batch, effect)
    await work.write("delegation_ended", effect.delegate, effect.key, key=effect.key, owner=effect.owner)


async def readdress(work: UnitOfWork, effect: Readdress) -> None:
    """At the new address, what is open is sent again with links of its own (L6); the old one is told (S8)."""
    done = await people.readdress(work.s, work.batch, effect)
    for participant, key in done.open:
        await work.write("brief", participant, key, key=key)
    if done.old:
        key = f"{work.batch.round}/{letters.OLD_ADDRESS}/{effect.submission}"
        await work.write_as(key, letters.OLD_ADDRESS, effect.participant, person=done.old)


async def resend(work: UnitOfWork, effect: Resend) -> None:
    """A letter of this round goes out once more; of one that is no letter of it, nothing comes."""
    first = await outbox.letter(work.s, effect.letter)
    if first and first.round_id == work.batch.round:
        key = await letters.resend(work.s, work.batch, effect)
        work.send(key, first.participant_id, first.template)


async def report(work: UnitOfWork, effect: Report) -> None:
    """A version of the report exists (W4)."""
    await rounds.report(work.s, work.batch, effect)


async def schedule(work: UnitOfWork, effect: Schedule) -> None:
    """The visit has dates: its hours there, and a calendar invitation or its update (V8)."""
    event = await rounds.schedule(work.s, work.batch, effect)
    calendar = await work.beneficiary()
    work.visit = deadlines.visit_hours(effect.starts, effect.ends, effect.number, effect.freeze, calendar)
    was = {
        "was_starts": effect.was_starts.isoformat() if effect.was_starts else "",
        "was_ends": effect.was_ends.isoformat() if effect.was_ends else "",
        "was_form": effect.was_form,
        "submission": effect.submission,
    }
    await _visit_letters(work, event, "REQUEST", effect.people, effect.form, was if effect.was_starts else {})


async def unschedule(work: UnitOfWork, effect: Unschedule) -> None:
    """The visit leaves the calendars (V8, Z2)."""
    event = await rounds.unschedule(work.s, work.batch, effect)
    if event is None:
        return
    await _visit_letters(work, event, "CANCEL", effect.people)


async def _visit_letters(
    work: UnitOfWork,
    event: CalendarEvent,
    method: str,
    participants: tuple[str, ...],
    form: str = "",
    was: Mapping[str, str] = NOTHING,
) -> None:
    for participant in await work.once_each(participants):
        _, person = await work.participant(participant)
        await work.write(
            "visit",
            participant,
            f"{method}-{event.sequence}",
            method=method,
            starts=event.starts.isoformat(),
            ends=event.ends.isoformat(),
            sequence=event.sequence,
            updated=await outbox.knows_visit(work.s, work.batch.round, person.id),
            form=form,
            **was,
        )


async def tell(work: UnitOfWork, effect: Tell) -> None:
    """News, once each, whatever roles somebody holds; never to the person who brought it about."""
    await rounds.tell(work.s, work.batch, effect)
    subject = "/".join(filter(None, (effect.what, effect.key or effect.about, effect.submission)))
    of_many = effect.what in news.OF_MANY
    own = set() if of_many else await namings.senders(work.s, work.batch.round, effect.submission, effect.by)
    for participant in await work.once_each(effect.people, but=own):
        await work.write(
            "told",
            participant,
            subject,
            what=effect.what,
            key=effect.key,
            about=effect.about,
            submission=effect.submission,
        )


async def skip(work: UnitOfWork, effect: Skip) -> None:
    """An effect was left out by whoever looks after the round: that is recorded."""
    await rounds.skip(work.s, work.batch, effect)
