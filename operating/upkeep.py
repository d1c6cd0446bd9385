"""What the worker does besides rounds and letters: every five minutes, and when it starts, it reconciles.

Once a day it tells whoever heads a secretariat how the audit log stands. Where a mailbox for bounces is set,
that is read every five minutes.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleIntervalSpec,
    ScheduleRange,
    ScheduleSpec,
)
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import Worker

from activities.bounce_box import Box
from activities.letter_jobs import LetterJobs
from activities.reconciling import Reconciling
from operating import executions
from rounds.state.status import Shown
from store import requests
from store.files import Contents
from store.session import Database
from workflows.bounces import ReadBouncesWorkflow
from workflows.log_heads import TellLogHeadWorkflow
from workflows.names import BOUNCES, LOG_HEAD, MAIL_QUEUE, RECONCILE, UPKEEP_QUEUE
from workflows.requests import write
from workflows.upkeep import ReconcileWorkflow

EVERY = timedelta(minutes=5)
MORNING = 11
"""The hour, UTC, at which it is told how the log stands: before work begins in the west."""


def worker(client: Client, database: Database, files: Contents, box: Box | None = None) -> Worker:
    """The worker of upkeep, not yet running. It has no build: whichever is there looks after all rounds.

    `files` is where contents are kept, `box` the mailbox of bounces, where there is one.
    """
    reconciling = Reconciling(
        database,
        partial(executions.running, client),
        partial(executions.ended, client),
        partial(_start_waiting, client, database),
        files,
        box,
    )
    return Worker(
        client,
        task_queue=UPKEEP_QUEUE,
        workflows=[ReconcileWorkflow, TellLogHeadWorkflow, ReadBouncesWorkflow],
        activities=[reconciling.reconcile],
        max_cached_workflows=1,
        max_concurrent_activities=1,
    )


async def _start_waiting(client: Client, database: Database) -> int:
    """Start the jobs that are missing: of letters, and of what is to be written about requests for rounds."""
    async with database.reading() as s:
        asked = [(row.id, row.letter) for row in await requests.unwritten(s)]
    for id, letter in asked:
        await write(client, id, letter)
    return await LetterJobs(client, MAIL_QUEUE).start_waiting(database)


async def schedule(client: Client, *, bounces: bool = False) -> None:
    """Have all of it happen from now on; the comparison once at once. `bounces`: they have a mailbox."""
    often = ScheduleSpec(intervals=[ScheduleIntervalSpec(every=EVERY)])
    daily = ScheduleSpec(calendars=[ScheduleCalendarSpec(hour=[ScheduleRange(MORNING)])])
    tells = "Tells whoever heads a secretariat how the audit log stands"
    await _begin(client, LOG_HEAD, _starting(TellLogHeadWorkflow.run, LOG_HEAD, tells), daily)
    if bounces:
        reads = _starting(ReadBouncesWorkflow.run, BOUNCES, "Reads which letters came back")
        await _begin(client, BOUNCES, reads, often)
    else:
        await _end(client, BOUNCES)
    compares = _starting(ReconcileWorkflow.run, RECONCILE, "Compares open rounds with their workflows")
    await _begin(client, RECONCILE, compares, often)
    await client.get_schedule_handle(RECONCILE).trigger()


def _starting(run: Callable[..., Any], id: str, summary: str) -> ScheduleActionStartWorkflow:
    return ScheduleActionStartWorkflow(run, id=id, task_queue=UPKEEP_QUEUE, static_summary=Shown(summary))


async def _begin(client: Client, id: str, action: ScheduleActionStartWorkflow, spec: ScheduleSpec) -> None:
    """Once; whichever worker comes later finds it there."""
    with suppress(ScheduleAlreadyRunningError):
        await client.create_schedule(id, Schedule(action=action, spec=spec))


async def _end(client: Client, id: str) -> None:
    """Where there is one."""
    try:
        await client.get_schedule_handle(id).delete()
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise
