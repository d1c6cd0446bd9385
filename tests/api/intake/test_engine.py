"""What the server says of a workflow, as the intake understands it."""

from typing import Any

import pytest
from temporalio.client import WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

from rounds.submissions.request import ExamineRequest
from tests.api.acts import opened, until
from tests.conftest import Ronda


async def test_what_came_to_a_run_that_was_just_closing_is_put_to_the_next(
    ronda: Ronda, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, asked = WorkflowHandle.execute_update, []

    async def first_aborted(*given: Any, **more: Any) -> Any:
        asked.append(more["id"])
        if len(asked) == 1:
            words = "workflow update was aborted by closing workflow"
            raise RPCError(words, RPCStatusCode.NOT_FOUND, b"")
        return await ask(*given, **more)

    async with ronda.http(ronda.key) as http:
        id = await opened(http)
        await until(http, id, lambda told: told["open"])
        monkeypatch.setattr(WorkflowHandle, "execute_update", first_aborted)
        accept = ExamineRequest(choice="accept")
        verdict = await ronda.app.state.tools.intake.submit(
            round_id=id, key="examine_request:1", by="responsible_officer", body=accept
        )
    assert (verdict.state, asked) == ("accepted", [verdict.id, verdict.id])
