"""What stands beside a form is read part below part, on a telephone and on a desk (D5)."""

import pytest
from fastapi.staticfiles import StaticFiles
from playwright.async_api import Browser
from sqlmodel import col, select, update

from store.tables import Assignment, Grant
from templates.render import FOLDER
from tests.api.links.dossier.conftest import full
from tests.api.links.dossier.stage import Full
from tests.browser.axe import NARROW, WIDE, complaints, screen, served
from tests.databases import sqlite_template, sqlite_url
from tests.store import scene

__all__ = ["full", "sqlite_template", "sqlite_url"]
KEY = "revise_report:7"
PLACES = "sections => sections.map(s => s.getBoundingClientRect()).map(r => [r.left, r.width])"


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["telephone", "desk"])
async def test_d5_questions_and_findings_stand_below_each_other_over_the_whole_width(
    chrome: Browser, full: Full, size: dict[str, int]
) -> None:
    full.app.mount("/static", StaticFiles(directory=FOLDER / "static"))
    await scene.open_assignment(full.database, full.round, KEY, "focal_point", serial=90)
    async with full.database.writing() as s:
        mine = col(Assignment.key) == KEY
        await s.exec(update(Assignment).where(mine).values(role="responsible_officer"))
        grant = (await s.exec(select(Grant.id).where(col(Grant.assignment_key) == KEY))).one()
    async with served(full.app) as site, screen(chrome) as page:
        await page.goto(f"{site}/a/{full.tools.links.token(grant)}")
        assert await complaints(page) == []
        await page.set_viewport_size({"width": size["width"], "height": size["height"]})
        places = await page.locator(".beside .kept > section").evaluate_all(PLACES)
    assert len(places) > 1
    assert len({left for left, _ in places}) == 1
    assert min(width for _, width in places) > 280
