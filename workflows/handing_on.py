"""From a round to what comes after it: the state is read where it is kept, so no history carries it twice."""

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from workflows import names
from workflows.publishing import PublishingWorkflow

with workflow.unsafe.imports_passed_through():
    from activities.committing import RoundActivities
    from rounds.clock import timers
    from rounds.state.effects import Refuse
    from rounds.state.status import Shown
    from rounds.submissions.envelope import Receipt, Sent
    from workflows.options import LEFT


@workflow.defn(name=names.HANDING_ON)
class HandingOnWorkflow:
    """A child of the round, under the id of what comes after it, which it becomes at once.

    The round cannot start that with its whole state, which is the largest part of a short history; and what
    comes after it has to have the state before it is spoken to.
    """

    @workflow.init
    def __init__(self, round_id: str) -> None:  # noqa: ARG002 - taken by `run`
        """Remember what is heard meanwhile."""
        self.refusals: list[Refuse] = []
        self.addresses: list[str] = []

    @workflow.run
    async def run(self, round_id: str) -> None:
        """Read what the round left, and go on as what comes after it."""
        round = await workflow.execute_activity_method(
            RoundActivities.left, round_id, summary=Shown("Read what the round left"), **LEFT
        )
        round.pending.extend(self.refusals)
        for participant in self.addresses:
            round.refused_addresses = timers.with_one_more(round.refused_addresses, participant)
        workflow.continue_as_new(round, workflow=PublishingWorkflow.run)

    @workflow.update(name=names.SUBMIT)
    async def submit(self, sent: Sent) -> Receipt:
        """Nothing is taken before there is a state; the validator has said so."""
        raise NotImplementedError(sent.id)

    @submit.validator
    def too_early(self, sent: Sent) -> None:  # noqa: ARG002 - whatever it is
        """What is sent is kept, and handed over again in a moment."""
        raise ApplicationError("asked a moment too early", type=names.HANDED_ON, non_retryable=True)

    @workflow.signal(name=names.REFUSED)
    async def refused(self, refuse: Refuse) -> None:
        """As what comes after the round hears it."""
        self.refusals.append(refuse)

    @workflow.signal(name=names.ADDRESS_REFUSED)
    async def address_refused(self, participant: str) -> None:
        """As what comes after the round hears it."""
        self.addresses.append(participant)
