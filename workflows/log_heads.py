"""Once a day whoever heads a secretariat is told how the audit log stands, if anything was recorded (S4)."""

import asyncio
from collections.abc import Iterable

from temporalio import workflow
from temporalio.exceptions import ActivityError

from workflows import names, options

with workflow.unsafe.imports_passed_through():
    from activities.log_heads import LogHead, LogHeads, Newest
    from rounds.state.status import Shown


@workflow.defn(name=names.TELL_LOG_HEAD)
class TellLogHeadWorkflow:
    """Looks once, and writes to each of them."""

    @workflow.run
    async def run(self) -> str:
        """Return the hash that was told; the next day's looks whether it is another."""
        before = workflow.get_last_completion_result(str) if workflow.has_last_completion_result() else ""
        newest = await workflow.execute_activity_method(
            LogHeads.newest,
            task_queue=names.MAIL_QUEUE,
            summary=Shown("Look how the audit log stands"),
            **options.LOG,
        )
        if newest.hash != before:
            await asyncio.gather(*self._letters(newest))
        return newest.hash

    def _letters(self, newest: Newest) -> Iterable[asyncio.Task[str]]:
        day = workflow.now().date()
        for officer in newest.readers:
            told = LogHead(officer=officer, entries=newest.entries, hash=newest.hash, day=day)
            yield asyncio.create_task(self._letter(told))

    async def _letter(self, told: LogHead) -> str:
        try:
            return await workflow.execute_activity_method(
                LogHeads.send_log_head,
                told,
                task_queue=names.MAIL_QUEUE,
                summary=Shown("Tell who heads a secretariat how the audit log stands"),
                **options.LOG_LETTER,
            )
        except ActivityError:
            # The mail server was away all day: the next letter tells more than this one would.
            return "waiting"
