"""What routes ask for: the tools of the process, and the officer whose key was sent."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import BackgroundTasks, Depends, HTTPException, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BeforeValidator, StringConstraints
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel.ext.asyncio.session import AsyncSession

from api.intake.decoding import decode
from api.intake.files import Files
from api.intake.intake import Intake
from api.remembered import Remembered
from store import keys
from store.keys import KeyRead
from store.links import Links
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
    idle: timedelta
    """After so long without use a session of the desk ends."""
    mail_from: str = ""
    """The address that letters come from, of which calendars take a change."""
    remembered: Remembered = field(default_factory=Remembered)


def tools(request: Request) -> Tools:
    """The tools of the process."""
    made: Tools = request.app.state.tools
    return made


Used = Annotated[Tools, Depends(tools)]

_bearer = HTTPBearer(auto_error=False, scheme_name="officer", description="An officer's API key")
_Sent = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]


def no_key() -> HTTPException:
    """The answer to no key, a wrong one and a revoked one: one for all."""
    return HTTPException(401, headers={"WWW-Authenticate": "Bearer"})


async def known(request: Request, used: Tools) -> KeyRead | None:
    """The key that was sent, if there is such a one; looked up once for a request."""
    if not hasattr(request.state, "key"):
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        request.state.key = None
        if key and scheme.lower() == "bearer":
            async with used.database.reading() as s:
                request.state.key = await keys.known(s, key, datetime.now(UTC))
    found: KeyRead | None = request.state.key
    return found


async def key(request: Request, used: Used, after: BackgroundTasks, _: _Sent) -> KeyRead:
    """The key that was sent, with the officer whose it is. Raises HTTPException 401."""
    found = await known(request, used)
    if found is None:
        raise no_key()
    request.state.language = found.person.language
    if not keys.shows_use(found.key, datetime.now(UTC)):
        after.add_task(show_use, used.database, keys.use, found.key.id)
    return found


Use = Callable[[AsyncSession, str, datetime], Awaitable[None]]


async def show_use(database: Database, use: Use, id: str) -> None:
    """Written after the answer: whoever reads waits for nobody who writes."""
    with suppress(SQLAlchemyError, OSError):
        async with database.writing() as s:
            await use(s, id, datetime.now(UTC))


Key = Annotated[KeyRead, Depends(key)]


async def officer(by: Key) -> Officer:
    """The officer whose key was sent."""
    return by.officer


Asking = Annotated[Officer, Depends(officer)]


def once(request: Request) -> str:
    """The id of what is kept, for a request that comes under an `Idempotency-Key`; empty for others."""
    id: str = getattr(request.state, "once", "")
    return id


WRITABLE = r"^[^\x00-\x1f]*$"
"""The letters of an id or a code: PostgreSQL's columns hold no NUL."""
Code = Annotated[str, StringConstraints(max_length=200, pattern=WRITABLE)]
"""An id or a code as somebody sends it."""


def round_id_of(round_id: str) -> str:
    """The round id of the path. Raises HTTPException 404 for what no round could be called."""
    if not is_round_id(round_id):
        raise HTTPException(404)
    return round_id


def is_round_id(text: str) -> bool:
    """Whether a round could be called so: a database refuses some characters."""
    return bool(text) and text.isascii() and text.isprintable()


RoundId = Annotated[str, Depends(round_id_of)]


async def round_of(used: Used, round_id: RoundId, asking: Asking) -> Round:
    """The round of the path. Raises HTTPException 404 for another secretariat's, as for none."""
    async with used.database.reading() as s:
        found = await s.get(Round, round_id)
    if found is None or found.secretariat_id != asking.secretariat_id:
        raise HTTPException(404)
    return found


Found = Annotated[Round, Depends(round_of)]


def decoded(model: Any) -> BeforeValidator:
    """Has FastAPI read a body through the one decoder, so that its refusals name their fields."""
    return BeforeValidator(lambda data: data if isinstance(data, model) else decode(model, data))
