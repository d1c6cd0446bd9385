"""Submissions that an officer files: on behalf of whoever owns an assignment, or as its owner."""

from typing import Annotated, get_args

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.deps import Asking, Code, Found, Used
from api.http.problems import RESPONSES
from api.intake.decoding import decode_kind
from api.officers.answers import RECEIVED, Answered, answered
from api.officers.schemas import SubmissionInFull, submission
from rounds.registry import MODELS
from rounds.state.sides import side
from rounds.submissions.envelope import Answer
from rounds.submissions.interventions import LeavePanel
from rounds.submissions.refusals import ProofMissing
from store import inbox
from store.tables import Participant

router = APIRouter(prefix="/api/v1/rounds/{round_id}", tags=["submissions"], responses=RESPONSES)

Filed = Answer | LeavePanel
FILED = {kind: model for kind, model in MODELS.items() if model in get_args(Filed)}


class Filing(BaseModel):
    """A submission, and for whom it is filed.

    `proof` is the id of an upload that shows that its owner sent it; the officer needs none for an
    assignment of their own.
    """

    model_config = ConfigDict(extra="forbid")

    key: Code = Field("", description="The assignment it answers; none for leave_panel.")
    participant: Code
    proof: Code = ""
    body: Annotated[
        Filed,
        Field(discriminator="kind"),
        BeforeValidator(lambda data: decode_kind(FILED, data, "body.")),
    ]


@router.post("/submissions", response_model=Answered, responses=RECEIVED)
async def file(filing: Filing, request: Request, used: Used, asking: Asking, round: Found) -> JSONResponse:
    """File a submission on behalf of its owner, recorded as the officer's, with the proof (S9).

    No officer proves what is asked of themselves; what is asked of others never is, whatever their address.
    Never an undertaking, a review of the report, or the decision on publication: code only_in_person.
    """
    async with used.database.reading() as s:
        owner = await s.get(Participant, (round.id, filing.participant))
    own = owner is not None and owner.person_id == asking.person_id and side(owner.role) == "secretariat"
    if not own and not filing.proof:
        raise ProofMissing(field="proof")
    verdict = await used.intake.submit(
        round_id=round.id,
        key=filing.key,
        by=filing.participant,
        officer=asking.id,
        proof=filing.proof,
        body=filing.body,
    )
    return answered(request, verdict)


@router.get("/submissions/{id}")
async def read_submission(id: Code, used: Used, round: Found) -> SubmissionInFull:
    """One submission with what it says."""
    async with used.database.reading() as s:
        row = await inbox.one(s, id)
    if row is None or row.round_id != round.id:
        raise HTTPException(404)
    return submission(row)
