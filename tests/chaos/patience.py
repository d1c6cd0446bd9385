"""What people do, and whoever looks at what they did, while something that they need is away."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import httpx2
from sqlalchemy import exc
from temporalio.service import RPCError

T = TypeVar("T")

AWAY = (httpx2.TransportError, RPCError, exc.OperationalError, exc.InterfaceError, exc.TimeoutError)
"""What comes of asking a program that has just been killed, or is not there again yet."""
GLANCE = 0.2
"""Seconds between two looks at what takes its time."""


async def patiently(act: Callable[[], Awaitable[T]]) -> T:
    """Do it, again and again while something that it needs is away."""
    while True:
        try:
            return await act()
        except AWAY:
            await asyncio.sleep(GLANCE)
