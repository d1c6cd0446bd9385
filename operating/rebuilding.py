"""A round that Temporal has lost, or that ended by mishap, goes on from what Ronda's own database kept."""

import contextlib
from datetime import timedelta

from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from activities.letter_jobs import LetterJobs
from operating.builds import NotDone
from operating.reading import Unreadable, as_round
from rounds.state.round import Round
from rounds.state.status import static_summary
from store.reads import states, trouble
from store.session import Database
from store.tables import Round as RoundRow
from workflows.names import MAIL_QUEUE, OPENING, TASK_QUEUE, publishing_id
from workflows.publishing import PublishingWorkflow
from workflows.round import RoundWorkflow

PATIENCE = timedelta(seconds=10)


class Rebuilder:
    """Starts rounds again where they stood."""

    def __init__(self, client: Client, database: Database) -> None:
        self.client, self.database = client, database

    async def rebuild(self, round_id: str) -> None:
        """Start one round again.

        Raises: NotDone, when there is no such round, when it is over, or when it still runs.
        """
        round = await self._round(round_id)
        run, id = (
            (PublishingWorkflow.run, publishing_id(round_id))
            if round.publishing and round.outcome
            else (RoundWorkflow.run, round_id)
        )
        if await self._runs(id):
            raise NotDone(_still(round_id))
        round.run += 1
        try:
            await self.client.start_workflow(
                run,
                round,
                id=id,
                task_queue=TASK_QUEUE,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
                static_summary=static_summary(round),
                memo={OPENING: round.opening},
                rpc_timeout=PATIENCE,
            )
        except WorkflowAlreadyStartedError:
            raise NotDone(_still(round_id)) from None

    async def send_letters(self) -> int:
        """Start the jobs of the letters that still wait; how many."""
        return await LetterJobs(self.client, MAIL_QUEUE).start_waiting(self.database, quiet=timedelta(0))

    async def lost(self, running: set[str]) -> list[str]:
        """The rounds that should run, or be published, and are not among those that do."""
        async with self.database.reading() as s:
            open_ = await trouble.open_ids(s)
        return [id for id in open_ if id not in running]

    async def end(self, workflow_id: str, reason: str) -> None:
        """End its workflow as it stands: nothing of it is written, nobody is told."""
        with contextlib.suppress(RPCError):
            await self.client.get_workflow_handle(workflow_id).terminate(reason=reason, rpc_timeout=PATIENCE)

    async def _round(self, round_id: str) -> Round:
        async with self.database.reading() as s:
            row = await s.get(RoundRow, round_id)
            kept = await states.kept(s, round_id)
        if row is None:
            raise NotDone(f"there is no round {round_id}")
        if row.closed_at and not row.publishing:
            raise NotDone(f"{round_id} is over")
        if kept is None:
            raise NotDone(f"{round_id} has kept no state to rebuild it from")
        try:
            return as_round(kept)
        except Unreadable as fault:
            raise NotDone(f"this build cannot read the state of {fault}") from None

    async def _runs(self, workflow_id: str) -> bool:
        try:
            found = await self.client.get_workflow_handle(workflow_id).describe(rpc_timeout=PATIENCE)
        except RPCError as error:
            if error.status == RPCStatusCode.NOT_FOUND:
                return False
            raise
        return found.status == WorkflowExecutionStatus.RUNNING


def _still(round_id: str) -> str:
    return f"{round_id} still runs: nothing was done"
