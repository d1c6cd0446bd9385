"""A round's shape with nothing of Ronda in it: what the same server and the same machine could do at best.

`python -m bench.bare ADDRESS` is its worker.
"""

import asyncio
import sys
from dataclasses import dataclass
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from workflows.connecting import connect

TASK_QUEUE = "bare"
LETTERS_QUEUE = "bare-letters"
ASSIGNMENTS = 24
"""As many as a happy round of RIPSO opens, each by an activity of its own."""
LETTERS = 53
"""As many as a happy round of RIPSO writes, each sent by a job of its own."""


@dataclass(frozen=True, slots=True)
class Opening:
    """An assignment of a bare round, by its number, and how many letters' jobs come with it."""

    round: str
    n: int
    letters: int


class Opener:
    """Does nothing, as an activity, and starts jobs that do nothing."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @activity.defn
    async def opened(self, opening: Opening) -> int:
        """Start the jobs of an assignment."""
        await asyncio.gather(
            *(
                self._client.start_activity(
                    letter,
                    id=f"{opening.round}-{opening.n}-{n}",
                    task_queue=LETTERS_QUEUE,
                    start_to_close_timeout=timedelta(minutes=1),
                )
                for n in range(opening.letters)
            )
        )
        return opening.n


@activity.defn
async def letter() -> None:
    """Do nothing, as a job of its own."""


@workflow.defn
class BareRound:
    """One assignment after the other: opened by an activity, awaited on a timer, fulfilled by an update.

    Its letters are spread over its assignments.
    """

    def __init__(self) -> None:
        """Nothing is done yet."""
        self.done = 0

    @workflow.run
    async def run(self, assignments: int, letters: int) -> int:
        """Return how many were fulfilled."""
        for n in range(assignments):
            share = letters * (n + 1) // assignments - letters * n // assignments
            await workflow.execute_activity_method(
                Opener.opened,
                Opening(workflow.info().workflow_id, n, share),
                start_to_close_timeout=timedelta(minutes=1),
            )
            await workflow.wait_condition(lambda n=n: self.done > n, timeout=timedelta(days=14))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
        return self.done

    @workflow.update
    async def fulfil(self) -> int:
        """The one that waits is done."""
        self.done += 1
        return self.done


@workflow.defn
class BareCount:
    """Waits for ever and counts updates."""

    def __init__(self) -> None:
        """Nothing was counted yet."""
        self.n = 0

    @workflow.run
    async def run(self) -> None:
        """Wait until terminated."""
        await workflow.wait_condition(lambda: False)

    @workflow.update
    async def add(self) -> int:
        """One more."""
        self.n += 1
        return self.n


async def answers(client: Client) -> None:
    """Wait until the worker takes tasks."""
    handle = await client.start_workflow(BareRound.run, args=[0, 0], id="bare-ready", task_queue=TASK_QUEUE)
    await handle.result()


async def round_of(client: Client, id: str, letters: int = LETTERS) -> None:
    """One bare round from its start to its end, with so many letters."""
    handle = await client.start_workflow(
        BareRound.run, args=[ASSIGNMENTS, letters], id=id, task_queue=TASK_QUEUE
    )
    for _ in range(ASSIGNMENTS):
        await handle.execute_update(BareRound.fulfil)
    await handle.result()


async def main(address: str) -> None:
    """Work until told to end."""
    client = await connect(address, "default")
    worker = Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[BareRound, BareCount],
        activities=[Opener(client).opened],
        workflow_runner=UnsandboxedWorkflowRunner(),
    )
    letters = Worker(client, task_queue=LETTERS_QUEUE, activities=[letter])
    await asyncio.gather(worker.run(), letters.run())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
