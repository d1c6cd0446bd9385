"""One trace leads from a request to the rows that it changed; without a collector there is none at all."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from google.protobuf.message import Message
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from temporalio.api.common.v1 import Header

import tracing
from local.temporal import Served, prepare
from tests.api.acts import file, opened, until
from tests.conftest import Mail, Ronda, at_work, settings_for
from workflows.tracing import interceptors

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
async def collected(
    server: Served, mail: Mail, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Ronda, InMemorySpanExporter]]:
    """An app of its own, doors and worker in one process, and where its spans end up."""
    await prepare(server.address, "traced", ours=True)
    exporter = InMemorySpanExporter()
    tracing.send_to(SimpleSpanProcessor(exporter), "ronda-tests")
    settings = settings_for(tmp_path_factory.mktemp("traced"), server.address, mail.port, namespace="traced")
    try:
        async with at_work(settings) as ronda:
            yield ronda, exporter
    finally:
        tracing.end()


def tree(spans: tuple[ReadableSpan, ...], root: str) -> list[tuple[str, str]]:
    """Each span of the trace whose first one is called so, with the one above it; the oldest first."""
    first = next(span for span in spans if span.name == root and span.parent is None)
    ours = [span for span in spans if span.context.trace_id == first.context.trace_id]
    names = {span.context.span_id: span.name for span in ours}
    ours.sort(key=lambda span: span.start_time or 0)
    return [(span.name, names.get(span.parent.span_id, "unfinished") if span.parent else "") for span in ours]


async def settled(exporter: InMemorySpanExporter, root: str, last: str) -> list[tuple[str, str]]:
    """The tree once it holds this span: batches are written shortly after the answer."""
    for _ in range(100):
        try:
            found = tree(exporter.get_finished_spans(), root)
        except StopIteration:
            found = []
        if any(name == last for name, _ in found):
            return found
        await asyncio.sleep(0.1)
    raise AssertionError([span.name for span in exporter.get_finished_spans()])


async def test_a_post_is_one_trace_down_to_the_batch_that_writes_its_rows(
    collected: tuple[Ronda, InMemorySpanExporter],
) -> None:
    ronda, exporter = collected
    officer = ronda.http(ronda.key)
    id = await opened(officer)
    await until(officer, id, lambda told: told["open"])
    exporter.clear()
    answer = await file(officer, id, "examine_request:1", {"kind": "examine_request", "choice": "accept"})
    assert answer.status_code == 200
    post = "POST /api/v1/rounds/{round_id}/submissions"
    await settled(exporter, post, "commit")
    await asyncio.sleep(0.3)
    found = tree(exporter.get_finished_spans(), post)
    assert found[:3] == [(post, ""), ("write rows", post), ("update submit", post)]
    assert ("commit", "update submit") in found
    assert ("write rows", "commit") in found
    assert [name for name, _ in found].count("commit") == 1


async def test_opening_a_round_is_a_trace_down_to_its_first_rows(
    collected: tuple[Ronda, InMemorySpanExporter],
) -> None:
    ronda, exporter = collected
    exporter.clear()
    await opened(ronda.http(ronda.key))
    found = await settled(exporter, "POST /api/v1/rounds", "commit")
    assert ("start RoundWorkflow", "POST /api/v1/rounds") in found
    assert ("commit", "start RoundWorkflow") in found


async def test_no_span_holds_a_link_an_address_or_what_somebody_wrote_l1(
    collected: tuple[Ronda, InMemorySpanExporter],
) -> None:
    ronda, exporter = collected
    exporter.clear()
    token = "eyJ0b2tlbg.sig-nature_1"
    await ronda.http().get(f"/a/{token}")
    await ronda.http().get(f"/nowhere/{token}?{token}")
    await opened(ronda.http(ronda.key))
    spans = exporter.get_finished_spans()
    assert {"GET none"} < {span.name for span in spans}
    said = " ".join(span.to_json() for span in spans)
    assert [word for word in (token, "@", "Focal", "Ministry", "registry") if word in said] == []


async def test_an_error_marks_its_span_by_its_class_and_says_nothing(
    collected: tuple[Ronda, InMemorySpanExporter],
) -> None:
    _, exporter = collected
    exporter.clear()
    with pytest.raises(ValueError, match="somebody"), tracing.span("a block"):
        raise ValueError("somebody's words")
    (span,) = exporter.get_finished_spans()
    assert span.attributes == {"error.type": "ValueError"}
    assert (span.status.is_ok, span.status.description, span.events) == (False, None, ())


def headers(message: Message) -> Iterator[Header]:
    """Every header within an event."""
    for field, value in message.ListFields():
        if isinstance(value, Header):
            yield value
        elif isinstance(value, Message) and field.name != "payloads":
            yield from headers(value)


async def test_a_submission_makes_its_history_longer_by_two_headers_of_a_hundred_bytes(
    collected: tuple[Ronda, InMemorySpanExporter],
) -> None:
    ronda, _ = collected
    officer = ronda.http(ronda.key)
    id = await opened(officer)
    await until(officer, id, lambda told: told["open"])
    await file(officer, id, "examine_request:1", {"kind": "examine_request", "choice": "accept"})
    await until(officer, id, lambda told: told["step"] == "panel" and told["open"])
    history = await ronda.client.get_workflow_handle(id).fetch_history()
    sent = [header.ByteSize() for event in history.events for header in headers(event) if header.fields]
    # The start, the confirmation of the note, the examination, and the batch of each.
    assert len(sent) == 6
    assert max(sent) <= 115


def test_without_a_collector_there_are_no_spans_no_headers_and_nothing_that_would_write_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tracing, "_provider", None)
    with tracing.span("a block"), tracing.within("write rows"):
        assert tracing.here() is None
    assert interceptors() == []
    tracing.begin(None, "ronda-worker")
    assert not tracing.on()


async def test_a_program_sends_its_spans_to_the_collector_it_is_told_of() -> None:
    taken: list[bytes] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        taken.append(head.split(b"\r\n")[0] + b" " + await reader.readexactly(length))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(take, "127.0.0.1", 0) as collector:
        port = collector.sockets[0].getsockname()[1]
        program = (
            f"import tracing; tracing.begin('http://127.0.0.1:{port}', 'ronda-worker')\n"
            "with tracing.span('a block'): pass\n"
            "tracing.end()"
        )
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, cwd=ROOT)
        assert await asyncio.wait_for(process.wait(), 60) == 0
    (sent,) = taken
    assert sent.startswith(b"POST /v1/traces")
