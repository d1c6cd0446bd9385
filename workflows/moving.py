"""Moving to another build of the code: a round is pinned to the one that it runs on until it is asked."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from rounds.state.status import Shown

LOOKS = 20
PAUSE = timedelta(milliseconds=500)
"""The server says that there is another build with a workflow task, and a moment after it became current."""


class Moving:
    """Whether a round was asked to go on under another build, and whether there is one."""

    def __init__(self) -> None:
        self.asked = False
        self.found = False

    async def watch(self) -> None:
        """When asked, look for a while whether another build is current; ends only by being cancelled."""
        while True:
            await workflow.wait_condition(lambda: self.asked)
            self.found = await self._look()
            self.asked = False
            await workflow.wait_condition(lambda: not self.found)

    async def _look(self) -> bool:
        for _ in range(LOOKS):
            if workflow.info().is_target_worker_deployment_version_changed():
                return True
            await workflow.sleep(PAUSE, summary=Shown("Is there another build?"))
        return False

    @property
    def behaviour(self) -> workflow.ContinueAsNewVersioningBehavior | None:
        """How the next run finds its build: the current one, or that of this run."""
        return workflow.ContinueAsNewVersioningBehavior.AUTO_UPGRADE if self.found else None
