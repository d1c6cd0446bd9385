"""The life of an assignment's row: opened, answered, overdue, moved, closed."""

from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.registry import KINDS
from rounds.state.batches import Batch, Dates
from rounds.state.effects import Close, Escalate, Move, Open, Refuse, Remind, Take
from rounds.state.keys import Key
from rounds.state.people import Naming
from rounds.submissions.envelope import Submission
from rounds.submissions.request import Note
from store import drafts, inbox, sought
from store.rows import insert_once
from store.tables import Assignment, Grant, Inbox, Round
from store.writes import grants, people
from store.writes.audit import record


async def open_(s: AsyncSession, batch: Batch, effect: Open, dates: Dates) -> None:
    """The assignment with a grant for each holder; who held it before has no link any more (L6).

    One that is there from before is opened anew: it passes to others, or hangs on a visit that moved.
    """
    if not await record(
        s, batch, "opened", effect.key, holders=list(effect.holders), due=dates.due.isoformat()
    ):
        return
    fresh = Assignment(
        round_id=batch.round,
        key=effect.key,
        kind=effect.rule.kind,
        role=effect.role,
        opened_at=batch.now,
        due_at=dates.due,
        version=effect.version,
        sha256=effect.sha256,
        earliest=dates.earliest,
        slack_until=dates.slack_until,
        paused=effect.paused,
        days=effect.rule.clock.count,
        unit=effect.rule.clock.unit,
        counted_from=effect.rule.clock.counted_from,
    )
    if await insert_once(s, fresh):
        await grants.give_first(s, batch, effect.key, effect.holders)
        return
    await _reopen(s, batch, effect, dates)
    of_others = col(Grant.participant_id).not_in(effect.holders)
    await grants.revoke(s, batch, col(Grant.assignment_key) == effect.key, of_others)
    await grants.give(s, batch, effect.key, effect.holders)


async def _reopen(s: AsyncSession, batch: Batch, effect: Open, dates: Dates) -> None:
    row = await _assignment(s, batch, effect.key)
    row.opened_at, row.due_at, row.overdue, row.state = batch.now, dates.due, False, "open"
    row.earliest, row.closed_at, row.submission_id = dates.earliest, None, ""
    row.paused, row.escalated, row.told = effect.paused, 0, []
    row.slack_until, row.slack_used = dates.slack_until, False
    row.version, row.sha256 = effect.version, effect.sha256


async def take(s: AsyncSession, batch: Batch, effect: Take) -> Submission:
    """The submission is accepted, whom it names are brought in, its draft is dropped; gives its body."""
    kept = await s.get_one(Inbox, effect.submission)
    body: Submission = inbox.body_of(kept)
    await inbox.answer(s, kept.id, "accepted", at=batch.now)
    kind = KINDS[kept.kind]
    naming = Naming(id=kept.id, key=Key.parse(kept.key), by=kept.participant_id, body=body)
    await people.bring(s, batch, kind.brings(naming))
    if isinstance(body, Note):
        round_ = (await s.exec(select(Round).where(Round.id == batch.round))).one()
        round_.initiative = body.initiative
        round_.language = kept.language
        await sought.keep(s, round_)
    if kind.is_answer:
        await drafts.drop(s, batch.round, effect.key, effect.by)
    actor = effect.officer or effect.by
    await record(
        s, batch, kept.kind, effect.key or effect.subject, actor=actor, by=effect.by, submission=kept.id
    )
    return body


async def refuse(s: AsyncSession, batch: Batch, effect: Refuse) -> Inbox | None:
    """The submission is refused; gives its row, or None if it was answered before."""
    values = dict(effect.values)
    if not await inbox.answer(
        s, effect.submission, "refused", effect.code, effect.field, values, at=batch.now
    ):
        return None
    await record(s, batch, "refused", effect.submission, code=effect.code, field=effect.field)
    return (await s.exec(select(Inbox).where(Inbox.id == effect.submission))).one()


async def close(s: AsyncSession, batch: Batch, effect: Close) -> Assignment | None:
    """How the assignment ended; its links end too, unless an invitation lingers (L3, P8).

    None, and no row, for what an empty seat owes: it was never asked of anybody.
    """
    row = await s.get(Assignment, (batch.round, effect.key))
    if row:
        row.state = effect.state
        row.submission_id = effect.submission or row.submission_id
        row.closed_at = None if effect.state == "lingering" else batch.now
    await record(s, batch, f"closed_{effect.state}", effect.key, submission=effect.submission)
    if not effect.links_live:
        await grants.end(s, batch, col(Grant.assignment_key) == effect.key)
    return row


async def escalate(s: AsyncSession, batch: Batch, effect: Escalate) -> Assignment:
    """The due moment has passed, and the delay has come so far up its chain."""
    row = await _assignment(s, batch, effect.key)
    row.overdue, row.escalated = True, effect.level
    row.told = [*dict.fromkeys((*row.told, *effect.to))]
    await record(s, batch, "overdue", effect.key, to=list(effect.to))
    return row


async def remind(s: AsyncSession, batch: Batch, effect: Remind) -> None:
    """A reminder is due; whoever is told of the delay by now, be it in another's place, stands with it."""
    row = await _assignment(s, batch, effect.key)
    row.told = [*dict.fromkeys((*row.told, *effect.also))]
    await record(s, batch, "reminded", effect.key, holders=list(effect.holders))


async def move(s: AsyncSession, batch: Batch, effect: Move, due: datetime, day: date) -> Assignment:
    """Another due date, or a clock that stands still or goes on; `day` is that of whoever must act."""
    row = await _assignment(s, batch, effect.key)
    row.due_at, row.paused = due, effect.paused
    row.escalated = row.escalated if effect.overdue else 0
    row.told = row.told if effect.overdue else []
    row.overdue = effect.overdue
    if effect.slack:
        row.slack_used = True
        asked = (await s.exec(select(Inbox).where(Inbox.id == effect.slack))).one()
        asked.values = {**inbox.GRANTED_AT_ONCE, "due": day.isoformat()}
    await record(s, batch, "moved", effect.key, due=due.isoformat(), paused=effect.paused)
    return row


async def _assignment(s: AsyncSession, batch: Batch, key: str) -> Assignment:
    return await s.get_one(Assignment, (batch.round, key))
