"""Having a file opened by a program of its own, and what it says of it."""

import asyncio
import json
import os
from typing import Any

import structlog

from api.inspecting.limits import Limits
from api.programs import SaidTooMuch, answered
from rounds.codes import CODES
from rounds.submissions.files import FileTooIntricate

AT_ONCE = 3
"""Programs that open files; more wait, so that many files at once do not take all memory."""
PROGRAM = ("-m", "api.inspecting")
KNOWN = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TZ")
"""What such a program is told of where it runs: no address of a database, and no secret."""
log = structlog.get_logger()


def around() -> dict[str, str]:
    """What the program is told."""
    return {name: os.environ[name] for name in KNOWN if name in os.environ}


class Inspector:
    """Asks, a few at a time."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._room = asyncio.Semaphore(AT_ONCE)

    async def ask(self, what: str, content: bytes, *, field: str, **more: Any) -> Any:
        """What the program says of a file.

        Raises: the refusal by which it answers, naming `field`; FileTooIntricate, where it needs more than it
        may have, or breaks over the file.
        """
        question = json.dumps({"what": what, **more}).encode()
        try:
            async with self._room:
                code, said = await self._answered(question + b"\n" + content)
        except (TimeoutError, SaidTooMuch):
            code, said = None, b""
        if code != 0:
            log.warning("a file could not be opened", what=what, exit=code)
            raise FileTooIntricate(field=field)
        answer = json.loads(said)
        if "refused" in answer:
            raise CODES[answer["refused"]](field=field, **answer["values"])
        return answer["said"]

    async def _answered(self, asked: bytes) -> tuple[int, bytes]:
        most = self._limits
        return await answered(
            *PROGRAM,
            str(most.memory),
            str(most.processor),
            patience=most.patience,
            asked=asked,
            around=around(),
            most=most.said,
        )
