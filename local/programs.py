"""Finds the programs of a Temporal server, built ones or its CLI; fetches or builds them if need be."""

import asyncio
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from temporalio.testing import WorkflowEnvironment

from local import build

# The first whose virtual time the tests and the sample can use.
OLDEST_SERVER = (1, 32, 0)
_DOWNLOAD_SECONDS = 300.0
_DOWNLOADED = "downloaded"


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
    """Return what the cache has, or else a CLI that is new enough, or else build.

    Raises RuntimeError with the last lines of the log when the build fails.
    """
    cache = build.cache_folder()
    found = _built(cache) or await _on_path() or await _downloaded(cache)
    if found:
        return found
    async with build.alone(cache, say):
        # Another process may have done it while this one waited.
        if found := _built(cache) or await _downloaded(cache):
            return found
        if await _download(cache, say) and (found := await _downloaded(cache)):
            return found
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


async def _downloaded(cache: Path) -> Cli | None:
    """Return the CLI that the SDK has downloaded before."""
    for program in sorted((cache / _DOWNLOADED).glob("temporal*")):
        if cli := await _new_enough(program):
            return cli
    return None


async def _download(cache: Path, say: Say) -> bool:
    """Have the SDK download the CLI; that it also starts a server from it cannot be turned off."""
    if (cache / _DOWNLOADED).exists():
        # What the SDK knows of is too old, and would be so again.
        return False
    say("looking for the Temporal CLI to download")
    half = cache / f"{_DOWNLOADED}.half"
    half.mkdir(exist_ok=True)
    try:
        async with asyncio.timeout(_DOWNLOAD_SECONDS):
            await (await WorkflowEnvironment.start_local(download_dest_dir=str(half))).shutdown()
    except (RuntimeError, TimeoutError):
        say("it cannot be downloaded here")
        shutil.rmtree(half)
        return False
    half.rename(cache / _DOWNLOADED)
    return True


async def _new_enough(program: Path) -> Cli | None:
    asked = await asyncio.create_subprocess_exec(program, "--version", stdout=asyncio.subprocess.PIPE)
    answer, _ = await asked.communicate()
    server = re.search(rb"Server (\d+)\.(\d+)\.(\d+)", answer)
    return Cli(program) if server and tuple(map(int, server.groups())) >= OLDEST_SERVER else None
