"""Moving a date shows what moves with it before it is done: nothing is changed here (Z1, V10)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel

from api.deps import Asking, Code, Found, Tools, Used, decoded
from api.http.problems import RESPONSES, TRY_AGAIN
from api.policies import KEY_ACTS
from methodologies.days_off import is_day_off, whose
from methodologies.loader import capital_zone
from rounds import foreseeing
from rounds.foreseeing import Foreseen
from rounds.state import round as state
from rounds.submissions.changes import MoveVisit
from rounds.submissions.envelope import Sent
from rounds.submissions.fields import facts
from rounds.submissions.interventions import Extend
from store.reads import rounds, states
from store.reads.rounds import Someone
from store.tables import Round

router = APIRouter(
    prefix="/api/v1/rounds/{round_id}",
    tags=["steering"],
    responses=RESPONSES,
    dependencies=[KEY_ACTS],
)

PREVIEW = "preview"
"""In the place of the id of what was sent: nothing is kept."""


class ShiftRead(BaseModel):
    """One date that moves; `before` or `after` is null where there is none."""

    what: Literal["due", "reminder", "freezes", "visit_starts", "visit_ends", "step_starts", "step_ends"]
    key: str
    kind: str
    role: str
    step: str
    before: date | None
    after: date | None


class ForeseenRead(BaseModel):
    """What moves in one case; `starts` and `ends` are those of the visit that is proposed, else null."""

    starts: date | None
    ends: date | None
    moves: list[ShiftRead]


class PreviewRead(BaseModel):
    """What moves with a date, in each of the cases that are proposed."""

    cases: list[ForeseenRead]


@dataclass(frozen=True, slots=True)
class _Days:
    """The working days of somebody who acts from a country, seen from there."""

    country: str
    zone_name: str

    @property
    def zone(self) -> tzinfo:
        return ZoneInfo(self.zone_name)

    def is_working(self, day: date) -> bool:
        return not is_day_off(self.country, day)


class _Known:
    """Whose days are whose, as the record knows the people of a round."""

    def __init__(self, round: state.Round, people: Mapping[str, Someone]) -> None:
        self._round, self._people = round, people

    def __call__(self, participant: str) -> _Days:
        if participant not in self._people:
            return _Days(self._round.country, capital_zone(self._round.country))
        rules = self._round.methodology
        someone = self._people[participant]
        country = whose(someone.participant.role, someone.person.country, rules)
        own = country == someone.person.country
        return _Days(country, capital_zone(country) if own else rules.time_zone)


async def _stands(used: Used, row: Round) -> tuple[state.Round, datetime]:
    """The round as it stands, and its present moment.

    Raises HTTPException 503 while newer code than this has written it.
    """
    async with used.database.reading() as s:
        round = await states.as_it_stands(s, row.id)
    if round is None:
        raise HTTPException(503, headers=TRY_AGAIN)
    return round, max(datetime.now(UTC), row.changed_at)


def _sent(body: Any, officer: str, key: str = "") -> Sent:
    return Sent(id=PREVIEW, key=key, by="", sha256="", body=facts(body), officer=officer)


async def moves(
    used: Tools, row: Round, body: Extend | MoveVisit, officer: str, key: str = ""
) -> tuple[Foreseen, ...]:
    """What moves with a date, in each of the cases that are proposed. Raises: Refusal."""
    stands, now = await _stands(used, row)
    sent = _sent(body, officer, key)
    if isinstance(body, Extend):
        return (foreseeing.extended(stands, sent, now),)
    async with used.database.reading() as s:
        people = {someone.participant.id: someone for someone in await rounds.people(s, row.id)}
    return foreseeing.visit_moved(stands, sent, now, _Known(stands, people))


@router.post("/assignments/{key}/extend/preview")
async def preview_extension(
    key: Code, body: Annotated[Extend, decoded(Extend)], used: Used, asking: Asking, round: Found
) -> PreviewRead:
    """Show what moves with the due date of one assignment; nothing is changed (Z1)."""
    return _read(*await moves(used, round, body, asking.id, key))


@router.post("/move-visit/preview")
async def preview_move(
    body: Annotated[MoveVisit, decoded(MoveVisit)], used: Used, asking: Asking, round: Found
) -> PreviewRead:
    """Show what moves with the visit, for each window that is proposed; nothing is changed (V10)."""
    return _read(*await moves(used, round, body, asking.id))


def _read(*cases: Foreseen) -> PreviewRead:
    return PreviewRead(
        cases=[
            ForeseenRead(
                starts=case.window.starts if case.window else None,
                ends=case.window.ends if case.window else None,
                moves=[ShiftRead(**asdict(shift)) for shift in case.shifts],
            )
            for case in cases
        ]
    )
