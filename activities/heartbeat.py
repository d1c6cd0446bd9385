"""A sign of life while an activity works, so that what a killed worker left is soon another's."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from temporalio import activity

_EVERY = 2.0
"""Seconds; well below the heartbeat timeout of the workflows' options."""


@asynccontextmanager
async def heartbeat() -> AsyncIterator[None]:
    """Tell Temporal, again and again until the block is left, that the work goes on."""
    if not activity.in_activity():
        yield
        return
    task = asyncio.create_task(_beat())
    try:
        yield
    finally:
        task.cancel()


async def _beat() -> None:
    while True:
        activity.heartbeat()
        await asyncio.sleep(_EVERY)
