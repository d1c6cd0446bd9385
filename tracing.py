"""Traces: from a request to the rows that it leads to, when somebody collects them.

Without a collector there are no spans at all. A span says which round and which kind of thing; never a
path, a person or what an error said: those may hold a link, an address or what somebody wrote.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

if TYPE_CHECKING:
    # Few programs have a collector, and all would wait for what speaks to it: it is loaded where one is set.
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider

PARENT = "traceparent"
"""The name, in HTTP and in Temporal's headers, of what ties a span to the one before it (W3C)."""

_form = TraceContextTextMapPropagator()


_provider: "TracerProvider | None" = None
"""This process's; not the library's own, which other libraries would find and use."""


def begin(endpoint: str | None, program: str) -> None:
    """Send this process's spans to a collector (OTLP over HTTP); without an endpoint nothing changes."""
    if endpoint:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        send_to(BatchSpanProcessor(OTLPSpanExporter(f"{endpoint}/v1/traces")), program)


def send_to(processor: "SpanProcessor", program: str) -> None:
    """Give this process's spans to a processor."""
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider

    global _provider  # a process has one, as it has one log
    _provider = TracerProvider(resource=Resource.create({SERVICE_NAME: program}), shutdown_on_exit=False)
    _provider.add_span_processor(processor)


def on() -> bool:
    """Whether spans of this process go anywhere."""
    return _provider is not None


def end() -> None:
    """Send what is still held back, and begin no more: the programs leave past the interpreter's own end."""
    global _provider  # see send_to
    if _provider:
        _provider.shutdown()
    _provider = None


@contextmanager
def span(
    name: str,
    kind: SpanKind = SpanKind.INTERNAL,
    attributes: Mapping[str, str] | None = None,
    parent: Context | None = None,
) -> Iterator[Span]:
    """A span around a block, below the current one unless a parent is given; an error marks it, unworded."""
    tracer = _provider.get_tracer("ronda") if _provider else trace.NoOpTracer()
    with tracer.start_as_current_span(
        name, parent, kind, attributes, record_exception=False, set_status_on_exception=False
    ) as made:
        try:
            yield made
        except BaseException as error:
            made.set_status(StatusCode.ERROR)
            made.set_attribute("error.type", type(error).__name__)
            raise


@contextmanager
def within(name: str) -> Iterator[None]:
    """A span if there is one to be within; what nobody asked for begins no trace of its own."""
    if not trace.get_current_span().get_span_context().is_valid:
        yield
        return
    with span(name):
        yield


def here() -> str | None:
    """The current span, as it is written into a header; None where there is none."""
    carrier: dict[str, str] = {}
    _form.inject(carrier)
    return carrier.get(PARENT)


def context_of(parent: str | None) -> Context | None:
    """The context that a header tells of."""
    return _form.extract({PARENT: parent}) if parent else None
