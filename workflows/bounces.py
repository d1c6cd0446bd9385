"""Letters that came back are read of every five minutes, where a mailbox for them is set (E6)."""

from temporalio import workflow

from workflows import names, options

with workflow.unsafe.imports_passed_through():
    from activities.bounces import Bounces, BouncesRead
    from rounds.state.status import Shown


@workflow.defn(name=names.READ_BOUNCES)
class ReadBouncesWorkflow:
    """Reads what is new."""

    @workflow.run
    async def run(self) -> BouncesRead:
        """Return how many there were."""
        return await workflow.execute_activity_method(
            Bounces.read_bounces,
            task_queue=names.MAIL_QUEUE,
            summary=Shown("Read which letters came back"),
            **options.BOUNCES,
        )
