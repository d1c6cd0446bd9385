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
"""Rows, and the start of their letters' jobs; tried until the database takes them."""

LOOK: Options = {
    "start_to_close_timeout": timedelta(seconds=10),
    "retry_policy": RetryPolicy(
        initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=30)
    ),
}
"""One question to the inbox."""
