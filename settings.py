"""The environment, typed. Read once by worker.py, api/app.py and local/, and passed in from there."""

import re
import sys
from collections.abc import Collection
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, parse_qs, urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SECRETS_DIR = Path("/run/secrets")
"""Where container engines put secret files: one for each variable, named like it in lower case."""

Port = Annotated[int, Field(ge=1, le=65535, description="must be a port number, 1 to 65535")]


class Settings(BaseSettings):
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
    smtp_url: str | None = Field(
        None,
        repr=False,
        description="must be smtp://user:password@host:port or smtps://…; "
        "?starttls=true demands encryption, ?starttls=false does without",
    )
    mail_from: str = Field(
        "Ronda <ronda@localhost>", description="must be an address that letters come from: Name <name@host>"
    )
    letters_per_second: float = Field(
        10, gt=0, le=1000, description="must be a number: how many letters a second the mail server takes"
    )
    operator_address: str = Field("", description="must be the address of whoever runs Ronda, name@host")
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
    worker_cache: int = Field(2000, ge=0, description="must be a number of rounds, 0 or more")
    worker_sticky_seconds: float = Field(2.0, gt=0, le=60, description="must be seconds, at most 60")
    metrics_token: str | None = Field(
        None,
        repr=False,
        min_length=32,
        pattern=r"^[\x21-\x7e]+$",
        description="must be 32 characters or more, without spaces; make one with: openssl rand -hex 32",
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
    smtp_port: Port = 1025
    sample: Literal["all", "none"] = Field("all", description="must be all or none")

    @field_validator("temporal_address", "temporal_metrics")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        _ensure(re.fullmatch(r"[^\s:/]+:\d{1,5}|\[[0-9a-fA-F:]+\]:\d{1,5}", value))
        return value

    @field_validator("database_url")
    @classmethod
    def _asynchronous_driver(cls, value: str) -> str:
        """One asynchronous driver for each database; hosting providers hand out the plain scheme."""
        value = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", value)
        _ensure(value.startswith(("postgresql+psycopg://", "sqlite+aiosqlite:///")))
        return value

    @field_validator("worker_activities")
    @classmethod
    def _fewer_than_connections(cls, value: int, known: ValidationInfo) -> int:
        letters = known.data.get("worker_letters", 0)
        _ensure(value + letters < known.data.get("database_pool", value + letters + 1))
        return value

    @field_validator("otel_exporter_otlp_endpoint")
    @classmethod
    def _collector(cls, value: str) -> str:
        url = urlsplit(value.rstrip("/"))
        _ensure(url.scheme in {"http", "https"} and _names_host(url) and not (url.query or url.fragment))
        return url.geturl()

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: str) -> str:
        url = urlsplit(value)
        options = parse_qs(url.query, strict_parsing=bool(url.query))
        _ensure(url.scheme in {"smtp", "smtps"} and _names_host(url) and url.path in {"", "/"})
        _ensure(options.keys() <= {"starttls"} and options.get("starttls", ["true"])[0] in {"true", "false"})
        return value

    @field_validator("operator_address")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        _ensure(re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", value) and value.isprintable())
        return value

    @field_validator("mail_from")
    @classmethod
    def _address(cls, value: str) -> str:
        address = parseaddr(value)[1]
        _ensure(re.fullmatch(r"[^@\s]+@[^@\s]+", address) and value.isprintable())
        return value

    @field_validator("public_url")
    @classmethod
    def _reachable_and_safe(cls, value: str) -> str:
        url = urlsplit(value.rstrip("/"))
        _ensure(url.scheme == "https" or (url.scheme == "http" and _is_loopback(url.hostname)))
        _ensure(_names_host(url) and not (url.path or url.query or url.fragment))
        return url.geturl()

    @field_validator("secret_keys", mode="before")
    @classmethod
    def _split_keys(cls, value: Any) -> Any:
        return [key.strip() for key in value.split(",")] if isinstance(value, str) else value

    @field_validator("secret_keys")
    @classmethod
    def _long_enough(cls, value: list[str]) -> list[str]:
        _ensure(all(len(key) >= 32 for key in value) and len(set(value)) == len(value))
        return value

    @field_validator("data_dir")
    @classmethod
    def _folder(cls, value: Path) -> Path:
        _ensure(value.is_dir() or not value.exists())
        return value


def load(required: Collection[str] = ("secret_keys",)) -> Settings:
    """Read the environment and the secret files; what is wrong or missing stops the program.

    That says one line on stderr, which names each variable and what it must be, and exits with code 2.
    """
    try:
        settings = Settings(_secrets_dir=SECRETS_DIR if SECRETS_DIR.is_dir() else None)
    except ValidationError as error:
        # A default that would have followed a faulty value is not at fault itself.
        faulty = [
            str(fault["loc"][0]) for fault in error.errors() if fault["type"] != "default_factory_not_called"
        ]
    else:
        faulty = [name for name in required if not getattr(settings, name)]
        if not faulty:
            return settings
    # The value is left out: it may be a secret.
    faults = "; ".join(
        f"{name.upper()} {Settings.model_fields[name].description}" for name in dict.fromkeys(faulty)
    )
    sys.stderr.write(f"Ronda cannot start: {faults}\n")
    raise SystemExit(2)


def _ensure(holds: object) -> None:
    """Raise the error that pydantic collects; the words are the field's description."""
    if not holds:
        raise ValueError


def _names_host(url: SplitResult) -> bool:
    """Whether a host is named, and a port that is a number (`port` raises ValueError for another)."""
    return bool(url.hostname) and url.port != 0


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False
