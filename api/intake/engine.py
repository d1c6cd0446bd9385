"""The way to Temporal: what the api asks of a round's workflow, and what can come back."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter
from temporalio.client import (
    ActivityFailureError,
    Client,
    WithStartWorkflowOperation,
    WorkflowHandle,
    WorkflowQueryFailedError,
    WorkflowQueryRejectedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from methodologies.loader import methodology
from rounds.codes import from_code
from rounds.state.effects import Refuse
from rounds.state.round import Round
from rounds.state.status import Shown, Status, static_summary
from rounds.steps.request import opened
from rounds.submissions.envelope import Receipt, Sent
from rounds.submissions.refusals import Refused
from rounds.submissions.request import OpenRound
from workflows import languages, names, publication_codes, requests, signing_in, specimens
from workflows.names import OPENING, TASK_QUEUE, publishing_id
from workflows.publishing import PublishingWorkflow
from workflows.round import RoundWorkflow

PATIENCE = timedelta(seconds=5)
"""How long a person waits for a round's answer."""
CUT_SHORT = "AcceptedUpdateCompletedWorkflow"
"""The type of the error of an update whose workflow ended before it could answer."""
QUERY_PATIENCE = timedelta(seconds=2)


class Away(Exception):
    """No answer in time: the server or the workers are away. What was sent may still be taken."""


class Early(Away):
    """One workflow of the round is ending, and the next is not there yet: asked again, it is."""


class Over(Exception):
    """The round's workflow is closed."""


class NotBegun(Exception):
    """There is no such workflow: its opening was not handed over yet, or Temporal has forgotten it."""


class Faulted(Exception):
    """The rules failed over a submission; `code` is the class of the fault. Its sender has no part in it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Engine:
    """The rounds' workflows, through one client.

    It raises Away, Over, NotBegun and Faulted, nothing of Temporal's.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    async def start(self, round_id: str, opening: str, body: OpenRound) -> None:
        """Start the round from its opening; done already, it is left as it is.

        The opening's id is kept in the memo: an id that another database's round has is not ours, and the
        opening waits, with a warning each time, until an operator looks.
        """
        begun = opened(round_id, opening, body, methodology(body.methodology))
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                await self._client.start_workflow(
                    RoundWorkflow.run,
                    begun,
                    id=round_id,
                    task_queue=TASK_QUEUE,
                    id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                    static_summary=static_summary(begun),
                    memo={OPENING: opening},
                    rpc_timeout=PATIENCE,
                )
        except WorkflowAlreadyStartedError:
            await self._check_ours(round_id, opening)
        except (RPCError, RuntimeError, TimeoutError) as error:
            raise _translated(error) from error

    async def _check_ours(self, round_id: str, opening: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                found = await self._round(round_id).describe(rpc_timeout=PATIENCE)
                theirs = await found.memo_value(OPENING, default="", type_hint=str)
        except (RPCError, RuntimeError, TimeoutError) as error:
            raise _translated(error) from error
        if theirs != opening:
            raise Away(f"{round_id} is the id of a round that was opened elsewhere")

    async def submit(self, round_id: str, sent: Sent) -> Receipt | Refused:
        """Hand a submission over as an update and wait for the round's answer.

        A refusal that no rule knows is a fault of the round's code, not of the sender: Faulted.
        """
        return await self._asked(self._submitted(round_id, sent))

    def _submitted(self, id: str, sent: Sent) -> Awaitable[Receipt]:
        return self._round(id).execute_update(
            names.SUBMIT, sent, id=sent.id, result_type=Receipt, rpc_timeout=PATIENCE
        )

    async def submit_to_next(self, round_id: str, sent: Sent) -> Receipt | Refused:
        """The same to what comes after a round, which is on record as going on (X2).

        Raises: Early, if it has ended just then, or is still to begin; or if it has to be rebuilt.
        """
        try:
            return await self._asked(self._submitted(publishing_id(round_id), sent))
        except (Over, NotBegun) as error:
            raise Early(type(error).__name__) from error

    async def submit_after(self, round: Round, sent: Sent) -> Receipt | Refused:
        """The same to what comes after a round, begun from the state that was kept when it did not run (X2).

        Begun for what it then refuses, it ends and has written nothing. Raises: Early, if it ended just then.
        """
        begin: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
            PublishingWorkflow.run,
            round,
            id=publishing_id(round.id),
            task_queue=TASK_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            static_summary=Shown(f"Publishing: {static_summary(round)}"),
        )
        try:
            return await self._asked(
                self._client.execute_update_with_start_workflow(
                    names.SUBMIT,
                    sent,
                    id=sent.id,
                    result_type=Receipt,
                    start_workflow_operation=begin,
                    rpc_timeout=PATIENCE,
                )
            )
        except (Over, NotBegun) as error:
            raise Early(type(error).__name__) from error

    async def _asked(self, asking: Awaitable[Receipt]) -> Receipt | Refused:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                return await asking
        except WorkflowUpdateFailedError as error:
            if refused := _refused(error.cause):
                return refused
            raise _fault(error.cause) from error
        except (RPCError, RuntimeError, TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError) as error:
            raise _translated(error) from error

    async def refused(self, round_id: str, refuse: Refuse) -> None:
        """Tell a round that a submission was refused for which nobody waited: its sender has a letter.

        One that is over is told as long as what comes after it goes on.
        """
        for id in (round_id, publishing_id(round_id)):
            try:
                async with asyncio.timeout(PATIENCE.total_seconds()):
                    handle = self._client.get_workflow_handle(id)
                    await handle.signal(names.REFUSED, refuse, rpc_timeout=PATIENCE)
                    return
            except (RPCError, RuntimeError, TimeoutError) as error:
                meaning = _translated(error)
                if id == round_id and isinstance(meaning, Over | NotBegun):
                    continue
                raise meaning from error

    async def choose_language(self, submission: str) -> None:
        """Have a person written to in the language that they chose, which no round is asked about (Z3).

        Chosen again under the same id, it is done once.
        """
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                await languages.choose(self._client, submission)
        except ActivityFailureError as error:
            raise Faulted(type(error.cause).__name__) from error
        except (RPCError, RuntimeError, TimeoutError) as error:
            raise _translated(error) from error

    async def send_sign_in(self, id: str) -> None:
        """Have an officer's link to the desk sent."""
        await _begun(signing_in.send(self._client, id))

    async def send_publication_code(self, id: str) -> None:
        """Have a code for an authorisation to publish sent. Raises: Away; whoever waits for it asks again."""
        await _begun(publication_codes.send(self._client, id))

    async def send_specimen(self, id: str) -> None:
        """Have a letter sent to the officer who tries its words."""
        await _begun(specimens.send(self._client, id))

    async def write_about(self, request: str, letter: str) -> None:
        """Have somebody written to about a request for a round. Raises: Away; upkeep does it later then."""
        await _begun(requests.write(self._client, request, letter))

    async def status(self, round_id: str, *, publishing: bool = False) -> Status:
        """The round as its workflow knows it, or the one that comes after it."""
        try:
            async with asyncio.timeout(QUERY_PATIENCE.total_seconds()):
                handle = self._round(publishing_id(round_id) if publishing else round_id)
                return await handle.query(RoundWorkflow.status, rpc_timeout=QUERY_PATIENCE)
        except (WorkflowQueryFailedError, WorkflowQueryRejectedError) as error:
            raise Away(str(error)) from error
        except (RPCError, RuntimeError, TimeoutError) as error:
            raise _translated(error) from error

    async def answers(self) -> bool:
        """Whether the Temporal server answers now."""
        try:
            return await self._client.service_client.check_health(timeout=QUERY_PATIENCE)
        except (RPCError, RuntimeError):
            return False

    def _round(self, round_id: str) -> WorkflowHandle[Any, Any]:
        return self._client.get_workflow_handle_for(RoundWorkflow.run, round_id)


async def _begun(job: Awaitable[None]) -> None:
    """Have a job begin. Raises: Away."""
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            await job
    except (RPCError, RuntimeError, TimeoutError) as error:
        raise _translated(error) from error


_NOT_FOUND: dict[str, type[Exception]] = {
    "already completed": Over,
    "aborted by closing workflow": Over,
    "workflow not found": NotBegun,
}
"""What the server says of a workflow: it has ended, it ended before it came to this, there never was one.

Of what it gave back as a workflow ended it says so for as long as it remembers that."""


def _translated(error: Exception) -> Exception:
    """What an error of the client means. A RuntimeError is a connection that could not be made."""
    if isinstance(error, RPCError) and error.status == RPCStatusCode.NOT_FOUND:
        # A namespace that is missing is "not found" too: that is Temporal being set up.
        for words, meaning in _NOT_FOUND.items():
            if words in error.message:
                return meaning()
    # Never its message: it may hold what was sent.
    return Away(error.status.name if isinstance(error, RPCError) else type(error).__name__)


def _fault(cause: BaseException) -> Exception:
    """What an update failed with that is no refusal: an error of the rules, or of its round's last moment."""
    kind = cause.type if isinstance(cause, ApplicationError) else CUT_SHORT
    if kind in (CUT_SHORT, names.HANDED_ON):
        return Early(str(cause))
    return Faulted(kind or "")


def _refused(cause: BaseException) -> Refused | None:
    """The refusal that an update failed with; None if no rule has its code."""
    if not isinstance(cause, ApplicationError) or from_code(cause.type or "") is None:
        return None
    details = cause.details or ({"code": cause.type},)
    first, *others = (TypeAdapter(Refused).validate_python(said) for said in details)
    return replace(first, others=tuple(others))
