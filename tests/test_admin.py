import asyncio
import stat
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select
from typer.testing import CliRunner, Result

from admin import app
from store import keys
from store.migrating import differences
from store.session import Database
from store.tables import Officer, Person, Secretariat
from tests.store.scene import begun

Type = Callable[..., Result]


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Type:
    """Types a command of admin.py for a data folder of the test's own."""
    for name in ("DATABASE_URL", "TEMPORAL_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return lambda *words: CliRunner().invoke(app, words)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/data/ronda.db"


def officers(url: str) -> list[tuple[str, str, bool]]:
    """The address, secretariat and rank of each officer."""

    async def ask() -> list[tuple[str, str, bool]]:
        database = Database(url)
        async with database.reading() as s:
            chosen = select(Person.email, Secretariat.name, Officer.head).select_from(Officer)
            rows = await s.exec(chosen.join(Person).join(Secretariat).order_by(Person.email))
            found = list(rows)
        await database.close()
        return found

    return asyncio.run(ask())


def whose(url: str, key: str) -> str | None:
    async def ask() -> str | None:
        database = Database(url)
        async with database.reading() as s:
            read = await keys.known(s, key, datetime.now(UTC))
        await database.close()
        return read.person.email if read else None

    return asyncio.run(ask())


def test_migrating_makes_the_tables_and_bears_repeating(typed: Type, url: str) -> None:
    assert [typed("migrate").exit_code, typed("migrate").exit_code] == [0, 0]
    assert differences(url) == []


def test_the_first_officer_has_a_key_in_a_file_that_nobody_else_reads(
    typed: Type, url: str, tmp_path: Path
) -> None:
    typed("migrate")
    result = typed("first-officer")
    file = tmp_path / "data" / "api-key"

    assert (result.exit_code, result.output) == (0, "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert whose(url, file.read_text()) == "oficial@dis.example"
    assert [(email, head) for email, _, head in officers(url)] == [
        ("jefatura@dis.example", True),
        ("oficial@dis.example", False),
    ]


def test_where_there_are_officers_no_first_one_is_made(typed: Type, url: str, tmp_path: Path) -> None:
    typed("migrate")
    typed("first-officer")
    there = officers(url)

    result = typed("first-officer", "--key-file", str(tmp_path / "another"))

    assert result.exit_code == 0
    assert "officers already" in result.output
    assert not (tmp_path / "another").exists()
    assert officers(url) == there


def test_an_officers_key_is_shown_once(typed: Type, url: str) -> None:
    typed("migrate")
    assert typed("add-secretariat", "DIS", "Social Inclusion").exit_code == 0
    words = ("add-officer", "DIS", "--name", "Head", "--email", "Head@oas.example", "--head")

    first, second = typed(*words).output.strip(), typed(*words).output.strip()

    assert [whose(url, first), whose(url, second)] == [None, "head@oas.example"]
    assert officers(url) == [("head@oas.example", "Social Inclusion", True)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("DGPE", "--name", "A", "--email", "a@oas.example"), "no secretariat DGPE"),
        (("DIS", "--name", "A", "--email", "oas.example"), "--email must be an address"),
        (("DIS", "--name", " ", "--email", "a@oas.example"), "--name must not be empty"),
        (
            ("DIS", "--name", "A", "--email", "a@oas.example", "--language", "xx"),
            "--language must be es or en",
        ),
        (("DIS", "--name", "A", "--email", "a@oas.example", "--time-zone", "Mars/Base"), "--time-zone must"),
        (("DIS", "--name", "A", "--email", "a@oas.example", "--time-zone", "../x"), "--time-zone must"),
    ],
)
def test_an_officer_who_cannot_be_is_refused_in_one_line(
    typed: Type, url: str, words: tuple[str, ...], said: str
) -> None:
    typed("migrate")
    typed("add-secretariat", "DIS", "Social Inclusion")

    result = typed("add-officer", *words)

    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert officers(url) == []


def test_whoever_acts_for_a_beneficiary_becomes_no_officer_s9(typed: Type, url: str) -> None:
    typed("migrate")
    round_id = asyncio.run(_begun(url))

    result = typed("add-officer", "DIS", "--name", "A", "--email", " Focal@example.org")

    assert result.exit_code == 1
    assert f"acts for the beneficiary or on the panel of {round_id}" in result.stderr
    assert [email for email, *_ in officers(url)] == ["head@example.org", "officer@example.org"]


async def _begun(url: str) -> str:
    database = Database(url)
    try:
        return await begun(database)
    finally:
        await database.close()


def test_a_secretariat_is_added_once(typed: Type) -> None:
    typed("migrate")
    typed("add-secretariat", "DIS", "Social Inclusion")

    result = typed("add-secretariat", "DIS", "Another name")

    assert (result.exit_code, result.stderr) == (1, "the secretariat DIS is there already\n")


@pytest.mark.parametrize("command", ["temporal-setup", "worker-health"])
def test_what_needs_temporal_says_so(typed: Type, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    result = typed(command)

    assert result.exit_code == 2
    assert "TEMPORAL_ADDRESS must be host:port" in result.stderr + capsys.readouterr().err


def test_a_worker_is_not_well_when_temporal_does_not_answer(
    typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:9")

    result = typed("worker-health")

    assert result.exit_code == 1
    assert "Temporal does not answer" in result.stderr


async def test_admin_can_be_typed_as_a_program() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "admin.py", "--help", stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()

    assert process.returncode == 0
    assert b"first-officer" in said


@pytest.mark.parametrize("words", [(), ("round-ripso-pry-2026-9", "--all")])
def test_one_round_or_all_are_tried_again(typed: Type, words: tuple[str, ...]) -> None:
    result = typed("retry", *words)

    assert result.exit_code == 2
    assert "name one round, or --all" in result.stderr


def test_all_stuck_rounds_cannot_be_listed_while_temporal_is_away(
    typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:9")

    result = typed("retry", "--all")

    assert result.exit_code == 1
    assert "Temporal does not answer" in result.stderr


@pytest.mark.parametrize("words", [("retry",), ("skip", "--reason", "Its row is damaged")])
def test_a_round_that_is_not_there_cannot_be_mended(
    typed: Type, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:9")
    typed("migrate")
    result = typed(words[0], "round-ripso-pry-2026-9", *words[1:])
    assert result.exit_code == 1
    assert "there is no round round-ripso-pry-2026-9" in result.output


def test_an_officer_has_a_role_that_another_key_does_not_change(typed: Type, url: str) -> None:
    typed("migrate")
    typed("add-secretariat", "DIS", "Social Inclusion")
    who = ("add-officer", "DIS", "--name", "A", "--email", "a@oas.example")

    async def roles() -> list[tuple[str, bool]]:
        database = Database(url)
        async with database.reading() as s:
            found = (await s.exec(select(Officer.role, Officer.revoked_at))).all()
        await database.close()
        return [(role, ended is not None) for role, ended in found]

    typed(*who, "--role", "auditor")
    typed(*who)
    assert asyncio.run(roles()) == [("auditor", False)]
    assert typed("set-role", "DIS", "A@oas.example", "head").exit_code == 0
    assert officers(url) == [("a@oas.example", "Social Inclusion", True)]
    wrong = typed("set-role", "DIS", "a@oas.example", "king")
    assert (wrong.exit_code, "a role must be officer or head" in wrong.stderr) == (1, True)
    nobody = typed("end-officer", "DIS", "b@oas.example")
    assert (nobody.exit_code, "nobody at b@oas.example works for DIS" in nobody.stderr) == (1, True)
    link = typed("sign-in-link", "DIS", "a@oas.example").output.strip()
    assert link.startswith("http://127.0.0.1:8000/desk/sign-in/")
    assert typed("end-sessions", "DIS", "a@oas.example").exit_code == 0
    assert typed("end-officer", "DIS", "a@oas.example").exit_code == 0
    assert asyncio.run(roles()) == [("head", True)]
    assert typed("sign-in-link", "DIS", "a@oas.example").exit_code == 1
