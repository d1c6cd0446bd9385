"""Named timeouts and retries of the activities."""

from datetime import timedelta
from typing import TypedDict

from temporalio.common import RetryPolicy


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
