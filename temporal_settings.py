"""What the environment says of how one is let in by a Temporal server: certificates and a token."""

import os
import ssl
from collections.abc import Callable
from pathlib import Path

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from mail_settings import ensure

OF_THE_CLIENT = {
    "temporal_tls_ca": "TEMPORAL_TLS_SERVER_CA_CERT_PATH",
    "temporal_tls_cert": "TEMPORAL_TLS_CLIENT_CERT_PATH",
    "temporal_tls_key": "TEMPORAL_TLS_CLIENT_KEY_PATH",
    "temporal_api_key": "TEMPORAL_API_KEY",
}
"""The variable by which Temporal's own client is told each of these settings (workflows/connecting.py)."""


class TemporalSettings(BaseSettings):
    """One field for each variable; its description completes the line that stops a start."""

    temporal_tls_ca: Path | None = Field(
        None,
        description="must be a file that this program can read, in PEM: the authority that signed the "
        "certificate of the Temporal server",
    )
    temporal_tls_cert: Path | None = Field(
        None,
        description="must be a file that this program can read: the certificate that it shows to Temporal",
    )
    temporal_tls_key: Path | None = Field(
        None,
        validate_default=True,  # left out, it is missing where a certificate is set
        description="must be a file that this program can read, in PEM: the key, without a password, of the "
        "certificate in TEMPORAL_TLS_CERT; the two are set together",
    )
    temporal_api_key: str | None = Field(
        None,
        repr=False,
        pattern=r"^[\x21-\x7e]+$",
        description="must be the token that says what one may do on the Temporal server, without spaces",
    )

    @field_validator("temporal_tls_ca")
    @classmethod
    def _authority(cls, value: Path) -> Path:
        # Its error, as that of any file that cannot be read, is an OSError.
        _taken(lambda: ssl.create_default_context(cafile=value))
        return value.absolute()

    @field_validator("temporal_tls_cert")
    @classmethod
    def _readable(cls, value: Path) -> Path:
        _taken(value.read_bytes)
        return value.absolute()

    @field_validator("temporal_tls_key")
    @classmethod
    def _of_the_certificate(cls, value: Path | None, known: ValidationInfo) -> Path | None:
        if "temporal_tls_cert" not in known.data:
            return value  # it is at fault itself
        cert = known.data["temporal_tls_cert"]
        ensure(bool(value) == bool(cert))
        if value is None:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        # A key that has a password would otherwise ask for it at the terminal.
        _taken(lambda: context.load_cert_chain(cert, value, password=""))
        return value.absolute()

    def tell_client(self) -> None:
        """Tell Temporal's client, of this process and of those that it starts."""
        for name, variable in OF_THE_CLIENT.items():
            if value := getattr(self, name):
                os.environ[variable] = str(value)


def _taken(read: Callable[[], object]) -> None:
    """Raise the error that pydantic collects when a file cannot be read, or is of another kind."""
    try:
        read()
    except OSError as error:
        raise ValueError from error
