"""How the rounds' workflows stand: one listing of those that run, a question about one that does not."""

from datetime import timedelta

from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from operating.builds import RUNNING
from workflows import names

PROBLEMS = "TemporalReportedProblems"
"""Temporal's own search attribute: a workflow task has failed several times in a row."""
MISSING = "missing"
STUCK = "stuck"
"""The trouble of a round that waits with a batch that cannot be written."""
PATIENCE = timedelta(seconds=10)
ENDS = {
    WorkflowExecutionStatus.RUNNING: "",
    WorkflowExecutionStatus.CONTINUED_AS_NEW: "",
    WorkflowExecutionStatus.COMPLETED: "ended",
    WorkflowExecutionStatus.TERMINATED: "terminated",
}


async def running(client: Client) -> dict[str, str]:
    """The rounds that run, each with its trouble: stuck, task_fails, or none."""
    found: dict[str, str] = {}
    async for each in client.list_workflows(RUNNING, page_size=1000):
        fails = bool(each.search_attributes.get(PROBLEMS))
        stuck = bool(each.typed_search_attributes.get(names.STUCK))
        found[names.round_of(each.id)] = "task_fails" if fails else STUCK if stuck else ""
    return found


async def ended(client: Client, round_id: str) -> str:
    """Why a round is not among those that run; empty if it runs after all: the listing is a little late.

    Of a round that is being published it is that workflow of which this is said.
    """
    said = await _end(client, names.publishing_id(round_id))
    return await _end(client, round_id) if said == MISSING else said


async def _end(client: Client, workflow_id: str) -> str:
    try:
        found = await client.get_workflow_handle(workflow_id).describe(rpc_timeout=PATIENCE)
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            return MISSING
        raise
    return ENDS.get(found.status, "failed") if found.status else "failed"
