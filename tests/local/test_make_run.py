"""`python -m local`, as `make run` calls it, with stand-ins for what it starts."""

import asyncio
import os
import re
import signal
import stat
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from local import first_run
from local.ports import draw

ROOT = Path(__file__).resolve().parents[2]

STAND_INS = {
    "admin.py": "import pathlib, sys\n"
    "print(*sys.argv[1:], flush=True)\n"
    "if sys.argv[1] == 'first-officer': pathlib.Path(sys.argv[3]).write_text('key')\n",
    "worker.py": "import os, time\n"
    "print('worker', os.environ['TEMPORAL_ADDRESS'], os.environ['SMTP_URL'], flush=True)\n"
    "time.sleep(600)\n",
    "api/__init__.py": "",
    "api/app.py": "async def app(scope, receive, send):\n"
    "    if scope['type'] == 'http':\n"
    "        await send({'type': 'http.response.start', 'status': 200, 'headers': []})\n"
    "        await send({'type': 'http.response.body', 'body': b'ok'})\n"
    "def create(): return app\n",
}


class Run:
    """One `python -m local`: what it said, and who belongs to it."""

    def __init__(self, process: asyncio.subprocess.Process, project: Path) -> None:
        self.process = process
        self.said: list[str] = []
        self._mark = f"DATA_DIR={project / '.ronda'}".encode()

    async def until_said(self, words: str) -> str:
        """Read on until a line that holds these words."""
        assert self.process.stdout
        async with asyncio.timeout(60):
            while line := (await self.process.stdout.readline()).decode():
                self.said.append(line.rstrip())
                if words in line:
                    return line.rstrip()
        raise AssertionError("\n".join(self.said))

    async def end(self, sign: signal.Signals) -> int:
        """Send the signal and return the exit code; ten seconds must do."""
        self.process.send_signal(sign)
        return await asyncio.wait_for(self.process.wait(), 10)

    def family(self) -> dict[int, str]:
        """Return all its living processes, found by the data folder in their environment."""
        return {
            int(folder.name): _command(folder)
            for folder in Path("/proc").glob("[0-9]*")
            if self._ours(folder)
        }

    def child(self, words: str) -> int:
        [pid] = [pid for pid, command in self.family().items() if words in command]
        return pid

    async def until(self, holds: Callable[[dict[int, str]], bool]) -> None:
        """Wait until this holds of its family."""
        async with asyncio.timeout(10):
            while not holds(self.family()):  # noqa: ASYNC110 - what is waited for happens in other processes
                await asyncio.sleep(0.05)

    async def gone(self) -> None:
        """Wait until nobody of it is left."""
        await self.until(lambda family: not family)

    def _ours(self, folder: Path) -> bool:
        try:
            return self._mark in (folder / "environ").read_bytes().split(b"\0")
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            return False


def _has(words: str) -> Callable[[dict[int, str]], bool]:
    return lambda family: any(words in command for command in family.values())


def _command(folder: Path) -> str:
    return (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in STAND_INS.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    return tmp_path


@asynccontextmanager
async def running(project: Path, *before: str, **settings: str) -> AsyncIterator[Run]:
    """Start it as the last of the arguments of `before`, if there are any."""
    names = ("API_PORT", "LETTERS_PORT", "TEMPORAL_PORT", "TEMPORAL_UI_PORT", "SMTP_PORT")
    ports = {name: str(port) for name, port in zip(names, draw(len(names)), strict=True)}
    env = (
        os.environ | ports | {"DATA_DIR": str(project / ".ronda"), "SAMPLE": "none", "PYTHONPATH": str(ROOT)}
    )
    process = await asyncio.create_subprocess_exec(
        *(*before, sys.executable, "-m", "local"),
        cwd=project,
        env=env | settings,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield Run(process, project)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
async def test_everything_starts_says_where_it_is_and_ends_at_one_signal(
    project: Path, sign: signal.Signals
) -> None:
    async with running(project) as run:
        await run.until_said("Ronda is ready")
        await run.until_said("API key DGPE")
        block = "\n".join(run.said[run.said.index("Ronda is ready") :])
        assert re.fullmatch(
            r"Ronda is ready\n"
            r"  pages and API   http://127\.0\.0\.1:\d+      OpenAPI at /docs\n"
            r"  public reports  http://127\.0\.0\.1:\d+/reports\n"
            r"  desk DIS        sign-in-link DIS oficial@dis\.example\n"
            r"  desk DGPE       sign-in-link DGPE officer@dgpe\.example\n"
            r"  letters         http://127\.0\.0\.1:\d+\n"
            r"  Temporal UI     http://127\.0\.0\.1:\d+\n"
            rf"  API key DIS     {re.escape(str(project))}/\.ronda/api-key\n"
            rf"  API key DGPE    {re.escape(str(project))}/\.ronda/api-key-dgpe",
            block,
        )
        assert len(run.family()) == 6
        assert await run.end(sign) == 0
        await run.gone()


async def test_when_it_is_killed_with_9_nothing_is_left(project: Path) -> None:
    async with running(project) as run:
        await run.until_said("Ronda is ready")
        assert await run.end(signal.SIGKILL) == -signal.SIGKILL
        await run.gone()


async def test_when_the_make_that_started_it_is_killed_with_9_all_ends_too(project: Path) -> None:
    as_make = ("sh", "-c", '"$@"; true', "sh")
    async with running(project, *as_make, MAKELEVEL="1") as run:
        await run.until_said("Ronda is ready")
        assert await run.end(signal.SIGKILL) == -signal.SIGKILL
        await run.until_said("Ronda has ended")
        await run.gone()


async def test_a_killed_worker_and_a_killed_server_come_back(project: Path) -> None:
    async with running(project) as run:
        await run.until_said("API key DGPE")
        for name, words in {
            "the worker": "worker.py",
            "the API": "uvicorn",
            "the Temporal server": "temporal-server",
        }.items():
            before = run.child(words)
            os.kill(before, signal.SIGKILL)
            said = await run.until_said(name)
            assert said.startswith(f"{name} has ended (SIGKILL) and is started again; its log is {project}/")
            await run.until(_has(words))
            assert run.child(words) != before
        assert await run.end(signal.SIGINT) == 0
        await run.gone()


async def test_a_second_start_finds_the_keys_of_the_first_and_makes_no_other_officer(project: Path) -> None:
    secrets: list[str] = []
    for _ in range(2):
        async with running(project) as run:
            await run.until_said("API key DGPE")
            secrets.append((project / ".ronda" / "secret-key").read_text())
            await run.end(signal.SIGTERM)
    assert secrets[0] == secrets[1]
    asked = (project / ".ronda" / "logs" / "admin.log").read_text().splitlines()
    keys = [re.findall(r"^first-officer --key-file (\S+) --secretariat (\S+)", line) for line in asked]
    assert [found for found in keys if found] == [
        [(f"{project}/.ronda/api-key", "DIS")],
        [(f"{project}/.ronda/api-key-dgpe", "DGPE")],
    ]
    deploy = "deploy --take-over --wait 1"
    assert [line for line in asked if "first-officer" not in line] == ["migrate", deploy] * 2


async def test_two_do_not_run_on_one_data_folder(project: Path) -> None:
    async with running(project) as first:
        await first.until_said("API key DGPE")
        async with running(project) as second:
            assert (
                await second.until_said("Ronda")
                == f"Ronda cannot start: Ronda is running on {project}/.ronda already"
            )
            assert await second.process.wait() == 1


async def test_a_part_that_does_not_start_is_told_with_its_last_words_and_the_others_end(
    project: Path,
) -> None:
    (project / "api" / "app.py").write_text("raise RuntimeError('no such table')\n")
    async with running(project) as run:
        assert await run.until_said("Ronda") == "Ronda cannot start: the API does not answer:"
        await run.until_said("no such table")
        assert await run.process.wait() == 1
        await run.gone()


async def test_a_wrong_value_stops_the_start_with_one_line_that_names_it(project: Path) -> None:
    async with running(project, SMTP_PORT="none") as run:
        assert (await run.until_said("")).startswith("Ronda cannot start: SMTP_PORT must be")
        assert await run.process.wait() == 2


def test_the_secret_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    key = first_run.secret_key(tmp_path)
    assert first_run.secret_key(tmp_path) == key
    assert len(key) >= 32
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
