"""Looking after the rounds from outside: what a schedule starts every five minutes."""

from temporalio import workflow

from workflows import names, options

with workflow.unsafe.imports_passed_through():
    from activities.reconciling import Reconciling
    from rounds.state.status import Shown


@workflow.defn(name=names.UPKEEP)
class ReconcileWorkflow:
    """Compares open rounds with their workflows."""

    @workflow.run
    async def run(self) -> int:
        """Return how many rounds are in trouble."""
        return await workflow.execute_activity_method(
            Reconciling.reconcile,
            summary=Shown("Compare open rounds with their workflows"),
            **options.RECONCILE,
        )
