"""What the environment may say, and the one line that stops a start."""

from pathlib import Path

import pytest

import settings

KEY = "k" * 32
OLDER = "o" * 40


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(settings, "SECRETS_DIR", tmp_path / "none")


def test_one_key_is_enough_to_start_on_one_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEYS", KEY)
    assert settings.load().model_dump() == {
        "temporal_address": None,
        "temporal_namespace": "default",
        "build": "",
        "database_url": "sqlite+aiosqlite:///.ronda/ronda.db",
        "smtp_url": None,
        "mail_from": "Ronda <ronda@localhost>",
        "letters_per_second": 10,
        "operator_address": "",
        "public_url": "http://127.0.0.1:8000",
        "secret_keys": [KEY],
        "data_dir": Path(".ronda"),
        "api_port": 8000,
        "database_pool": 20,
        "worker_letters": 8,
        "worker_activities": 10,
        "worker_cache": 2000,
        "worker_sticky_seconds": 2.0,
        "metrics_token": None,
        "temporal_metrics": None,
        "otel_exporter_otlp_endpoint": None,
        "letters_port": 8025,
        "temporal_port": 7233,
        "temporal_ui_port": 8233,
        "smtp_port": 1025,
        "sample": "all",
    }


def test_the_database_and_the_address_follow_the_data_folder_and_the_port(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATA_DIR", "elsewhere")
    monkeypatch.setenv("API_PORT", "9000")
    loaded = settings.load(required=())
    assert (loaded.database_url, loaded.public_url) == (
        "sqlite+aiosqlite:///elsewhere/ronda.db",
        "http://127.0.0.1:9000",
    )


def test_an_empty_value_is_the_same_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_URL", "")
    assert settings.load(required=()).smtp_url is None


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_each_spelling_of_postgresql_means_the_one_driver(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://ronda:secret@db/ronda")
    assert settings.load(required=()).database_url == "postgresql+psycopg://ronda:secret@db/ronda"


def test_keys_are_kept_in_their_order_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEYS", f"{KEY}, {OLDER}")
    assert settings.load().secret_keys == [KEY, OLDER]


def test_secrets_may_come_as_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "SECRETS_DIR", tmp_path)
    (tmp_path / "secret_keys").write_text(f"{KEY}\n")
    (tmp_path / "smtp_url").write_text("smtps://ronda:secret@mail.example:465\n")
    loaded = settings.load()
    assert (loaded.secret_keys, loaded.smtp_url) == ([KEY], "smtps://ronda:secret@mail.example:465")


def test_secrets_are_left_out_when_settings_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEYS", KEY)
    monkeypatch.setenv("SMTP_URL", "smtp://ronda:hush@mail.example:587")
    monkeypatch.setenv("DATABASE_URL", "postgresql://ronda:hush@db/ronda")
    shown = repr(settings.load())
    assert KEY not in shown
    assert "hush" not in shown


WRONG = [
    ("TEMPORAL_ADDRESS", "temporal"),
    ("TEMPORAL_ADDRESS", "http://temporal:7233"),
    ("TEMPORAL_NAMESPACE", "two words"),
    ("DATABASE_URL", "mysql://db/ronda"),
    ("DATABASE_URL", "ronda.db"),
    ("LETTERS_PER_SECOND", "0"),
    ("LETTERS_PER_SECOND", "many"),
    ("OPERATOR_ADDRESS", "somebody"),
    ("OPERATOR_ADDRESS", "Somebody <somebody@example.org>"),
    ("SMTP_URL", "mail.example:25"),
    ("SMTP_URL", "smtp://"),
    ("SMTP_URL", "smtp://mail.example:port"),
    ("SMTP_URL", "smtp://mail.example?starttls=perhaps"),
    ("SMTP_URL", "smtp://mail.example?tls=true"),
    ("MAIL_FROM", "Ronda"),
    ("MAIL_FROM", "Ronda <a@b>\r\nBcc: c@d"),
    ("PUBLIC_URL", "ronda.example"),
    ("PUBLIC_URL", "http://ronda.example"),
    ("PUBLIC_URL", "https://ronda.example/rounds"),
    ("SECRET_KEYS", "short"),
    ("SECRET_KEYS", f"{KEY},short"),
    ("SECRET_KEYS", f"{KEY},{KEY}"),
    ("SECRET_KEYS", f"{KEY},"),
    ("DATA_DIR", __file__),
    ("API_PORT", "eighty"),
    ("LETTERS_PORT", "0"),
    ("TEMPORAL_PORT", "0"),
    ("TEMPORAL_UI_PORT", "65536"),
    ("SMTP_PORT", "-1"),
    ("SAMPLE", "unknown"),
    ("DATABASE_POOL", "1"),
    ("WORKER_ACTIVITIES", "0"),
    ("WORKER_ACTIVITIES", "12"),
    ("WORKER_LETTERS", "0"),
    ("WORKER_CACHE", "-1"),
    ("WORKER_STICKY_SECONDS", "61"),
    ("METRICS_TOKEN", "short"),
    ("METRICS_TOKEN", "with spaces " * 4),
    ("TEMPORAL_METRICS", "9464"),
    ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"),
    ("OTEL_EXPORTER_OTLP_ENDPOINT", "grpc://collector:4317"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_stops_the_start_with_one_line_that_names_it(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as stop:
        settings.load(required=())
    said = settings.Settings.model_fields[name.lower()].description
    assert (stop.value.code, capsys.readouterr().err) == (2, f"Ronda cannot start: {name} {said}\n")


def test_missing_keys_stop_the_start_and_say_how_to_make_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        settings.load()
    line = capsys.readouterr().err
    assert stop.value.code == 2
    assert line.startswith(
        "Ronda cannot start: SECRET_KEYS must be one or more keys of 32 characters or more"
    )
    assert "secrets.token_urlsafe(32)" in line
    assert line.count("\n") == 1


def test_a_worker_never_takes_on_as_much_as_there_are_connections(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_POOL", "10")
    with pytest.raises(SystemExit):
        settings.load(required=())
    assert (
        "WORKER_ACTIVITIES must be 1 or more, and with WORKER_LETTERS less than DATABASE_POOL"
        in capsys.readouterr().err
    )
    monkeypatch.setenv("WORKER_ACTIVITIES", "1")
    assert settings.load(required=()).worker_activities == 1


def test_two_wrong_values_are_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("API_PORT", "eighty")
    monkeypatch.setenv("SAMPLE", "unknown")
    with pytest.raises(SystemExit):
        settings.load(required=())
    assert capsys.readouterr().err == (
        "Ronda cannot start: API_PORT must be a port number, 1 to 65535; SAMPLE must be all or none\n"
    )


def test_every_variable_is_told_in_the_operators_guide() -> None:
    guide = (Path(settings.__file__).parent / "docs/operation.md").read_text()
    told = {line.split("`")[1] for line in guide.splitlines() if line.startswith("| `")}
    assert {name.upper() for name in settings.Settings.model_fields} <= told
