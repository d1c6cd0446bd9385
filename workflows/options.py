"""Named timeouts and retries of the activities."""

from datetime import timedelta
from typing import TypedDict

from temporalio.common import RetryPolicy


class Options(TypedDict, total=False):
    """What `execute_activity` takes beside the activity and its input."""

    start_to_close_timeout: timedelta
    heartbeat_timeout: timedelta
    retry_policy: RetryPolicy


COMMIT: Options = {
    "start_to_close_timeout": timedelta(minutes=3),
    # A worker that was killed says nothing: its batch is another's after this, not after three minutes.
    "heartbeat_timeout": timedelta(seconds=10),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=30)
    ),
}
"""Rows and first attempts at letters; tried until the database takes them."""

LOOK: Options = {
    "start_to_close_timeout": timedelta(seconds=10),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=30)
    ),
}
"""One question to the inbox."""

DELIVER: Options = {
    "start_to_close_timeout": timedelta(minutes=1),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(seconds=2),
        backoff_coefficient=2,
        maximum_interval=timedelta(hours=1),
    ),
}
"""A letter whose server is away or says "later": again and again, ever more patiently."""

RECONCILE: Options = {
    "start_to_close_timeout": timedelta(minutes=4),
    "retry_policy": RetryPolicy(initial_interval=timedelta(seconds=5), maximum_attempts=3),
}
"""A look at all open rounds; the next one comes in five minutes."""
