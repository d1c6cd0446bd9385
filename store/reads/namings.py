"""Who brought somebody into a round, and who ended it or sent it back: what letters say of decisions."""

from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.keys import Key
from rounds.state.people import first_id, is_delegate, seat_role
from rounds.state.sides import OFFICERS
from store.inbox import body_of
from store.reads import parties
from store.tables import Inbox, Officer, Participant, Person, Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decided something about a round, in which role (empty: an officer), and why, in which language."""

    by: str
    role: str
    reason: str
    language: str


async def named(s: AsyncSession, round_: Round, reader: Participant) -> tuple[str, Inbox] | None:
    """How somebody came into a round, and the submission that named them.

    `opening`, `panel` (a coordinator), `candidate`, or `place` (of somebody else). None for the
    secretariat's own, and for delegates, whose letter says it anyway.
    """
    id = reader.id
    if "~" in id:
        row = await _replacement(s, round_.id, id)
        return ("place", row) if row else None
    if id in OFFICERS or is_delegate(id):
        return None
    how, _, place = first_id(id).partition("-")
    if how not in ("candidate", "coordinator"):
        opened = await s.get(Inbox, round_.opening_id)
        return ("opening", opened) if opened else None
    number, _, n = place.removeprefix("added-").partition(".")
    key = (
        Key("add_candidate", seat_role(int(number)), int(n))
        if place.startswith("added-")
        else Key("propose_panel", n=int(number))
    )
    row = await _accepted(s, round_.id, key.kind, str(key))
    return ("candidate" if how == "candidate" else "panel", row) if row else None


async def who(s: AsyncSession, row: Inbox) -> tuple[str, str]:
    """The name of whoever sent something, and their role; no role for an officer who filed it for another."""
    sender = await parties.known(s, row.round_id, row.participant_id)
    officer = await _officer(s, row.officer_id) if row.officer_id else None
    if officer and not (sender and sender[1].id == officer.id):
        return officer.name, ""
    return (sender[1].name, sender[0].role) if sender else ("", "")


async def _officer(s: AsyncSession, id: str) -> Person | None:
    found = await s.exec(
        select(Person).join(Officer, col(Officer.person_id) == Person.id).where(Officer.id == id)
    )
    return found.one_or_none()


async def senders(s: AsyncSession, round_id: str, submission: str, by: str) -> set[str]:
    """The persons who brought something about: in whose name it was sent, and the officer who filed it."""
    mine = select(Participant.person_id).where(Participant.round_id == round_id, Participant.id == by)
    filed = (
        select(Officer.person_id)
        .join(Inbox, col(Inbox.officer_id) == Officer.id)
        .where(Inbox.id == submission)
    )
    return {*(await s.exec(mine)), *(await s.exec(filed))}


async def withdrawn(s: AsyncSession, round_id: str) -> Decision | None:
    """Who withdrew a round, and why if they said so (Z2); an officer may have, after a long silence (Z8)."""
    return await _decision(s, await _accepted(s, round_id, "withdraw")) or await silence_decided(s, round_id)


async def ended(s: AsyncSession, round_: Round) -> Decision | None:
    """Who declined or withdrew a round, or let it rest, and why (Q7, Z2, Z8); None of any other end."""
    decided = {
        "withdrawn": lambda: withdrawn(s, round_.id),
        "declined": lambda: examined(s, round_.id),
        "dormant": lambda: silence_decided(s, round_.id),
    }.get(round_.outcome)
    return await decided() if decided else None


async def silence_decided(s: AsyncSession, round_id: str) -> Decision | None:
    """Which officer decided last what becomes of a silent round, and why (Z8)."""
    return await _decision(s, await _accepted(s, round_id, "decide_silence"))


async def examined(s: AsyncSession, round_id: str, n: int = 0) -> Decision | None:
    """Who examined the request, and why they returned or declined it (Q7); `n`: which time, else the last."""
    key = str(Key("examine_request", n=n)) if n else ""
    return await _decision(s, await _accepted(s, round_id, "examine_request", key))


async def _decision(s: AsyncSession, row: Inbox | None) -> Decision | None:
    if row is None:
        return None
    by, role = await who(s, row)
    return Decision(by=by, role=role, reason=body_of(row).reason, language=row.language)


async def _accepted(s: AsyncSession, round_id: str, kind: str, key: str = "") -> Inbox | None:
    """The last of a kind that was accepted, for an assignment or for any."""
    rows = await s.exec(
        select(Inbox)
        .where(Inbox.round_id == round_id, Inbox.kind == kind, Inbox.state == "accepted")
        .where(Inbox.key == key if key else col(Inbox.key).is_not(None))
        .order_by(col(Inbox.received_at).desc(), col(Inbox.id).desc())
        .limit(1)
    )
    return rows.one_or_none()


async def _replacement(s: AsyncSession, round_id: str, newcomer: str) -> Inbox | None:
    base, _, n = newcomer.partition("~")
    old = base if n == "2" else f"{base}~{int(n) - 1}"
    rows = await s.exec(
        select(Inbox)
        .where(Inbox.round_id == round_id, Inbox.kind == "replace_person", Inbox.state == "accepted")
        .order_by(col(Inbox.received_at))
    )
    return next((row for row in rows if body_of(row).participant == old), None)
