"""What if: a round rehearsed from where it stands, on virtual time, without a letter leaving."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

import structlog
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, TypeAdapter

from api.deps import Found, decoded
from api.http.problems import RESPONSES, Problem, language_of
from api.policies import KEY_ACTS
from api.programs import answered
from rounds.submissions.refusals import RehearsalBusy, RehearsalNotMade, RoundIsOver

log = structlog.get_logger()

router = APIRouter(
    dependencies=[KEY_ACTS],
    prefix="/api/v1/rounds/{round_id}",
    tags=["rounds"],
    responses={
        **RESPONSES,
        429: {
            "model": Problem,
            "description": "Another round is being rehearsed, or too much came in a short time",
        },
    },
)

PROGRAM = ("-m", "rehearsing", "--json", "--gently", "--round")
"""A program of its own: what is played there holds up nobody here, and ends when its time is over."""
LIMIT = 60.0
"""Seconds that one rehearsal may take; on a machine with little else to do it takes two to four."""
OVER = 4
"""The program's exit code for a round that has ended meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearse:
    """How everybody behaves: who answers on the first working day, on the last day, or not at all."""

    behaviour: Literal["in_time", "last_day", "silent"]


class HappeningRead(BaseModel):
    """Something that would happen; what does not belong to it is empty or null."""

    at: datetime
    what: str
    key: str
    kind: str
    role: str
    due: datetime | None
    told: list[str]
    starts: date | None
    ends: date | None
    code: str


class LetterForeseen(BaseModel):
    """A letter that would be written."""

    at: datetime
    role: str
    template: str
    language: str
    subject: str


class AwaitedRead(BaseModel):
    """What the round would wait for at last."""

    key: str
    kind: str
    role: str
    name: str
    due: datetime | None


class RehearsalRead(BaseModel):
    """A round played to its end, or until nothing comes by itself any more."""

    round: str
    behaviour: str
    zone: str
    begins: datetime
    ends: datetime
    outcome: str
    cut: bool
    awaits: list[AwaitedRead]
    happenings: list[HappeningRead]
    letters: list[LetterForeseen]


_READ = TypeAdapter(list[RehearsalRead])


class Rehearsals:
    """Has rounds rehearsed, one at a time in this process."""

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self._one = asyncio.Lock()

    async def rehearse(self, round_id: str, behaviour: str, language: str) -> RehearsalRead:
        """Play a round from where it stands.

        Raises: RehearsalBusy; RehearsalNotMade, after LIMIT seconds at most; RoundIsOver.
        """
        if self._one.locked():
            raise RehearsalBusy
        async with self._one:
            code, said = await self._run(round_id, "--behaviour", behaviour, "--language", language)
        if code == OVER:
            raise RoundIsOver
        if code:
            log.error("round not rehearsed", round=round_id, exit=code)
            raise RehearsalNotMade
        (made,) = _READ.validate_json(said)
        return made

    async def _run(self, *given: str) -> tuple[int, bytes]:
        env = {"DATABASE_URL": self._database_url}
        try:
            return await answered(*PROGRAM, *given, patience=LIMIT, env=env)
        except TimeoutError:
            log.error("rehearsal broken off", round=given[0])
            raise RehearsalNotMade from None


def _rehearsals(request: Request) -> Rehearsals:
    made: Rehearsals = request.app.state.rehearsals
    return made


Rehearsing = Annotated[Rehearsals, Depends(_rehearsals)]


@router.post("/rehearsals")
async def rehearse(
    body: Annotated[Rehearse, decoded(Rehearse)],
    request: Request,
    round: Found,
    rehearsals: Rehearsing,
) -> RehearsalRead:
    """Tell what would happen to the round from here, and which letters it would write; none is sent."""
    if round.closed_at:
        raise RoundIsOver
    return await rehearsals.rehearse(round.id, body.behaviour, language_of(request))
