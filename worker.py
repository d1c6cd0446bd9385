"""The worker: everything it runs, listed once."""

import asyncio
import signal
import sys
from datetime import timedelta

from temporalio.client import Client
from temporalio.common import (
    VersioningBehavior,
    WorkerDeploymentVersion,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.worker import Worker, WorkerDeploymentConfig

from activities.committing import RoundActivities
from activities.languages import LanguageActivities
from activities.post import LetterActivities, Post
from activities.smtp import mail_server
from operating import upkeep
from process import leave_after, log_as_lines
from rounds.state.batches import Delivery
from settings import Settings, load
from store.links import Links
from store.session import Database
from templates.render import Renderer
from workflows.connecting import connect
from workflows.delivery import DeliveryWorkflow
from workflows.names import DEPLOYMENT, TASK_QUEUE, delivery_id
from workflows.round import RoundWorkflow

GRACE = timedelta(seconds=50)
"""How long a stopping worker lets an activity finish: longer than a letter takes with a slow server."""
AWAY = timedelta(seconds=2)
"""After so long a task that a dead worker left is another's: sooner than a person stops waiting (5 s)."""
CACHED = 2000
"""Rounds kept in memory between their steps; above it the oldest are replayed when they go on."""


def make(
    client: Client,
    database: Database,
    post: Post,
    *,
    cached: int = CACHED,
    build: str = "",
) -> Worker:
    """The worker of one process, not yet running; the rounds of a build stay on it until they are moved."""

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
    languages = LanguageActivities(database)
    return Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[RoundWorkflow, DeliveryWorkflow],
        activities=[rounds.commit, rounds.look, letters.send, languages.choose_language],
        max_cached_workflows=cached,
        sticky_queue_schedule_to_start_timeout=AWAY,
        graceful_shutdown_timeout=GRACE,
        deployment_config=_version(build) if build else None,
    )


def _version(build: str) -> WorkerDeploymentConfig:
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(deployment_name=DEPLOYMENT, build_id=build),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.PINNED,
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
    database = Database(settings.database_url)
    try:
        client = await connect(str(settings.temporal_address), settings.temporal_namespace)
        rounds = make(client, database, post_office(settings, database), build=settings.build)
        async with rounds, upkeep.worker(client, database):
            await upkeep.schedule(client)
            await stop.wait()
    finally:
        await database.close()


def main() -> int:
    """Return the exit code: 0 after a signal, 1 when Temporal does not answer."""
    log_as_lines()
    settings = load(required=("secret_keys", "temporal_address", "smtp_url"))
    try:
        asyncio.run(serve(settings))
    except RuntimeError as error:
        sys.stderr.write(f"the worker cannot start: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    leave_after(main)
