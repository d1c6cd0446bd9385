"""Finds the programs of a Temporal server, built ones or the CLI on this machine; builds them if need be.

Nothing is fetched here. The SDK could download the CLI, but it runs what it gets without a hash of ours; what
Go builds is held to the hashes of tools/temporal/go.sum.
"""

import asyncio
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from local import build

# The first whose virtual time the tests and the sample can use.
OLDEST_SERVER = (1, 32, 0)


@dataclass(frozen=True)
class Built:
    """The server and its UI, as tools/temporal pins them."""

    server: Path
    ui: Path


@dataclass(frozen=True)
class Cli:
    """The Temporal CLI, which holds a server and its UI."""

    program: Path


Programs = Built | Cli
Say = Callable[[str], None]


async def find(say: Say) -> Programs:
    """Return what the cache has, or else a CLI on the PATH that is new enough, or else build.

    Raises RuntimeError with the last lines of the log when the build fails.
    """
    cache = build.cache_folder()
    if found := _built(cache) or await _on_path():
        return found
    async with build.alone(cache, say):
        # Another process may have done it while this one waited.
        if not _built(cache):
            await build.build(cache, say)
    return _programs(cache)


def _programs(cache: Path) -> Built:
    return Built(server=cache / "temporal-server", ui=cache / "temporal-ui")


def _built(cache: Path) -> Built | None:
    programs = _programs(cache)
    return programs if programs.server.exists() and programs.ui.exists() else None


async def _on_path() -> Cli | None:
    program = shutil.which("temporal")
    return await _new_enough(Path(program)) if program else None


async def _new_enough(program: Path) -> Cli | None:
    asked = await asyncio.create_subprocess_exec(program, "--version", stdout=asyncio.subprocess.PIPE)
    answer, _ = await asked.communicate()
    server = re.search(rb"Server (\d+)\.(\d+)\.(\d+)", answer)
    return Cli(program) if server and tuple(map(int, server.groups())) >= OLDEST_SERVER else None
