"""What of the inbox is to be handed over now, and by whom: the queue that the relays of all processes share.

A row is due at a time that stands in it, and is one process's until its lease ends: who is killed meanwhile
leaves it to the others.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from store.columns import written_out
from store.tables import Inbox


async def anything(s: AsyncSession, older_than: timedelta) -> bool:
    """Whether there is anything to hand over now."""
    now = datetime.now(UTC)
    there = select(Inbox.id).where(*_due(now), Inbox.received_at <= now - older_than)
    return (await s.exec(there.limit(1))).first() is not None


async def claim(s: AsyncSession, older_than: timedelta, lease: timedelta, limit: int) -> list[Inbox]:
    """What this process is to hand over now, and nobody else until the lease ends: one row a round.

    A round's rows come in the order in which they were received, and no second one before the first is
    settled; of several rounds, whose turn is longest due. Younger rows may still be on their way.
    """
    # The time is that after any wait for the lock: by an earlier one, what another process has just made due
    # would not be, and a later row of its round would go before it.
    await s.connection()
    now = datetime.now(UTC)
    old = Inbox.received_at <= now - older_than
    taken = select(Inbox.round_id).where(
        col(Inbox.state) == written_out("received"), col(Inbox.leased_until) > now
    )
    turn = func.row_number().over(
        partition_by=col(Inbox.round_id), order_by=(col(Inbox.received_at), col(Inbox.id))
    )
    heads = (
        select(Inbox.id, Inbox.due_at, turn.label("turn"))
        .where(*_due(now), old, col(Inbox.round_id).not_in(taken))
        .subquery()
    )
    rows = await s.exec(
        select(Inbox)
        .join(heads, heads.c.id == Inbox.id)
        # Said again for PostgreSQL: it looks once more at a row that another process has just let go.
        .where(heads.c.turn == 1, *_due(now))
        .order_by(heads.c.due_at, heads.c.id)
        .limit(limit)
        .with_for_update(of=Inbox, skip_locked=True)
    )
    claimed = list(rows)
    for row in claimed:
        row.leased_until, row.tries = now + lease, row.tries + 1
    return claimed


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Received, due, and in nobody's hands."""
    return (
        col(Inbox.state) == written_out("received"),
        col(Inbox.due_at) <= now,
        col(Inbox.leased_until).is_(None) | (col(Inbox.leased_until) <= now),
    )


async def put_off(s: AsyncSession, row: Inbox, wait: timedelta) -> None:
    """A row that was claimed is due again after a while, should it not be answered by then.

    The next of its round takes its turn behind the other rounds'.
    """
    now = datetime.now(UTC)
    if await _let_go(s, row):
        await s.exec(update(Inbox).where(col(Inbox.id) == row.id).values(due_at=now + wait))
        follows = (
            select(Inbox.id)
            .where(*_due(now), Inbox.round_id == row.round_id)
            .order_by(col(Inbox.received_at), col(Inbox.id))
            .limit(1)
        )
        await s.exec(update(Inbox).where(col(Inbox.id).in_(follows)).values(due_at=now))


async def put_off_round(s: AsyncSession, row: Inbox, wait: timedelta) -> None:
    """The round of a row that was claimed does not answer: whatever waits for it is due after a while."""
    due_at = datetime.now(UTC) + wait
    if await _let_go(s, row):
        whatever = (col(Inbox.state) == written_out("received"), col(Inbox.due_at) < due_at)
        await s.exec(
            update(Inbox).where(*whatever, col(Inbox.round_id) == row.round_id).values(due_at=due_at)
        )


async def _let_go(s: AsyncSession, row: Inbox) -> bool:
    """End a lease, if it still is this one: who comes late changes nothing."""
    mine = (col(Inbox.id) == row.id, col(Inbox.leased_until) == row.leased_until)
    return (await s.exec(update(Inbox).where(*mine).values(leased_until=None))).rowcount == 1
