"""What the environment says of mail: where letters are handed in, who signs them, where they come back to."""

import re
from email.utils import parseaddr
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings


class MailSettings(BaseSettings):
    """One field for each variable; its description completes the line that stops a start."""

    smtp_url: str | None = Field(
        None,
        repr=False,
        description="must be smtp://user:password@host:port or smtps://…; "
        "encryption is demanded off this machine, unless it ends with ?starttls=false",
    )
    mail_from: str = Field(
        "Ronda <ronda@localhost>", description="must be an address that letters come from: Name <name@host>"
    )
    letters_per_second: float = Field(
        10, gt=0, le=1000, description="must be a number: how many letters a second the mail server takes"
    )
    operator_address: str = Field("", description="must be the address of whoever runs Ronda, name@host")
    bounces_url: str = Field(
        "",
        repr=False,
        description="must be maildir:///path or imaps://user:password@host/folder (imap:// on loopback only)",
    )
    dkim_selector: str = Field(
        "", pattern=r"^[A-Za-z0-9._-]*$", description="must be the name under which DKIM_DOMAIN tells its key"
    )
    dkim_domain: str = Field(
        default_factory=lambda known: _domain(known["mail_from"]),
        description="must be the domain that signs letters: that of MAIL_FROM, or one that it lies in",
    )
    dkim_key: str = Field(
        "",
        repr=False,
        validate_default=True,  # left out, it is missing where a selector is set
        description="must be a private RSA key, of 2048 bits or more, in PEM; it goes with DKIM_SELECTOR",
    )

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: str) -> str:
        url = urlsplit(value)
        options = parse_qs(url.query, strict_parsing=bool(url.query))
        ensure(url.scheme in {"smtp", "smtps"} and names_host(url) and url.path in {"", "/"})
        ensure(options.keys() <= {"starttls"} and options.get("starttls", ["true"])[0] in {"true", "false"})
        if url.scheme == "smtps" or options or is_loopback(url.hostname):
            return value
        # Off this machine letters, and the links in them, travel encrypted (E8).
        return url._replace(query="starttls=true").geturl()

    @field_validator("bounces_url")
    @classmethod
    def _mailbox(cls, value: str) -> str:
        url = urlsplit(value)
        away = url.scheme == "imaps" or (url.scheme == "imap" and is_loopback(url.hostname))
        ensure((away and names_host(url) and url.username) or re.match(r"maildir:///.", value))
        ensure(not (url.query or url.fragment) and '"' not in unquote(url.path))
        return value

    @field_validator("dkim_domain")
    @classmethod
    def _of_the_sender(cls, value: str, known: ValidationInfo) -> str:
        ensure(f".{_domain(known.data.get('mail_from', ''))}".lower().endswith(f".{value}".lower()))
        return value

    @field_validator("dkim_key")
    @classmethod
    def _private_key(cls, value: str, known: ValidationInfo) -> str:
        ensure(bool(value) == bool(known.data.get("dkim_selector", value)))
        try:
            key = load_pem_private_key(value.encode(), password=None) if value else None
        except (TypeError, UnsupportedAlgorithm) as error:
            raise ValueError from error  # it has a password, or is of a kind that nobody knows
        ensure(key is None or (isinstance(key, RSAPrivateKey) and key.key_size >= 2048))
        return value

    @field_validator("operator_address")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        ensure(re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", value) and value.isprintable())
        return value

    @field_validator("mail_from")
    @classmethod
    def _address(cls, value: str) -> str:
        address = parseaddr(value)[1]
        ensure(re.fullmatch(r"[^@\s]+@[^@\s]+", address) and value.isprintable())
        return value


def ensure(holds: object) -> None:
    """Raise the error that pydantic collects; the words are the field's description."""
    if not holds:
        raise ValueError


def names_host(url: SplitResult) -> bool:
    """Whether a host is named, and a port that is a number (`port` raises ValueError for another)."""
    return bool(url.hostname) and url.port != 0


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2]


def is_loopback(host: str | None) -> bool:
    """Whether a host is this machine."""
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False
