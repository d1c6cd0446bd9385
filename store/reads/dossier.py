"""What the file of a round is drawn from, beside what was submitted: rows that other pages do not ask for."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.people import first_id
from store.drafts import Draft
from store.sent_texts import SentText
from store.tables import Assignment, Inbox, Letter, ReportVersion
from store.uploads import Upload


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter of the outbox, and what it said when it was sent."""

    letter: Letter
    text: SentText


async def assignments(s: AsyncSession, round_id: str) -> tuple[Assignment, ...]:
    """All that a round has asked so far, first due first."""
    rows = await s.exec(
        select(Assignment)
        .where(Assignment.round_id == round_id)
        .order_by(col(Assignment.due_at), col(Assignment.key))
    )
    return tuple(rows)


async def letters(s: AsyncSession, round_id: str, participant_id: str) -> tuple[SentLetter, ...]:
    """The letters that a participant was sent, the latest first."""
    rows = await s.exec(
        select(Letter, SentText)
        .join(SentText, col(SentText.letter) == Letter.key)
        .where(Letter.round_id == round_id, Letter.participant_id == participant_id)
        .order_by(col(Letter.written_at).desc(), col(Letter.key))
    )
    return tuple(SentLetter(letter, text) for letter, text in rows)


async def sent_by(s: AsyncSession, round_id: str, participant_id: str) -> tuple[Inbox, ...]:
    """What a participant sent, or an officer filed for them, and was not refused; the latest first."""
    rows = await s.exec(
        select(Inbox)
        .where(Inbox.round_id == round_id, Inbox.participant_id == participant_id, Inbox.state != "refused")
        .order_by(col(Inbox.received_at).desc(), col(Inbox.id))
    )
    return tuple(rows)


async def frozen(s: AsyncSession, round_id: str, kind: str) -> dict[str, Draft]:
    """What had been saved last for each assignment of a kind that closed unanswered before the visit."""
    rows = await s.exec(
        select(Draft)
        .join(
            Assignment,
            (col(Assignment.round_id) == Draft.round_id) & (col(Assignment.key) == Draft.assignment_key),
        )
        .where(Draft.round_id == round_id, Assignment.kind == kind, Assignment.state == "frozen")
        .order_by(col(Draft.saved_at))
    )
    return {draft.assignment_key: draft for draft in rows}


async def versions(s: AsyncSession, round_id: str) -> tuple[ReportVersion, ...]:
    """The versions of the report, the first first (W4)."""
    rows = await s.exec(
        select(ReportVersion).where(ReportVersion.round_id == round_id).order_by(col(ReportVersion.version))
    )
    return tuple(rows)


async def uploads(s: AsyncSession, ids: Collection[str]) -> dict[str, Upload]:
    """Files by their id; an id that is none is left out."""
    rows = await s.exec(select(Upload).where(col(Upload.id).in_(ids)))
    return {upload.id: upload for upload in rows}


async def is_invited(s: AsyncSession, round_id: str, candidate: str) -> bool:
    """Whether a candidate may still take the seat, or has accepted it and is under review (P6, P8)."""
    keys = (f"answer_invitation:{first_id(candidate)}", f"review_conflict:{candidate}")
    rows = await s.exec(
        select(Assignment.key).where(
            Assignment.round_id == round_id,
            col(Assignment.key).in_(keys),
            col(Assignment.state).in_(["open", "lingering"]),
        )
    )
    return rows.first() is not None
