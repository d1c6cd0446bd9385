"""What is kept of rounds beside their rows: enough to start them again where they stood."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from adapters import adapter
from rounds import schemas
from rounds.state import round as state
from store.round_state import RoundState
from store.tables import Round

_ROUND = adapter(state.Round)
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


async def as_it_stands(s: AsyncSession, round_id: str) -> state.Round | None:
    """One round as its last batch left it, for who asks a rule about it.

    None before it has any, and while newer code than this has written it: a deploy is under way.
    """
    known = await kept(s, round_id)
    if known is None:
        return None
    try:
        rules = schemas.upcast_methodology(known.rules)
        read: state.Round = _ROUND.validate_python(schemas.upcast(known.state) | {"methodology": rules})
    except schemas.NewerSchema:
        return None
    return read


async def open_rounds(s: AsyncSession) -> AsyncIterator[Kept]:
    """The rounds that are not over, or are being published; a page at a time: thousands fill a memory."""
    last = ""
    while True:
        open_ = or_(col(Round.closed_at).is_(None), col(Round.publishing))
        wanted = _both().where(open_, col(Round.id) > last)
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
