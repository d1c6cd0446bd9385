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
        "temporal_tls_ca": None,
        "temporal_tls_cert": None,
        "temporal_tls_key": None,
        "temporal_api_key": None,
        "temporal_namespace": "default",
        "build": "",
        "database_url": "sqlite+aiosqlite:///.ronda/ronda.db",
        "owner_url": "sqlite+aiosqlite:///.ronda/ronda.db",
        "smtp_url": None,
        "mail_from": "Ronda <ronda@localhost>",
        "letters_per_second": 10,
        "operator_address": "",
        "bounces_url": "",
        "dkim_selector": "",
        "dkim_domain": "localhost",
        "dkim_key": "",
        "files_url": "",
        "public_url": "http://127.0.0.1:8000",
        "secret_keys": [KEY],
        "codec_keys": {},
        "data_dir": Path(".ronda"),
        "api_port": 8000,
        "database_pool": 20,
        "worker_letters": 8,
        "worker_activities": 10,
        "worker_tasks": 4,
        "worker_cache": 2000,
        "worker_sticky_seconds": 10.0,
        "clamav": None,
        "daily_files_person": 100,
        "daily_files_round": 1000,
        "metrics_token": None,
        "rate_limits": 1,
        "temporal_metrics": None,
        "otel_exporter_otlp_endpoint": None,
        "desk_idle_minutes": 120,
        "oidc_issuer": "",
        "oidc_client_id": "",
        "oidc_client_secret": "",
        "oidc_acr": [],
        "oidc_max_age_minutes": 0,
        "letters_port": 8025,
        "temporal_port": 7233,
        "temporal_ui_port": 8233,
        "temporal_ui_origin": "",
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


def test_whoever_connects_owns_the_tables_unless_the_owner_of_the_same_database_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """S10."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://programs:secret@db/ronda")
    loaded = settings.load(required=())
    assert loaded.owner_url == loaded.database_url
    monkeypatch.setenv("OWNER_URL", "postgres://owner:hush@db/ronda")
    loaded = settings.load(required=())
    assert loaded.owner_url == "postgresql+psycopg://owner:hush@db/ronda"
    assert "hush" not in repr(loaded)
    monkeypatch.setenv("OWNER_URL", "postgresql://owner:secret@db/another")
    with pytest.raises(SystemExit):
        settings.load(required=())
    assert "OWNER_URL must be postgresql://owner:password@host/name" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["s3://b/a/b", "s3://b", "gs://b/a", "az://b/a", "file:///srv/files"])
def test_files_may_lie_elsewhere(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FILES_URL", url)
    assert settings.load(required=()).files_url == url


def test_keys_are_kept_in_their_order_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEYS", f"{KEY}, {OLDER}")
    assert settings.load().secret_keys == [KEY, OLDER]


ENCRYPTED = {
    "smtp://ronda@mail.example:587": "smtp://ronda@mail.example:587?starttls=true",
    "smtp://10.0.0.5:25": "smtp://10.0.0.5:25?starttls=true",
    **{
        as_it_is: as_it_is
        for as_it_is in (
            "smtp://mail.example?starttls=false",
            "smtps://mail.example",
            "smtp://127.0.0.1:1025",
            "smtp://localhost:1025?starttls=true",
        )
    },
}


@pytest.mark.parametrize(("given", "kept"), ENCRYPTED.items())
def test_off_this_machine_mail_travels_encrypted_unless_a_setting_says_otherwise_e8(
    given: str, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_URL", given)
    assert settings.load(required=()).smtp_url == kept


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
    ("TEMPORAL_TLS_CA", "/nowhere/ca.pem"),
    ("TEMPORAL_TLS_CA", __file__),
    ("TEMPORAL_TLS_CERT", "/nowhere/ronda.pem"),
    ("TEMPORAL_TLS_KEY", __file__),
    ("TEMPORAL_API_KEY", "two words"),
    ("DATABASE_URL", "mysql://db/ronda"),
    ("DATABASE_URL", "ronda.db"),
    ("OWNER_URL", "mysql://db/ronda"),
    ("OWNER_URL", "postgresql://owner:secret@db/ronda"),
    ("FILES_URL", "files"),
    ("FILES_URL", "s3://"),
    ("FILES_URL", "s3://key:secret@bucket/files"),
    ("FILES_URL", "s3://bucket/files?region=eu-west-1"),
    ("FILES_URL", "https://bucket.s3.amazonaws.com"),
    ("FILES_URL", "memory:///"),
    ("FILES_URL", "file:///"),
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
    ("WORKER_TASKS", "1"),
    ("WORKER_CACHE", "-1"),
    ("WORKER_STICKY_SECONDS", "61"),
    ("METRICS_TOKEN", "short"),
    ("METRICS_TOKEN", "with spaces " * 4),
    ("TEMPORAL_METRICS", "9464"),
    ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"),
    ("OTEL_EXPORTER_OTLP_ENDPOINT", "grpc://collector:4317"),
    ("OIDC_ISSUER", "id.example"),
    ("OIDC_ISSUER", "http://id.example"),
    ("OIDC_ISSUER", "https://id.example/?tenant=1"),
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


@pytest.mark.parametrize("left_out", ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])
def test_a_provider_is_set_whole_or_not_at_all(
    left_out: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    three = {
        "OIDC_ISSUER": "https://id.example/a/",
        "OIDC_CLIENT_ID": "ronda",
        "OIDC_CLIENT_SECRET": "secret",
    }
    for name, value in three.items():
        monkeypatch.setenv(name, value)
    assert settings.load(required=()).oidc_issuer == "https://id.example/a/"
    monkeypatch.delenv(left_out)
    with pytest.raises(SystemExit):
        settings.load(required=())
    assert "the three are set together" in capsys.readouterr().err


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
