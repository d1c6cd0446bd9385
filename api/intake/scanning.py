"""A virus scanner that is asked about each file before it is kept: ClamAV's clamd, by INSTREAM (U7)."""

import asyncio
import struct
from contextlib import suppress

import structlog

from rounds.submissions.files import FileInfected, FileNotScanned

PATIENCE = 30.0
"""Seconds, from connecting to the answer."""
LONGEST = 4096
"""In bytes, of an answer."""
CLEAN, FOUND = b"stream: OK", b" FOUND"
_CHUNK = 64 * 1024
log = structlog.get_logger()


class Scanner:
    """A clamd at `host:port`."""

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        host, _, self._port = address.rpartition(":")
        self._host = host.strip("[]")
        self._patience = patience

    async def check(self, content: bytes, field: str) -> None:
        """That it knows nothing harmful in a file.

        Raises: FileInfected; FileNotScanned, where it says anything else or nothing; naming `field`.
        """
        try:
            async with asyncio.timeout(self._patience):
                said = await self._asked(content)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            log.error("a file was not scanned", fault=type(error).__name__)
            raise FileNotScanned(field=field) from None
        if said.endswith(FOUND):
            log.warning("a file is infected", found=said.decode("ascii", "replace"))
            raise FileInfected(field=field)
        if said != CLEAN:
            log.error("a file was not scanned", said=said.decode("ascii", "replace"))
            raise FileNotScanned(field=field)

    async def _asked(self, content: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(self._host, int(self._port), limit=LONGEST)
        try:
            writer.write(b"zINSTREAM\0")
            # It says what it found and hangs up before it has heard all, where it has heard enough.
            with suppress(BrokenPipeError, ConnectionResetError):
                for start in range(0, len(content), _CHUNK):
                    part = content[start : start + _CHUNK]
                    writer.write(struct.pack(">I", len(part)) + part)
                    await writer.drain()
                writer.write(struct.pack(">I", 0))
                await writer.drain()
            return (await reader.readuntil(b"\0")).removesuffix(b"\0")
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
