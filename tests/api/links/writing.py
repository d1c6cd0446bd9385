"""Somebody who writes the report in a browser: their page, what it offers, what they have saved."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
from fastapi.staticfiles import StaticFiles
from sqlmodel import col, select, update

from api.links import previews
from store import drafts
from store.session import Database
from store.tables import Grant, Person
from templates.render import FOLDER
from tests.api.links.dossier.stage import Full
from tests.store import scene
from tests.templates.browser import form_of

KEY = "consolidate_report:4"
FINDINGS = "Tres **padrones** y una ficha"
TYPED: dict[str, Any] = {
    "sections": [
        {"section": "round_description", "text": "La ronda"},
        {"section": "findings", "text": FINDINGS},
        {"section": "recommendations", "text": ""},
        {"section": "cooperation_needs", "text": ""},
    ],
    "recommendations": [{"nature": "reform", "text": "Un identificador"}],
}


class Writing:
    """Somebody who writes the report in a browser, and has saved some of it."""

    def __init__(self, stage: Full, grant: str, by: str, key: str = KEY) -> None:
        self.stage, self.by, self.key = stage, by, key
        self.link = f"/a/{stage.tools.links.token(grant)}"
        self.http = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=stage.app), base_url="http://127.0.0.1:8000"
        )
        self.place = ""

    async def page(self) -> str:
        """The page of the form."""
        if not self.place:
            self.place = str((await self.http.get(self.link)).headers["location"])
        return (await self.http.get(self.place)).text

    async def downloaded(self) -> bytes:
        """The document that the page offers."""
        await self.page()
        return (await self.http.get(f"{self.place}/draft.docx")).content

    async def sends(self, page: str, action: str, **files: tuple[str, bytes]) -> httpx2.Response:
        """What the button sends of a page."""
        return await press(self, page, action, files)

    async def saves(self, **texts: str) -> None:
        """Save other texts, without the page."""
        sections = [{"section": name, "text": text} for name, text in texts.items()]
        await self.stage_saves({**TYPED, "sections": sections})

    async def stage_saves(self, body: dict[str, Any]) -> None:
        """Save this."""
        async with self.stage.database.writing() as s:
            at = {"round_id": self.stage.round, "assignment_key": self.key, "participant_id": self.by}
            await drafts.save(s, **at, body=body)


async def press(
    writing: Writing, page: str, action: str, files: dict[str, tuple[str, bytes]]
) -> httpx2.Response:
    fields: dict[str, list[str]] = {}
    for name, value in form_of(page).pairs:
        fields.setdefault(name, []).append(value)
    parts = files or {"none": ("", b"")}
    return await writing.http.post(writing.place, data={**fields, "action": action}, files=parts)


def text(page: str, section: str) -> str:
    """What stands in the form for a section."""
    pairs = dict(form_of(page).pairs)
    place = next(n for n, v in pairs.items() if n.endswith(".section") and v == section)
    return pairs[place.replace(".section", ".text")].replace("\r\n", "\n")


async def writes(url: str, folder: Path, key: str = KEY) -> AsyncIterator[Writing]:
    """Somebody who writes, in English."""
    database = Database(url)
    stage = Full(database, await scene.begun(database), folder)
    stage.app.include_router(previews.router)
    stage.app.mount("/static", StaticFiles(directory=FOLDER / "static"))
    await stage.people()
    await scene.open_assignment(database, stage.round, key, "alternate_contact", serial=9)
    async with database.writing() as s:
        await s.exec(update(Person).values(language="en"))
        grant = (await s.exec(select(Grant.id).where(col(Grant.assignment_key) == key))).one()
    made = Writing(stage, grant, "alternate_contact", key)
    await made.stage_saves(TYPED)
    yield made
    await made.http.aclose()
    await stage.http.aclose()
    await database.close()


async def saved(writing: Writing) -> dict[str, str]:
    """The sections of the draft that is kept."""
    async with writing.stage.database.reading() as s:
        draft = await drafts.last(s, writing.stage.round, writing.key)
    assert draft
    return {row["section"]: row["text"] for row in draft.body["sections"]}
