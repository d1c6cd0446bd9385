"""A round opened from a request of the public pages: as its focal point confirmed it, and once (Q1, Q8)."""

from sqlmodel.ext.asyncio.session import AsyncSession

from rounds.submissions.asking import NotConfirmed, check_same, opening_of
from rounds.submissions.request import OpenRound
from store import requests


async def check(s: AsyncSession, body: OpenRound, secretariat: str) -> None:
    """Refuse what is not what was confirmed, or was opened already.

    Raises: NotConfirmed, RequestDiffers.
    """
    if not body.request:
        return
    found = await requests.one(s, body.request, lock=True)
    if found is None or found.secretariat_id != secretariat or found.state != "waiting":
        raise NotConfirmed(field="request")
    check_same(opening_of(found.id, requests.body_of(found)), body)


async def opened(s: AsyncSession, body: OpenRound, secretariat: str, round_id: str) -> None:
    """The request is settled with the opening, or neither is kept."""
    if body.request:
        await requests.settle(s, body.request, secretariat, "opened", round_id=round_id)
