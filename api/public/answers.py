"""How a public page is answered: in which language, for how long it may be kept, whether it has changed."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel.ext.asyncio.session import AsyncSession

from api.deps import Tools
from api.http.problems import language_of
from api.public.memory import Kept, Known, Memory
from rounds.submissions.people import LANGUAGES
from templates.words import Words

FRESH = 30
"""Seconds that an answer may be kept by whoever asked: a report that is withdrawn is gone within a minute."""
HTML = "text/html; charset=utf-8"
_WORTH_IT = 512
"""Bytes from which on an answer is compressed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question to the public side: in which language, of whom, and what is public now."""

    tools: Tools
    known: Known
    language: str
    path: str
    """The address without the language that it names."""
    query: str = ""
    """What stands behind it, as it was understood."""

    @property
    def words(self) -> Words:
        """The words of its language."""
        return self.tools.renderer.words(self.language)

    def page(self, name: str, **context: Any) -> str:
        """A public page."""
        frame = {
            "here": self.path,
            "query": self.query,
            "address": self.tools.public_url,
            "languages": LANGUAGES,
        }
        return self.tools.renderer.page(f"public/{name}", self.language, {**frame, **context})


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was made for an answer."""

    body: str | bytes
    media_type: str = HTML
    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)


Make = Callable[[Asked, AsyncSession], Awaitable[Made]]


def addresses(
    router: APIRouter, path: str, endpoint: Callable[..., Any], methods: tuple[str, ...] = ("GET", "HEAD")
) -> None:
    """Have a page answered at its address, and at the same behind each language."""
    for language in ("", *LANGUAGES):
        whole = f"/{language}{path}" if language else path
        name = f"{endpoint.__name__}_{language}"
        router.add_api_route(whole.rstrip("/") or "/", endpoint, methods=[*methods], name=name)


def spoken(request: Request) -> tuple[str, str, bool]:
    """The language of an answer, the address without it, and whether the address names it."""
    first, _, rest = request.url.path.lstrip("/").partition("/")
    if first in LANGUAGES:
        return first, f"/{rest}".rstrip("/") or "/", True
    return language_of(request), request.url.path, False


async def answered(request: Request, tools: Tools, make: Make, query: str = "") -> Response:
    """Answer with what `make` makes, or with what it made for the same question before.

    `query` is all of the address's query that `make` looks at, written one way.
    """
    memory: Memory = request.app.state.public
    known = await memory.known(tools.database)
    language, path, named = spoken(request)
    key = (known.serial, language, path, query)
    kept = memory.answer(key)
    if kept is None:
        asked = Asked(tools=tools, known=known, language=language, path=path, query=query)
        async with tools.database.reading() as s:
            made = await make(asked, s)
        kept = await asyncio.to_thread(_kept, made)
        memory.keep(key, kept)
    headers = {
        **kept.headers,
        "Cache-Control": f"public, max-age={FRESH}",
        "ETag": kept.etag,
        "Last-Modified": format_datetime(_changed(memory, known), usegmt=True),
        "Vary": "Accept-Encoding" if named else "Accept-Language, Accept-Encoding",
        "Content-Language": language,
    }
    if kept.status == HTTPStatus.OK:
        headers.setdefault("X-Robots-Tag", "all")
    return _sent(request, kept, headers)


def _kept(made: Made) -> Kept:
    body = made.body.encode() if isinstance(made.body, str) else made.body
    return Kept(
        body=body,
        zipped=gzip.compress(body, 6, mtime=0) if len(body) >= _WORTH_IT else b"",
        # Weak: the same with and without compression.
        etag=f'W/"{sha256(body).hexdigest()[:32]}"',
        media_type=made.media_type,
        status=made.status,
        headers=dict(made.headers),
    )


def _changed(memory: Memory, known: Known) -> datetime:
    """When an answer may have changed last: with what is public, or with the program."""
    moments = (memory.began, known.changed_at or memory.began)
    return min(max(moments), datetime.now(UTC))


def _sent(request: Request, kept: Kept, headers: dict[str, str]) -> Response:
    if kept.status == HTTPStatus.OK and unchanged(request, headers):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    body = kept.body
    if kept.zipped and "gzip" in request.headers.get("accept-encoding", ""):
        body, headers = kept.zipped, {**headers, "Content-Encoding": "gzip"}
    return Response(body, kept.status, headers=headers, media_type=kept.media_type)


def unchanged(request: Request, headers: Mapping[str, str]) -> bool:
    """Whether the asker has this already; the tag counts before the date."""
    if tags := request.headers.get("if-none-match"):
        own = headers["ETag"].removeprefix("W/")
        return any(tag.strip().removeprefix("W/") in (own, "*") for tag in tags.split(","))
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return parsedate_to_datetime(headers["Last-Modified"]) <= since
    except (TypeError, ValueError):
        return False
