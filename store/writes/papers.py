"""Papers are attached to a round, and withdrawn."""

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.interventions.papers import paper_id
from rounds.state.batches import Batch
from rounds.state.effects import Papers
from rounds.state.papers import session_of
from rounds.submissions.papers import AddPapers
from store.inbox import body_of
from store.papers import Paper
from store.reads import visit
from store.rows import insert_once
from store.tables import Inbox
from store.writes.audit import record


async def papers(s: AsyncSession, batch: Batch, effect: Papers) -> None:
    """A row for each of them, once; or what became of one."""
    if effect.withdrawn:
        await _withdraw(s, batch, effect)
        return
    kept = (await s.exec(select(Inbox).where(Inbox.id == effect.submission))).one()
    body: AddPapers = body_of(kept)
    day, title = await _session(s, batch.round, session_of(body.about))
    for n, paper in enumerate(body.papers, start=1):
        row = Paper(
            id=paper_id(kept.id, n),
            round_id=batch.round,
            submission_id=kept.id,
            participant_id=kept.participant_id,
            officer_id=kept.officer_id,
            title=paper.title.strip(),
            language=kept.language,
            upload_id=paper.file,
            about=body.about,
            audience=body.audience,
            session_day=day,
            session_title=title,
            at=batch.now,
        )
        await insert_once(s, row)


async def _session(s: AsyncSession, round_id: str, number: int) -> tuple[int, str]:
    """The day and the title of a session, as the agenda is now."""
    agenda = (await visit.visit(s, round_id)).agenda if number else None
    if agenda is None or number > len(agenda.sessions):
        return 0, ""
    session = agenda.sessions[number - 1]
    return session.day, session.title


async def _withdraw(s: AsyncSession, batch: Batch, effect: Papers) -> None:
    """It is shown to nobody from now on; one whose filing was left out is not there."""
    row = (await s.exec(select(Paper).where(Paper.id == effect.withdrawn))).one_or_none()
    if row:
        row.withdrawn_at = row.withdrawn_at or batch.now
    await record(s, batch, "paper_withdrawn", effect.withdrawn, submission=effect.submission)
