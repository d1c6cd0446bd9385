"""Child processes: started on a leash, ended in order, started again when they die."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from itertools import groupby
from pathlib import Path
from typing import Self

_LEASH = Path(__file__).with_name("leash.py")
_LONG_LIFE = 30.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 10.0


class Process:
    """One program in a session of its own: Ctrl-C in the terminal reaches its parent alone, which ends it."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        log: Path | None = None,
        grace: float = 4.0,
        folder: Path | None = None,
    ) -> None:
        """Take `env` on top of this process's own; without a log it writes to the terminal.

        It runs in `folder`, else in that of this process. `grace` is how many seconds it has to end by
        itself before it is killed.
        """
        self.name = name
        self.log = log
        self.ended_on_purpose = False
        self._argv = [str(part) for part in argv]
        self._env = dict(env or {})
        self._grace = grace
        self._folder = folder
        self._child: asyncio.subprocess.Process | None = None

    @property
    def started(self) -> bool:
        """Whether it was started, be it that it has ended since."""
        return self._child is not None

    @property
    def pid(self) -> int:
        """The number of the running child. Raises RuntimeError before the first start."""
        return self._started().pid

    async def start(self) -> None:
        """Start it. Call this from the main thread's event loop (leash.py says why)."""
        self.ended_on_purpose = False
        with ExitStack() as stack:
            output = stack.enter_context(self.log.open("ab")) if self.log else None
            self._child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-S", str(_LEASH), str(os.getpid())),
                *self._argv,
                cwd=self._folder,
                env=os.environ | self._env,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=asyncio.subprocess.STDOUT if output else None,
                start_new_session=True,
            )

    async def wait(self) -> int:
        """Wait for its end; return its exit code, the negative number of a signal if one killed it."""
        return await self._started().wait()

    async def stop(self) -> None:
        """Ask it to end (SIGTERM), and kill what is left after the grace."""
        child = self._started()
        self.ended_on_purpose = True
        with suppress(ProcessLookupError):
            child.terminate()
        with suppress(TimeoutError):
            await asyncio.wait_for(child.wait(), self._grace)
        await self.kill()

    async def kill(self) -> None:
        """Kill it (SIGKILL) with all that it started itself."""
        child = self._started()
        self.ended_on_purpose = True
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()

    async def crash(self) -> bool:
        """Kill it (SIGKILL) with all that it started, as a mishap would: it is kept alive all the same.

        False, and nothing happens, while it does not run.
        """
        child = self._child
        if child is None or child.returncode is not None:
            return False
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()
        return True

    def last_words(self, lines: int = 15) -> str:
        """Return the end of its log, for an error message."""
        if not self.log or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def _started(self) -> asyncio.subprocess.Process:
        if self._child is None:
            raise RuntimeError(f"{self.name} has not been started")
        return self._child


class Supervisor:
    """Keeps processes alive until it is left; then ends them, the highest rank first."""

    def __init__(self, say: Callable[[str], None]) -> None:
        """Tell each restart to `say`, in one line."""
        self._say = say
        self._known: list[tuple[int, Process]] = []
        self._keepers: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        """Begin with nothing to keep."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """End all, one rank after the other; those of one rank at the same time."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        by_rank = sorted(self._known, key=lambda known: -known[0])
        for _, group in groupby(by_rank, key=lambda known: known[0]):
            await asyncio.gather(*(process.stop() for _, process in group if process.started))

    def end_at_exit(self, process: Process, *, rank: int) -> None:
        """End it with the others, be it that it has not been started yet."""
        self._known.append((rank, process))

    def keep_alive(self, process: Process) -> None:
        """Start it again from now on, whenever it dies by itself."""
        self._keepers.append(asyncio.create_task(self._keep_alive(process)))

    async def _keep_alive(self, process: Process) -> None:
        """Start it again whenever it dies by itself; the pause doubles while it dies young."""
        clock = asyncio.get_running_loop()
        pause = _FIRST_PAUSE
        while True:
            born = clock.time()
            code = await process.wait()
            if process.ended_on_purpose:
                return
            pause = _FIRST_PAUSE if clock.time() - born > _LONG_LIFE else min(pause * 2, _LONGEST_PAUSE)
            log = f"; its log is {process.log}" if process.log else ""
            self._say(f"{process.name} has ended ({_fate(code)}) and is started again{log}")
            await asyncio.sleep(pause)
            await process.start()


def _fate(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
