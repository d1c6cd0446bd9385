"""What lies ahead over all rounds: what is due and overdue, and the visits by date."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict

from api.deps import Asking, Used
from api.http.problems import RESPONSES
from api.policies import KEY_READS
from store.reads import ahead
from store.reads.ahead import Due, Stay
from store.tables import Round

router = APIRouter(prefix="/api/v1", tags=["lists"], responses=RESPONSES, dependencies=[KEY_READS])


class Page(BaseModel):
    """Which page of a list."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Query(ge=1, le=200)] = 50
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0


class WantedDue(Page):
    """What of all that is open is asked for."""

    before: AwareDatetime | None = None
    overdue: bool | None = None


class WantedVisits(Page):
    """The days that a visit must touch."""

    first: date
    last: date


class _OfRound(BaseModel):
    round: str
    methodology: str
    country: str
    institution: str
    initiative: str
    step: str


class DueRead(_OfRound):
    """Something that a round waits for."""

    key: str
    kind: str
    role: str
    due_at: datetime
    overdue: bool
    paused: bool


class DueListed(BaseModel):
    """A page of what is due."""

    limit: int
    offset: int
    due: list[DueRead]


class VisitRead(_OfRound):
    """A visit; `sequence` grows with each change of its dates."""

    starts: date
    ends: date
    state: str
    sequence: int


class VisitsListed(BaseModel):
    """A page of visits."""

    limit: int
    offset: int
    visits: list[VisitRead]


@router.get("/due")
async def list_due(wanted: Annotated[WantedDue, Query()], used: Used, asking: Asking) -> DueListed:
    """What all rounds wait for, first due first."""
    async with used.database.reading() as s:
        found = await ahead.due(s, asking.secretariat_id, **wanted.model_dump())
    return DueListed(limit=wanted.limit, offset=wanted.offset, due=[_due(row) for row in found])


@router.get("/visits")
async def list_visits(wanted: Annotated[WantedVisits, Query()], used: Used, asking: Asking) -> VisitsListed:
    """The visits of all rounds that have a day between two dates, by their first day."""
    async with used.database.reading() as s:
        found = await ahead.visits(s, asking.secretariat_id, **wanted.model_dump())
    return VisitsListed(limit=wanted.limit, offset=wanted.offset, visits=[_visit(row) for row in found])


def _round(round: Round) -> dict[str, str]:
    named = {name: getattr(round, name) for name in _OfRound.model_fields if name != "round"}
    return {"round": round.id, **named}


def _due(row: Due) -> DueRead:
    a = row.assignment
    own = {name: getattr(a, name) for name in ("key", "kind", "role", "due_at", "overdue", "paused")}
    return DueRead(**_round(row.round), **own)


def _visit(row: Stay) -> VisitRead:
    own = {name: getattr(row.event, name) for name in ("starts", "ends", "state", "sequence")}
    return VisitRead(**_round(row.round), **own)
