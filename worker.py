"""The worker: everything it runs, listed once."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from temporalio.client import Client
from temporalio.common import RetryPolicy
from temporalio.worker import Worker

from activities.committing import RoundActivities
from activities.languages import LanguageActivities
from activities.letter_jobs import PAUSES, LetterJobs
from activities.post import LetterActivities, Post
from activities.smtp import mail_server
from process import leave_after, log_as_lines
from settings import Settings, load
from store.links import Links
from store.session import Database
from templates.render import Renderer
from workflows.connecting import connect
from workflows.names import MAIL_QUEUE, TASK_QUEUE
from workflows.round import RoundWorkflow

GRACE = timedelta(seconds=50)
"""How long a stopping worker lets an activity finish: longer than a letter takes with a slow server."""
AWAY = timedelta(seconds=2)
"""After so long a task that a dead worker left is another's: sooner than a person stops waiting (5 s)."""
CACHED = 2000
"""Rounds kept in memory between their steps; above it the oldest are replayed when they go on."""
LETTERS_AT_ONCE = 8
"""Letters that one process sends side by side; each needs a connection to the database now and then."""


def make(client: Client, database: Database, *, cached: int = CACHED, pauses: RetryPolicy = PAUSES) -> Worker:
    """The worker of rounds, not yet running; between attempts at a letter there are these pauses."""
    rounds = RoundActivities(database, LetterJobs(client, MAIL_QUEUE, pauses).start)
    languages = LanguageActivities(database)
    return Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[RoundWorkflow],
        activities=[rounds.commit, rounds.look, languages.choose_language],
        max_cached_workflows=cached,
        sticky_queue_schedule_to_start_timeout=AWAY,
        graceful_shutdown_timeout=GRACE,
    )


def make_mail(client: Client, post: Post, per_second: float) -> Worker:
    """The worker of letters, not yet running: so many a second at most, of all such workers together.

    It is of no version: a letter that waits is sent by whatever code runs then.
    """

    async def tell(round: str, participant: str) -> None:
        """A round that is not there is asked for again, until it is, or is closed in the database."""
        handle = client.get_workflow_handle_for(RoundWorkflow.run, round)
        await handle.signal(RoundWorkflow.address_refused, participant)

    letters = LetterActivities(post, tell)
    return Worker(
        client,
        task_queue=MAIL_QUEUE,
        activities=[letters.send_letter, letters.send_to_operator],
        max_concurrent_activities=LETTERS_AT_ONCE,
        max_task_queue_activities_per_second=per_second,
        graceful_shutdown_timeout=GRACE,
    )


@asynccontextmanager
async def working(settings: Settings, client: Client, database: Database) -> AsyncIterator[None]:
    """Both workers of one process at work; what is in flight is finished when the block ends."""
    rounds = make(client, database)
    mail = make_mail(client, post_office(settings, database), settings.letters_per_second)
    async with rounds, mail:
        yield
        await asyncio.gather(rounds.shutdown(), mail.shutdown())


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
    database = Database(settings.database_url)
    try:
        client = await connect(str(settings.temporal_address), settings.temporal_namespace)
        async with working(settings, client, database):
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
