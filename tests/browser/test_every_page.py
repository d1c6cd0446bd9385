"""Every page that is no form: without a complaint of axe, on a telephone and a desk, light and dark."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.staticfiles import StaticFiles
from playwright.async_api import Browser, Page

from local import letters_page
from local.mailbox import Mailbox
from rounds.methodology.dossier import MATTERS, PEOPLE
from store.session import Database
from templates.render import FOLDER
from tests.api.links.arranged import Arranged, arranged
from tests.api.links.dossier.conftest import full
from tests.api.links.dossier.stage import Full
from tests.api.links.unanswered import Unanswered, database, sqlite_template, sqlite_url, unanswered
from tests.browser.axe import WIDE, complaints, screen, served
from tests.rounds.scene import OFFICER
from tests.templates.letters import LETTERS
from tests.templates.test_letters import letter

__all__ = ["database", "full", "sqlite_template", "sqlite_url", "unanswered"]
EDGES = "['header', 'main', 'footer'].map(e => document.querySelector(e).getBoundingClientRect().left)"
"""Where each part of a letter begins: on a wide screen one below the other."""
AGAIN = "Send me a fresh link"


@pytest.fixture
async def page(chrome: Browser) -> AsyncIterator[Page]:
    async with screen(chrome) as made:
        yield made


async def test_the_doors_and_what_stands_where_nothing_is(page: Page, unanswered: Unanswered) -> None:
    app = unanswered.app()

    async def fails() -> None:
        raise KeyError

    app.add_api_route("/fails", fails)
    async with served(app) as site:
        for path, status in {
            "/": 200,
            "/docs": 200,
            "/nowhere": 404,
            "/a/unknown": 404,
            "/fails": 500,
        }.items():
            answer = await page.goto(f"{site}{path}")
            assert answer
            assert (path, answer.status, await complaints(page)) == (path, status, [])
            assert "<h1" in await page.content()
        await page.goto(f"{site}/a/unknown")
        await page.get_by_label("Or have a fresh link sent").fill("somebody@ministry.example")
        await page.get_by_role("button", name=AGAIN).click()
        assert await page.get_by_role("status").is_visible()
        assert await complaints(page) == []
        app.state.tools = replace(unanswered.tools, database=Database("sqlite+aiosqlite:////nowhere/at.db"))
        answer = await page.goto(f"{site}/a/{unanswered.tools.links.token('0' * 32)}")
        assert answer
        assert (answer.status, await complaints(page)) == (503, [])


async def test_z6_the_file_of_a_round_matter_by_matter(page: Page, full: Full) -> None:
    full.app.mount("/static", StaticFiles(directory=FOLDER / "static"))
    seen = set()
    async with served(full.app) as site:
        for methodology, who in (("ripso", "lead_coordinator"), ("mecigep", "focal_point")):
            await full.at(methodology, who, "publication")
            await page.context.clear_cookies()
            await page.goto(f"{site}/a/{await full.token()}")
            assert (who, await complaints(page)) == (who, [])
            links = page.get_by_role("main").get_by_role("link")
            hrefs = [await link.get_attribute("href") or "" for link in await links.all()]
            for href in [href for href in hrefs if "/dossier/" in href]:
                await page.goto(f"{site}{href}")
                assert (href, await complaints(page)) == (href, [])
                seen.add(href.rpartition("/")[2])
    assert seen >= set(MATTERS) - set(PEOPLE) - {"framework", "self_assessment"}


@pytest.fixture
async def visit(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Arranged]:
    async with arranged(sqlite_url, tmp_path) as made:
        await made.speaks("en")
        yield made


async def test_v10_the_pages_of_a_change_and_what_was_recorded(page: Page, visit: Arranged) -> None:
    async with served(visit.app) as site:
        for by, kinds in {
            "focal_point": ("revise_agenda", "revise_local"),
            OFFICER: ("revise_international", "move_visit"),
        }.items():
            await page.goto(site + await visit.link("", by))
            assert (by, await complaints(page)) == (by, [])
            mine = page.url
            for kind in kinds:
                await page.goto(f"{mine}/change/{kind}")
                assert (kind, await complaints(page)) == (kind, [])
                await page.get_by_role("button", name="Send", exact=True).click()
                assert (kind, await complaints(page)) == (kind, [])
        await page.goto(site + await visit.link("set_agenda:1", "focal_point"))
        assert ("recorded", await complaints(page)) == ("recorded", [])
        await page.goto(f"{mine}/agenda")
        assert ("agenda", await complaints(page)) == ("agenda", [])


async def test_the_letters_and_the_page_that_shows_them(page: Page, tmp_path: Path) -> None:
    box = Mailbox(tmp_path / "letters.db")
    raw = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: s\r\n\r\nhttp://127.0.0.1:8000/a/1\r\n"
    id = box.keep("a@b.example", ["c@d.example"], raw)
    async with served(letters_page.create(box)) as site:
        for path in ("/", f"/letters/{id}"):
            await page.goto(f"{site}{path}")
            assert (path, await complaints(page)) == (path, [])
    first = dict(reversed(LETTERS))
    for template, context in first.items():
        for language in ("es", "fr"):
            await page.set_content(letter(template, language, context).html)
            assert (template, await complaints(page, ["light"])) == (template, [])
    await page.set_viewport_size(WIDE)
    assert len(set(await page.evaluate(EDGES))) == 1
