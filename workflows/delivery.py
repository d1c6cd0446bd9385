"""A letter that could not be sent at once, as a small process of its own.

So trouble with a mail server never delays a clock, and nothing of it is lost when a round continues as new.
"""

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from workflows import options
from workflows.round import RoundWorkflow

with workflow.unsafe.imports_passed_through():
    from activities.post import LetterActivities
    from rounds.state.batches import Delivery


@workflow.defn
class DeliveryWorkflow:
    """Sends one letter, ever more patiently; an address that refuses for good is the round's to know."""

    @workflow.run
    async def run(self, delivery: Delivery) -> str:
        """Return how it ended: sent or refused."""
        ended: str = await workflow.execute_activity_method(
            LetterActivities.send, delivery, summary=f"Send again: {delivery.letter}", **options.DELIVER
        )
        if ended == "refused":
            await self._tell(delivery)
        return ended

    async def _tell(self, delivery: Delivery) -> None:
        handle = workflow.get_external_workflow_handle_for(RoundWorkflow.run, delivery.round)
        try:
            await handle.signal(RoundWorkflow.address_refused, delivery.participant)
        except ApplicationError as error:
            # The round is over: there is nobody left to mend the address.
            workflow.logger.info("The round has ended", extra={"round": delivery.round, "why": error.type})
