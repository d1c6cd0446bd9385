"""A client that waits, having started a letter's job, until it was tried once.

Jobs run in real time and stories in virtual time: a batch that is over before its letters were tried would
let days pass meanwhile. The workers that are made with the client tell it.
"""

import asyncio
from collections import defaultdict
from contextlib import suppress
from typing import Any

from temporalio import activity, client, worker

PATIENCE = 10.0
"""Seconds; longer only if nobody sends letters just now."""


class FirstAttempts(client.Interceptor, worker.Interceptor):
    """Knows which jobs were tried."""

    def __init__(self) -> None:
        self.tried: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def intercept_client(self, next: client.OutboundInterceptor) -> client.OutboundInterceptor:
        """Wait after each start."""
        return _Starting(next, self)

    def intercept_activity(
        self, next: worker.ActivityInboundInterceptor
    ) -> worker.ActivityInboundInterceptor:
        """Take note of each attempt."""
        return _Trying(next, self)


def patient(plain: client.Client) -> client.Client:
    """The same client, which waits."""
    before = plain.config()
    return client.Client(**(before | {"interceptors": [*before["interceptors"], FirstAttempts()]}))


class _Starting(client.OutboundInterceptor):
    def __init__(self, next: client.OutboundInterceptor, known: FirstAttempts) -> None:
        super().__init__(next)
        self._known = known

    async def start_activity(self, input: client.StartActivityInput) -> client.ActivityHandle[Any]:
        started = await super().start_activity(input)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._known.tried[input.id].wait(), PATIENCE)
        return started


class _Trying(worker.ActivityInboundInterceptor):
    def __init__(self, next: worker.ActivityInboundInterceptor, known: FirstAttempts) -> None:
        super().__init__(next)
        self._known = known

    async def execute_activity(self, input: worker.ExecuteActivityInput) -> Any:
        try:
            return await super().execute_activity(input)
        finally:
            info = activity.info()
            if not info.in_workflow:
                self._known.tried[info.activity_id].set()
