"""What the server says of a workflow, as the intake understands it."""

from typing import Any

import pytest
from temporalio.client import WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

from api.intake.engine import Away, Engine, NotBegun, Over
from local.ports import LOOPBACK, draw
from rounds.submissions.envelope import Sent
from rounds.submissions.request import ExamineRequest
from workflows.connecting import connect

MEANS = {
    "workflow execution already completed": Over,
    "workflow update was aborted by closing workflow": Over,
    "workflow not found for ID: round-1": NotBegun,
    "Namespace default is not found.": Away,
}


@pytest.mark.parametrize("words", MEANS)
async def test_what_is_not_found_has_ended_or_never_was_or_is_away(
    words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuses(*_: Any, **__: Any) -> Any:
        raise RPCError(words, RPCStatusCode.NOT_FOUND, b"")

    monkeypatch.setattr(WorkflowHandle, "execute_update", refuses)
    nowhere = await connect(f"{LOOPBACK}:{draw(1)[0]}", "default", lazy=True)
    body = ExamineRequest(choice="accept")
    sent = Sent(id="1", key="examine_request:1", by="responsible_officer", sha256="", body=body)
    with pytest.raises(MEANS[words]) as raised:
        await Engine(nowhere).submit("round-1", sent)
    assert type(raised.value) is MEANS[words]
