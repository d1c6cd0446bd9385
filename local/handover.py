"""A start after a change of code: the rounds of the last run go on, first under its code, then under this."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from local import builds
from local.builds import Build
from local.first_run import run
from local.processes import Process, Supervisor
from operating.builds import Builds
from workflows.connecting import connect

SECONDS = 30
"""For the rounds to move by themselves; whoever has not by then is rebuilt from the database."""

Say = Callable[[str], None]


class Workers:
    """The worker of this build, and beside it, while rounds move, those of the builds that they run on."""

    def __init__(
        self, build: Build, command: tuple[str, ...], env: Mapping[str, str], keeper: Supervisor, rank: int
    ) -> None:
        self.build, self._command, self._env, self._keeper, self._rank = build, command, env, keeper, rank

    async def start(self, logs: Path, say: Say) -> None:
        """Start this build's worker and have every open round go on under it.

        Where this code cannot read a round, all stay on the code of before, whose worker goes on.
        """
        known = Builds(await connect(self._env["TEMPORAL_ADDRESS"], self._env["TEMPORAL_NAMESPACE"]))
        elsewhere = {running.build for running in await known.rounds(but=self.build.id)}
        copies = [copy for id in sorted(elsewhere) if (copy := builds.of(id, self.build.folder.parent))]
        former = [await self._started(f"the worker of build {copy.id}", copy, logs) for copy in copies]
        worker = await self._started("the worker", self.build, logs)
        self._keeper.keep_alive(worker)
        if elsewhere or await known.current() != self.build.id:
            if elsewhere:
                say("the code has changed: open rounds move to it")
            try:
                await self._deploy(logs, seconds=SECONDS if former else 1)
            except RuntimeError as error:
                say(f"{error}\nthe open rounds go on under the code of the run before")
                for process in former:
                    self._keeper.keep_alive(process)
                return
        for process in former:
            await process.stop()
        builds.forget(self.build.folder.parent, {self.build.id})

    async def _started(self, name: str, build: Build, logs: Path) -> Process:
        env = {**self._env, "BUILD": build.id}
        process = Process(name, self._command, env=env, log=logs / "worker.log", folder=build.folder)
        self._keeper.end_at_exit(process, rank=self._rank)
        await process.start()
        return process

    async def _deploy(self, logs: Path, *, seconds: int) -> None:
        command = [sys.executable, "admin.py", "deploy", "--take-over", "--wait", str(seconds)]
        await run("admin.py deploy", command, {**self._env, "BUILD": self.build.id}, logs / "admin.log")
