"""The worker: everything it runs, listed once."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from temporalio.client import Client, WorkflowHandle
from temporalio.common import RetryPolicy, VersioningBehavior, WorkerDeploymentVersion
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import Worker, WorkerDeploymentConfig

import tracing
from activities.committing import RoundActivities
from activities.languages import LanguageActivities
from activities.letter_jobs import PAUSES, LetterJobs
from activities.post import LetterActivities, Post
from activities.smtp import mail_server
from operating import upkeep
from process import leave_after, log_as_lines, measure_temporal
from settings import Settings, load
from store.links import Links
from store.session import Database
from templates.render import Renderer
from workflows.connecting import connect
from workflows.names import DEPLOYMENT, MAIL_QUEUE, TASK_QUEUE
from workflows.round import RoundWorkflow

GRACE = timedelta(seconds=50)
"""How long a stopping worker lets an activity finish: longer than a letter takes with a slow server."""
CACHED = 2000


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much the workers of one process take on at once.

    activities, letters: together fewer than the database has connections, so that none waits for one.
    cached: rounds kept in memory between their steps; above it the oldest are replayed when they go on.
    away: after so long a task that a dead worker left is another's; sooner than a person stops waiting (5 s).
    """

    activities: int = 10
    letters: int = 8
    cached: int = CACHED
    away: timedelta = timedelta(seconds=2)


SIZES = Sizes()


def make(
    client: Client,
    database: Database,
    sizes: Sizes = SIZES,
    *,
    pauses: RetryPolicy = PAUSES,
    build: str = "",
) -> Worker:
    """The worker of rounds, not yet running; between attempts at a letter there are these pauses.

    The rounds of a build stay on it until they are moved.
    """
    rounds = RoundActivities(database, LetterJobs(client, MAIL_QUEUE, pauses).start)
    return Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[RoundWorkflow],
        activities=[rounds.commit, rounds.look],
        max_concurrent_activities=sizes.activities,
        max_cached_workflows=sizes.cached,
        sticky_queue_schedule_to_start_timeout=sizes.away,
        graceful_shutdown_timeout=GRACE,
        deployment_config=_version(build) if build else None,
    )


def _version(build: str) -> WorkerDeploymentConfig:
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(deployment_name=DEPLOYMENT, build_id=build),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.PINNED,
    )


def make_mail(
    client: Client, database: Database, post: Post, per_second: float, sizes: Sizes = SIZES
) -> Worker:
    """The worker of letters, not yet running: so many a second at most, of all such workers together.

    It is of no version: a letter that waits is sent by whatever code runs then. So is what else belongs to a
    person and to no round: the language that they chose.
    """

    async def tell(round: str, participant: str) -> bool:
        """False for a round that has no workflow, or none that goes on."""
        handle: WorkflowHandle[Any, Any] = client.get_workflow_handle_for(RoundWorkflow.run, round)
        try:
            await handle.signal(RoundWorkflow.address_refused, participant)
        except RPCError as error:
            if error.status == RPCStatusCode.NOT_FOUND:
                return False
            raise
        return True

    letters = LetterActivities(post, tell)
    languages = LanguageActivities(database)
    return Worker(
        client,
        task_queue=MAIL_QUEUE,
        activities=[letters.send_letter, letters.send_to_operator, languages.choose_language],
        max_concurrent_activities=sizes.letters,
        max_task_queue_activities_per_second=per_second,
        graceful_shutdown_timeout=GRACE,
    )


@asynccontextmanager
async def working(settings: Settings, client: Client, database: Database) -> AsyncIterator[None]:
    """Both workers of one process at work; what is in flight is finished when the block ends."""
    sizes = sizes_of(settings)
    rounds = make(client, database, sizes, build=settings.build)
    post = post_office(settings, database)
    mail = make_mail(client, database, post, settings.letters_per_second, sizes)
    async with rounds, mail:
        yield
        await asyncio.gather(rounds.shutdown(), mail.shutdown())


def sizes_of(settings: Settings) -> Sizes:
    """The sizes that these settings name."""
    return Sizes(
        activities=settings.worker_activities,
        letters=settings.worker_letters,
        cached=settings.worker_cache,
        away=timedelta(seconds=settings.worker_sticky_seconds),
    )


def post_office(settings: Settings, database: Database) -> Post:
    """What sends the letters of these settings."""
    links = Links(settings.secret_keys, settings.public_url)
    server = mail_server(str(settings.smtp_url), settings.mail_from)
    return Post(database, Renderer(), links, server, operator=settings.operator_address)


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT; what is in flight is finished first."""
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    database = Database(settings.database_url, pool=settings.database_pool)
    try:
        client = await connect(str(settings.temporal_address), settings.temporal_namespace)
        async with working(settings, client, database), upkeep.worker(client, database):
            await upkeep.schedule(client)
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
