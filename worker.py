"""The worker: everything it runs, listed once."""

import asyncio
import signal
import sys
from dataclasses import dataclass
from datetime import timedelta

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.worker import Worker

import tracing
from activities.committing import RoundActivities
from activities.post import LetterActivities, Post
from activities.smtp import mail_server
from process import leave_after, log_as_lines, measure_temporal
from rounds.state.effects import Delivery
from settings import Settings, load
from store.links import Links
from store.session import Database
from templates.render import Renderer
from workflows.connecting import connect
from workflows.delivery import DeliveryWorkflow
from workflows.names import TASK_QUEUE, delivery_id
from workflows.round import RoundWorkflow

GRACE = timedelta(seconds=50)
"""How long a stopping worker lets an activity finish: longer than a letter takes with a slow server."""
CACHED = 2000


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much a worker takes on at once.

    activities: fewer than the database has connections, so that none waits for one. cached: rounds kept in
    memory between their steps; above it the oldest are replayed when they go on. away: after so long a task
    that a dead worker left is another's; sooner than a person stops waiting (5 s).
    """

    activities: int = 10
    cached: int = CACHED
    away: timedelta = timedelta(seconds=2)


def make(
    client: Client,
    database: Database,
    post: Post,
    sizes: Sizes = Sizes(),
) -> Worker:
    """The worker of one process, not yet running."""

    async def start_delivery(delivery: Delivery) -> None:
        """A letter has one delivery, however often it is asked for."""
        try:
            await client.start_workflow(
                DeliveryWorkflow.run,
                delivery,
                id=delivery_id(delivery.letter),
                task_queue=TASK_QUEUE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
                static_summary=f"Letter of {delivery.round}",
            )
        except WorkflowAlreadyStartedError:
            return

    rounds = RoundActivities(database, post, start_delivery)
    letters = LetterActivities(post)
    return Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[RoundWorkflow, DeliveryWorkflow],
        activities=[rounds.commit, rounds.look, letters.send],
        max_concurrent_activities=sizes.activities,
        max_cached_workflows=sizes.cached,
        sticky_queue_schedule_to_start_timeout=sizes.away,
        graceful_shutdown_timeout=GRACE,
    )


def sizes_of(settings: Settings) -> Sizes:
    """The sizes that these settings name."""
    return Sizes(
        settings.worker_activities,
        settings.worker_cache,
        timedelta(seconds=settings.worker_sticky_seconds),
    )


def post_office(settings: Settings, database: Database) -> Post:
    """What sends the letters of these settings."""
    links = Links(settings.secret_keys, settings.public_url)
    return Post(database, Renderer(), links, mail_server(str(settings.smtp_url), settings.mail_from))


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT; what is in flight is finished first."""
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    database = Database(settings.database_url, pool=settings.database_pool)
    try:
        client = await connect(str(settings.temporal_address), settings.temporal_namespace)
        async with make(client, database, post_office(settings, database), sizes_of(settings)):
            await stop.wait()
    finally:
        await database.close()
        tracing.end()


def main() -> int:
    """Return the exit code: 0 after a signal, 1 when Temporal does not answer."""
    log_as_lines()
    settings = load(required=("secret_keys", "temporal_address", "smtp_url"))
    measure_temporal(settings.temporal_metrics)
    tracing.begin(settings.otel_exporter_otlp_endpoint, "ronda-worker")
    try:
        asyncio.run(serve(settings))
    except RuntimeError as error:
        sys.stderr.write(f"the worker cannot start: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    leave_after(main)
