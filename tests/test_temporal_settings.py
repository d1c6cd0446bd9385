"""How one is let in by a Temporal server: what is set is whole, can be read, and is told to its client."""

import os
import subprocess
from pathlib import Path

import pytest

import settings
from temporal_settings import OF_THE_CLIENT

ROOT = Path(__file__).parents[1]
NAMES = [name.upper() for name in OF_THE_CLIENT]


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Set and then removed, so that what a test leaves there is put back."""
    for name in (*NAMES, *OF_THE_CLIENT.values()):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setattr(settings, "SECRETS_DIR", tmp_path / "none")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    subprocess.run([ROOT / "deploy/certificates.sh", folder], check=True, capture_output=True)  # noqa: S603 - a script of ours
    return folder


def say(monkeypatch: pytest.MonkeyPatch, made: Path, **others: Path) -> None:
    files = {"CA": made / "ca.pem", "CERT": made / "ronda.pem", "KEY": made / "ronda.key"} | others
    for name, file in files.items():
        monkeypatch.setenv(f"TEMPORAL_TLS_{name}", str(file))


def test_temporals_client_is_told_of_each_wherever_a_program_is_started_from(
    monkeypatch: pytest.MonkeyPatch, made: Path, tmp_path: Path
) -> None:
    monkeypatch.chdir(made)
    say(monkeypatch, Path(), KEY=Path("ronda.key"))
    monkeypatch.setattr(settings, "SECRETS_DIR", tmp_path)
    (tmp_path / "temporal_api_key").write_text("a.token.indeed\n")
    shown = repr(settings.load(required=()))
    assert "a.token.indeed" not in shown
    assert {name: os.environ[name] for name in OF_THE_CLIENT.values()} == {
        "TEMPORAL_TLS_SERVER_CA_CERT_PATH": f"{made}/ca.pem",
        "TEMPORAL_TLS_CLIENT_CERT_PATH": f"{made}/ronda.pem",
        "TEMPORAL_TLS_CLIENT_KEY_PATH": f"{made}/ronda.key",
        "TEMPORAL_API_KEY": "a.token.indeed",
    }


def test_without_them_nothing_is_told() -> None:
    settings.load(required=())
    assert [name for name in OF_THE_CLIENT.values() if name in os.environ] == []


def test_a_key_of_another_certificate_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say(monkeypatch, made, KEY=made / "ui.key")
    with pytest.raises(SystemExit):
        settings.load(required=())
    assert capsys.readouterr().err.startswith("Ronda cannot start: TEMPORAL_TLS_KEY must be a file")


@pytest.mark.parametrize("left_out", ["TEMPORAL_TLS_CERT", "TEMPORAL_TLS_KEY"])
def test_a_certificate_and_its_key_are_set_together(
    left_out: str, monkeypatch: pytest.MonkeyPatch, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say(monkeypatch, made)
    monkeypatch.delenv(left_out)
    with pytest.raises(SystemExit):
        settings.load(required=())
    assert "the two are set together" in capsys.readouterr().err


def test_a_key_behind_a_password_stops_the_start_and_asks_nobody_for_it(
    monkeypatch: pytest.MonkeyPatch, made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    locked = tmp_path / "locked.key"
    command: list[str | Path] = [
        "openssl",
        "pkey",
        "-in",
        made / "ronda.key",
        "-aes256",
        "-passout",
        "pass:hush",
        "-out",
        locked,
    ]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)  # noqa: S603 - a fixed command
    say(monkeypatch, made, KEY=locked)
    with pytest.raises(SystemExit):
        settings.load(required=())
    assert "TEMPORAL_TLS_KEY" in capsys.readouterr().err
