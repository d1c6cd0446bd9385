"""The worker: everything it runs, listed once."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from temporalio.client import Client
from temporalio.common import RetryPolicy, VersioningBehavior, WorkerDeploymentVersion
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import Worker, WorkerDeploymentConfig

import tracing
from activities.bounces import Bounces
from activities.committing import RoundActivities
from activities.dkim_signature import Dkim
from activities.languages import LanguageActivities
from activities.letter_jobs import LONGEST, PAUSES, LetterJobs
from activities.log_heads import LogHeads
from activities.post import LetterActivities, Post
from activities.press import Press
from activities.publication_codes import PublicationCodes
from activities.request_letters import RequestLetters
from activities.signing_in import SigningIn
from activities.smtp import MailServer, mail_server
from activities.specimens import Specimens
from operating import upkeep
from operating.means import bounces_of, files_of
from process import leave_after, log_as_lines, measure_temporal
from settings import Settings, load
from store import powers
from store.files import Contents
from store.links import Links
from store.session import Database
from templates.render import Renderer
from workflows.connecting import connect
from workflows.handing_on import HandingOnWorkflow
from workflows.names import ADDRESS_REFUSED, DEPLOYMENT, MAIL_QUEUE, TASK_QUEUE, publishing_id
from workflows.publishing import PublishingWorkflow
from workflows.round import RoundWorkflow

GRACE = timedelta(seconds=50)
"""How long a stopping worker lets an activity finish: longer than a letter takes with a slow server."""
CACHED = 2000


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much the workers of one process take on at once.

    activities, letters: together fewer than the database has connections, so that none waits for one.
    tasks: rounds whose code runs at once. It is one interpreter's work, however many there are, and the SDK
    takes a task that has not yielded for two seconds as stuck: a hundred rounds that are read anew together
    would all look so.
    cached: rounds kept in memory between their steps; above it the oldest are replayed when they go on.
    away: after so long a task that a dead worker left is another's. On a busy machine a task waits as long
    for a worker that lives, and is then read anew, which makes the machine busier: with two seconds ten happy
    rounds at once came to a stand.
    """

    activities: int = 10
    letters: int = 8
    tasks: int = 4
    cached: int = CACHED
    away: timedelta = timedelta(seconds=10)


SIZES = Sizes()


def make(
    client: Client,
    database: Database,
    sizes: Sizes = SIZES,
    *,
    pauses: RetryPolicy = PAUSES,
    longest: timedelta = LONGEST,
    build: str = "",
    files: Contents,
) -> Worker:
    """The worker of rounds, not yet running; between attempts at a letter there are these pauses.

    `files` is where contents are kept. A letter is held for its reader's morning for the `longest` time at
    most. The rounds of a build stay on it until they are moved.
    """
    start_letters = LetterJobs(client, MAIL_QUEUE, pauses, longest).start
    rounds = RoundActivities(database, start_letters, Press(files, Renderer()))
    return Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[RoundWorkflow, HandingOnWorkflow, PublishingWorkflow],
        activities=[rounds.commit, rounds.look, rounds.left],
        max_concurrent_activities=sizes.activities,
        max_concurrent_workflow_tasks=sizes.tasks,
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
    client: Client,
    database: Database,
    post: Post,
    per_second: float,
    sizes: Sizes = SIZES,
    more: Sequence[Callable[..., Any]] = (),
) -> Worker:
    """The worker of letters, not yet running: so many a second at most, of all such workers together.

    It is of no version: a letter that waits is sent by whatever code runs then. So is what else belongs to a
    person and to no round: the language that they chose, and the letters of which no outbox knows (`more`).
    """

    async def tell(round: str, participant: str) -> bool:
        """False for a round that has no workflow, or none that goes on, nor anything that comes after it."""
        for id in (round, publishing_id(round)):
            try:
                await client.get_workflow_handle(id).signal(ADDRESS_REFUSED, participant)
            except RPCError as error:
                if error.status != RPCStatusCode.NOT_FOUND:
                    raise
            else:
                return True
        return False

    letters = LetterActivities(post, tell)
    languages = LanguageActivities(database)
    return Worker(
        client,
        task_queue=MAIL_QUEUE,
        activities=[
            *(letters.send_letter, letters.send_to_operator, languages.choose_language),
            *more,
        ],
        max_concurrent_activities=sizes.letters,
        max_task_queue_activities_per_second=per_second,
        graceful_shutdown_timeout=GRACE,
    )


@asynccontextmanager
async def working(settings: Settings, client: Client, database: Database) -> AsyncIterator[None]:
    """Both workers of one process at work; what is in flight is finished when the block ends."""
    sizes = sizes_of(settings)
    rounds = make(client, database, sizes, build=settings.build, files=files_of(settings))
    post = post_office(settings, database)
    server = mail_of(settings)
    links, renderer = Links(settings.secret_keys, settings.public_url), Renderer()
    log_heads = LogHeads(database, renderer, server)
    box = bounces_of(settings)
    more = (
        RequestLetters(database, renderer, links, server).send_about_request,
        SigningIn(database, renderer, server, settings.public_url).send_sign_in,
        Specimens(database, renderer, links, server).send_specimen,
        PublicationCodes(database, renderer, links, server).send_publication_code,
        log_heads.newest,
        log_heads.send_log_head,
        Bounces(database, box, LetterJobs(client, MAIL_QUEUE).start).read_bounces,
    )
    mail = make_mail(client, database, post, settings.letters_per_second, sizes, more)
    async with rounds, mail:
        yield
        await asyncio.gather(rounds.shutdown(), mail.shutdown())


def sizes_of(settings: Settings) -> Sizes:
    """The sizes that these settings name."""
    return Sizes(
        activities=settings.worker_activities,
        letters=settings.worker_letters,
        tasks=settings.worker_tasks,
        cached=settings.worker_cache,
        away=timedelta(seconds=settings.worker_sticky_seconds),
    )


def post_office(settings: Settings, database: Database) -> Post:
    """What sends the letters of these settings."""
    links = Links(settings.secret_keys, settings.public_url)
    return Post(database, Renderer(), links, mail_of(settings), operator=settings.operator_address)


def mail_of(settings: Settings) -> MailServer:
    """The mail server of these settings, and with what letters are signed."""
    key, selector, domain = settings.dkim_key, settings.dkim_selector, settings.dkim_domain
    dkim = Dkim(key=key, selector=selector, domain=domain) if key else None
    return mail_server(str(settings.smtp_url), settings.mail_from, secret=settings.secret_keys[0], dkim=dkim)


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT; what is in flight is finished first."""
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    database = Database(settings.database_url, pool=settings.database_pool)
    powers.watch(database)
    try:
        client = await connect(
            str(settings.temporal_address), settings.temporal_namespace, codec_keys=settings.codec_keys
        )
        box = bounces_of(settings)
        looks_after = upkeep.worker(client, database, files_of(settings), box)
        async with working(settings, client, database), looks_after:
            await upkeep.schedule(client, bounces=bool(settings.bounces_url))
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
