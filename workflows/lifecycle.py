"""How a run of a round begins, goes on and ends: the main coroutine alone decides."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from temporalio import workflow

from workflows import visibility
from workflows.committer import Committer
from workflows.moving import Moving

with workflow.unsafe.imports_passed_through():
    from rounds import closing
    from rounds.interventions import parking
    from rounds.state.effects import Effect
    from rounds.state.round import Outcome, Round
    from rounds.state.status import Shown


class Lifecycle:
    """Lives a round's steps until they are over, the round is withdrawn or moves, or its history is long.

    `asked_to_continue`: an operator wants a fresh history.
    """

    def __init__(
        self,
        round: Round,
        committer: Committer,
        end: Callable[[Round], list[Effect]] = closing.close,
    ) -> None:
        """Live this round; what its end brings about (`end`) is the committer's to write."""
        self.round = round
        self._closing = end
        self.asked_to_continue = False
        self._committer = committer
        self.moving = Moving()

    async def live(self, *lives: Callable[[], Awaitable[None]]) -> Outcome:
        """Run the lives side by side until the first is over, then close; or continue as new.

        A cancellation, at whatever point, is a withdrawal (Z2); of a round that is over it changes nothing.
        """
        visibility.show(self.round)
        committer = asyncio.create_task(self._committer.write(), name="committer")
        life = asyncio.create_task(_first((*lives, self.moving.watch)), name="life")
        await self._unstoppable(lambda: life.done() or committer.done() or self._must_stop())
        if not life.done():
            # A cancellation that shares the workflow task with the request to continue is applied after it:
            # without one more task it would be lost in the old run.
            nap = asyncio.create_task(
                workflow.sleep(timedelta(milliseconds=1), summary=Shown("Before the next run"))
            )
            await self._unstoppable(nap.done)
        self._committer.stopping = True
        await self._unstoppable(lambda: life.done() or committer.done() or self._committer.idle)
        over = life.done() or self.round.withdrawn
        await self._end(life)
        if over:
            await self._close(committer)
        await self._unstoppable(workflow.all_handlers_finished)
        await self._unstoppable(
            lambda: committer.done() or (self._committer.done if over else self._committer.idle)
        )
        await self._end(committer)
        if not over:
            self.round.run += 1
            workflow.continue_as_new(self.round, initial_versioning_behavior=self.moving.behaviour)
        return closing.outcome(self.round)

    async def _close(self, committer: asyncio.Task[None]) -> None:
        await self._unstoppable(lambda: committer.done() or self._committer.idle)
        if self.round.withdrawn:
            parking.leave_out(self.round)
        self._committer.put(*self._closing(self.round))
        await self._unstoppable(lambda: committer.done() or self._committer.done)

    def _must_stop(self) -> bool:
        suggested = workflow.info().is_continue_as_new_suggested()
        return self.round.withdrawn or self.asked_to_continue or self.moving.found or suggested

    async def _end(self, task: asyncio.Task[None]) -> None:
        """Cancel a task and wait for it; a fault in it is the run's own."""
        task.cancel()
        await self._unstoppable(task.done)
        if not task.cancelled():
            task.result()

    async def _unstoppable(self, reached: Callable[[], bool]) -> None:
        """Wait, whatever cancellation arrives: it is noted as a withdrawal."""
        while not reached():
            try:
                await workflow.wait_condition(reached)
            except asyncio.CancelledError:
                if not self.round.outcome:
                    self.round.withdrawn = True


async def _first(lives: tuple[Callable[[], Awaitable[None]], ...]) -> None:
    """Run all side by side until one is over; the others are cancelled, their timers with them."""
    tasks = [asyncio.ensure_future(life()) for life in lives]
    try:
        await workflow.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        # Not in a `finally`: a run that is only being forgotten must not await anything any more.
        await _cancel(tasks)
        raise
    over = [task for task in tasks if task.done()]
    await _cancel(tasks)
    for task in over:
        task.result()


async def _cancel(tasks: Sequence[asyncio.Future[None]]) -> None:
    for task in tasks:
        task.cancel()
    await workflow.wait(tasks)
