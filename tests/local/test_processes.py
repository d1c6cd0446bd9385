"""Children end with their parent, in order, and start again when they die."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from local.processes import Process, Supervisor

ROOT = Path(__file__).resolve().parents[2]

WRITES_ITS_PID = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(60)"
IGNORES_SIGTERM = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + WRITES_ITS_PID
HAS_A_CHILD = (
    "import subprocess, sys; p = subprocess.Popen(['sleep', '60']);"
    "open(sys.argv[1], 'a').write(f'{p.pid}\\n'); p.wait()"
)
TELLS_ITS_END = (
    "import signal, sys, time\n"
    "def end(*_): open(sys.argv[1], 'a').write(sys.argv[2] + '\\n'); sys.exit()\n"
    "signal.signal(signal.SIGTERM, end); open(sys.argv[1] + sys.argv[2], 'w').close(); time.sleep(60)"
)
SUPERVISES_TWO = """
import asyncio, sys
from local.processes import Process, Supervisor

async def main():
    async with Supervisor(print) as keeper:
        for _ in range(2):
            process = Process("child", [sys.executable, "-c", sys.argv[1], sys.argv[2]])
            keeper.end_at_exit(process, rank=0)
            await process.start()
            keeper.keep_alive(process)
        await asyncio.sleep(60)

asyncio.run(main())
"""


def child(program: str, *arguments: str | Path, name: str = "the child", grace: float = 4.0) -> Process:
    return Process(name, [sys.executable, "-c", program, *arguments], grace=grace)


def pids(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def lives(pid: int) -> bool:
    """Whether it runs; a zombie that nobody has fetched does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - what is waited for happens in other processes
            await asyncio.sleep(0.02)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "pids"


async def test_when_the_parent_is_killed_with_9_its_children_die_too(file: Path) -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SUPERVISES_TWO, WRITES_ITS_PID, file, cwd=ROOT
    )
    await until(lambda: len(pids(file)) == 2)
    assert [lives(pid) for pid in pids(file)] == [True, True]
    parent.kill()
    await parent.wait()
    await until(lambda: not any(lives(pid) for pid in pids(file)))


async def test_a_child_whose_parent_died_before_the_leash_held_does_not_begin(file: Path) -> None:
    late = await asyncio.create_subprocess_exec(
        *(sys.executable, ROOT / "local" / "leash.py", "1"), *(sys.executable, "-c", WRITES_ITS_PID, file)
    )
    assert await late.wait() == 0
    assert pids(file) == []


async def test_a_child_that_dies_is_started_again_and_it_is_said_in_one_line(file: Path) -> None:
    said: list[str] = []
    async with Supervisor(said.append) as keeper:
        worker = child(WRITES_ITS_PID, file, name="the worker")
        keeper.end_at_exit(worker, rank=0)
        await worker.start()
        keeper.keep_alive(worker)
        await until(lambda: len(pids(file)) == 1)
        os.kill(pids(file)[0], signal.SIGKILL)
        await until(lambda: len(pids(file)) == 2)
        assert lives(pids(file)[1])
    assert said == ["the worker has ended (SIGKILL) and is started again"]
    assert [lives(pid) for pid in pids(file)] == [False, False]


async def test_a_child_that_crashes_is_started_again_and_only_one_that_runs_can(
    file: Path,
) -> None:
    async with Supervisor(print) as keeper:
        worker = child(HAS_A_CHILD, file)
        assert not await worker.crash()
        keeper.end_at_exit(worker, rank=0)
        await worker.start()
        keeper.keep_alive(worker)
        await until(lambda: len(pids(file)) == 1)
        assert await worker.crash()
        assert not await worker.crash()
        await until(lambda: len(pids(file)) == 2)
        assert [lives(pid) for pid in pids(file)] == [False, True]


async def test_the_end_comes_in_order_of_rank_and_restarts_nobody(tmp_path: Path) -> None:
    said: list[str] = []
    ends = tmp_path / "ends"
    ranks = {"server": 0, "catcher": 1, "worker": 2}
    async with Supervisor(said.append) as keeper:
        for name, rank in ranks.items():
            process = child(TELLS_ITS_END, ends, name)
            keeper.end_at_exit(process, rank=rank)
            await process.start()
            keeper.keep_alive(process)
        await until(lambda: all(Path(f"{ends}{name}").exists() for name in ranks))
    assert ends.read_text().split() == ["worker", "catcher", "server"]
    assert said == []


async def test_what_was_never_started_needs_no_end() -> None:
    async with Supervisor(print) as keeper:
        keeper.end_at_exit(child(WRITES_ITS_PID), rank=0)


async def test_a_child_that_does_not_listen_is_killed_after_its_grace(file: Path) -> None:
    process = child(IGNORES_SIGTERM, file, grace=0.2)
    await process.start()
    await until(lambda: len(pids(file)) == 1)
    await process.stop()
    assert await process.wait() == -signal.SIGKILL


async def test_what_a_child_has_started_itself_ends_with_it(file: Path) -> None:
    process = child(HAS_A_CHILD, file)
    await process.start()
    await until(lambda: len(pids(file)) == 1)
    await process.stop()
    await until(lambda: not lives(pids(file)[0]))


async def test_a_log_keeps_what_was_said_in_every_life(tmp_path: Path) -> None:
    log = tmp_path / "log"
    process = Process("echo", ["echo", "a word"], log=log)
    for _ in range(2):
        await process.start()
        assert await process.wait() == 0
    assert process.last_words() == "a word\na word"
