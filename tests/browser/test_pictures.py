"""The pictures of the desk that the README shows: there, small, with words beside them; made anew when asked.

`RENEW_PICTURES=1 .venv/bin/pytest tests/browser/test_pictures.py` makes them from a sample round.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, ViewportSize
from sqlmodel import col, select, update

from rounds.submissions.request import OpenRound
from store.tables import Assignment, Officer, Person, Round
from tests.api.desk.conftest import Desk, database, database_url, desk, sqlite_template, sqlite_url
from tests.browser.axe import served
from tests.browser.lived import live
from tests.store.scene import contact, open_assignment, open_round

__all__ = ["database", "database_url", "desk", "sqlite_template", "sqlite_url"]
ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs/pictures"
LARGEST = 150 * 1024
"""Bytes of a picture."""
PICTURES = ("rounds.png", "round.png", "letter.png")
OFFICER = "oficial@dis.example"
OTHERS = {
    "CHL": ("Ministerio de Desarrollo Social", "panel", "agree_panel:1", "focal_point"),
    "URY": ("Banco de Previsión Social", "request", "examine_request:1", "responsible_officer"),
    "COL": ("Departamento Nacional de Planeación", "panel", "propose_panel:1", "responsible_officer"),
    "JAM": ("Planning Institute of Jamaica", "preparation", "set_agenda:1", "focal_point"),
    "CRI": ("Instituto Mixto de Ayuda Social", "request", "confirm_note:1", "focal_point"),
}
"""Rounds beside it, so that the list is one: institution, step, what they wait for, from whom."""


def test_the_pictures_are_there_and_small() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(PICTURES)
    for name in PICTURES:
        picture = (FOLDER / name).read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert len(picture) <= LARGEST, name


def test_the_readme_shows_each_and_says_what_is_on_it() -> None:
    found = re.findall(r"!\[([^\]]+)\]\(docs/pictures/([^)]+)\)", (ROOT / "README.md").read_text())
    shown = {name: alt for alt, name in found}
    assert sorted(shown) == sorted(PICTURES)
    assert all(len(alt.split()) >= 8 for alt in shown.values())


@pytest.fixture
async def id(desk: Desk, database_url: str) -> str:
    """The sample round in the middle of its life, with others beside it."""
    # A house has a loop of its own.
    lived = await asyncio.to_thread(live, database_url)
    async with desk.database.reading() as s:
        found = select(Officer.id).join(Person).where(Person.email == OFFICER)
        officer = (await s.exec(found)).one()
    for country, (institution, step, key, holder) in OTHERS.items():
        body = OpenRound(
            methodology="ripso",
            country=country,
            institution=institution,
            focal_point=contact(f"focal-{country.lower()}"),
        )
        other = await open_round(desk.database, officer, body)
        await open_assignment(desk.database, other, key, holder)
        await _stands(desk, other, step, late=country == "JAM")
    async with desk.database.writing() as s:
        await s.exec(update(Person).where(col(Person.email) == OFFICER).values(language="en"))
    return lived


async def _stands(desk: Desk, id: str, step: str, *, late: bool) -> None:
    now = datetime.now(UTC)
    due = now + timedelta(days=-3 if late else 9)
    async with desk.database.writing() as s:
        await s.exec(update(Round).where(col(Round.id) == id).values(step=step, changed_at=now))
        of = col(Assignment.round_id) == id
        await s.exec(update(Assignment).where(of).values(due_at=due, overdue=late))


def size(height: int) -> ViewportSize:
    """A window of this height."""
    return {"width": 1100, "height": height}


@pytest.fixture
async def page(desk: Desk, chrome: Browser) -> AsyncIterator[Page]:
    """The officer's screen."""
    async with served(desk.app) as site:
        context = await chrome.new_context(viewport=size(860), base_url=site, reduced_motion="reduce")
        yield await context.new_page()
        await context.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_they_are_made_from_the_pages(desk: Desk, id: str, page: Page, tmp_path: Path) -> None:
    folder = FOLDER if "RENEW_PICTURES" in os.environ else tmp_path
    here = page.context
    cookie = await desk.enter(OFFICER)
    await page.goto("/desk/sign-in")
    await here.add_cookies([{"name": "ronda-desk", "value": cookie, "url": page.url}])
    await page.goto("/desk/rounds")
    await page.screenshot(path=folder / "rounds.png")
    await page.goto(f"/desk/rounds/{id}")
    await page.set_viewport_size(size(1450))
    await page.screenshot(path=folder / "round.png")
    await page.locator("a[href*='/do/extend']").first.evaluate("link => link.click()")
    await page.fill("textarea[name=reason]", "The ministry has asked for two more weeks.")
    await page.click(".do button[value=look]")
    await page.locator("details.letter").first.evaluate("one => one.open = true")
    await page.set_viewport_size(size(900))
    await page.locator("h3").first.evaluate("one => one.scrollIntoView()")
    await page.screenshot(path=folder / "letter.png")
    assert all((folder / name).stat().st_size <= LARGEST for name in PICTURES)
