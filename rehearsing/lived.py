"""A round lived in this process: the real workflow, the real activities, no server.

The SDK's own runner is given what a server would give it: it starts the workflow, fires its timers in
their order, resolves its activities, hands over updates and signals, and starts the next run. So a round
of many months takes a second or two, and between two steps everything about it can be looked at.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

from temporalio.api.common.v1 import Payload
from temporalio.api.sdk.v1 import UserMetadata
from temporalio.bridge.proto.workflow_activation import WorkflowActivation, WorkflowActivationJob
from temporalio.common import Priority, TypedSearchAttributes
from temporalio.exceptions import ApplicationError
from temporalio.worker import UnsandboxedWorkflowRunner, WorkflowInstance, WorkflowInstanceDetails
from temporalio.workflow import Info

from activities.names import SEND_TO_OPERATOR
from rounds.state.batches import Batch, Look, Written
from rounds.state.round import Outcome, Round
from rounds.submissions.envelope import Receipt, Sent
from rounds.submissions.refusals import Refused
from workflows import names
from workflows.converter import converter
from workflows.round import RoundWorkflow

T = TypeVar("T")
NEVER = datetime.max.replace(tzinfo=UTC)
NOWHERE = "rehearsals"
"""A namespace and a task queue that no server has."""
PAYLOADS = converter.payload_converter
GIVEN: dict[str, type] = {"commit": Batch, "look": Look}
"""What each activity takes."""
ENOUGH = 1000
"""Tasks of a workflow in one moment; more is a round that turns on the spot."""


class Broken(RuntimeError):
    """The round's own code has failed: a server would show a failed task, or a failed workflow."""


class TurnsOnTheSpot(Broken):
    """The round does the same again and again, and no time passes."""


class Doing(Protocol):
    """What a round needs of the world: its activities, or what stands before them."""

    async def commit(self, batch: Batch) -> Written:
        """Write what changed."""

    async def look(self, look: Look) -> bool:
        """Whether something is kept for an assignment."""


@dataclass
class Lived:
    """One round; `now` is its time, `timers` what its clock will do, by number, with the words for it."""

    loop: asyncio.AbstractEventLoop
    activities: Doing
    now: datetime
    timers: dict[int, tuple[datetime, str]] = field(default_factory=dict)
    outcome: Outcome | None = None
    runs: int = 0
    alarms: int = 0
    """How often the operator was told that the round is stuck."""
    _instance: WorkflowInstance | None = None
    _answers: dict[str, Any] = field(default_factory=dict)
    _event: int = 0

    # ---- what the world does to it

    def begin(self, round: Round) -> None:
        """Start the round, or its next run."""
        self.runs += 1
        self.timers.clear()
        self._instance = self.waits_for(_instance(round.id, self.runs, self.now))
        init = WorkflowActivationJob()
        init.initialize_workflow.workflow_type = names.ROUND
        init.initialize_workflow.workflow_id = round.id
        init.initialize_workflow.arguments.extend(PAYLOADS.to_payloads([round]))
        self._go(init)

    def submit(self, *sent: Sent) -> list[Receipt | Refused]:
        """Hand over submissions, all in one task of the workflow."""
        return self._submit(sent, validated=False)

    def replayed(self, *sent: Sent) -> list[Receipt | Refused]:
        """The same as in a replay: what the history says was accepted is not asked about again."""
        return self._submit(sent, validated=True)

    def _submit(self, sent: tuple[Sent, ...], *, validated: bool) -> list[Receipt | Refused]:
        jobs = [WorkflowActivationJob() for _ in sent]
        for job, one in zip(jobs, sent, strict=True):
            job.do_update.id = job.do_update.protocol_instance_id = one.id
            job.do_update.name = names.SUBMIT
            job.do_update.run_validator = not validated
            job.do_update.input.extend(PAYLOADS.to_payloads([one]))
        self._go(*jobs)
        return [self._answers.pop(one.id) for one in sent]

    def signal(self, name: str, *given: Any) -> None:
        """Tell the round something that nobody waits for."""
        job = WorkflowActivationJob()
        job.signal_workflow.signal_name = name
        job.signal_workflow.originating_event_id = self._next()
        job.signal_workflow.input.extend(PAYLOADS.to_payloads(given))
        self._go(job)

    def cancel(self) -> None:
        """What an operator does to it in the Temporal UI."""
        job = WorkflowActivationJob()
        job.cancel_workflow.reason = "an operator"
        self._go(job)

    @property
    def next_at(self) -> datetime:
        """When its clock does something next, if nobody does anything before."""
        return min((at for at, _ in self.timers.values()), default=NEVER)

    def tick(self) -> bool:
        """Let time go by until the next timer fires; False when none is left."""
        if not self.timers:
            return False
        seq, (at, _) = min(self.timers.items(), key=lambda timer: (timer[1][0], timer[0]))
        del self.timers[seq]
        self.now = max(self.now, at)
        job = WorkflowActivationJob()
        job.fire_timer.seq = seq
        self._go(job)
        return True

    def waits_for(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something of the world to its end."""
        return self.loop.run_until_complete(work)

    # ---- what there is to see

    @property
    def round(self) -> Round:
        """The state of the round itself, as its workflow holds it."""
        workflow: RoundWorkflow = self._instance._object  # type: ignore[union-attr]  # the runner shows it nowhere
        return workflow.round

    # ---- one task after the other

    def _next(self) -> int:
        """A number for an event of its history; nothing asks but for its being another."""
        self._event += 1
        return self._event

    def _go(self, *jobs: WorkflowActivationJob) -> None:
        """Give the workflow these jobs, and what comes of them, until it waits for time or people."""
        todo = [list(jobs)]
        for _ in range(ENOUGH):
            if not todo:
                return
            act = WorkflowActivation(run_id=f"run-{self.runs}", jobs=todo.pop(0))
            act.timestamp.FromDatetime(self.now)
            assert self._instance
            completion = self._instance.activate(act)
            if completion.HasField("failed"):
                raise Broken(str(completion.failed.failure))
            todo.extend([job] for command in completion.successful.commands if (job := self._do(command)))
        raise TurnsOnTheSpot(self.round.id)

    def _do(self, command: Any) -> WorkflowActivationJob | None:
        """Do what the workflow asked for; what comes of it is its next job."""
        which: str = command.WhichOneof("variant")
        asked = getattr(command, which)
        done: WorkflowActivationJob | None = getattr(self, f"_{which}", _nothing)(
            asked, command.user_metadata
        )
        return done

    def _start_timer(self, asked: Any, words: UserMetadata) -> None:
        summary = PAYLOADS.from_payload(words.summary, str) if words.HasField("summary") else ""
        self.timers[asked.seq] = (self.now + asked.start_to_fire_timeout.ToTimedelta(), summary)

    def _cancel_timer(self, asked: Any, _: UserMetadata) -> None:
        self.timers.pop(asked.seq, None)

    def _schedule_activity(self, asked: Any, _: UserMetadata) -> WorkflowActivationJob:
        job = WorkflowActivationJob()
        job.resolve_activity.seq = asked.seq
        if asked.activity_type == SEND_TO_OPERATOR:
            self.alarms += 1
            job.resolve_activity.result.completed.result.CopyFrom(PAYLOADS.to_payload("sent"))
            return job
        (given,) = PAYLOADS.from_payloads(list(asked.arguments), [GIVEN[asked.activity_type]])
        try:
            result = self.waits_for(getattr(self.activities, asked.activity_type)(given))
        except ApplicationError as error:
            # As after the last of its attempts.
            failure = job.resolve_activity.result.failed.failure
            failure.activity_failure_info.activity_type.name = asked.activity_type
            converter.failure_converter.to_failure(error, PAYLOADS, failure.cause)
        else:
            job.resolve_activity.result.completed.result.CopyFrom(PAYLOADS.to_payload(result))
        return job

    def _update_response(self, asked: Any, _: UserMetadata) -> None:
        if asked.HasField("rejected"):
            failed = asked.rejected.application_failure_info
            details: list[Payload] = list(failed.details.payloads)
            refused = PAYLOADS.from_payloads(details, [Refused])[0] if details else Refused(failed.type)
            self._answers[asked.protocol_instance_id] = refused
        elif asked.HasField("completed"):
            self._answers[asked.protocol_instance_id] = PAYLOADS.from_payload(asked.completed, Receipt)

    def _continue_as_new_workflow_execution(self, asked: Any, _: UserMetadata) -> None:
        (round,) = PAYLOADS.from_payloads(list(asked.arguments), [Round])
        self.begin(round)

    def _start_child_workflow_execution(self, asked: Any, _: UserMetadata) -> WorkflowActivationJob:
        """What comes after the round begins; it is lived in stories, and here the round ends."""
        job = WorkflowActivationJob()
        job.resolve_child_workflow_execution_start.seq = asked.seq
        job.resolve_child_workflow_execution_start.succeeded.run_id = "after"
        return job

    def _complete_workflow_execution(self, asked: Any, _: UserMetadata) -> None:
        self.outcome = PAYLOADS.from_payload(asked.result, Outcome)
        assert not self.timers, self.timers

    def _fail_workflow_execution(self, asked: Any, _: UserMetadata) -> None:
        raise Broken(str(asked.failure))


def _nothing(_: Any, __: UserMetadata) -> None:
    """What only shows in the Temporal UI."""


async def _instance(id: str, run: int, now: datetime) -> WorkflowInstance:
    """A run of the workflow that has not begun."""
    info = Info(
        attempt=1,
        continued_run_id=None,
        cron_schedule=None,
        execution_timeout=None,
        first_execution_run_id="run-1",
        headers={},
        namespace=NOWHERE,
        original_execution_run_id=f"run-{run}",
        parent=None,
        root=None,
        priority=Priority.default,
        raw_memo={},
        retry_policy=None,
        run_id=f"run-{run}",
        run_timeout=None,
        search_attributes={},
        start_time=now,
        task_queue=NOWHERE,
        task_timeout=timedelta(0),
        typed_search_attributes=TypedSearchAttributes.empty,
        workflow_id=id,
        workflow_start_time=now,
        workflow_type=names.ROUND,
    )
    details = WorkflowInstanceDetails(
        payload_converter_factory=lambda: PAYLOADS,
        failure_converter_class=converter.failure_converter_class,
        interceptor_classes=[],
        defn=RoundWorkflow.__temporal_workflow_definition,  # type: ignore[attr-defined]  # put there by its decorator
        info=info,
        randomness_seed=run,
        extern_functions={},
        disable_eager_activity_execution=True,
        worker_level_failure_exception_types=[],
        patch_activation_callback=None,
        last_completion_result=None,  # type: ignore[arg-type]  # a round asks for no former result
        last_failure=None,
    )
    return UnsandboxedWorkflowRunner().create_instance(details)
