"""How a trace goes through Temporal: from a submission's update to the batch that writes what it changed.

A round is traced submission by submission, not as one trace of many months. Within a workflow nothing is
measured: the header that came with a submission goes out with the next activity, which is the batch that
writes it, because batches are committed by a task of their own that knows nothing of who spoke.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from opentelemetry.trace import SpanKind
from temporalio import activity
from temporalio.api.common.v1 import Payload
from temporalio.client import (
    ActivityHandle,
    StartActivityInput,
    StartWorkflowInput,
    StartWorkflowUpdateInput,
    WorkflowHandle,
    WorkflowUpdateHandle,
)
from temporalio.client import Interceptor as ClientInterceptor
from temporalio.client import OutboundInterceptor as ClientOutbound
from temporalio.converter import PayloadConverter
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    ExecuteWorkflowInput,
    HandleUpdateInput,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)
from temporalio.worker import Interceptor as WorkerInterceptor
from temporalio.worker import (
    StartActivityInput as WorkflowActivityInput,
)
from temporalio.workflow import ActivityHandle as WorkflowActivityHandle

import tracing

Headers = Mapping[str, Payload]


def interceptors() -> Sequence[ClientInterceptor]:
    """What a client, and the worker that is made with it, needs to pass traces on; nothing without traces."""
    return [Tracing()] if tracing.on() else []


class Tracing(ClientInterceptor, WorkerInterceptor):
    """Passes the current trace to workflows and activities, and takes it up there."""

    def intercept_client(self, next: ClientOutbound) -> ClientOutbound:
        """Send the trace along."""
        return _Client(next)

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        """Go on with the trace."""
        return _Activity(next)

    def workflow_interceptor_class(
        self,
        input: WorkflowInterceptorClassInput,  # noqa: ARG002 - Temporal passes it to every interceptor
    ) -> type[WorkflowInboundInterceptor]:
        """Carry it through the workflow."""
        return _Carrier


class _Client(ClientOutbound):
    async def start_workflow(self, input: StartWorkflowInput) -> WorkflowHandle[Any, Any]:
        with tracing.span(f"start {input.workflow}", SpanKind.CLIENT, {"ronda.round": input.id}):
            input.headers = _with_here(input.headers)
            return await super().start_workflow(input)

    async def start_workflow_update(self, input: StartWorkflowUpdateInput) -> WorkflowUpdateHandle[Any]:
        with tracing.span(f"update {input.update}", SpanKind.CLIENT, {"ronda.round": input.id}):
            input.headers = _with_here(input.headers)
            return await super().start_workflow_update(input)

    async def start_activity(self, input: StartActivityInput) -> ActivityHandle[Any]:
        with tracing.span(f"start {input.activity_type}", SpanKind.CLIENT):
            input.headers = _with_here(input.headers)
            return await super().start_activity(input)


class _Activity(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        header = input.headers.get(tracing.PARENT)
        if header is None:
            return await super().execute_activity(input)
        info = activity.info()
        parent = tracing.context_of(PayloadConverter.default.from_payload(header, str))
        about = {"ronda.round": info.workflow_id or ""}
        with tracing.span(info.activity_type, SpanKind.CONSUMER, about, parent):
            return await super().execute_activity(input)


class _Carrier(WorkflowInboundInterceptor):
    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        self._out = _Outbound(outbound)
        super().init(self._out)

    async def execute_workflow(self, input: ExecuteWorkflowInput) -> Any:
        self._out.header = input.headers.get(tracing.PARENT)
        return await super().execute_workflow(input)

    async def handle_update_handler(self, input: HandleUpdateInput) -> Any:
        self._out.header = input.headers.get(tracing.PARENT)
        return await super().handle_update_handler(input)


class _Outbound(WorkflowOutboundInterceptor):
    header: Payload | None = None

    def start_activity(self, input: WorkflowActivityInput) -> WorkflowActivityHandle[Any]:
        if self.header is not None:
            input.headers = {**input.headers, tracing.PARENT: self.header}
            self.header = None
        return super().start_activity(input)


def _with_here(headers: Headers) -> Headers:
    here = tracing.here()
    return {**headers, tracing.PARENT: PayloadConverter.default.to_payload(here)} if here else headers
