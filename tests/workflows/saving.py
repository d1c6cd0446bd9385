"""Histories of rounds: read, replayed, and saved in generations (K6).

The code of today replays the newest generation. A round is pinned to its build and moves by continue-as-new,
so that no other build replays what an older one wrote; of an older generation all must be readable that a
later build could be given: what runs begin with and are told, and how they end.
"""

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHistory
from temporalio.converter import DataConverter
from temporalio.worker import Replayer

from rounds.state.effects import Refuse
from rounds.state.round import Outcome, Round
from rounds.submissions.envelope import Receipt, Sent
from workflows import names
from workflows.converter import converter
from workflows.handing_on import HandingOnWorkflow
from workflows.publishing import PublishingWorkflow
from workflows.round import RoundWorkflow

GENERATION = 1
"""The one that the code of today replays: raise it when a round's life changes its order, and save anew."""
HISTORIES = Path(__file__).parent / "histories"
NEWEST = HISTORIES / str(GENERATION)
TAKES: dict[str, Any] = {
    names.SUBMIT: Sent,
    names.REFUSED: Refuse,
    names.ADDRESS_REFUSED: str,
}
"""What a round is told by updates and signals; the other signals say nothing."""
LEFT_OUT = (
    "identity",
    "taskId",
    "requestId",
    "workerVersion",
    "historySizeBytes",
    "meteringMetadata",
    "header",
    "userMetadata",
    "stackTrace",
)
"""What a replay does not ask for: it tells of the machine, or differs each time."""


def kept(history: WorkflowHistory) -> str:
    """A history as it is saved, an event a line: without the machine, and what activities were given."""

    def lean(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: lean(v) for k, v in value.items() if k not in LEFT_OUT}
        return [lean(v) for v in value] if isinstance(value, list) else value

    events = lean(json.loads(history.to_json())["events"])
    for event in events:
        # The queue of a worker that remembers the round is named after its machine.
        event.get("workflowTaskScheduledEventAttributes", {}).pop("taskQueue", None)
        event.get("activityTaskScheduledEventAttributes", {}).pop("input", None)
    lines = ",\n".join(json.dumps(event, separators=(",", ":")) for event in events)
    return f'{{"events":[\n{lines}\n]}}'


def readable(history: WorkflowHistory) -> str:
    """A history with its payloads in plain text, as whoever opens it in the UI reads them."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            opened = {k: plain(v) for k, v in value.items()}
            if isinstance(data := value.get("data"), str):
                opened["data"] = b64decode(data).decode(errors="replace")
            return opened
        return [plain(v) for v in value] if isinstance(value, list) else value

    return json.dumps(plain(json.loads(history.to_json())), ensure_ascii=False)


def decoded(history: WorkflowHistory) -> Iterator[Any]:
    """What another build could be given of a history, as the code of today reads it."""
    for event in history.events:
        kind = str(event.WhichOneof("attributes")).removesuffix("_event_attributes")
        asked = getattr(event, f"{kind}_event_attributes")
        match kind:
            case "workflow_execution_started" | "workflow_execution_continued_as_new":
                yield from _read(asked.input, Round)
            case "workflow_execution_signaled":
                yield from _read(asked.input, TAKES.get(asked.signal_name))
            case "workflow_execution_update_accepted":
                told = asked.accepted_request.input
                yield from _read(told.args, TAKES[told.name])
            case "workflow_execution_update_completed":
                yield from _read(asked.outcome.success, Receipt)
            case "workflow_execution_completed":
                yield from _read(asked.result, Outcome)


def _read(given: Any, model: Any) -> Iterator[Any]:
    for payload in given.payloads:
        yield converter.payload_converter.from_payload(payload, model)


async def replay(history: WorkflowHistory, data_converter: DataConverter = converter) -> None:
    """Run the code of today over a history of before; one that is encrypted takes a converter that decrypts.

    Raises: temporalio.workflow.NondeterminismError.
    """
    # Without a limit of seconds for a task: whether it holds is no question of how busy the machine is.
    replayer = Replayer(
        workflows=[RoundWorkflow, HandingOnWorkflow, PublishingWorkflow],
        data_converter=data_converter,
        debug_mode=True,
    )
    await replayer.replay_workflow(history)


def save(title: str, history: WorkflowHistory) -> None:
    """Write a history into the newest generation; one that is there stays as it is."""
    name = re.sub(r"[^a-z0-9]+", "_", title.removeprefix("test_").lower()).strip("_")
    file = NEWEST / f"{name}.json"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(kept(history) + "\n")
