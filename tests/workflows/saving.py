"""Histories of rounds: read, replayed, and saved for later versions of the code to replay (K6)."""

import json
import re
from base64 import b64decode
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from workflows.converter import converter
from workflows.round import RoundWorkflow

HISTORIES = Path(__file__).parent / "histories"
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


async def replay(history: WorkflowHistory) -> None:
    """Run the code of today over a history of before.

    Raises: temporalio.workflow.NondeterminismError.
    """
    replayer = Replayer(workflows=[RoundWorkflow], data_converter=converter)
    await replayer.replay_workflow(history)


def save(title: str, history: WorkflowHistory) -> None:
    """Write a history into the folder of those that are replayed."""
    name = re.sub(r"[^a-z0-9]+", "_", title.removeprefix("test_").lower()).strip("_")
    (HISTORIES / f"{name}.json").write_text(kept(history) + "\n")
