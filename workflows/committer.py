"""The committer: one activity at a time writes what changed, all of one moment together.

Whatever a round wants done is put into `round.pending`; the committer waits until everyone who woke in
the same moment has spoken, and commits it as one batch. So a round's rows are written in its own order,
and an answer, the assignments that it opens, and their letters cost one activity.

A batch that cannot be written in all the time it is given is parked in the state, with its reason. Nothing
is written then, and nothing is lost: later effects wait behind it, the round goes on answering, until an
operator has it tried again, or leaves out what fails.
"""

import asyncio

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

from workflows import names, visibility

with workflow.unsafe.imports_passed_through():
    from activities.committing import RoundActivities
    from activities.names import SEND_TO_OPERATOR
    from activities.operator_letter import OperatorLetter
    from rounds.clock import moves
    from rounds.learning import learn
    from rounds.state import keeping, status
    from rounds.state.batches import Batch, Look, Parked
    from rounds.state.effects import Effect
    from rounds.state.round import Round

    # Passed through, and so by their names, so that a story may be less patient than a round.
    from workflows.options import ALARM, COMMIT, LOOK

PASSES = 3
"""How many conditions may wake one another in one moment and still be written as one batch."""


class Committer:
    """Writes for one round.

    `busy` while an activity is in flight, `stopping` when the run is about to end.
    """

    def __init__(self, round: Round) -> None:
        """Write for this round; its state is shared with whoever waits."""
        self.round = round
        self.busy = 0
        self.stopping = False
        self._changed = False
        self._kept: Round | None = None
        """What is kept of the round, as this run knows; the first batch of a run carries all of it."""
        self._alarm: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        """Whether nothing is in flight."""
        return self.busy == 0

    @property
    def done(self) -> bool:
        """Whether all is written."""
        return self.idle and not self.round.parked and not self._due()

    def put(self, *effects: Effect) -> None:
        """Have these effects done with the next batch."""
        self.round.pending.extend(effects)

    def keep(self) -> None:
        """Have the state kept as it is now, also if nothing follows in the world from what changed."""
        self._changed = True

    async def unless_stopping(self) -> None:
        """A run that is about to end starts nothing new: whoever would is held here until it is cancelled."""
        if self.stopping:
            await workflow.wait_condition(lambda: False)

    async def write(self) -> None:
        """Commit batch after batch; ends only by being cancelled."""
        while True:
            await workflow.wait_condition(self._due)
            # A few more passes of the loop: whoever the same answer woke still adds to this batch.
            for _ in range(PASSES):
                await workflow.wait_condition(lambda: True)
            if self.round.parked:
                await self._commit(self.round.parked.batch, None)
            else:
                await self._commit(*self._next())

    def _due(self) -> bool:
        parked = self.round.parked
        return parked.again if parked else self._changed or bool(self.round.pending)

    def _next(self) -> tuple[Batch, Round]:
        """The next batch, and the state that is kept once it is written, but for what the round learns."""
        effects = tuple(self.round.pending)
        self.round.pending.clear()
        self._changed = False
        self.round.serial += 1
        batch = Batch(
            round=self.round.id,
            now=workflow.now(),
            step=self.round.step,
            outcome=self.round.outcome,
            serial=self.round.serial,
            effects=effects,
            state=keeping.changes(self._kept, self.round) if self._kept else keeping.kept(self.round),
            whole=self._kept is None,
            publishing=self.round.publishing,
        )
        return batch, self.round.copied()

    async def _commit(self, batch: Batch, after: Round | None) -> None:
        """Have a batch written; without `after` what is kept then is not known, and the next carries all."""
        self.busy += 1
        try:
            written = await workflow.execute_activity_method(
                RoundActivities.commit,
                batch,
                summary=status.activity(self.round, batch.effects),
                **COMMIT,
            )
        except ActivityError as error:
            self._park(batch, error)
            self._kept = None
        else:
            self.round.parked = None
            known = self.round.assignments
            begun = [d.key for d in written.dates if d.key in known and known[d.key].state == "opening"]
            learn(self.round, written)
            if after:
                learn(after, written)
            self._kept = after
            for key in begun:
                self.put(*moves.in_step(self.round, known[key], workflow.now()))
        finally:
            self.busy -= 1
        visibility.show(self.round)

    def _park(self, batch: Batch, error: ActivityError) -> None:
        """The round is stuck from now on; whoever looks after the machines is told the first time."""
        before = self.round.parked
        # An activity that was given up has the fault of its last attempt among its causes.
        cause: BaseException | None = error.cause
        code, at = type(cause).__name__, -1
        while cause:
            if isinstance(cause, ApplicationError):
                code, at = cause.type or code, int(cause.details[0]) if cause.details else -1
                break
            cause = getattr(cause, "cause", None)
        since = before.since if before else workflow.now()
        self.round.parked = Parked(batch=batch, since=since, at=at, code=code)
        words = status.stuck(self.round, self.round.parked)
        workflow.logger.error("%s: %s", self.round.id, words)
        if not before:
            letter = OperatorLetter(round=self.round.id, serial=batch.serial, code=code)
            self._alarm = asyncio.create_task(self._tell(letter))

    async def _tell(self, letter: OperatorLetter) -> None:
        """Tell the operator, if that can be: nothing waits for it, and a run that ends does without.

        By its name: whoever sends letters knows how, and is no part of the rounds' own worker.
        """
        try:
            await workflow.execute_activity(
                SEND_TO_OPERATOR,
                letter,
                task_queue=names.MAIL_QUEUE,
                summary=status.Shown("Tell the operator that the round is stuck"),
                **ALARM,
            )
        except ActivityError as error:
            fault = type(error.cause).__name__
            workflow.logger.error("%s: the operator was not told: %s", letter.round, fault)

    async def look(self, key: str, summary: str) -> bool:
        """Whether the inbox keeps something for an assignment that was not handed over yet."""
        self.busy += 1
        try:
            return await workflow.execute_activity_method(
                RoundActivities.look,
                Look(round=self.round.id, key=key),
                summary=status.Shown(summary),
                **LOOK,
            )
        finally:
            self.busy -= 1
