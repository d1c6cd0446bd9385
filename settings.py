"""The environment, typed. Read once by worker.py, api/app.py and local/, and passed in from there."""

import os
import re
import sys
from base64 import b64decode
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from desk_settings import DeskSettings
from mail_settings import MailSettings, ensure, is_loopback, names_host
from temporal_settings import TemporalSettings

SECRETS_DIR = Path("/run/secrets")
"""Where container engines put secret files: one for each variable, named like it in lower case."""

Port = Annotated[int, Field(ge=1, le=65535, description="must be a port number, 1 to 65535")]


class Settings(MailSettings, TemporalSettings, DeskSettings):
    """One field for each variable; its description completes the line that stops a start."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", frozen=True, validate_default=False
    )

    # These two stand first: the database and the pages' address follow them unless said otherwise.
    data_dir: Path = Field(Path(".ronda"), description="must be a folder that may be written to")
    api_port: Port = 8000
    temporal_address: str | None = Field(
        None, description="must be host:port of the Temporal server, such as 127.0.0.1:7233"
    )
    temporal_namespace: str = Field(
        "default", pattern=r"^[A-Za-z0-9._-]+$", description="must be the name of a Temporal namespace"
    )
    build: str = Field(
        "",
        pattern=r"^[A-Za-z0-9._-]{0,100}$",
        description="must be the version of this code, such as 1.4.0: letters, digits, dots, - and _",
    )
    database_url: str = Field(
        default_factory=lambda known: f"sqlite+aiosqlite:///{known['data_dir']}/ronda.db",
        repr=False,
        description="must be postgresql://user:password@host/name or sqlite+aiosqlite:///path/to/file.db",
    )
    owner_url: str = Field(
        default_factory=lambda known: known["database_url"],
        repr=False,
        description="must be postgresql://owner:password@host/name, with the name that DATABASE_URL has: "
        "the role that owns the tables there",
    )
    files_url: str = Field(
        "",
        description="must be s3://bucket/prefix, gs://bucket/prefix, az://container/prefix or "
        "file:///path/to/a/folder; credentials are told by the environment (docs/operation.md)",
    )
    public_url: str = Field(
        default_factory=lambda known: f"http://127.0.0.1:{known['api_port']}",
        description="must be the https:// address of the pages, without a path (http:// on loopback only)",
    )
    secret_keys: Annotated[list[str], NoDecode] = Field(
        [],
        repr=False,
        description="must be one or more keys of 32 characters or more, newest first, separated by commas; "
        "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'",
    )
    codec_keys: Annotated[dict[str, bytes], NoDecode] = Field(
        {},
        repr=False,
        description="must be one or more ID:KEY, newest first, separated by commas: an id of letters, "
        "digits, dots, - and _, a key of 32 bytes in base64; make one with: echo "
        '"2026:$(openssl rand -base64 32)"',
    )
    database_pool: int = Field(20, ge=2, le=500, description="must be a number of connections, 2 to 500")
    worker_letters: int = Field(8, ge=1, description="must be 1 or more")
    worker_activities: int = Field(
        10,
        ge=1,
        # A smaller pool alone makes the default one that is too large.
        validate_default=True,
        description="must be 1 or more, and with WORKER_LETTERS less than DATABASE_POOL: "
        "each may hold a connection",
    )
    worker_tasks: int = Field(4, ge=2, le=100, description="must be 2 to 100")
    worker_cache: int = Field(2000, ge=0, description="must be a number of rounds, 0 or more")
    worker_sticky_seconds: float = Field(10.0, gt=0, le=60, description="must be seconds, at most 60")
    clamav: str | None = Field(
        None,
        description="must be host:port of the clamd that scans files for viruses, such as 127.0.0.1:3310",
    )
    daily_files_person: int = Field(
        100, ge=10, description="must be a number of MB, 10 or more: of files that a person may send in a day"
    )
    daily_files_round: int = Field(
        1000, ge=10, description="must be a number of MB, 10 or more: of files that a round may take in a day"
    )
    metrics_token: str | None = Field(
        None,
        repr=False,
        min_length=32,
        pattern=r"^[\x21-\x7e]+$",
        description="must be 32 characters or more, without spaces; make one with: openssl rand -hex 32",
    )
    rate_limits: float = Field(
        1, ge=0, le=1000, description="must be a number that multiplies the limits of requests; 0: none holds"
    )
    temporal_metrics: str | None = Field(
        None, description="must be host:port on which to tell the Temporal client's own metrics"
    )
    otel_exporter_otlp_endpoint: str | None = Field(
        None, description="must be the http:// or https:// address of a collector of traces"
    )
    letters_port: Port = 8025
    temporal_port: Port = 7233
    temporal_ui_port: Port = 8233
    temporal_ui_origin: str = Field(
        "",
        description="must be the address of the Temporal UI as browsers name it: https://host "
        "(http:// on loopback only), without a path",
    )
    smtp_port: Port = 1025
    sample: Literal["all", "none"] = Field("all", description="must be all or none")

    @field_validator("temporal_address", "temporal_metrics", "clamav")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        ensure(re.fullmatch(r"[^\s:/]+:\d{1,5}|\[[0-9a-fA-F:]+\]:\d{1,5}", value))
        return value

    @field_validator("database_url", "owner_url")
    @classmethod
    def _asynchronous_driver(cls, value: str) -> str:
        """One asynchronous driver for each database; hosting providers hand out the plain scheme."""
        value = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", value)
        ensure(value.startswith(("postgresql+psycopg://", "sqlite+aiosqlite:///")))
        return value

    @field_validator("owner_url")
    @classmethod
    def _of_the_same_database(cls, value: str, known: ValidationInfo) -> str:
        owner, programs = urlsplit(value), urlsplit(known.data.get("database_url", value))
        ensure((owner.scheme, owner.path) == (programs.scheme, programs.path))
        return value

    @field_validator("files_url")
    @classmethod
    def _store_of_files(cls, value: str) -> str:
        url = urlsplit(value)
        there = url.scheme in {"s3", "gs", "az"} and names_host(url) and not url.username
        ensure(there or re.match(r"file:///[^/]", value))
        ensure(not (url.query or url.fragment))
        return value

    @field_validator("worker_activities")
    @classmethod
    def _fewer_than_connections(cls, value: int, known: ValidationInfo) -> int:
        letters = known.data.get("worker_letters", 0)
        ensure(value + letters < known.data.get("database_pool", value + letters + 1))
        return value

    @field_validator("otel_exporter_otlp_endpoint")
    @classmethod
    def _collector(cls, value: str) -> str:
        url = urlsplit(value.rstrip("/"))
        ensure(url.scheme in {"http", "https"} and names_host(url) and not (url.query or url.fragment))
        return url.geturl()

    @field_validator("public_url", "temporal_ui_origin")
    @classmethod
    def _reachable_and_safe(cls, value: str) -> str:
        url = urlsplit(value.rstrip("/"))
        ensure(url.scheme == "https" or (url.scheme == "http" and is_loopback(url.hostname)))
        ensure(names_host(url) and not (url.path or url.query or url.fragment))
        return url.geturl()

    @field_validator("temporal_ui_origin")
    @classmethod
    def _as_browsers_name_it(cls, value: str) -> str:
        value = value.lower()
        return value.removesuffix(":443" if value.startswith("https:") else ":80")

    @field_validator("secret_keys", mode="before")
    @classmethod
    def _split_keys(cls, value: Any) -> Any:
        return [key.strip() for key in value.split(",")] if isinstance(value, str) else value

    @field_validator("secret_keys")
    @classmethod
    def _long_enough(cls, value: list[str]) -> list[str]:
        ensure(all(len(key) >= 32 for key in value) and len(set(value)) == len(value))
        return value

    @field_validator("codec_keys", mode="before")
    @classmethod
    def _by_id(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        pairs = [pair.strip().partition(":") for pair in value.split(",")]
        keys = {id: b64decode(key, validate=True) for id, _, key in pairs}
        ensure(len(keys) == len(pairs))
        return keys

    @field_validator("codec_keys")
    @classmethod
    def _for_aes_256(cls, value: dict[str, bytes]) -> dict[str, bytes]:
        ensure(all(re.fullmatch(r"[A-Za-z0-9._-]{1,40}", id) for id in value))
        ensure(all(len(key) == 32 for key in value.values()) and len(set(value.values())) == len(value))
        return value

    @field_validator("data_dir")
    @classmethod
    def _folder(cls, value: Path) -> Path:
        ensure(value.is_dir() or not value.exists())
        return value


def load(required: Collection[str] = ("secret_keys",)) -> Settings:
    """Read the environment and the secret files; what is wrong or missing stops the program.

    That says one line on stderr, which names each variable and what it must be, and exits with code 2.
    """
    settings, faults = None, list(_faults_of_files())
    if not faults:
        settings, faults = _read(required)
    if settings is None or faults:
        sys.stderr.write(f"Ronda cannot start: {'; '.join(faults)}\n")
        raise SystemExit(2)
    settings.tell_client()
    return settings


def _read(required: Collection[str]) -> tuple[Settings | None, list[str]]:
    """Return the settings, and a sentence on each that is wrong, without its value: that may be secret."""
    settings = None
    try:
        settings = Settings(_secrets_dir=SECRETS_DIR if SECRETS_DIR.is_dir() else None)
        faulty = [name for name in required if not getattr(settings, name)]
    except ValidationError as error:
        # A default that would have followed a faulty value is not at fault itself.
        faulty = [
            str(fault["loc"][0]) for fault in error.errors() if fault["type"] != "default_factory_not_called"
        ]
    return settings, [
        f"{name.upper()} {Settings.model_fields[name].description}" for name in dict.fromkeys(faulty)
    ]


def _faults_of_files() -> Iterator[str]:
    """What is wrong with the secret files: one that says nothing, cannot be read, or is contradicted."""
    for name in Settings.model_fields:
        file = SECRETS_DIR / name
        if not os.path.lexists(file):
            continue
        try:
            value = file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
            yield f"the file {file} cannot be read ({why}): let this user read it, or leave it out"
            continue
        said = os.environ.get(name.upper())
        if not value:
            yield f"the file {file} is empty: write the value of {name.upper()} into it, or leave it out"
        elif said and said != value:
            yield f"{name.upper()} stands in the environment and, otherwise, in {file}: leave one of them out"
