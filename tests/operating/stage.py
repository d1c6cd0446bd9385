"""A world whose workers are processes, each with a build of its own; and rounds that stand in every step."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typer.testing import Result

from local import builds
from local.builds import Build
from local.ports import LOOPBACK
from local.processes import Process
from local.temporal import Served
from methodologies.loader import methodology
from operating.builds import Builds
from operating.deploying import Deploy
from tests.workflows import cast
from tests.workflows import world as worlds
from tests.workflows.anyone import Anyone
from tests.workflows.story import Story
from tests.workflows.world import KEY, World

ROOT = Path(__file__).resolve().parents[2]
Type = Callable[..., Awaitable[Result]]
"""Types a command of admin.py: the build, then its words."""
PEOPLE = {"ripso": cast, "mecigep": Anyone("mecigep")}


AT_ONCE = 4
"""Stories that are told side by side: with more, each waits longer for the others than anything may take."""


async def together(*acts: Coroutine[Any, Any, None]) -> None:
    """Do all of these, a few at a time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(act: Coroutine[Any, Any, None]) -> None:
        async with gate:
            await act

    await asyncio.gather(*(one(act) for act in acts))


@dataclass
class Stage:
    """Workers of builds come and go; `said` is what deploys told."""

    world: World
    folder: Path
    said: list[str] = field(default_factory=list)
    _workers: list[Process] = field(default_factory=list)

    @property
    def builds(self) -> Builds:
        """What Temporal knows of builds."""
        return Builds(self.world.client)

    @property
    def env(self) -> dict[str, str]:
        """The settings of whatever runs on this stage."""
        return {
            "DATABASE_URL": f"sqlite+aiosqlite:///{self.folder}/ronda.db",
            "DATA_DIR": str(self.folder),
            "SECRET_KEYS": KEY,
            "SMTP_URL": f"smtp://{LOOPBACK}:{self.world.mail.port}?starttls=false",
            # What is told of here is not how patiently letters leave.
            "LETTERS_PER_SECOND": "200",
            "TEMPORAL_ADDRESS": self.world.served.address,
            "TEMPORAL_NAMESPACE": self.world.client.namespace,
        }

    async def works(self, code: Build) -> Process:
        """Start the worker of a build, from its own code."""
        env = {**self.env, "BUILD": code.id}
        log = self.folder / f"worker-{code.id}.log"
        process = Process("a worker", (sys.executable, "worker.py"), env=env, log=log, folder=code.folder)
        self._workers.append(process)
        await process.start()
        return process

    async def deploys(self, code: Build, **options: float | bool) -> None:
        """Bring out a build, as `admin.py deploy` does."""
        deploy = Deploy(self.builds, self.world.database, code.id, self.said.append)
        await deploy.run(take_over=bool(options.get("take_over")), moving=float(options.get("moving", 60)))

    async def where(self) -> set[str]:
        """The builds that open rounds run on."""
        return {running.build for running in await self.builds.rounds()}

    async def rounds_in_every_step(self, *names: str) -> dict[str, Story]:
        """A round of each methodology stands at the beginning of each of its steps."""
        stories = {
            f"{name} {step}": Story(self.world, f"{self.folder.name} {name} {step}")
            for name in names
            for step in methodology(name).steps
        }
        await together(*(self._stands(story, *title.split()) for title, story in stories.items()))
        return stories

    async def _stands(self, story: Story, rules: str, step: str) -> None:
        await story.opened(rules=rules, people=PEOPLE[rules])
        steps = methodology(rules).steps
        for earlier in steps[: steps.index(step)]:
            await story.goes_past(earlier)
        assert (await story.settled()).step == step

    async def close(self) -> None:
        """Stop the workers."""
        await asyncio.gather(*(worker.kill() for worker in self._workers))


def changed(folder: Path, *patches: tuple[str, str, str]) -> Build:
    """A copy of this code in which some lines are others: file, line, what stands there instead."""
    changed = builds.keep(ROOT, folder / "changed").folder
    for name, old, new in patches:
        text = (changed / name).read_text("utf-8")
        assert text.count(old) == 1, (name, old)
        (changed / name).write_text(text.replace(old, new), "utf-8")
    return builds.keep(changed, folder / "copies")


@asynccontextmanager
async def stage(served: Served, folder: Path) -> AsyncIterator[Stage]:
    """A world of its own, in which no worker works yet."""
    async with worlds.world(served, folder, folder.name, works=False) as world:
        made = Stage(world, folder)
        try:
            yield made
        finally:
            await made.close()
