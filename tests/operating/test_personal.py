"""What operators type about people's data, on both databases: erased, told, forgotten, erased again."""

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url
from sqlmodel import select, update
from typer.testing import CliRunner, Result

from admin import app
from operating import erased
from store.desk_tables import RoundNote
from store.erasures import Erasure
from store.persons import NO_NAME, find
from store.retention import TABLE, kept
from store.session import Database
from store.tables import Participant, Person, Round
from tests.databases import (  # noqa: F401 - fixtures are found by their names
    Postgres,
    database,
    database_url,
    postgresql_url,
)
from tests.operating.test_backups import with_programs  # noqa: F401 - a fixture that each test uses
from tests.store import scene

NAME, EMAIL = "Citlali Montenegro", "citlali@ministry.example"
HER = replace(scene.contact("focal"), name=NAME, email=EMAIL)
OPENING = replace(scene.OPENING, focal_point=HER)

Type = Callable[..., Awaitable[Result]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the data."""
    made = tmp_path / "data"
    made.mkdir()
    return made


@pytest.fixture
def typed(database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Type:  # noqa: F811 - a fixture
    """Types a command of admin.py."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DATA_DIR", str(folder))
    return lambda *words: asyncio.to_thread(CliRunner().invoke, app, words)


@pytest.fixture
async def round_id(database: Database) -> str:  # noqa: F811 - a fixture
    """An open round, of which an officer has noted something."""
    officer = await scene.officers(database)
    made = await scene.open_round(database, officer, OPENING)
    async with database.writing() as s:
        s.add(RoundNote(id="n", round_id=made, officer_id=officer, text=f"{NAME} rang", at=scene.NOW))
    return made


async def over(database: Database, at: datetime = scene.NOW) -> None:  # noqa: F811 - the fixture's value
    async with database.writing() as s:
        await s.exec(update(Round).values(closed_at=at, changed_at=at))


def refused(result: Result) -> str:
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    return result.stderr.strip()


def done(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


async def test_somebody_is_erased_once_nothing_needs_them(
    typed: Type,
    database: Database,  # noqa: F811 - a fixture
    folder: Path,
    round_id: str,
) -> None:
    assert refused(await typed("erase-person", "nobody@x.example", "--reason", "asked")).startswith(
        "nobody is known as nobody@x.example"
    )
    why = refused(await typed("erase-person", EMAIL, "--reason", f"{NAME} rang me"))
    assert why == "--reason must be asked or not_needed or unlawful or obliged"
    why = refused(await typed("erase-person", EMAIL, "--reason", "asked"))
    assert why == (
        f"{EMAIL} takes part in {round_id}, which goes on: replace them there, or wait until it is over"
    )
    why = refused(await typed("erase-person", "officer@example.org", "--reason", "asked"))
    assert "takes part in" in why
    assert not (folder / erased.LIST).exists()
    await over(database)
    why = refused(await typed("erase-person", "officer@example.org", "--reason", "asked"))
    assert why == "officer@example.org works for DIS: end them first, with end-officer"

    assert done(await typed("erase-person", EMAIL, "--reason", "asked")) == [
        "erased, and taken out of 1 rounds and 0 files"
    ]

    everything = await scene.everything(database)
    assert [word for word in ("citlali", "montenegro") if word in repr(everything).lower()] == []
    (line,) = erased.read(folder / erased.LIST)
    assert line["person"] == everything["erasure"][0]["person_id"]
    assert "each follows the one before it" in done(await typed("verify-audit"))[0]
    assert refused(await typed("erase-person", line["person"], "--reason", "asked")).endswith(
        "erased already"
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_nothing_of_them_lies_in_the_file_of_sqlite_any_more(
    typed: Type,
    database: Database,  # noqa: F811 - a fixture
    database_url: str,  # noqa: F811 - a fixture
    round_id: str,
) -> None:
    file = make_url(database_url).database or ""
    assert round_id

    def lies(word: str) -> bool:
        return any(word.encode() in Path(name).read_bytes().lower() for name in (file, f"{file}-wal"))

    assert lies("citlali")
    await over(database)
    done(await typed("erase-person", EMAIL, "--reason", "asked"))
    assert [word for word in ("citlali", "montenegro") if lies(word)] == []


async def test_what_is_held_is_printed_and_that_it_was_asked_for_recorded(
    typed: Type,
    database: Database,  # noqa: F811 - a fixture
    round_id: str,
) -> None:
    told = json.loads("\n".join(done(await typed("export-person", EMAIL))))
    assert told["person"]["name"] == NAME
    assert [place["round_id"] for place in told["participations"]] == [round_id]
    assert [where["said"][0]["name"] for where in told["named_in"]] == [NAME]
    assert [entry["action"] for entry in (await scene.everything(database))["audit"]][-1] == "person_exported"
    assert refused(await typed("export-person", "x@x.example")).startswith("nobody is known as x@x.example")


async def test_what_would_go_is_told_and_then_goes(
    typed: Type,
    database: Database,  # noqa: F811 - a fixture
    round_id: str,
) -> None:
    listed = done(await typed("retention"))
    assert [line.partition(":")[0] for line in listed] == [rule.kind for rule in TABLE]
    assert done(await typed("forget", "--dry-run")) == ["nothing was kept for too long"]
    await over(database, datetime.now(UTC) - kept("notes") - timedelta(days=1))
    before = await scene.everything(database)
    # What stands in no table is told by none: there were no letters.
    assert done(await typed("forget", "--dry-run")) == ["notes: 1 would be removed"]
    assert await scene.everything(database) == before
    assert done(await typed("forget")) == ["notes: 1 removed"]
    assert (await scene.everything(database))["round_note"] == []
    assert done(await typed("forget")) == ["nothing was kept for too long"]
    assert "each follows" in done(await typed("verify-audit"))[0]
    assert round_id


@pytest.fixture
def emptied(
    request: pytest.FixtureRequest,
    database_url: str,  # noqa: F811 - a fixture
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[], str]:
    """What an operator does whose database is lost: where there is one, there is nothing in it."""

    def empty() -> str:
        url = f"sqlite+aiosqlite:///{tmp_path}/restored.db"
        if not database_url.startswith("sqlite"):
            postgres: Postgres = request.getfixturevalue("postgres")
            url = postgres.create(f"restored_{uuid4().hex}")
        monkeypatch.setenv("DATABASE_URL", url)
        return url

    return empty


async def test_a_backup_that_is_put_back_brings_nobody_back(
    typed: Type,
    database: Database,  # noqa: F811 - a fixture
    round_id: str,
    tmp_path: Path,
    emptied: Callable[[], str],
) -> None:
    await over(database)
    done(await typed("backup", str(tmp_path / "saved")))
    done(await typed("erase-person", EMAIL, "--reason", "obliged"))
    restored = Database(emptied())
    said = done(await typed("restore", str(tmp_path / "saved")))
    assert "1 people who had been erased were erased again" in said
    everything = await scene.everything(restored)
    await restored.close()
    assert [word for word in ("citlali", "montenegro") if word in repr(everything).lower()] == []
    assert [(row["reason"], bool(row["done_at"])) for row in everything["erasure"]] == [("obliged", True)]
    assert "each follows" in done(await typed("verify-audit"))[0]
    assert round_id


async def test_whose_round_is_open_again_is_erased_when_it_is_over_anew(
    typed: Type,
    database: Database,  # noqa: F811 - a fixture
    folder: Path,
    round_id: str,
    tmp_path: Path,
    emptied: Callable[[], str],
) -> None:
    """And the list is given, as by whoever has lost the folder too."""
    done(await typed("backup", str(tmp_path / "saved")))
    await over(database)
    done(await typed("erase-person", EMAIL, "--reason", "asked"))
    shutil.move(folder / erased.LIST, tmp_path / "kept-elsewhere")
    restored = Database(emptied())
    none = refused(await typed("restore", str(tmp_path / "saved"), "--erased", str(tmp_path / "no-list")))
    assert none.endswith(f"there is no list at {tmp_path}/no-list")
    (tmp_path / "no-list").write_text('{"person": "x"}\n')
    broken = refused(await typed("restore", str(tmp_path / "saved"), "--erased", str(tmp_path / "no-list")))
    assert "line 1 of" in broken
    given = ("--erased", str(tmp_path / "kept-elsewhere"))
    said = done(await typed("restore", str(tmp_path / "saved"), *given))
    assert any(line.startswith("1 more take part in rounds that are open again") for line in said)
    async with restored.reading() as s:
        assert [p.name for p in await s.exec(select(Person).where(Person.email == EMAIL))] == [NAME]
        assert [row.done_at for row in await s.exec(select(Erasure))] == [None]
    # It is written down beside the new database too.
    assert len(erased.read(folder / erased.LIST)) == 1
    await over(restored, datetime.now(UTC))
    done(await typed("forget"))
    async with restored.reading() as s:
        assert await find(s, EMAIL) is None
        places = await s.exec(select(Participant).where(Participant.id == "focal_point"))
        assert [p.name for p in places] == [NO_NAME]
    await restored.close()
    assert round_id
