"""Named timeouts and retries of the activities."""

from datetime import timedelta
from typing import TypedDict

from temporalio.common import ActivityIDConflictPolicy, Priority, RetryPolicy

from workflows.names import MAIL_QUEUE


class Options(TypedDict, total=False):
    """What `execute_activity` takes beside the activity and its input."""

    start_to_close_timeout: timedelta
    schedule_to_close_timeout: timedelta
    heartbeat_timeout: timedelta
    retry_policy: RetryPolicy


COMMIT: Options = {
    "start_to_close_timeout": timedelta(minutes=3),
    # A worker that was killed says nothing: its batch is another's after this, not after three minutes.
    "heartbeat_timeout": timedelta(seconds=10),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(milliseconds=500),
        maximum_interval=timedelta(seconds=30),
        # About ten minutes of failing. Time in which no worker is there does not count, as it would in a
        # timeout from the scheduling on: rounds would be parked because of a pause of their machines.
        maximum_attempts=25,
    ),
}
"""The rows of one moment, and the start of their letters' jobs; what is not written by then is parked."""

LOOK: Options = {
    "start_to_close_timeout": timedelta(seconds=10),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=30)
    ),
}
"""One question to the inbox."""

LEFT: Options = LOOK
"""One round, read as it was kept."""

ALARM: Options = {
    "start_to_close_timeout": timedelta(minutes=1),
    "schedule_to_close_timeout": timedelta(days=1),
    "retry_policy": RetryPolicy(maximum_interval=timedelta(minutes=10)),
}
"""One letter to the operator, whose mail server may be what is away."""

RECONCILE: Options = {
    "start_to_close_timeout": timedelta(minutes=4),
    "retry_policy": RetryPolicy(initial_interval=timedelta(seconds=5), maximum_attempts=3),
}
"""A look at all open rounds; the next one comes in five minutes."""

LOG: Options = LOOK
"""One look at the log, and who is told of it."""

LOG_LETTER: Options = {
    "start_to_close_timeout": timedelta(seconds=75),
    # Until the next day's letter.
    "schedule_to_close_timeout": timedelta(hours=23),
    "retry_policy": RetryPolicy(maximum_interval=timedelta(minutes=30)),
}
"""One letter to one officer."""

BOUNCES: Options = {
    "start_to_close_timeout": timedelta(minutes=4),
    "retry_policy": RetryPolicy(initial_interval=timedelta(seconds=5), maximum_attempts=3),
}
"""What came in of bounces; the next look is in five minutes."""


class ForSomebody(TypedDict):
    """What a job takes whose letter somebody waits for."""

    task_queue: str
    start_to_close_timeout: timedelta
    schedule_to_close_timeout: timedelta
    retry_policy: RetryPolicy
    id_conflict_policy: ActivityIDConflictPolicy
    priority: Priority


FOR_SOMEBODY: ForSomebody = {
    "task_queue": MAIL_QUEUE,
    "start_to_close_timeout": timedelta(seconds=75),
    # As long as a link to the desk is good, and as somebody looks for what they asked for.
    "schedule_to_close_timeout": timedelta(minutes=15),
    "retry_policy": RetryPolicy(maximum_interval=timedelta(seconds=30)),
    "id_conflict_policy": ActivityIDConflictPolicy.USE_EXISTING,
    # Letters that nobody waits for do not stand before it.
    "priority": Priority(priority_key=1),
}
"""One letter to an officer who has just asked for it; asked for twice, it is one job."""
