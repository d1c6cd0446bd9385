"""The way to Temporal: what the api asks of a round's workflow, and what can come back."""

import asyncio
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter
from temporalio.client import (
    ActivityFailureError,
    Client,
    WorkflowHandle,
    WorkflowQueryFailedError,
    WorkflowQueryRejectedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from methodologies.loader import methodology
from rounds.codes import from_code
from rounds.state.effects import Refuse
from rounds.state.status import Status, static_summary
from rounds.steps.request import opened
from rounds.submissions.envelope import Receipt, Sent
from rounds.submissions.refusals import Refused
from rounds.submissions.request import OpenRound
from workflows import languages, names
from workflows.names import OPENING, TASK_QUEUE
from workflows.round import RoundWorkflow

PATIENCE = timedelta(seconds=5)
"""How long a person waits for a round's answer."""
CUT_SHORT = "AcceptedUpdateCompletedWorkflow"
"""The type of the error of an update whose workflow ended before it could answer."""
QUERY_PATIENCE = timedelta(seconds=2)


class Away(Exception):
    """No answer in time: the server or the workers are away. What was sent may still be taken."""


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
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                receipt: Receipt = await self._round(round_id).execute_update(
                    names.SUBMIT, sent, id=sent.id, result_type=Receipt, rpc_timeout=PATIENCE
                )
                return receipt
        except WorkflowUpdateFailedError as error:
            if refused := _refused(error.cause):
                return refused
            raise _fault(error.cause) from error
        except (RPCError, RuntimeError, TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError) as error:
            raise _translated(error) from error

    async def refused(self, round_id: str, refuse: Refuse) -> None:
        """Tell a round that a submission was refused for which nobody waited: its sender has a letter."""
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                await self._round(round_id).signal(RoundWorkflow.refused, refuse, rpc_timeout=PATIENCE)
        except (RPCError, RuntimeError, TimeoutError) as error:
            raise _translated(error) from error

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

    async def status(self, round_id: str) -> Status:
        """The round as its workflow knows it."""
        try:
            async with asyncio.timeout(QUERY_PATIENCE.total_seconds()):
                return await self._round(round_id).query(RoundWorkflow.status, rpc_timeout=QUERY_PATIENCE)
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


def _translated(error: Exception) -> Exception:
    """What an error of the client means. A RuntimeError is a connection that could not be made."""
    if isinstance(error, RPCError) and error.status == RPCStatusCode.NOT_FOUND:
        # A namespace that is missing is "not found" too: that is Temporal being set up.
        for words, meaning in {"already completed": Over, "workflow not found": NotBegun}.items():
            if words in error.message:
                return meaning()
    return Away(type(error).__name__)


def _fault(cause: BaseException) -> Exception:
    """What an update failed with that is no refusal: an error of the rules, or of its round's last moment."""
    if isinstance(cause, ApplicationError) and cause.type != CUT_SHORT:
        return Faulted(cause.type or "")
    return Away(str(cause))


def _refused(cause: BaseException) -> Refused | None:
    """The refusal that an update failed with; None if no rule has its code."""
    if not isinstance(cause, ApplicationError) or from_code(cause.type or "") is None:
        return None
    said = cause.details[0] if cause.details else {"code": cause.type}
    return TypeAdapter(Refused).validate_python(said)
