"""Grants: the rows behind links. Each function leaves those that are already as wanted untouched."""

import secrets
from collections.abc import Collection

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.state.batches import Batch
from store.rows import insert_each_once, insert_once
from store.tables import Grant


async def give_first(
    s: AsyncSession, batch: Batch, assignment_key: str, participants: Collection[str]
) -> None:
    """A live grant for each participant, for an assignment that has just come to be: nobody had one."""
    await insert_each_once(
        s, [_grant(batch, assignment_key, each, serial=1) for each in dict.fromkeys(participants)]
    )


async def give(s: AsyncSession, batch: Batch, assignment_key: str, participants: Collection[str]) -> None:
    """A live grant for each participant who has none: for an assignment, or for *my round* (no key)."""
    rows = await s.exec(
        select(Grant).where(
            Grant.round_id == batch.round,
            Grant.assignment_key == assignment_key,
            col(Grant.participant_id).in_(participants),
        ),
        execution_options={"populate_existing": True},  # an update before this may have changed them
    )
    held = list(rows)
    live = {grant.participant_id for grant in held if grant.state == "live"}
    for participant in dict.fromkeys(participants):
        if participant not in live:
            serial = max((g.serial for g in held if g.participant_id == participant), default=0) + 1
            await insert_once(s, _grant(batch, assignment_key, participant, serial))


def _grant(batch: Batch, assignment_key: str, participant: str, serial: int) -> Grant:
    return Grant(
        id=secrets.token_hex(16),  # 128 random bits (L1)
        round_id=batch.round,
        assignment_key=assignment_key,
        participant_id=participant,
        purpose="act" if assignment_key else "my_round",
        serial=serial,
        created_at=batch.now,
    )


async def end(s: AsyncSession, batch: Batch, *which: ColumnElement[bool]) -> None:
    """Live grants show from now on what was recorded, and act no more (L3)."""
    await _turn(s, batch, "ended", ["live"], *which)


async def revoke(s: AsyncSession, batch: Batch, *which: ColumnElement[bool]) -> None:
    """Grants answer from now on as if they had never been (L6)."""
    await _turn(s, batch, "revoked", ["live", "ended"], *which)


async def _turn(
    s: AsyncSession, batch: Batch, state: str, before: list[str], *which: ColumnElement[bool]
) -> None:
    await s.exec(
        update(Grant)
        .where(col(Grant.round_id) == batch.round, col(Grant.state).in_(before), *which)
        .values(state=state, ended_at=func.coalesce(Grant.ended_at, batch.now))
    )
