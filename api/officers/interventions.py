"""What officers do to a round: each is a submission too, kept first and taken by the round itself."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import JSONResponse
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Asking, Code, Found, Used, decoded, once
from api.http.problems import RESPONSES
from api.officers.answers import RECEIVED, Answered, answered
from api.officers.in_place import missing, stands_in
from api.policies import KEY_ACTS
from rounds.state.people import is_delegate
from rounds.submissions.interventions import (
    CorrectAddress,
    Delegate,
    EndDelegation,
    Extend,
    Pause,
    RecordLessons,
    ReplacePerson,
    Resume,
    RetryBatch,
    SendAgain,
    SendBack,
    SkipBatch,
    Waive,
    Withdraw,
)
from rounds.submissions.questions import AddQuestions
from rounds.submissions.refusals import refuse
from rounds.submissions.report import AskTranslations
from store.reads import parties
from store.tables import Assignment, Letter

router = APIRouter(
    prefix="/api/v1/rounds/{round_id}",
    tags=["steering"],
    responses={**RESPONSES, **RECEIVED},
    dependencies=[KEY_ACTS],
)


async def owner_of(s: AsyncSession, round_id: str, key: str) -> str:
    """Who holds an assignment and is no delegate; empty when nobody does."""
    holders = await parties.holders(s, round_id, key)
    return next((who.id for who, _ in holders if not is_delegate(who.id)), "")


class Steering:
    """Hands what an officer decided to the round of the path."""

    def __init__(self, request: Request, used: Used, asking: Asking, round: Found) -> None:
        self._request = request
        self._used = used
        self._officer = asking.id
        self.round = round.id

    async def __call__(self, body: Any, key: str = "", by: str = "", proof: str = "") -> JSONResponse:
        """Hand it over, for a participant if need be; an empty key means the whole round.

        Raises: ReasonMissing, ProofMissing, for what is done in somebody's place without.
        """
        async with self._used.database.reading() as db:
            a = await db.get(Assignment, (self.round, key)) if key else None
        how = stands_in(body.kind, role=a.role if a else "")
        refuse(missing(how, getattr(body, "reason", ""), proof))
        verdict = await self._used.intake.submit(
            round_id=self.round,
            key=key,
            by=by,
            officer=self._officer,
            proof=proof,
            body=body,
            id=once(self._request),
        )
        return answered(self._request, verdict)

    async def owner(self, key: str) -> str:
        """Who holds an assignment and is no delegate; empty when nobody does."""
        async with self._used.database.reading() as db:
            return await owner_of(db, self.round, key)

    async def check_letter(self, key: str) -> None:
        """Raises HTTPException 404 for a letter that is not the round's."""
        async with self._used.database.reading() as db:
            letter = await db.get(Letter, key)
        if letter is None or letter.round_id != self.round:
            raise HTTPException(404)


Steer = Annotated[Steering, Depends()]
Proof = Annotated[Code, Query(description="The id of the upload that shows that the beneficiary said so.")]


@router.post("/assignments/{key}/extend", response_model=Answered)
async def extend(key: Code, body: Annotated[Extend, decoded(Extend)], steer: Steer) -> JSONResponse:
    """Give one assignment a later due date, with a reason (Z1)."""
    return await steer(body, key)


@router.post("/assignments/{key}/pause", response_model=Answered)
async def pause_assignment(key: Code, body: Annotated[Pause, decoded(Pause)], steer: Steer) -> JSONResponse:
    """Stop the clock of one assignment, with a reason (Z1)."""
    return await steer(body, key)


@router.post("/assignments/{key}/resume", response_model=Answered)
async def resume_assignment(
    key: Code, body: Annotated[Resume, decoded(Resume)], steer: Steer
) -> JSONResponse:
    """Let the clock of one assignment go on with the time that remained (Z1)."""
    return await steer(body, key)


@router.post("/assignments/{key}/waive", response_model=Answered)
async def waive(key: Code, body: Annotated[Waive, decoded(Waive)], steer: Steer) -> JSONResponse:
    """Go on without one assignment, with a reason (Z1); never without an approval or an authorisation."""
    return await steer(body, key)


@router.post("/pause", response_model=Answered)
async def pause(body: Annotated[Pause, decoded(Pause)], steer: Steer) -> JSONResponse:
    """Stop every clock of the round, with a reason (Z1)."""
    return await steer(body)


@router.post("/resume", response_model=Answered)
async def resume(body: Annotated[Resume, decoded(Resume)], steer: Steer) -> JSONResponse:
    """Let every clock of the round go on with the time that remained (Z1)."""
    return await steer(body)


@router.post("/correct-address", response_model=Answered)
async def correct_address(
    body: Annotated[CorrectAddress, decoded(CorrectAddress)], steer: Steer
) -> JSONResponse:
    """Correct a participant's address, with a reason: the old links end, the open ones are sent anew."""
    return await steer(body)


@router.post("/replace-person", response_model=Answered)
async def replace_person(
    body: Annotated[ReplacePerson, decoded(ReplacePerson)], steer: Steer
) -> JSONResponse:
    """Put a newcomer in a participant's place, with a reason: open assignments move, the old links end."""
    return await steer(body)


@router.post("/assignments/{key}/delegate", response_model=Answered)
async def delegate(key: Code, body: Annotated[Delegate, decoded(Delegate)], steer: Steer) -> JSONResponse:
    """Name a delegate for one assignment, for its owner and with a reason; never for what is personal."""
    return await steer(body, key, by=await steer.owner(key))


@router.post("/assignments/{key}/end-delegation", response_model=Answered)
async def end_delegation(
    key: Code, body: Annotated[EndDelegation, decoded(EndDelegation)], steer: Steer
) -> JSONResponse:
    """End a delegation of one assignment, for its owner and with a reason; the delegate's link goes."""
    return await steer(body, key, by=await steer.owner(key))


@router.post("/send-back", response_model=Answered)
async def send_back(body: Annotated[SendBack, decoded(SendBack)], steer: Steer) -> JSONResponse:
    """Send questions back to their author, or answers back for clarification, by number (D3)."""
    return await steer(body)


@router.post("/add-questions", response_model=Answered)
async def add_questions(body: Annotated[AddQuestions, decoded(AddQuestions)], steer: Steer) -> JSONResponse:
    """Have the beneficiary asked more, once the questionnaire was sent and until the answers freeze (D2)."""
    return await steer(body)


@router.post("/send-again", response_model=Answered)
async def send_again(body: Annotated[SendAgain, decoded(SendAgain)], steer: Steer) -> JSONResponse:
    """Send one letter of the round once more."""
    await steer.check_letter(body.letter)
    return await steer(body)


@router.post("/withdraw", response_model=Answered)
async def withdraw(
    body: Annotated[Withdraw, decoded(Withdraw)], steer: Steer, proof: Proof = ""
) -> JSONResponse:
    """Withdraw the round for the beneficiary, with a reason and the file that proves it (Z2, S9)."""
    return await steer(body, proof=proof)


@router.post("/ask-translations", response_model=Answered)
async def ask_translations(
    body: Annotated[AskTranslations, decoded(AskTranslations)], steer: Steer
) -> JSONResponse:
    """Ask for the approved report in further languages (X2)."""
    return await steer(body)


@router.post("/lessons", response_model=Answered)
async def record_lessons(
    body: Annotated[RecordLessons, decoded(RecordLessons)], steer: Steer
) -> JSONResponse:
    """Note what the round taught about the procedure itself, at any time while it is open (Y3)."""
    return await steer(body)


@router.post("/retry", response_model=Answered)
async def retry(body: Annotated[RetryBatch, decoded(RetryBatch)], steer: Steer) -> JSONResponse:
    """Try again what a round that is stuck could not write, once the cause is mended."""
    return await steer(body)


@router.post("/skip", response_model=Answered)
async def skip(body: Annotated[SkipBatch, decoded(SkipBatch)], steer: Steer) -> JSONResponse:
    """Have a round that is stuck go on without the part that fails, with a reason; that is recorded."""
    return await steer(body)
