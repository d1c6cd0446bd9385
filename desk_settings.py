"""What the environment says of the desk: how long one stays, and by whose word one may come in."""

from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode

from mail_settings import ensure, is_loopback, names_host


class DeskSettings(BaseSettings):
    """One field for each variable; its description completes the line that stops a start."""

    desk_idle_minutes: int = Field(
        120,
        ge=15,
        le=720,
        description="must be a number of minutes, 15 to 720: after so long without use a session ends",
    )
    oidc_issuer: str = Field(
        "",
        description="must be the https:// address by which an OpenID Connect provider names itself, as it "
        "writes it (http:// on loopback only)",
    )
    oidc_client_id: str = Field("", description="must be the name under which OIDC_ISSUER knows this Ronda")
    oidc_client_secret: str = Field(
        "",
        repr=False,
        # Left out, it is missing where an issuer is set.
        validate_default=True,
        description="must be the secret that OIDC_ISSUER gave for OIDC_CLIENT_ID; the three are set together",
    )
    oidc_acr: Annotated[list[str], NoDecode] = Field(
        [],
        description="must be one or more words of OIDC_ISSUER for how somebody signs in there (acr), the "
        "most wanted first, separated by spaces",
    )
    oidc_max_age_minutes: int = Field(
        0,
        ge=0,
        le=43200,
        description="must be a number of minutes, at most 43200: how long ago somebody may have signed in "
        "at OIDC_ISSUER; 0: it is not asked",
    )

    @field_validator("oidc_acr", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return value.split() if isinstance(value, str) else value

    @field_validator("oidc_issuer")
    @classmethod
    def _provider(cls, value: str) -> str:
        url = urlsplit(value)
        ensure(url.scheme == "https" or (url.scheme == "http" and is_loopback(url.hostname)))
        ensure(names_host(url) and not (url.query or url.fragment))
        # Kept as it is written: a provider names itself so, to the last slash.
        return value

    @field_validator("oidc_client_secret")
    @classmethod
    def _all_three(cls, value: str, known: ValidationInfo) -> str:
        three = (value, *(known.data.get(name, value) for name in ("oidc_issuer", "oidc_client_id")))
        ensure(all(three) or not any(three))
        return value
