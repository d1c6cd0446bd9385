"""What a workflow that lives on a round's state hears: what people send, facts, and what operators ask."""

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from workflows import names
from workflows.committer import Committer
from workflows.lifecycle import Lifecycle

with workflow.unsafe.imports_passed_through():
    from rounds import accepting, rules
    from rounds.clock import timers
    from rounds.state.effects import Refuse
    from rounds.state.round import Round
    from rounds.state.status import Status, status
    from rounds.submissions.envelope import Receipt, Sent
    from rounds.submissions.refusals import Refusal, as_data
    from rounds.trial import trial


class Listening:
    """A round's workflow and the one that comes after it: people speak to both in the same way."""

    round: Round
    committer: Committer
    lifecycle: Lifecycle
    handing_on = False
    """While the state goes to the next workflow nothing is taken: it would be lost there."""

    @workflow.update(name=names.SUBMIT)
    async def submit(self, sent: Sent) -> Receipt:
        """A submission; its update id is its inbox id. The validator has decided: here it is taken, once.

        Nothing in it refuses: handlers run in replays, where no validator does.
        """
        known = self.round.handled.get(sent.id)
        return known or accepting.take(self.round, sent, workflow.now())

    @submit.validator
    def check_submit(self, sent: Sent) -> None:
        """Refuse without a trace in the history; the error's type is the refusal's code.

        An error of another type is a fault of the rules: what was sent stays kept, and the round goes on.
        """
        if sent.id in self.round.handled:
            return
        if self.handing_on or rules.is_early(self.round, sent.body.kind):
            raise ApplicationError("asked a moment too early", type=names.HANDED_ON, non_retryable=True)
        try:
            trial(self.round, sent, workflow.now())
        except Refusal as refusal:
            said = (as_data(one) for one in (refusal, *refusal.others))
            raise ApplicationError(refusal.code, *said, type=refusal.code, non_retryable=True) from None
        except Exception as error:  # noqa: BLE001 - whatever a rule raises, its round goes on
            name = type(error).__name__
            workflow.logger.exception("%s: %s cannot be decided", self.round.id, sent.body.kind)
            raise ApplicationError(f"{name} at {sent.id}", type=name, non_retryable=True) from None

    @workflow.signal(name=names.REFUSED)
    async def refused(self, refuse: Refuse) -> None:
        """What nobody waited for was refused when it was handed over: its sender is told."""
        if refuse.submission not in self.round.handled:
            self.committer.put(refuse)

    @workflow.signal(name=names.ADDRESS_REFUSED)
    async def address_refused(self, participant: str) -> None:
        """A letter to this participant was refused for good."""
        self.round.refused_addresses = timers.with_one_more(self.round.refused_addresses, participant)
        self.committer.keep()

    @workflow.signal(name=names.CONTINUE)
    async def continue_as_new(self) -> None:
        """An operator wants a fresh history; the round goes on as it stands."""
        self.lifecycle.asked_to_continue = True

    @workflow.signal(name=names.MOVE)
    async def move(self) -> None:
        """Another build of the code is current: the round goes on under it, as it stands."""
        self.lifecycle.moving.asked = True

    @workflow.query(name=names.STATUS)
    def status(self) -> Status:
        """Where the round stands."""
        return status(self.round)
