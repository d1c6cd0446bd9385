"""A letter of a round with its text as it was sent."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query

from api.deps import WRITABLE, Asking, Found, Used
from api.http.problems import RESPONSES
from api.officers.schemas import LetterRead
from api.policies import KEY_READS
from store.reads import letters

router = APIRouter(
    prefix="/api/v1/rounds/{round_id}", tags=["rounds"], responses=RESPONSES, dependencies=[KEY_READS]
)

LetterKey = Annotated[
    str,
    Query(max_length=500, pattern=WRITABLE, description="The key of the letter, as the round lists it."),
]


class LetterInFull(LetterRead):
    """A letter with its text, without the addresses of its links; both are empty until it is sent."""

    subject: str
    text: str


@router.get("/letter")
async def read_letter(key: LetterKey, used: Used, asking: Asking, round: Found) -> LetterInFull:  # noqa: ARG001 - the key is asked for
    """One letter of the round as it was sent; 404 for a letter that is not the round's."""
    async with used.database.reading() as s:
        found = await letters.sent(s, round.id, key)
    if found is None:
        raise HTTPException(404)
    letter, text = found
    own = LetterRead.model_validate(letter).model_dump()
    return LetterInFull(**own, subject=text.subject if text else "", text=text.body if text else "")
