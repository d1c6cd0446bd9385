"""The round that an address names, for whoever may see it; another's is as unknown as none."""

from typing import Annotated

from fastapi import Depends

from api.deps import Used, is_round_id
from api.desk.refusing import NotShown
from api.desk.session import Asks
from store.reads import listing
from store.tables import Round


async def found(round_id: str, used: Used, asks: Asks) -> Round:
    """The round of the path (S3); for a coordinator one of their own. Raises: NotShown."""
    row = None
    if is_round_id(round_id):
        async with used.database.reading() as s:
            row = await listing.one(s, asks.secretariat, round_id, asks.only)
    if row is None:
        raise NotShown("not_here", asks=asks)
    return row


Found = Annotated[Round, Depends(found)]
