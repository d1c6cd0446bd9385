"""What the API answers to a submission: accepted, received, or why it was refused."""

from datetime import datetime
from http import HTTPStatus
from typing import Any, Literal

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from api.http.problems import refused
from api.intake.intake import Verdict
from store.tables import Inbox


class Answered(BaseModel):
    """What became of a submission.

    accepted: the round has taken it, `at` by the round's own clock. received: it is kept and will be
    handed to the round; should that refuse it, its sender is told by letter.
    """

    id: str
    round: str
    state: Literal["accepted", "received"]
    at: datetime


RECEIVED: dict[int | str, dict[str, Any]] = {
    202: {"model": Answered, "description": "Kept; not answered yet"}
}


def answered(request: Request, verdict: Verdict, done: HTTPStatus = HTTPStatus.OK) -> JSONResponse:
    """The answer: `done` once accepted, 202 while it is only received, else the refusal."""
    if verdict.refusal:
        return refused(request, verdict.refusal, others=verdict.refusal.others)
    body = Answered(id=verdict.id, round=verdict.round_id, state=verdict.state, at=verdict.at)
    status = done if verdict.state == "accepted" else HTTPStatus.ACCEPTED
    return JSONResponse(body.model_dump(mode="json"), status_code=status)


def received(row: Inbox) -> Answered:
    """What is said of a submission that nobody has answered yet."""
    return Answered(id=row.id, round=row.round_id, state="received", at=row.received_at)
