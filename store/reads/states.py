"""What is kept of rounds beside their rows: enough to start them again where they stood."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from store.round_state import RoundState
from store.tables import Round

PAGE = 200
"""States that are read at once, of some 20 to 100 KiB each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A round as its last batch left it: its state without the methodology, which `rules` holds."""

    round_id: str
    serial: int
    schema: int
    state: dict[str, Any]
    rules: dict[str, Any]
    opening_id: str
    secretariat_id: str


async def kept(s: AsyncSession, round_id: str) -> Kept | None:
    """One round, open or over; None if nothing of it was ever written."""
    found = await s.exec(_both().where(RoundState.round_id == round_id))
    row = found.one_or_none()
    return _read(*row) if row else None


async def open_rounds(s: AsyncSession) -> AsyncIterator[Kept]:
    """The rounds that are not over, by their ids; a page at a time, since thousands fill a memory."""
    last = ""
    while True:
        wanted = _both().where(col(Round.closed_at).is_(None), col(Round.id) > last)
        page = [_read(*row) for row in await s.exec(wanted.order_by(Round.id).limit(PAGE))]
        s.expunge_all()
        for kept in page:
            yield kept
        if len(page) < PAGE:
            return
        last = page[-1].round_id


def _both() -> Any:
    return select(RoundState, Round).join(Round, col(Round.id) == RoundState.round_id)


def _read(state: RoundState, round_: Round) -> Kept:
    return Kept(
        round_id=state.round_id,
        serial=state.serial,
        schema=state.schema_,
        state=json.loads(state.state),
        rules=round_.rules,
        opening_id=round_.opening_id,
        secretariat_id=round_.secretariat_id,
    )
