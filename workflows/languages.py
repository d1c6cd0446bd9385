"""A choice of language, handed over: a durable job of its own instead of a round's."""

from datetime import timedelta

from temporalio.client import Client
from temporalio.common import ActivityIDConflictPolicy, Priority, RetryPolicy

from activities.languages import Chosen, LanguageActivities
from rounds.state.status import Shown
from workflows.names import MAIL_QUEUE


async def choose(client: Client, submission: str) -> None:
    """Have it done, and wait until it is; asked for again meanwhile, it is the same job.

    Raises: temporalio.client.ActivityFailureError for a fault that does not pass; RPCError.
    """
    await client.execute_activity_method(
        LanguageActivities.choose_language,
        Chosen(submission=submission),
        id=f"language-{submission}",
        task_queue=MAIL_QUEUE,
        start_to_close_timeout=timedelta(seconds=30),
        # Longer than any outage; given up, the relay hands it over again.
        schedule_to_close_timeout=timedelta(days=1),
        retry_policy=RetryPolicy(maximum_interval=timedelta(seconds=30)),
        id_conflict_policy=ActivityIDConflictPolicy.USE_EXISTING,
        summary=Shown("A person chose their language"),
        # Somebody waits for it: letters do not stand before it.
        priority=Priority(priority_key=1),
    )
