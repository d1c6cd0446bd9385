"""Submissions that an officer files: on behalf of whoever owns an assignment, or as its owner."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.deps import Asking, Code, Found, Used, once
from api.http.problems import RESPONSES
from api.intake.decoding import decode_kind
from api.officers.answers import RECEIVED, Answered, answered
from api.officers.in_place import FILED, LONGEST, Filed, is_own, missing, stands_in
from api.officers.schemas import SubmissionInFull, submission
from api.policies import KEY_ACTS, KEY_READS
from rounds.submissions.refusals import refuse
from store import inbox
from store.tables import Participant

router = APIRouter(prefix="/api/v1/rounds/{round_id}", tags=["submissions"], responses=RESPONSES)


class Filing(BaseModel):
    """A submission, and for whom it is filed.

    `proof` is the id of an upload that shows that its owner sent it, `reason` says why an officer files it;
    the officer needs neither for an assignment of their own.
    """

    model_config = ConfigDict(extra="forbid")

    key: Code = Field("", description="The assignment it answers; none for what answers none.")
    participant: Code
    proof: Code = ""
    reason: Annotated[str, Field(max_length=LONGEST, pattern=r"^[^\x00]*$")] = ""
    body: Annotated[
        Filed,
        Field(discriminator="kind"),
        BeforeValidator(lambda data: decode_kind(FILED, data, "body.")),
    ]


@router.post("/submissions", dependencies=[KEY_ACTS], response_model=Answered, responses=RECEIVED)
async def file(filing: Filing, request: Request, used: Used, asking: Asking, round: Found) -> JSONResponse:
    """File a submission on behalf of its owner, recorded as the officer's, with reason and proof (S9).

    No officer proves what is asked of themselves; what is asked of others never is, whatever their address.
    Never an undertaking or a review of the report: code only_in_person. What the approver decides in writing
    on publication is filed so: decide_publication, and once the round is over authorise_publication and
    withdraw_publication.
    """
    async with used.database.reading() as s:
        owner = await s.get(Participant, (round.id, filing.participant))
    how = stands_in(filing.body.kind, own=is_own(owner, asking.person_id))
    refuse(missing(how, filing.reason, filing.proof))
    verdict = await used.intake.submit(
        round_id=round.id,
        key=filing.key,
        by=filing.participant,
        officer=asking.id,
        proof=filing.proof,
        reason=filing.reason,
        body=filing.body,
        id=once(request),
    )
    return answered(request, verdict)


@router.get("/submissions/{id}", dependencies=[KEY_READS])
async def read_submission(id: Code, used: Used, round: Found) -> SubmissionInFull:
    """One submission with what it says."""
    async with used.database.reading() as s:
        row = await inbox.one(s, id)
    if row is None or row.round_id != round.id:
        raise HTTPException(404)
    return submission(row)
