"""A round whose payloads are encrypted (N1): it lives as any other, and its history tells others nothing."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from google.protobuf import json_format
from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload, Payloads
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client, WorkflowHandle, WorkflowHistory

from activities.letter_jobs import job_id
from api.app import create
from local.temporal import Served
from rounds.state.status import Status
from rounds.submissions.request import ExamineRequest
from store.officers import ROLES
from store.session import Database
from tests.api.desk.conftest import Desk
from tests.conftest import settings_for
from tests.databases import migrated
from tests.workflows import cast
from tests.workflows import world as worlds
from tests.workflows.saving import readable, replay
from tests.workflows.seen import until
from tests.workflows.story import Story
from tests.workflows.test_endurance import continues_as_new
from tests.workflows.test_histories import PEOPLE
from tests.workflows.world import World
from workflows.codec import Codec, converter_of
from workflows.connecting import connect
from workflows.names import STATUS

KEYS = {"2026": b"n" * 32, "2025": b"o" * 32}
UI = "https://temporal.example"
READABLE = {"user_metadata", "search_attributes"}
"""What of an event operators read without a key."""
CARRIED = {
    "workflow_execution_started_event_attributes.input",
    "workflow_execution_started_event_attributes.memo",
    "workflow_execution_continued_as_new_event_attributes.input",
    "workflow_execution_update_accepted_event_attributes.accepted_request",
    "workflow_execution_update_completed_event_attributes.outcome",
    "activity_task_scheduled_event_attributes.input",
    "activity_task_completed_event_attributes.result",
}
"""What a round's events carry, at least."""
FACT = "candidate-1.1.1"
"""Whose name stands in the histories of a round that knows no keys."""


@pytest.fixture(scope="module")
async def world(server: Served, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """A world of its own, whose programs have keys."""
    folder = tmp_path_factory.mktemp("encrypted")
    async with worlds.world(server, folder, folder.name, codec_keys=KEYS) as made:
        yield made


@pytest.fixture
async def stranger(world: World) -> Client:
    """Whoever reaches the Temporal server, or its database, and has no key."""
    return await connect(world.served.address, world.client.namespace)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """The desk beside it; what it needs of the round are the keys."""
    url = migrated(tmp_path / "ronda.db")
    made = settings_for(tmp_path, "127.0.0.1:1", 1, database_url=url)
    app = create(made.model_copy(update={"codec_keys": KEYS, "temporal_ui_origin": UI}))
    database = Database(url)
    async with app.router.lifespan_context(app):
        yield Desk(app, database)
    await database.close()


def payloads(message: Message, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Payload]]:
    """Every payload in a message, with the names of the fields that lead there."""
    if isinstance(message, Payload):
        yield path, message
        return
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        if field.message_type.GetOptions().map_entry:
            parts = [part for part in value.values() if isinstance(part, Message)]
        else:
            parts = [value] if isinstance(value, Message) else list(value)
        for part in parts:
            yield from payloads(part, (*path, field.name))


def carried(histories: list[WorkflowHistory]) -> list[tuple[tuple[str, ...], Payload]]:
    """The payloads of all events."""
    return [found for history in histories for event in history.events for found in payloads(event)]


async def lived(story: Story) -> None:
    """A round comes to its invitations, refuses something, and goes on with a fresh history."""
    await story.opened()
    await story.goes_to("agree_panel:1")
    await story.usual("agree_panel:1")
    again = ExamineRequest(choice="accept")
    assert await story.refused("responsible_officer", "examine_request:1", again) == "already_answered"
    await continues_as_new(story)
    await story.usual("answer_invitation:candidate-1.1.1")
    await until(story.all_sent)


async def test_n1_who_has_no_key_reads_of_a_round_what_operators_read_and_nothing_else(
    story: Story, stranger: Client, desk: Desk
) -> None:
    await lived(story)
    handles = [
        stranger.get_workflow_handle(h.id, run_id=h.run_id) for h in (story.handle, *story.also.values())
    ]
    histories = [await handle.fetch_history() for handle in handles]
    found = carried(histories)
    hidden = [(path, payload) for path, payload in found if not READABLE & set(path)]
    assert {payload.metadata["encoding"] for _, payload in hidden} == {b"binary/encrypted"}
    assert {payload.metadata["encryption-key-id"] for _, payload in hidden} == {b"2026"}
    assert {".".join(path[:2]) for path, _ in hidden} >= CARRIED
    shown = {payload.metadata["encoding"] for path, payload in found if READABLE & set(path)}
    # An attribute whose value was taken back has none.
    assert shown - {b"binary/null"} == {b"json/plain"}
    opened = await Codec(KEYS).decode([payload for _, payload in hidden])
    assert any(FACT in payload.data.decode() for payload in opened)
    for history in histories:
        written = readable(history)
        told = (
            FACT,
            story.name,
            "Somebody",
            "example.org",
            "Ministry",
            cast.NOTE.initiative,
            cast.NOTE.objective,
        )
        assert [what for what in told if what in written] == []
    await _told_to_operators(story, stranger, handles[-1])
    await _decoded_for_an_auditor(desk, [payload for _, payload in hidden], opened)
    await _replayed(histories)


async def _told_to_operators(story: Story, stranger: Client, first: WorkflowHandle[Any, Any]) -> None:
    """Summaries and current details are read without a key, and name nobody; what a query answers is not."""
    handle = stranger.get_workflow_handle(story.round)
    # The summary of a workflow is that of its first run.
    described = await first.describe()
    assert await described.static_summary() == f"{cast.RIPSO.name} round, PRY"
    told: Any = await handle.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    assert "answer_invitation" in told.current_details
    assert PEOPLE.findall(told.current_details) == []
    with pytest.raises(KeyError, match="binary/encrypted"):
        await handle.query(STATUS, result_type=Status)
    (letter, *_) = await story.letter_rows()
    job = await stranger.get_activity_handle(job_id(letter.key)).describe()
    assert job.raw_info.user_metadata.summary.data.decode().strip('"') == (
        f"{letter.template} to {letter.participant_id} of {story.round}"
    )


async def _decoded_for_an_auditor(desk: Desk, raw: list[Payload], opened: list[Payload]) -> None:
    """N2: what the UI would show."""
    asked = json_format.MessageToJson(Payloads(payloads=raw))

    async def ask(http: httpx2.AsyncClient) -> httpx2.Response:
        headers = {"Origin": UI, "Sec-Fetch-Site": "same-site", "Content-Type": "application/json"}
        return await http.post("/desk/codec/decode", content=asked, headers=headers)

    for role in ROLES:
        async with await desk.signed_in(role) as http:
            answer = await ask(http)
        assert answer.status_code == (200 if role == "auditor" else 403), role
        if role == "auditor":
            assert list(json_format.Parse(answer.content, Payloads()).payloads) == opened
        else:
            assert FACT not in answer.text
    async with desk.http() as nobody:
        assert (await ask(nobody)).status_code == 401


async def _replayed(histories: list[WorkflowHistory]) -> None:
    """The code of today finds in them what it did; without the key it reads nothing of them."""
    for history in histories:
        await replay(history, converter_of(KEYS))
        with pytest.raises(RuntimeError, match="UnknownKey"):
            await replay(history, converter_of({"2025": KEYS["2025"]}))
