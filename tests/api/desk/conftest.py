"""The desk without an engine: an officer of each role, signed in."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from api.app import create
from rounds.submissions.people import Contact
from store import officers, sessions
from store.session import Database
from tests.conftest import settings_for
from tests.databases import (
    database,
    database_url,
    postgres,
    postgresql_url,
    sqlite_template,
    sqlite_url,
)

__all__ = ["database", "database_url", "postgres", "postgresql_url", "sqlite_template", "sqlite_url"]
SITE = "http://127.0.0.1:8000"
TOKEN = re.compile(r'name="token" value="(\w+)"')


def contact(role: str, language: str = "en") -> Contact:
    return Contact(name=f"The {role}", email=f"{role}@dis.example", language=language)  # type: ignore[arg-type]  # a language that is spoken


@dataclass(frozen=True)
class Desk:
    """The doors, the database behind them, and whoever works there."""

    app: FastAPI
    database: Database

    def http(self, cookie: str = "", **headers: str) -> httpx2.AsyncClient:
        """A browser on our own pages."""
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self.app, raise_app_exceptions=True),
            base_url=SITE,
            cookies={"ronda-desk": cookie} if cookie else None,
            headers={
                "Accept": "text/html",
                "Accept-Language": "en",
                "Sec-Fetch-Site": "same-origin",
                **headers,
            },
        )

    async def hire(self, role: str, secretariat: str = "DIS", language: str = "en") -> str:
        """An officer of this role; their address."""
        async with self.database.writing() as s:
            await officers.add_secretariat(s, secretariat, f"The {secretariat}")
            who = contact(f"{role}.{secretariat.lower()}", language)
            await officers.add_officer(s, secretariat, who, head=False, role=role)
        return who.email

    async def key(self, role: str) -> str:
        """The API key of an officer of this role."""
        await self.hire(role)
        async with self.database.writing() as s:
            who = contact(f"{role}.dis")
            return await officers.add_officer(s, "DIS", who, head=False, role=role)

    async def link(self, email: str, secretariat: str = "DIS") -> str:
        """The token of a link for them."""
        async with self.database.writing() as s:
            return await officers.sign_in_token(s, secretariat, email)

    async def cookie(self, role: str, secretariat: str = "DIS", language: str = "en") -> str:
        """What the browser of an officer of this role holds, who is signed in."""
        return await self.enter(await self.hire(role, secretariat, language), secretariat)

    async def enter(self, email: str, secretariat: str = "DIS") -> str:
        """What the browser of an officer holds who has come in by a link."""
        token = await self.link(email, secretariat)
        cookie = f"cookie-{token}"
        async with self.database.writing() as s:
            assert await sessions.begin(s, token, cookie, datetime.now(UTC))
        return cookie

    async def signed_in(
        self, role: str, secretariat: str = "DIS", language: str = "en"
    ) -> httpx2.AsyncClient:
        """The browser of an officer of this role."""
        return self.http(await self.cookie(role, secretariat, language))


@pytest.fixture
async def desk(
    database: Database, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Desk]:
    """The app on a database of the test's own."""
    folder = tmp_path_factory.mktemp("desk")
    app = create(settings_for(folder, "127.0.0.1:1", 1, database_url=database_url))
    async with app.router.lifespan_context(app):
        yield Desk(app, database)


def token_of(page: httpx2.Response) -> str:
    """What the forms of a page carry."""
    found = TOKEN.search(page.text)
    assert found, page.text[:500]
    return found[1]


def title_of(page: httpx2.Response) -> str:
    """The heading of a page."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL)
    assert found, page.text[:500]
    return unescape(found[1]).strip()


async def send(http: httpx2.AsyncClient, page: httpx2.Response, to: str, **typed: Any) -> httpx2.Response:
    """Send a form of a page."""
    return await http.post(to, data={"token": token_of(page), **typed})
