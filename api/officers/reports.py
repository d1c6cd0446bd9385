"""Reports over all rounds of a secretariat."""

from datetime import date, datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from api.deps import Asking, Used
from api.http.problems import RESPONSES
from api.policies import KEY_READS
from store.reads import reports
from store.reads.reports import ExceptionMade

router = APIRouter(prefix="/api/v1/reports", tags=["reports"], responses=RESPONSES, dependencies=[KEY_READS])

What = Literal["extension", "pause", "resumption", "waiver"]
WHAT: dict[str, What] = {
    "extend": "extension",
    "ask_more_time": "extension",
    "decide_extension": "extension",
    "pause": "pause",
    "resume": "resumption",
    "waive": "waiver",
    "ready_visit": "waiver",
}
"""What each kind of submission makes an exception of."""


class ClockRead(BaseModel):
    """A clock that was applied, and to how many assignments."""

    methodology: str
    kind: str
    days: int
    unit: str
    counted_from: str
    assignments: int


class ExceptionRead(BaseModel):
    """An exception; no `key`: for the whole round, no `officer`: granted by the methodology's slack.

    `reasons` are those of whoever asked and of the officer who decided; `at` is the round's time.
    """

    round: str
    key: str
    what: What
    reasons: list[str]
    officer: str
    at: datetime | None
    due: date | None
    submission: str


class CountryRead(BaseModel):
    """A country: the clocks that were applied to it, and each exception to them."""

    country: str
    clocks: list[ClockRead]
    exceptions: list[ExceptionRead]


class EqualTreatment(BaseModel):
    """Every country side by side (Z1)."""

    countries: list[CountryRead]


@router.get("/equal-treatment")
async def equal_treatment(used: Used, asking: Asking) -> EqualTreatment:
    """Whether every country has the same clocks: those applied, and each exception with its reason (Z1)."""
    async with used.database.reading() as s:
        clocks = await reports.clocks(s, asking.secretariat_id)
        exceptions = await reports.exceptions(s, asking.secretariat_id)
    return EqualTreatment(
        countries=[
            CountryRead(
                country=country,
                clocks=[
                    ClockRead.model_validate(c, from_attributes=True) for c in clocks if c.country == country
                ],
                exceptions=[_exception(e) for e in exceptions if e.country == country],
            )
            for country in sorted({c.country for c in clocks})
        ]
    )


def _exception(made: ExceptionMade) -> ExceptionRead:
    return ExceptionRead(
        round=made.row.round_id,
        key=made.key,
        what=WHAT[made.row.kind],
        reasons=list(made.reasons),
        officer=made.officer,
        at=made.row.answered_at,
        due=made.due,
        submission=made.row.id,
    )
