"""A round in which every kind of assignment is asked and nobody has answered, and the app as it shows them.

No engine knows of it: what is wrong with a form is known before any round is asked.
"""

from pathlib import Path
from typing import Any, NoReturn

import pytest
from fastapi import FastAPI
from sqlmodel import col, select, update

from api.app import create
from api.deps import Tools
from api.intake.engine import Away
from api.intake.files import Files
from api.intake.intake import Intake
from store.links import Links
from store.session import Database
from store.tables import Assignment, Grant, Person
from templates.render import Renderer
from tests.api.links.test_link_pages import KEYS, KINDS, SAID, SHA, database
from tests.conftest import SECRETS, settings_for
from tests.databases import sqlite_template, sqlite_url
from tests.store import scene

__all__ = ["database", "sqlite_template", "sqlite_url"]
NEXT = {":1": ":2", "expert-1": "expert-2"}
"""What an assignment is about that was answered already, and what the next one is."""


def key_of(kind: str) -> str:
    """The key under which nobody has answered yet."""
    key = KEYS.get(kind, f"{kind}:1")
    if key not in {said for said, _ in SAID}:
        return key
    old = "expert-1" if "expert-1" in key else ":1"
    return key.replace(old, NEXT[old])


class NoEngine:
    """Temporal, as it is when it is away."""

    async def submit(self, *_: object) -> NoReturn:
        """Nobody answers."""
        raise Away("away")

    choose_language = submit


@pytest.fixture
async def unanswered(database: Database, tmp_path: Path) -> "Unanswered":
    """Every kind of form, open, in English."""
    async with database.reading() as s:
        round_id = (await s.exec(select(Assignment.round_id))).first()
    assert round_id
    there = set(KEYS.values()) | {key for key, _ in SAID} | {f"{kind}:1" for kind in KINDS}
    for n, key in enumerate(key_of(kind) for kind in KINDS):
        if key not in there:
            await scene.open_assignment(database, round_id, key, "focal_point", serial=n + 200)
    async with database.writing() as s:
        await s.exec(update(Person).values(language="en"))
        await s.exec(update(Assignment).values(version=1, sha256=SHA, earliest=scene.NOW.date()))
    return Unanswered(database, tmp_path)


class Unanswered:
    """The forms, and the app that shows them."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.settings = settings_for(folder, "127.0.0.1:1", 1)
        intake: Any = Intake(database, client=None)  # type: ignore[arg-type]  # Temporal is away
        intake.engine = NoEngine()
        self.tools = Tools(
            database=database,
            intake=intake,
            files=Files(folder),
            links=Links(SECRETS, self.settings.public_url),
            renderer=Renderer(),
            public_url=self.settings.public_url,
        )

    def app(self) -> FastAPI:
        """The app on this record alone."""
        app = create(self.settings)
        app.state.tools = self.tools
        return app

    async def link(self, kind: str) -> str:
        """The address of a kind's form."""
        async with self.database.reading() as s:
            grant = (await s.exec(select(Grant.id).where(col(Grant.assignment_key) == key_of(kind)))).first()
        assert grant, kind
        return self.tools.links.url(grant).removeprefix(self.settings.public_url)
