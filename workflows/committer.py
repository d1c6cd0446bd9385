"""The committer: one activity at a time writes what changed, all of one moment together.

Whatever a round wants done is put into `round.pending`; the committer waits until everyone who woke in
the same moment has spoken, and commits it as one batch. So a round's rows are written in its own order,
and an answer, the assignments that it opens, and their letters cost one activity.
"""

from temporalio import workflow

from workflows import options, visibility

with workflow.unsafe.imports_passed_through():
    from activities.committing import RoundActivities
    from rounds.clock import timers
    from rounds.state import status
    from rounds.state.effects import Batch, Effect, Look, Written
    from rounds.state.round import Round
    from rounds.submissions.envelope import Sent

PASSES = 3
"""How many conditions may wake one another in one moment and still be written as one batch."""


class Committer:
    """Writes for one round; `busy` while an activity is in flight."""

    def __init__(self, round: Round) -> None:
        """Write for this round; its state is shared with whoever waits."""
        self.round = round
        self.busy = 0

    @property
    def idle(self) -> bool:
        """Whether nothing is in flight."""
        return self.busy == 0

    def put(self, *effects: Effect) -> None:
        """Have these effects done with the next batch."""
        self.round.pending.extend(effects)

    async def write(self) -> None:
        """Commit batch after batch; ends only by being cancelled."""
        while True:
            await workflow.wait_condition(lambda: bool(self.round.pending))
            # A few more passes of the loop: whoever the same answer woke still adds to this batch.
            for _ in range(PASSES):
                await workflow.wait_condition(lambda: True)
            await self._commit()

    async def _commit(self) -> None:
        effects = tuple(self.round.pending)
        self.round.pending.clear()
        self.round.serial += 1
        batch = Batch(
            round=self.round.id,
            now=workflow.now(),
            step=self.round.step,
            outcome=self.round.outcome,
            serial=self.round.serial,
            effects=effects,
        )
        self.busy += 1
        try:
            written = await workflow.execute_activity_method(
                RoundActivities.commit,
                batch,
                summary=status.activity(self.round, effects),
                **options.COMMIT,
            )
        finally:
            self.busy -= 1
        self._learn(written)
        visibility.show(self.round)

    def _learn(self, written: Written) -> None:
        for dates in written.dates:
            learn = timers.aligned if dates.number else timers.opened
            self.round.assignments[dates.key] = learn(self.round.assignments[dates.key], dates)
        if written.visit:
            timers.hours_known(self.round, written.visit)

    async def look(self, key: str, summary: str) -> tuple[Sent, ...]:
        """What the inbox keeps for an assignment and has not handed over yet."""
        self.busy += 1
        try:
            return await workflow.execute_activity_method(
                RoundActivities.look,
                Look(round=self.round.id, key=key),
                summary=summary,
                **options.LOOK,
            )
        finally:
            self.busy -= 1
