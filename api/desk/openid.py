"""Who somebody is, by the word of an OpenID Connect provider: asked for with a code, and checked to the end.

Nothing is believed that the provider has not signed for us, now, in answer to this very question; of what it
says the account and the address count alone, and only an address that it has verified.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from store.accounts import Vouched

SCOPE = "openid email"
SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures that are taken: none that whoever knows our secret could make, and never none at all."""
PATIENCE = 8.0
"""Seconds for one answer of the provider."""
REMEMBERED = 600.0
"""Seconds for which what it says of itself is not asked for again."""
LEEWAY = 60
"""Seconds by which its clock and ours may differ."""
LONGEST_SUB = 255
"""Letters of the name that a provider has for an account, by the standard."""
DISCOVERY = "/.well-known/openid-configuration"


class ProviderAway(Exception):
    """The provider cannot be reached, or does not answer as one does."""


class NotTaken(Exception):
    """What came back is no good word about anybody; `why` is for the log, never for a page."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the browser holds while its user is at the provider's: random values, and where to go then."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "Question":
        """One that nobody can guess."""
        return cls(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
        )


@dataclass(frozen=True, slots=True)
class Strength:
    """How somebody has to have signed in at the provider's: in one of these ways, no longer ago than that.

    `acr` are the provider's own words for its ways; none, and an `age` of nothing: that is its own matter.
    """

    acr: tuple[str, ...] = ()
    age: timedelta = timedelta()

    def asks(self) -> dict[str, str | int]:
        """What the provider is asked for."""
        ways: dict[str, str | int] = {"acr_values": " ".join(self.acr)} if self.acr else {}
        return {**ways, "max_age": int(self.age.total_seconds())} if self.age else ways

    def check(self, claims: Mapping[str, Any], now: float) -> None:
        """Whether it was so, by what the provider has signed. Raises NotTaken."""
        if self.acr and claims.get("acr") not in self.acr:
            raise NotTaken("strength: acr")
        if not self.age:
            return
        at = claims.get("auth_time")
        if not isinstance(at, int) or not now - self.age.total_seconds() - LEEWAY <= at <= now + LEEWAY:
            raise NotTaken("strength: auth_time")


@dataclass(slots=True)
class OpenId:
    """A provider, and what we are to it; `back` is where it sends browsers back to."""

    issuer: str
    client_id: str
    client_secret: str
    back: str
    strength: Strength = Strength()
    _said: dict[str, Any] = field(default_factory=dict)
    _until: float = 0.0

    async def leads_to(self, question: Question) -> str:
        """Where the browser is to go. Raises ProviderAway."""
        async with self._client() as http:
            said = await self._says(http)
            url, _ = http.create_authorization_url(
                said["authorization_endpoint"],
                state=question.state,
                nonce=question.nonce,
                code_verifier=question.verifier,
                **self.strength.asks(),
            )
        return str(url)

    async def vouched(self, question: Question, code: str) -> Vouched:
        """Who came back with this code. Raises ProviderAway, NotTaken."""
        async with self._client() as http:
            said = await self._says(http)
            token = await self._token(http, said, question, code)
            claims = _checked(self, await _json(http, said["jwks_uri"]), question, token)
            self.strength.check(claims, time.time())
            if "email" not in claims and "userinfo_endpoint" in said:
                claims = await self._more(http, said["userinfo_endpoint"], token, claims)
        return Vouched(issuer=self.issuer, sub=_account(claims), email=_address(claims))

    def _client(self) -> Any:
        return AsyncOAuth2Client(
            self.client_id,
            self.client_secret,
            scope=SCOPE,
            redirect_uri=self.back,
            code_challenge_method="S256",
            timeout=PATIENCE,
        )

    async def _says(self, http: Any) -> dict[str, Any]:
        """What the provider says of itself."""
        if time.monotonic() < self._until:
            return self._said
        said = await _json(http, self.issuer.rstrip("/") + DISCOVERY)
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if said.get("issuer") != self.issuer or not all(isinstance(said.get(name), str) for name in needed):
            raise ProviderAway("it says that it is another one, or not where it is")
        self._said, self._until = said, time.monotonic() + REMEMBERED
        return said

    async def _token(
        self, http: Any, said: Mapping[str, Any], question: Question, code: str
    ) -> Mapping[str, Any]:
        ways = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        http.token_endpoint_auth_method = (
            "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
        )
        try:
            token: Mapping[str, Any] = await http.fetch_token(
                said["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=question.verifier,
            )
        except AuthlibBaseError as error:
            raise NotTaken(f"code: {error.error}") from None
        except (httpx2.HTTPError, ValueError) as error:
            raise ProviderAway from error
        return token

    async def _more(
        self, http: Any, url: str, token: Mapping[str, Any], claims: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """What it says of the same person elsewhere."""
        given = {"Authorization": f"Bearer {token.get('access_token', '')}"}
        more = await _json(http, url, given)
        if more.get("sub") != claims["sub"]:
            raise NotTaken("userinfo: sub")
        return more


async def _json(http: Any, url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """An object that the provider gives to whoever asks. Raises ProviderAway."""
    try:
        answer = await http.request("GET", url, withhold_token=True, headers=headers)
        answer.raise_for_status()
        said = answer.json()
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        raise ProviderAway from error
    if not isinstance(said, dict):
        raise ProviderAway("no object")
    return said


def _checked(
    of: OpenId, keys: Mapping[str, Any], question: Question, token: Mapping[str, Any]
) -> CodeIDToken:
    """Its token: by signature, issuer, audience, time and nonce. Raises NotTaken."""
    asked = {"iss": of.issuer, "aud": of.client_id, "nonce": question.nonce}
    must: Any = {name: {"essential": True, "value": value} for name, value in asked.items()}
    given = {"nonce": question.nonce, "client_id": of.client_id, "access_token": token.get("access_token")}
    try:
        read = jwt.decode(str(token["id_token"]), KeySet.import_key_set(keys), algorithms=SIGNED_BY)  # type: ignore[arg-type]  # what is no set of keys raises
        claims = CodeIDToken(read.claims, read.header, must, given)
        claims.validate(leeway=LEEWAY)
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise NotTaken(f"token: {type(error).__name__} {getattr(error, 'claim', '')}") from None
    return claims


def _account(claims: Mapping[str, Any]) -> str:
    sub = claims.get("sub")
    if not (isinstance(sub, str) and 0 < len(sub) <= LONGEST_SUB and sub.isascii() and sub.isprintable()):
        raise NotTaken("account: none")
    return sub


def _address(claims: Mapping[str, Any]) -> str:
    email = claims.get("email")
    if not isinstance(email, str) or claims.get("email_verified") is not True:
        raise NotTaken("address: none that is verified")
    return email
