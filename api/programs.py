"""Programs of our own that answer one question, so that what they do holds up nobody here."""

import asyncio
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parents[1]
MOST_SAID = 64 * 1024 * 1024
"""In bytes, where whoever asks names no other limit."""
_CHUNK = 64 * 1024


class SaidTooMuch(Exception):
    """A program prints more than whoever asks is ready to keep."""


async def answered(
    *words: str,
    patience: float,
    asked: bytes = b"",
    env: Mapping[str, str] = MappingProxyType({}),
    around: Mapping[str, str] | None = None,
    most: int = MOST_SAID,
) -> tuple[int, bytes]:
    """Have Python run something, such as `-m` and a module: its exit code, and what it printed.

    It works where we do, with our environment, or with `around` in its place, and what `env` says besides.

    What it says of its errors is not kept: it may quote what people wrote. It is ended when its seconds are
    over, when it prints more than `most` bytes, and when nobody waits for it any more.

    Raises: TimeoutError; SaidTooMuch; OSError.
    """
    pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    known = {**(os.environ if around is None else around), "PYTHONPATH": str(ROOT), **env}
    program = await asyncio.create_subprocess_exec(
        sys.executable, *words, stdin=pipe, stdout=pipe, stderr=nowhere, env=known
    )
    try:
        async with asyncio.timeout(patience):
            _, said = await asyncio.gather(_ask(program, asked), _heard(program, most))
            await program.wait()
    finally:
        if program.returncode is None:
            program.kill()
            await program.wait()
    assert program.returncode is not None
    return program.returncode, said


async def _ask(program: asyncio.subprocess.Process, asked: bytes) -> None:
    """Tell it the question; one that ends without hearing it out has its reason."""
    assert program.stdin
    with suppress(BrokenPipeError, ConnectionResetError):
        program.stdin.write(asked)
        await program.stdin.drain()
    program.stdin.close()


async def _heard(program: asyncio.subprocess.Process, most: int) -> bytes:
    """All that it prints. Raises: SaidTooMuch."""
    assert program.stdout
    said = bytearray()
    while part := await program.stdout.read(_CHUNK):
        said += part
        if len(said) > most:
            raise SaidTooMuch
    return bytes(said)
