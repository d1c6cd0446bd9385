"""What is to be written about a request for a round: a durable job of its own, since it has no round yet."""

from datetime import timedelta

from temporalio.client import Client
from temporalio.common import ActivityIDConflictPolicy, RetryPolicy

from activities.request_letters import RequestLetter, RequestLetters
from rounds.state.status import Shown
from workflows.names import MAIL_QUEUE


async def write(client: Client, request: str, letter: str) -> None:
    """Have it written; asked for again meanwhile, it is the same job.

    Raises: temporalio.service.RPCError; the row of the request says what is still to be written.
    """
    await client.start_activity_method(
        RequestLetters.send_about_request,
        RequestLetter(request=request, letter=letter),
        id=f"request-{request}-{letter}",
        task_queue=MAIL_QUEUE,
        start_to_close_timeout=timedelta(minutes=5),
        schedule_to_close_timeout=timedelta(days=6),
        retry_policy=RetryPolicy(maximum_interval=timedelta(hours=1)),
        id_conflict_policy=ActivityIDConflictPolicy.USE_EXISTING,
        summary=Shown(f"About a request for a round: {letter}"),
    )
