"""How much may come in a day: told before a file is opened, and once more when it is recorded (U1)."""

import asyncio
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastapi import UploadFile
from sqlmodel import select

from api.intake.files import Files
from api.intake.quota import Quota
from rounds.submissions.files import QuotaUsedUp
from store.files import in_folder
from store.session import Database
from store.uploads import Sender, Upload
from tests.conftest import Ronda
from tests.sound import PDF, heavy

LINK = Sender(round_id="r", participant_id="focal_point")
OTHER = Sender(round_id="r", participant_id="expert")
OFFICER = Sender(officer_id="o")
MOST = 700_000


class Slow(Quota):
    """Takes its time between counting and what follows, so that others can count meanwhile."""

    async def check(self, *asked: Any) -> None:
        await super().check(*asked)
        await asyncio.sleep(0.2)


def upload(size: int = MOST) -> UploadFile:
    content = heavy(size)
    return UploadFile(BytesIO(content), filename="a.pdf", size=len(content))


async def sizes(database: Database) -> list[int]:
    async with database.reading() as s:
        return list(await s.exec(select(Upload.size)))


async def refused(files: Files, database: Database, sender: Sender) -> object:
    with pytest.raises(QuotaUsedUp) as caught:
        await files.receive(database, upload(), sender, "document")
    assert caught.value.field == "document"
    return caught.value.values["mebibytes"]


async def test_somebody_sends_no_more_in_a_day_than_is_admitted_u1(
    database: Database, tmp_path: Path
) -> None:
    files = Files(in_folder(tmp_path), quota=Quota(person=1, round=2))
    for sender in (LINK, OFFICER):
        await files.receive(database, upload(), sender, "document")
        assert await refused(files, database, sender) == 1
    assert len(await sizes(database)) == 2


async def test_all_together_send_no_more_for_a_round_than_is_admitted_u1(
    database: Database, tmp_path: Path
) -> None:
    files = Files(in_folder(tmp_path), quota=Quota(person=9, round=1))
    await files.receive(database, upload(), LINK, "document")
    assert await refused(files, database, OTHER) == 1
    assert await refused(files, database, Sender(round_id="r", officer_id="o")) == 1
    await files.receive(database, upload(), Sender(round_id="another", participant_id="expert"), "document")


async def test_of_files_that_come_at_once_those_are_taken_that_may_come_u1(
    database: Database, tmp_path: Path
) -> None:
    files = Files(in_folder(tmp_path), quota=Slow(person=1))
    sending = [files.receive(database, upload(MOST + n), LINK, "document") for n in range(4)]
    said = await asyncio.gather(*sending, return_exceptions=True)
    assert sorted(type(one).__name__ for one in said) == ["QuotaUsedUp"] * 3 + ["Upload"]
    assert len(await sizes(database)) == 1


async def test_nothing_that_is_refused_for_its_amount_is_opened_u1(
    database: Database, tmp_path: Path
) -> None:
    files = Files(in_folder(tmp_path / "files"), quota=Quota(person=0))
    damaged = UploadFile(BytesIO(b"%PDF-" + bytes(MOST)), filename="a.pdf", size=MOST)
    with pytest.raises(QuotaUsedUp):
        await files.receive(database, damaged, LINK, "document")
    assert not (tmp_path / "files").exists()


async def test_the_api_says_when_the_day_is_full_and_how_much_it_takes_u1(
    ronda: Ronda, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def much(*_: object) -> tuple[int, int]:
        return 10**9, 0

    monkeypatch.setattr("store.uploads.sent_since", much)
    async with ronda.http(ronda.key) as http:
        answer = await http.post("/api/v1/uploads", files={"file": ("a.pdf", PDF)})
    told = answer.json()
    assert (answer.status_code, told["code"], told["values"]) == (429, "quota_used_up", {"mebibytes": "100"})
    assert told["detail"].startswith("100 MB of files were sent within a day")
