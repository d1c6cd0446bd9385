"""Letters that wait and whose jobs are gone: with a worker that died, or with Temporal's memory."""

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from rounds.state.batches import Delivery
from store.reads.rounds import letters_waiting
from store.session import Database
from workflows.delivery import DeliveryWorkflow
from workflows.names import TASK_QUEUE, delivery_id

AT_ONCE = 1000


async def start_waiting(client: Client, database: Database) -> int:
    """Start the job of each letter that waits; one that has a job keeps it. How many were asked for."""
    async with database.reading() as s:
        found = await letters_waiting(s, AT_ONCE)
    for letter in found:
        delivery = Delivery(letter=letter.key, round=letter.round_id, participant=letter.participant_id)
        try:
            await client.start_workflow(
                DeliveryWorkflow.run,
                delivery,
                id=delivery_id(letter.key),
                task_queue=TASK_QUEUE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
            )
        except WorkflowAlreadyStartedError:
            continue
    return len(found)
