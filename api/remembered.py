"""What a process remembers of what takes long to count, until something has happened."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
MOST = 64


class Remembered:
    """Answers by their questions, each with the moment for which it holds; the oldest is forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._one = asyncio.Lock()

    async def get(self, key: Hashable, moment: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """What was answered in this very moment, or what is now: one is made at a time, for all who ask."""
        if not self._holds(key, moment):
            async with self._one:
                if not self._holds(key, moment):
                    self._kept[key] = (moment, await make())
        self._kept.move_to_end(key)
        answer: T = self._kept[key][1]
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return answer

    def forget(self) -> None:
        """Remember nothing any more."""
        self._kept.clear()

    def _holds(self, key: Hashable, moment: Hashable) -> bool:
        return key in self._kept and self._kept[key][0] == moment
