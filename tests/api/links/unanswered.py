"""A round in which every kind of assignment is asked and nobody has answered, and the app as it shows them.

No engine knows of it: what is wrong with a form is known before any round is asked.
"""

from dataclasses import asdict
from datetime import timedelta
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
from methodologies.loader import methodology
from rounds import schemas
from rounds.submissions.assessment import ProposeFramework, Question, WriteSelfAssessment
from store import inbox
from store.files import in_folder
from store.links import Links
from store.session import Database
from store.tables import Assignment, Grant, Person, Round
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

    choose_language = send_publication_code = submit


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


MECIGEP = methodology("mecigep")
OF_MECIGEP = {kind: f"{kind}:1" for kind in MECIGEP.assignments if kind not in KINDS} | {
    "answer_self_assessment": "answer_self_assessment:focal_point",
    "propose_framework": "propose_framework:2",
    "write_self_assessment": "write_self_assessment:2",
}
"""The forms that the other methodology alone has, by the key under which nobody has answered."""
SAID_BEFORE: dict[str, Any] = {
    "propose_framework:1": ProposeFramework(dimensions=MECIGEP.dimensions[:2]),
    "write_self_assessment:1": WriteSelfAssessment(
        questions=tuple(Question(dimension=d, question=f"¿Qué hay de {d}?") for d in MECIGEP.dimensions[:2])
    ),
}


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
            files=Files(in_folder(folder)),
            links=Links(SECRETS, self.settings.public_url),
            renderer=Renderer(),
            public_url=self.settings.public_url,
            idle=timedelta(minutes=self.settings.desk_idle_minutes),
        )

    def app(self) -> FastAPI:
        """The app on this record alone."""
        app = create(self.settings)
        app.state.tools = self.tools
        return app

    async def under_mecigep(self) -> None:
        """The round runs under the other methodology, and all its forms are open."""
        rules = schemas.pinned(asdict(MECIGEP))
        async with self.database.writing() as s:
            await s.exec(update(Round).values(rules=rules))
            round_id = (await s.exec(select(Round.id))).one()
        for n, key in enumerate((*SAID_BEFORE, *OF_MECIGEP.values())):
            at: dict[str, Any] = {"serial": n + 400, "rules": MECIGEP}
            await scene.open_assignment(self.database, round_id, key, "focal_point", **at)
        for key, body in SAID_BEFORE.items():
            id = await scene.send(self.database, round_id, key, "focal_point", body)
            async with self.database.writing() as s:
                await inbox.answer(s, id, "accepted")
        async with self.database.writing() as s:
            await s.exec(update(Assignment).values(earliest=scene.NOW.date()))

    async def link(self, kind: str) -> str:
        """The address of a kind's form."""
        key = OF_MECIGEP.get(kind) or key_of(kind)
        async with self.database.reading() as s:
            grant = (await s.exec(select(Grant.id).where(col(Grant.assignment_key) == key))).first()
        assert grant, kind
        return self.tools.links.url(grant).removeprefix(self.settings.public_url)
