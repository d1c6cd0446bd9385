"""What routes ask for: the tools of the process, and the officer whose key was sent."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BeforeValidator, StringConstraints
from sqlmodel.ext.asyncio.session import AsyncSession

from api.intake.decoding import decode
from api.intake.files import Files
from api.intake.intake import Intake
from store.links import Links
from store.reads import rounds
from store.session import Database
from store.tables import Officer, Round
from templates.render import Renderer


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the process has one of; made when it starts, found under `app.state.tools`."""

    database: Database
    intake: Intake
    files: Files
    links: Links
    renderer: Renderer
    public_url: str
    mail_from: str = ""
    """The address that letters come from, of which calendars take a change."""


def tools(request: Request) -> Tools:
    """The tools of the process."""
    made: Tools = request.app.state.tools
    return made


Used = Annotated[Tools, Depends(tools)]

_bearer = HTTPBearer(auto_error=False, scheme_name="officer", description="An officer's API key")
_Key = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]


def key_hash(key: str) -> str:
    """What is kept of an API key. It has the randomness of 256 bits: one round of a plain hash will do."""
    return sha256(key.encode()).hexdigest()


async def officer(request: Request, used: Used, key: _Key) -> Officer:
    """The officer whose key was sent.

    Raises HTTPException 401, the same for no key, a wrong one and a revoked one.
    """
    found = None
    if key:
        async with used.database.reading() as s:
            found = await rounds.officer(s, key_hash(key.credentials))
            # Nearly every route is about a round: one transaction reads both.
            request.state.round = found and await _round(s, request.path_params.get("round_id", ""))
    if found is None:
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    request.state.language = found.person.language
    return found.officer


Asking = Annotated[Officer, Depends(officer)]


Code = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f]*$")]
"""An id or a code as somebody sends it: PostgreSQL's columns hold no NUL."""


def round_id_of(round_id: str) -> str:
    """The round id of the path. Raises HTTPException 404 for what no round could be called."""
    if not is_round_id(round_id):
        raise HTTPException(404)
    return round_id


def is_round_id(text: str) -> bool:
    """Whether a round could be called so: a database refuses some characters."""
    return bool(text) and text.isascii() and text.isprintable()


RoundId = Annotated[str, Depends(round_id_of)]


async def _round(s: AsyncSession, round_id: str) -> Round | None:
    return await s.get(Round, round_id) if is_round_id(round_id) else None


async def round_of(request: Request, _: RoundId, asking: Asking) -> Round:
    """The round of the path. Raises HTTPException 404 for another secretariat's, as for none."""
    found: Round | None = request.state.round
    if found is None or found.secretariat_id != asking.secretariat_id:
        raise HTTPException(404)
    return found


Found = Annotated[Round, Depends(round_of)]


def decoded(model: Any) -> BeforeValidator:
    """Has FastAPI read a body through the one decoder, so that its refusals name their fields."""
    return BeforeValidator(lambda data: data if isinstance(data, model) else decode(model, data))
