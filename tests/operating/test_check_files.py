"""`admin.py check-files`: each file that is kept is read, and those that are lost are named (U5)."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from admin import app
from store.session import Database
from store.uploads import Upload
from tests.store.bucket import Bucket
from tests.store.places import InBucket, Place, place, served_bucket

__all__ = ["place", "served_bucket"]

Check = Callable[[Place], Result]


@pytest.fixture
def check(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Types the command for the files that lie there."""

    def typed(place: Place) -> Result:
        monkeypatch.setenv("DATABASE_URL", sqlite_url)
        monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
        monkeypatch.setenv("FILES_URL", place.url)
        return CliRunner().invoke(app, ["check-files"])

    return typed


def recorded(url: str, **digests: str) -> None:
    async def write() -> None:
        database = Database(url)
        file: Any = {"filename": "a.pdf", "media_type": "application/pdf", "size": 1, "at": datetime.now(UTC)}
        async with database.writing() as s:
            for n, (round_id, digest) in enumerate(digests.items()):
                s.add(Upload(id=f"u{n}", officer_id="o", round_id=round_id, sha256=digest, **file))
        await database.close()

    asyncio.run(write())


def test_files_that_are_whole_are_counted_and_lost_ones_named_with_their_rounds_u5(
    check: Check, place: Place, sqlite_url: str
) -> None:
    whole, missing, damaged = (place.contents.keep(content) for content in (b"1", b"2", b"3"))
    recorded(sqlite_url, one=whole, two=missing, three=damaged, four=damaged)
    well = check(place)
    place.remove(missing)
    place.write(damaged, b"altered")
    ill = check(place)
    assert (well.exit_code, well.output) == (0, "3 files, each is what was kept\n")
    assert ill.exit_code == 1
    assert f"{missing} is missing: two\n" in ill.output
    assert f"{damaged} is damaged: four, three\n" in ill.output
    assert "2 of 3 files are lost: put them back from a backup" in ill.output


def test_a_bucket_that_writes_over_what_is_there_is_warned_of_u5(check: Check, served_bucket: Bucket) -> None:
    served_bucket.overwrites = True
    told = check(InBucket(served_bucket))
    assert (told.exit_code, "must honour If-None-Match" in told.output) == (0, True)


def test_a_bucket_that_there_is_not_or_whose_key_is_another_is_said_in_a_line(
    check: Check, served_bucket: Bucket
) -> None:
    served_bucket.knows = "another-secret"
    told = check(InBucket(served_bucket))
    assert (told.exit_code, told.output.count("\n")) == (1, 1)
    assert told.output.startswith("the files cannot be read: ")
