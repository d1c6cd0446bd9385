"""What the worker does besides rounds and letters: every five minutes, and when it starts, it reconciles."""

from datetime import timedelta
from functools import partial

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleSpec,
)
from temporalio.worker import Worker

from activities.letter_jobs import LetterJobs
from activities.reconciling import Reconciling
from operating import executions
from store.session import Database
from workflows.names import MAIL_QUEUE, RECONCILE, UPKEEP_QUEUE
from workflows.upkeep import ReconcileWorkflow

EVERY = timedelta(minutes=5)


def worker(client: Client, database: Database) -> Worker:
    """The worker of upkeep, not yet running. It has no build: whichever is there looks after all rounds."""
    reconciling = Reconciling(
        database,
        partial(executions.running, client),
        partial(executions.ended, client),
        partial(LetterJobs(client, MAIL_QUEUE).start_waiting, database),
    )
    return Worker(
        client,
        task_queue=UPKEEP_QUEUE,
        workflows=[ReconcileWorkflow],
        activities=[reconciling.reconcile],
        max_cached_workflows=1,
        max_concurrent_activities=1,
    )


async def schedule(client: Client) -> None:
    """Have it happen every five minutes from now on, and once at once."""
    reconcile = Schedule(
        action=ScheduleActionStartWorkflow(
            ReconcileWorkflow.run,
            id=RECONCILE,
            task_queue=UPKEEP_QUEUE,
            static_summary="Compares open rounds with their workflows",
        ),
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=EVERY)]),
    )
    try:
        await client.create_schedule(RECONCILE, reconcile, trigger_immediately=True)
    except ScheduleAlreadyRunningError:
        await client.get_schedule_handle(RECONCILE).trigger()
