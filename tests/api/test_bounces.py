"""E6: a mailbox of bounces is read by its schedule, and what came back is shown where letters are."""

import asyncio
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from temporalio.service import RPCError

from operating import upkeep
from store.files import in_folder
from tests.activities import notifying
from tests.api.acts import OPENING, opened, until
from tests.conftest import Mail, Ronda
from workflows.names import BOUNCES, LOG_HEAD, RECONCILE

MEND = "mend_address:focal_point:1"


def delivered(folder: Path, *mails: bytes) -> None:
    """The mail server of the mailbox delivers."""
    (folder / "new").mkdir(parents=True, exist_ok=True)
    for n, mail in enumerate(mails):
        (folder / "new" / f"{n}.mail").write_bytes(mail)


def read(folder: Path) -> tuple[int, int]:
    """How many are read, and how many aside."""
    parts = (folder / "cur", folder / ".Aside" / "cur")
    return tuple(len(list(part.iterdir())) if part.exists() else 0 for part in parts)  # type: ignore[return-value]  # two


async def ends(ronda: Ronda, *schedules: str) -> None:
    await asyncio.gather(*(ronda.client.get_schedule_handle(id).delete() for id in schedules))


def asked(letters: list[EmailMessage], id: str) -> EmailMessage:
    """The letter of this round among those to one address."""
    *_, year, number = id.split("-")
    return next(one for one in letters if f"RIPSO {year}-{number}" in str(one["Subject"]))


async def test_e6_what_came_back_is_read_by_the_schedule_and_mending_the_address_is_asked(
    ronda: Ronda, mail: Mail
) -> None:
    folder = ronda.settings.data_dir / "bounces"
    address = OPENING["focal_point"]["email"]
    async with ronda.http(ronda.key) as http:
        id = await opened(http, note=None)

        def sent(told: Any) -> bool:
            return bool([x for x in told["letters"] if x["state"] == "sent"])

        told = await until(http, id, sent)
        letter = asked(mail.to(address), id)
        delivered(folder, notifying.about(letter.as_bytes()), notifying.flat(10_000))
        async with upkeep.worker(ronda.client, ronda.database, in_folder(folder / "files")):
            await upkeep.schedule(ronda.client, bounces=True)
            await ronda.client.get_schedule_handle(BOUNCES).trigger()
            told = await until(http, id, lambda told: MEND in [a["key"] for a in told["open"]])
        back = [x for x in told["letters"] if x["state"] == "refused"]
        (person,) = [p for p in told["people"] if p["participant"] == "focal_point"]
    assert [(x["participant_id"], x["error"], bool(x["sent_at"])) for x in back] == [
        ("focal_point", "5.1.1", True)
    ]
    assert person["address_refuses"]
    assert read(folder) == (1, 1)
    # Where no mailbox is set, none is read.
    await upkeep.schedule(ronda.client)
    with pytest.raises(RPCError):
        await ronda.client.get_schedule_handle(BOUNCES).describe()
    await ends(ronda, LOG_HEAD, RECONCILE)
