"""What comes after a round: its report is published, announced, withdrawn, published again (X1 X2 X3 L11)."""

import asyncio
from datetime import timedelta
from itertools import count

from temporalio import workflow

from workflows import names
from workflows.assignments import Assignments
from workflows.committer import Committer
from workflows.lifecycle import Lifecycle
from workflows.listening import Listening
from workflows.translating import Translating

with workflow.unsafe.imports_passed_through():
    from rounds.state import status
    from rounds.state.effects import Effect
    from rounds.state.publishing import Authorisation
    from rounds.state.round import Outcome, Round
    from rounds.steps import announcement, authorisations, countersigning

LINGER = timedelta(seconds=10)
"""It stays a little when nothing is left: whoever has read the record just before finds it still there."""


@workflow.defn(name=names.PUBLISHING)
class PublishingWorkflow(Listening):
    """Lives on the state that its round has left, and writes its next batches.

    Begun by the round that ends authorised, or when somebody speaks who is entitled to; it ends when nothing
    is left to wait for, and is begun again from what was kept.
    """

    @workflow.init
    def __init__(self, round: Round) -> None:
        """Take up the round where it was left."""
        self.round = round
        self.serial = round.serial
        self.was_open = round.publishing
        # What stood still when the round ended does so no longer; and its rules take what comes after it.
        round.paused, round.publishing = None, True
        self.committer = Committer(round)
        self.assignments = Assignments(round, self.committer)
        self.translating = Translating(round, self.assignments)
        self.lifecycle = Lifecycle(round, self.committer, self._end)

    @workflow.run
    async def run(self, round: Round) -> Outcome:  # noqa: ARG002 - taken by the initialiser
        """Publish what is authorised; beside that have it countersigned, announced, translated."""
        return await self.lifecycle.live(
            self.publish,
            self.countersign,
            self.announce,
            self.assignments.mend_addresses,
            self.assignments.decide_extensions,
            self.assignments.decide_silence_after,
            self.translating.keep,
        )

    async def publish(self) -> None:
        """One authorisation after the other, until nothing is left to wait for (X1 X2)."""
        while True:
            if a := authorisations.waiting(self.round):
                await self._in_time(a)
            elif await self._nothing_more():
                self.handing_on = True
                return

    def _end(self, round: Round) -> list[Effect]:
        """That it is over is on record, unless nothing of it ever was: whoever began it was refused."""
        if self.was_open or self.round.serial > self.serial:
            self.committer.keep()
        return authorisations.ended(round)

    async def _in_time(self, a: Authorisation) -> None:
        """It is public on its day, if by then nobody has taken it back or given another (X1 X2 X3)."""

        def over() -> bool:
            now = authorisations.waiting(self.round)
            return now is None or now.n != a.n

        def agreed() -> bool:
            return over() or announcement.settled(self.round, a.n)

        await workflow.wait_condition(lambda: authorisations.complete(self.round, a.n))
        words = f"{status.static_summary(self.round)}: report version {a.version}"
        if at := authorisations.begins(a):
            await self.assignments.until(over, at, f"Publish on {a.day}: {words}")
        if not over() and (at := authorisations.waits_until(self.round, a)):
            await self.assignments.until(agreed, at, f"Wait for the announcement: {words}")
        if not over():
            await self.committer.unless_stopping()
            self.committer.put(*authorisations.published(self.round))

    async def _nothing_more(self) -> bool:
        """Whether nothing is awaited, nor will be for a little while."""
        if self._busy():
            await workflow.wait_condition(
                lambda: bool(authorisations.waiting(self.round)) or not self._busy()
            )
            return False
        at = workflow.now() + LINGER
        return not await self.assignments.until(self._busy, at, "Nothing more is awaited")

    def _busy(self) -> bool:
        open_ = any(not a.quiet for a in self.round.open_assignments())
        asked = any(request.key not in self.round.assignments for request in self.round.requests)
        written = self.committer.done
        return open_ or asked or not written or authorisations.waiting(self.round) is not None

    async def countersign(self, n: int = 0) -> None:
        """Have an officer confirm each authorisation; ends only by being cancelled (X2 L11)."""
        await workflow.wait_condition(lambda: len(self.round.authorisations) > n)
        await asyncio.gather(self._countersigned(n + 1), self.countersign(n + 1))

    async def _countersigned(self, n: int) -> None:
        if not countersigning.is_awaited(self.round, n):
            return
        key, role = str(countersigning.key(n)), countersigning.role(self.round, n)
        if await self.assignments.ask(key, role, of_report=True) is None:
            self.committer.put(*countersigning.unanswered(self.round, n))

    async def announce(self, n: int = 0) -> None:
        """Have the announcement of each authorisation agreed; ends only by being cancelled (X3)."""
        await workflow.wait_condition(lambda: len(self.round.authorisations) > n)
        await asyncio.gather(self._agreed(n + 1), self.announce(n + 1))

    async def _agreed(self, n: int) -> None:
        """The secretariat's draft, the beneficiary's word on it, and so on until both agree."""
        if not self.round.methodology.asks(authorisations.ANNOUNCEMENT):
            return
        for k in count(1):
            if announcement.settled(self.round, n):
                return
            key = announcement.turn(n, k)
            if await self.assignments.ask(str(key), announcement.role(k)) is None:
                announcement.unanswered(self.round, n)
                self.committer.keep()
