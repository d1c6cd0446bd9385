"""S4: once a day whoever heads a secretariat is told how the audit log stands, on the real way of letters."""

import asyncio
from email.message import EmailMessage
from pathlib import Path

from temporalio.client import ScheduleActionExecutionStartWorkflow

from operating import upkeep
from store.files import in_folder
from store.reads import chain
from tests.api.acts import opened
from tests.api.visitor import text_of
from tests.conftest import Mail, Ronda
from tests.workflows.seen import until
from workflows.names import LOG_HEAD, RECONCILE

HEADS = ("head@dis.example", "officer@dgpe.example")


def told(mail: Mail, address: str) -> list[EmailMessage]:
    return [letter for letter in mail.to(address) if "audit log" in str(letter["Subject"])]


async def a_day_comes(ronda: Ronda, days: int) -> str:
    """The schedule's hour comes, for the so-manyth time; the hash that its workflow looked up."""
    schedule = ronda.client.get_schedule_handle(LOG_HEAD)
    await schedule.trigger()

    async def over() -> list[str] | None:
        info = (await schedule.describe()).info
        if len(info.recent_actions) < days or info.running_actions:
            return None
        done = [one.action for one in info.recent_actions]
        assert all(isinstance(one, ScheduleActionExecutionStartWorkflow) for one in done)
        return [one.workflow_id for one in done if isinstance(one, ScheduleActionExecutionStartWorkflow)]

    ids = await until(over)
    result: str = await ronda.client.get_workflow_handle(ids[-1]).result()
    return result


async def test_who_heads_a_secretariat_is_told_of_the_log_and_once_of_one_state(
    ronda: Ronda, mail: Mail, tmp_path: Path
) -> None:
    await opened(ronda.http(ronda.key), note=None)
    async with upkeep.worker(ronda.client, ronda.database, in_folder(tmp_path)):
        await upkeep.schedule(ronda.client)
        hashes = [await a_day_comes(ronda, 1), await a_day_comes(ronda, 2)]
        await opened(ronda.http(ronda.key), note=None)
        hashes.append(await a_day_comes(ronda, 3))
        assert hashes[2] not in hashes[:2]
    states = list(dict.fromkeys(hashes))
    for head in HEADS:
        letters = told(mail, head)
        assert len(letters) == len(states)
        assert all(hash in text_of(letter) for hash, letter in zip(states, letters, strict=True))
        assert len({str(letter["Message-ID"]) for letter in letters}) == len(states)
    async with ronda.database.reading() as s:
        found = await chain.verify(s, states[0])
    assert (found.broken, found.held) == (None, True)
    ended = (ronda.client.get_schedule_handle(id).delete() for id in (LOG_HEAD, RECONCILE))
    await asyncio.gather(*ended)
