"""Secrets may come as files, one for each setting."""

from pathlib import Path

import pytest

import settings
from tests.test_settings import KEY, OLDER, empty_environment

__all__ = ["empty_environment"]


def test_secrets_may_come_as_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "SECRETS_DIR", tmp_path)
    (tmp_path / "secret_keys").write_text(f"{KEY}\n")
    (tmp_path / "smtp_url").write_text("smtps://ronda:secret@mail.example:465\n")
    loaded = settings.load()
    assert (loaded.secret_keys, loaded.smtp_url) == ([KEY], "smtps://ronda:secret@mail.example:465")


def said_of_files(capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as stop:
        settings.load(required=())
    assert stop.value.code == 2
    said = capsys.readouterr().err
    assert KEY not in said
    return said


def test_a_secret_that_stands_both_ways_is_refused_unless_they_say_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "SECRETS_DIR", tmp_path)
    (tmp_path / "secret_keys").write_text(f"{KEY}\n")
    monkeypatch.setenv("SECRET_KEYS", KEY)
    assert settings.load().secret_keys == [KEY]
    monkeypatch.setenv("SECRET_KEYS", OLDER)
    assert said_of_files(capsys) == (
        "Ronda cannot start: SECRET_KEYS stands in the environment and, otherwise, in "
        f"{tmp_path}/secret_keys: leave one of them out\n"
    )


def test_a_secret_file_that_says_nothing_or_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "SECRETS_DIR", tmp_path)
    (tmp_path / "smtp_url").write_text(" \n")
    (tmp_path / "secret_keys").symlink_to(tmp_path / "gone")
    (tmp_path / "dkim_key").mkdir()
    (tmp_path / "metrics_token").write_bytes(b"\xff\xfe")
    faults = said_of_files(capsys).removeprefix("Ronda cannot start: ").rstrip("\n").split("; ")
    unread = "let this user read it, or leave it out"
    assert sorted(faults) == [
        f"the file {tmp_path}/dkim_key cannot be read (Is a directory): {unread}",
        f"the file {tmp_path}/metrics_token cannot be read (it is not text in UTF-8): {unread}",
        f"the file {tmp_path}/secret_keys cannot be read (No such file or directory): {unread}",
        f"the file {tmp_path}/smtp_url is empty: write the value of SMTP_URL into it, or leave it out",
    ]
