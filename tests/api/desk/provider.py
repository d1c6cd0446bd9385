"""A small OpenID Connect provider, which does what it is told to do wrong."""

import base64
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

CLIENT, SECRET = "ronda", "what-only-the-provider-and-ronda-know"
KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}) for _ in range(2))
CURVE = ECKey.generate_key("P-256", {"kid": "curve", "use": "sig"})
Claims = dict[str, Any]


def signed(claims: Claims) -> str:
    """A token as it should be."""
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY)


def on_a_curve(claims: Claims) -> str:
    """Another good one."""
    return jwt.encode({"alg": "ES256", "kid": "curve"}, claims, CURVE)


def by_another_key(claims: Claims) -> str:
    """One that somebody else has signed."""
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, OTHER_KEY)


def by_our_secret(claims: Claims) -> str:
    """One that whoever knows our secret could make."""
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))


def unsigned(claims: Claims) -> str:
    """One that nobody has signed."""
    head, body, _ = signed(claims).split(".")
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    return f"{head}.{body}."


@dataclass
class Provider:
    """Whom it vouches for, how it signs, what it changes in what it says."""

    address: str = ""
    email: str = ""
    changes: Claims = field(default_factory=dict)
    sign: Callable[[Claims], str] = signed
    broken: str = ""
    """What answers with this status: discovery, token, keys."""
    status: int = 500
    said: Claims = field(default_factory=dict)
    """What discovery says otherwise."""
    elsewhere: Claims | None = None
    """What stands at the userinfo endpoint, and no more in the token."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def claims(self, nonce: str) -> Claims:
        """What it says of whoever it is."""
        now = int(time.time())
        said = {
            **{"iss": self.address, "sub": "somebody", "aud": CLIENT, "iat": now, "exp": now + 300},
            **{"nonce": nonce, "email": self.email, "email_verified": True},
            **self.changes,
        }
        if self.elsewhere is not None:
            del said["email"], said["email_verified"]
        return {name: value for name, value in said.items() if value is not None}

    def app(self) -> FastAPI:
        """Its pages."""
        app = FastAPI(openapi_url=None)
        app.get("/.well-known/openid-configuration")(self._discovery)
        app.get("/authorize")(self._authorize)
        app.post("/token")(self._token)
        app.get("/keys")(self._keys)
        app.get("/userinfo")(self._userinfo)
        return app

    def _fails(self, where: str) -> bool:
        self.asked.append(where)
        return self.broken == where

    def _broken(self) -> Response:
        return Response(status_code=self.status, headers={"Location": f"{self.address}/keys"})

    async def _discovery(self) -> Response:
        if self._fails("discovery"):
            return self._broken()
        told = {
            "issuer": self.address,
            **{f"{name}_endpoint": f"{self.address}/{at}" for name, at in PLACES.items()},
            "jwks_uri": f"{self.address}/keys",
        }
        return JSONResponse({**told, **self.said})

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = uuid4().hex
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", 303)

    async def _token(self, request: Request) -> Response:
        if self._fails("token"):
            return self._broken()
        form = await request.form()
        named = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(str(form["code"]), None)
        proof = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        proven = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        good = asked and asked["code_challenge"] == proven and asked["redirect_uri"] == form["redirect_uri"]
        if not good or request.headers.get("authorization") != f"Basic {named}":
            return JSONResponse({"error": "invalid_grant"}, 400)
        assert asked
        token = self.sign(self.claims(asked["nonce"]))
        return JSONResponse({"access_token": "access", "token_type": "Bearer", "id_token": token})

    async def _keys(self) -> Response:
        if self._fails("keys"):
            return self._broken()
        return JSONResponse({"keys": [KEY.as_dict(private=False), CURVE.as_dict(private=False)]})

    async def _userinfo(self, request: Request) -> Response:
        assert request.headers["authorization"] == "Bearer access"
        return JSONResponse(self.elsewhere)


PLACES = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
