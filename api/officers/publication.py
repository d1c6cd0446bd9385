"""How the publication of a round's report stands: every authorisation, and what has become of it (X2)."""

from datetime import date
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from api.deps import Found, Used
from api.http.problems import RESPONSES
from api.policies import KEY_READS
from rounds.state.publishing import Authorisation
from rounds.state.round import Round
from rounds.steps import authorisations, translation
from store.publications import slug_of
from store.reads import states

router = APIRouter(
    prefix="/api/v1/rounds/{round_id}", tags=["publication"], responses=RESPONSES, dependencies=[KEY_READS]
)


class AuthorisationRead(BaseModel):
    """One authorisation to publish: of which version, in which languages, given by which submission.

    waiting: it is to be published, from `day` on if one was named, once what it `lacks` is answered (L11).
    replaced: a later one took its place. returned: it was not countersigned. `announcement`: agreed, sent,
    none; empty while it is being agreed.
    """

    n: int
    submission: str
    version: int
    sha256: str
    languages: list[str]
    day: date | None
    latest: date | None
    state: Literal["waiting", "public", "withdrawn", "replaced", "left_out", "returned"]
    lacks: list[str]
    announcement: Literal["", "agreed", "sent", "none"]


class PublicationRead(BaseModel):
    """What is public and what waits to be; `languages` are those in which the approved report exists.

    `page` is the path of the public page, empty while nothing was ever public.
    """

    state: Literal["internal", "waiting", "public", "withdrawn", "returned", "undecided"]
    version: int
    sha256: str
    languages: list[str]
    page: str
    authorisations: list[AuthorisationRead]


@router.get("/publication")
async def read_publication(used: Used, round: Found) -> PublicationRead:
    """How the publication of the report stands; what the approver decides is filed as a submission (X2)."""
    async with used.database.reading() as s:
        stands = await states.as_it_stands(s, round.id)
    if stands is None:
        return PublicationRead(
            state="undecided", version=0, sha256="", languages=[], page="", authorisations=[]
        )
    shown = any(a.state in ("public", "withdrawn", "replaced") for a in stands.authorisations)
    return PublicationRead(
        state=_state(stands),
        version=stands.version,
        sha256=stands.sha256,
        languages=list(translation.languages(stands)),
        page=f"/reports/{slug_of(round.id)}" if shown else "",
        authorisations=[_read(stands, a) for a in stands.authorisations],
    )


def _state(round: Round) -> Literal["internal", "waiting", "public", "withdrawn", "returned", "undecided"]:
    if authorisations.public(round):
        return "public"
    if authorisations.waiting(round):
        return "waiting"
    for a in reversed(round.authorisations):
        if a.state == "withdrawn" or a.state == "returned":
            return a.state
    return "internal" if round.outcome == "internal" else "undecided"


def _read(round: Round, a: Authorisation) -> AuthorisationRead:
    return AuthorisationRead(
        n=a.n,
        submission=a.submission,
        version=a.version,
        sha256=a.sha256,
        languages=list(a.languages),
        day=a.day,
        latest=a.latest,
        state=a.state,
        lacks=list(authorisations.lacks(round, a)) if a.state == "waiting" else [],
        announcement=a.announced,
    )
