"""A round as a whole: its beginning, its step, its report, its visit in the calendars."""

from dataclasses import asdict
from typing import Any

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds import schemas
from rounds.methodology.model import Methodology
from rounds.state.batches import Batch
from rounds.state.effects import Begin, Report, Schedule, Skip, Tell, Unschedule
from rounds.state.people import of_opening
from rounds.submissions.request import OpenRound
from store import inbox, sought
from store.rows import insert_once
from store.tables import Assignment, CalendarEvent, Inbox, Officer, ReportVersion, Round
from store.writes import grants, people
from store.writes.audit import record


async def begin(s: AsyncSession, batch: Batch, effect: Begin) -> None:
    """The round under its pinned methodology, with the beneficiary's people and the secretariat's."""
    kept = (await s.exec(select(Inbox).where(Inbox.id == effect.opening))).one()
    body: OpenRound = inbox.body_of(kept)
    row = _round(batch, kept, body, effect.methodology)
    if await insert_once(s, row):
        await sought.keep(s, row)
    await people.bring(s, batch, of_opening(body))
    await _secretariat(s, batch, kept.officer_id)
    await inbox.answer(s, kept.id, "accepted", at=batch.now)
    await record(s, batch, "opened", batch.round, actor=kept.officer_id, submission=kept.id)


def _round(batch: Batch, kept: Inbox, body: OpenRound, methodology: Methodology) -> Round:
    *_, year, number = batch.round.split("-")
    return Round(
        id=batch.round,
        methodology=methodology.id,
        methodology_version=methodology.version,
        rules=schemas.pinned(asdict(methodology)),
        secretariat_id=methodology.secretariat,
        country=body.country,
        institution=body.institution,
        initiative=body.note.initiative if body.note else "",
        year=int(year),
        number=int(number),
        step=batch.step,
        opened_at=batch.now,
        changed_at=batch.now,
        opening_id=kept.id,
        language=kept.language,
    )


async def _secretariat(s: AsyncSession, batch: Batch, officer_id: str) -> None:
    """Who opened the round answers for it; without a head, escalations go to them too."""
    opener = (await s.exec(select(Officer).where(Officer.id == officer_id))).one()
    heads = await s.exec(
        select(Officer)
        .where(
            Officer.secretariat_id == opener.secretariat_id,
            col(Officer.head).is_(True),
            col(Officer.revoked_at).is_(None),
        )
        .order_by(col(Officer.created_at))
    )
    await people.enter_officer(s, batch, "responsible_officer", opener.person_id)
    head = heads.first() or opener
    await people.enter_officer(s, batch, "head_of_secretariat", head.person_id)


async def advance(s: AsyncSession, batch: Batch) -> None:
    """Where the round stands after a batch; with an outcome it is over, and all its links end (L3).

    While what comes after it goes on, they do not: the approver is asked something, and so is the officer.

    Assignments too, be it that the effect which would have closed one was left out. A round whose beginning
    was left out stands nowhere.
    """
    row = await s.get(Round, batch.round)
    if row is None:
        return
    row.step, row.outcome, row.changed_at = batch.step, batch.outcome, batch.now
    if batch.outcome:
        row.closed_at = row.closed_at or batch.now
        row.publishing = batch.publishing
    if batch.outcome and not batch.publishing:
        await grants.end(s, batch)
        await s.exec(
            update(Assignment)
            .where(col(Assignment.round_id) == batch.round, col(Assignment.state).in_(("open", "lingering")))
            .values(state="closed", closed_at=batch.now)
        )


async def report(s: AsyncSession, batch: Batch, effect: Report) -> None:
    """A version of the report exists (W4)."""
    version = ReportVersion(
        round_id=batch.round,
        version=effect.version,
        sha256=effect.sha256,
        submission_id=effect.submission,
        at=batch.now,
        language=effect.language,
        pages=effect.pages,
        translation_of=effect.translation_of,
    )
    if await insert_once(s, version):
        await record(s, batch, "report", str(effect.version), sha256=effect.sha256)


async def schedule(s: AsyncSession, batch: Batch, effect: Schedule) -> CalendarEvent:
    """The visit has these dates in the calendars (V8)."""
    first = CalendarEvent(
        round_id=batch.round,
        uid=f"{batch.round}@ronda",
        sequence=effect.number,
        starts=effect.starts,
        ends=effect.ends,
    )
    await insert_once(s, first)
    dates = {"starts": effect.starts, "ends": effect.ends}
    return await _calendar(s, batch, effect.number, state="confirmed", **dates)


async def unschedule(s: AsyncSession, batch: Batch, effect: Unschedule) -> CalendarEvent | None:
    """The visit is cancelled in the calendars (V8, Z2); None if it never came into them."""
    if await s.get(CalendarEvent, batch.round) is None:
        return None
    return await _calendar(s, batch, effect.number, state="cancelled")


async def _calendar(s: AsyncSession, batch: Batch, sequence: int, **values: Any) -> CalendarEvent:
    event = (await s.exec(select(CalendarEvent).where(CalendarEvent.round_id == batch.round))).one()
    for name, value in values.items():
        setattr(event, name, value)
    event.sequence = sequence
    await record(s, batch, f"visit_{event.state}", str(sequence))
    return event


async def tell(s: AsyncSession, batch: Batch, effect: Tell) -> None:
    """Record that people are told."""
    people = list(effect.people)
    subject = effect.key or effect.what
    await record(s, batch, "told", subject, what=effect.what, people=people, submission=effect.submission)


async def skip(s: AsyncSession, batch: Batch, effect: Skip) -> None:
    """Record what was left out; what was sent with it is answered, so that it does not come again."""
    if effect.answer:
        await inbox.answer(s, effect.submission, effect.answer, effect.code, at=batch.now)
    await record(
        s,
        batch,
        "left_out",
        effect.subject or effect.effect,
        what=effect.effect,
        submission=effect.submission,
    )
