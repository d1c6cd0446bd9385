"""The sample round: played once, before the addresses are told."""

import sys
from pathlib import Path

import pytest

from local import first_run
from local.machine import YOURS, Addresses, Commands, describe, running
from local.ports import draw
from local.standing import Standing, standing
from local.temporal import prepare, serve
from settings import Settings
from tests.api.acts import opened, until
from tests.conftest import Ronda

ROOT = Path(__file__).resolve().parents[2]

SERVES_ON_THE_LAST = """
import http.server, sys
http.server.HTTPServer(("127.0.0.1", int(sys.argv[-1])), http.server.BaseHTTPRequestHandler).serve_forever()
"""
WAITS = (sys.executable, "-c", "import time; time.sleep(600)")
PLAYS = """
import os, pathlib
folder = pathlib.Path(os.environ["DATA_DIR"])
with (folder / "plays").open("a") as plays:
    plays.write(os.environ["SMTP_URL"] + "\\n")
(folder / "yours-to-answer").write_text(os.environ["PUBLIC_URL"] + "/a/token.signature\\n")
"""
STOPS_HALFWAY = "raise SystemExit(3)"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return settings on free ports, in a project whose tables need no migration."""
    (tmp_path / "admin.py").write_text("")
    (tmp_path / ".ronda").mkdir()
    keys(tmp_path / ".ronda")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    api, letters, temporal, ui, smtp = draw(5)
    return Settings(
        data_dir=tmp_path / ".ronda",
        api_port=api,
        letters_port=letters,
        temporal_port=temporal,
        temporal_ui_port=ui,
        smtp_port=smtp,
    )


def keys(folder: Path) -> None:
    """What is left of each secretariat's first officer."""
    for id in first_run.SECRETARIATS:
        first_run.key_file(folder, id).write_text("key")


def commands(sample: str) -> Commands:
    """Return stand-ins; the one for the API takes its port as its last argument, as uvicorn does."""
    api = (sys.executable, "-c", SERVES_ON_THE_LAST)
    return Commands(worker=WAITS, api=api, sample=(sys.executable, "-c", sample))


async def test_beside_a_backup_that_was_put_back_nothing_is_played(settings: Settings) -> None:
    """It holds the rounds and no keys."""
    first_run.key_file(settings.data_dir, "DGPE").unlink()
    said: list[str] = []
    async with running(settings, said.append, commands(PLAYS)) as addresses:
        told = describe(addresses, settings.data_dir)
    assert not (settings.data_dir / "plays").exists()
    assert "API key DIS" in told
    assert "API key DGPE" not in told


async def test_the_sample_is_played_once_and_leaves_a_page_that_waits(settings: Settings) -> None:
    said: list[str] = []
    for _ in range(2):
        async with running(settings, said.append, commands(PLAYS)) as addresses:
            assert addresses.pages == f"http://127.0.0.1:{settings.api_port}"
            told = describe(addresses, settings.data_dir)
            assert told.endswith(f"\n  yours to answer {addresses.pages}/a/token.signature")
    assert (settings.data_dir / "plays").read_text() == f"smtp://127.0.0.1:{settings.smtp_port}\n"


async def test_a_sample_that_stops_halfway_is_said_and_played_again_by_the_next_start(
    settings: Settings,
) -> None:
    said: list[str] = []
    async with running(settings, said.append, commands(STOPS_HALFWAY)) as addresses:
        assert "yours to answer" not in describe(addresses, settings.data_dir)
    assert said[-1] == (
        "the sample round has not come to its end (exit code 3); the next start plays it again"
    )
    async with running(settings, said.append, commands(PLAYS)) as addresses:
        assert "yours to answer" in describe(addresses, settings.data_dir)


async def test_with_a_real_mail_server_nothing_is_caught_and_the_sample_writes_to_nobody(
    settings: Settings,
) -> None:
    said: list[str] = []
    real = settings.model_copy(update={"smtp_url": "smtp://127.0.0.1:1"})
    async with running(real, said.append, commands(PLAYS)) as addresses:
        assert addresses.letters is None
    assert not (settings.data_dir / "plays").exists()
    assert said == [
        "letters go out through SMTP_URL; the sample round, which needs the mail catcher, is not played"
    ]


async def test_a_given_temporal_server_is_used_and_left_running(settings: Settings, tmp_path: Path) -> None:
    said: list[str] = []
    async with serve(tmp_path / "elsewhere", ui=False, for_tests=True, say=said.append) as served:
        given = settings.model_copy(update={"temporal_address": served.address})
        async with running(given, said.append, commands(PLAYS)) as addresses:
            assert addresses.temporal_ui is None
        await prepare(served.address, "default", ours=False)
    assert [line for line in said if "is taken" not in line] == [
        f"using the Temporal server at {served.address}"
    ]
    assert not (settings.data_dir / "temporal").exists()


def test_the_page_that_waits_is_told_at_the_port_of_this_run(tmp_path: Path) -> None:
    (tmp_path / YOURS).write_text("http://127.0.0.1:8000/a/token.signature\n")
    keys(tmp_path)
    told = describe(
        Addresses("http://127.0.0.1:8001", "http://127.0.0.1:8025", "http://127.0.0.1:8233"), tmp_path
    )
    assert told == (
        "Ronda is ready\n"
        "  pages and API   http://127.0.0.1:8001      OpenAPI at /docs\n"
        "  public reports  http://127.0.0.1:8001/reports\n"
        "  letters         http://127.0.0.1:8025\n"
        "  Temporal UI     http://127.0.0.1:8233\n"
        f"  API key DIS     {tmp_path}/api-key\n"
        f"  API key DGPE    {tmp_path}/api-key-dgpe\n"
        "  yours to answer http://127.0.0.1:8001/a/token.signature"
    )


def test_what_somebody_else_runs_is_not_told(tmp_path: Path) -> None:
    told = describe(Addresses("https://ronda.example.org", None, None), tmp_path)
    assert told.splitlines()[1:] == [
        "  pages and API   https://ronda.example.org      OpenAPI at /docs",
        "  public reports  https://ronda.example.org/reports",
    ]


def knowing(folder: Path, token: str) -> list[Path]:
    """The files in which this stands."""
    return [file for file in folder.rglob("*") if file.is_file() and token.encode() in file.read_bytes()]


async def test_whoever_starts_it_is_given_a_link_to_each_secretariats_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = {"DATA_DIR": str(tmp_path), "API_PORT": "8001"}
    monkeypatch.chdir(ROOT)
    assert await first_run.desk_links(env) == {}
    (tmp_path / "logs").mkdir()
    await first_run.prepare(tmp_path, env)
    links = await first_run.desk_links(env)
    assert list(links) == ["DIS", "DGPE"]
    told = describe(Addresses("http://127.0.0.1:8001", None, None, links), tmp_path)
    for id, link in links.items():
        assert link.startswith("http://127.0.0.1:8001/desk/sign-in/")
        assert knowing(tmp_path, link.rpartition("/")[2]) == []
        assert f"\n  {f'desk {id}':<15} {link}\n" in told


def test_public_reports_and_rounds_that_are_missing_are_told_when_everything_has_started(
    tmp_path: Path,
) -> None:
    now = Standing(reports=("ripso-pry-2026-1", "mecigep-ury-2026-1"), missing=("round-ripso-chl-2026-1",))
    here = Addresses("https://ronda.example.org", None, None, temporal="127.0.0.1:7233")
    told = describe(here, tmp_path, now).splitlines()
    assert told[2:6] == [
        "  public reports  https://ronda.example.org/reports",
        "    a report      https://ronda.example.org/reports/ripso-pry-2026-1",
        "    a report      https://ronda.example.org/reports/mecigep-ury-2026-1",
        "    their needs   https://ronda.example.org/needs",
    ]
    assert told[-2] == "  MISSING         round-ripso-chl-2026-1"
    assert "`TEMPORAL_ADDRESS=127.0.0.1:7233 python admin.py rebuild --all`" in told[-1]


async def test_a_round_on_record_that_temporal_has_lost_is_missing(ronda: Ronda) -> None:
    async with ronda.http(ronda.key) as http:
        kept, lost = await opened(http), await opened(http)
        await until(http, lost, lambda told: told["open"])
        await until(http, kept, lambda told: told["open"])
    await ronda.client.get_workflow_handle(lost).terminate("By mishap")
    settings = ronda.settings
    now = await standing(settings.database_url, str(settings.temporal_address), "default")
    assert lost in now.missing
    assert kept not in now.missing
    assert await standing(f"sqlite+aiosqlite:///{settings.data_dir}/none.db", "", "default") == Standing()
